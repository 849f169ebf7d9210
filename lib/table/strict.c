// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/strict.h"

#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/guard.h"

struct ka_strict {
    struct csv_parser parser;
    unsigned char delimiter;
    bool guarded;
    bool complete;      // the record's end has been seen
    struct ka_buf text; // its cells, one after the other
    size_t *ends;       // offset behind each
    size_t count, end_cap;
    struct ka_str *cells;
    size_t cell_cap;
};

// libcsv's callbacks.

static void add_cell(void *bytes, size_t n, void *context)
{
    struct ka_strict *strict = context;
    if (strict->guarded)
        n = ka_guard_take_off(bytes, n);
    ka_buf_add(&strict->text, (struct ka_str){bytes, n});
    KA_ROOM(strict->ends, strict->count, strict->end_cap);
    strict->ends[strict->count++] = strict->text.n;
}

static void end_record(int end, void *context)
{
    (void)end;
    struct ka_strict *strict = context;
    strict->complete = true;
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0; // libcsv would trim what it takes for a blank
}

static void *resize(void *block, size_t n)
{
    return ka_resize(block, n, 1);
}

static void init_parser(struct ka_strict *strict)
{
    csv_init(&strict->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&strict->parser, no_space);
    csv_set_realloc_func(&strict->parser, resize);
    csv_set_blk_size(&strict->parser, 1 << 20); // by which a long cell grows
    csv_set_delim(&strict->parser, strict->delimiter);
}

struct ka_strict *ka_strict_new(char delimiter, bool guarded)
{
    struct ka_strict *strict = ka_zalloc(1, sizeof *strict);
    strict->delimiter = (unsigned char)delimiter;
    strict->guarded = guarded;
    init_parser(strict);
    return strict;
}

void ka_strict_begin(struct ka_strict *strict)
{
    if (csv_error(&strict->parser) != CSV_SUCCESS) {
        csv_free(&strict->parser);
        init_parser(strict);
    }
    strict->complete = false;
    strict->count = 0;
    ka_buf_reset(&strict->text);
}

static void parse(struct ka_strict *strict, struct ka_str text)
{
    if (csv_error(&strict->parser) == CSV_SUCCESS)
        csv_parse(&strict->parser, text.p, text.n, add_cell, end_record, strict);
}

static bool is_at_cell_start(const struct ka_strict *strict)
{
    return !strict->parser.quoted && strict->parser.entry_pos == 0;
}

// Without the = in front a guarded cell is a quoted one.  Returns what is left to be parsed.
static struct ka_str parse_guarded(struct ka_strict *strict, struct ka_str line)
{
    const char *end = line.p + line.n, *rest = line.p, *guard;
    while ((guard = memmem(rest, (size_t)(end - rest), "=\"", 2)) != NULL) {
        parse(strict, (struct ka_str){rest, (size_t)(guard - rest)});
        rest = is_at_cell_start(strict) ? guard + 1 : guard;
        parse(strict, (struct ka_str){rest, (size_t)(guard + 2 - rest)});
        rest = guard + 2;
    }
    return (struct ka_str){rest, (size_t)(end - rest)};
}

enum ka_strict_state ka_strict_add(struct ka_strict *strict, struct ka_str line)
{
    parse(strict, strict->guarded ? parse_guarded(strict, line) : line);
    if (csv_error(&strict->parser) != CSV_SUCCESS)
        return KA_STRICT_BROKEN;
    return strict->complete ? KA_STRICT_WHOLE : KA_STRICT_OPEN;
}

enum ka_strict_state ka_strict_end(struct ka_strict *strict)
{
    bool good = csv_fini(&strict->parser, add_cell, end_record, strict) == 0;
    return good ? KA_STRICT_WHOLE : KA_STRICT_BROKEN;
}

size_t ka_strict_count(const struct ka_strict *strict)
{
    return strict->count;
}

const struct ka_str *ka_strict_cells(struct ka_strict *strict)
{
    strict->cells =
        ka_grow(strict->cells, &strict->cell_cap, strict->count, sizeof *strict->cells);
    for (size_t i = 0, start = 0; i < strict->count; start = strict->ends[i++])
        strict->cells[i] = (struct ka_str){strict->text.p + start, strict->ends[i] - start};
    return strict->cells;
}

const char *ka_strict_problem(const struct ka_strict *strict)
{
    return strict->parser.quoted ? "text behind a closing quote"
                                 : "a quote inside an unquoted cell";
}

struct ka_str ka_strict_open_cell(const struct ka_strict *strict)
{
    return (struct ka_str){(const char *)strict->parser.entry_buf, strict->parser.entry_pos};
}

void ka_strict_free(struct ka_strict *strict)
{
    if (!strict)
        return;
    csv_free(&strict->parser);
    ka_buf_clear(&strict->text);
    free(strict->ends);
    free(strict->cells);
    free(strict);
}
