// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/meta.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/output.h"
#include "base/program.h"
#include "table/writer.h"

void ka_meta_begin(struct ka_meta *meta, const char *tool)
{
    *meta = (struct ka_meta){0};
    ka_buf_add_text(&meta->rows, "key,value\n");
    ka_meta_add(meta, "tool", "%s", tool);
    ka_meta_add(meta, "version", "%s", KA_VERSION);
    ka_meta_add(meta, "command", "%s", ka_program_command());
}

void ka_meta_add(struct ka_meta *meta, const char *key, const char *format, ...)
{
    va_list args;
    char *value;
    va_start(args, format);
    int n = vasprintf(&value, format, args);
    va_end(args);
    if (n < 0)
        ka_alloc(SIZE_MAX, 2); // out of memory ends the program
    ka_cell_format(&meta->rows, ka_str(key));
    ka_buf_add_char(&meta->rows, ',');
    ka_cell_format(&meta->rows, (struct ka_str){value, (size_t)n});
    ka_buf_add_char(&meta->rows, '\n');
    free(value);
}

void ka_meta_add_input(struct ka_meta *meta, struct ka_reader *reader)
{
    char key[64];
    size_t number = ++meta->inputs;
    snprintf(key, sizeof key, "input.%zu.name", number);
    ka_meta_add(meta, key, "%s", ka_reader_name(reader));
    snprintf(key, sizeof key, "input.%zu.encoding", number);
    ka_meta_add(meta, key, "%s", ka_reader_encoding(reader));
    snprintf(key, sizeof key, "input.%zu.bytes", number);
    ka_meta_add(meta, key, "%" PRIu64, ka_reader_bytes(reader));
    snprintf(key, sizeof key, "input.%zu.xxh3", number);
    ka_meta_add(meta, key, "%s", ka_reader_hash(reader));
}

bool ka_meta_write(struct ka_meta *meta, const char *path, struct ka_error *err)
{
    struct ka_output out;
    bool good = !path || ka_output_open(&out, path, err);
    if (path && good) {
        ka_output_write(&out, ka_buf_str(&meta->rows));
        good = ka_output_commit(&out, err);
    }
    ka_buf_clear(&meta->rows);
    return good;
}
