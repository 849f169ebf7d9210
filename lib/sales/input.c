// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/input.h"

#include <inttypes.h>

static bool take_header(struct ka_reader *reader, struct ka_record *header,
                        struct ka_error *err)
{
    const char *name = ka_reader_name(reader);
    if (!ka_reader_next(reader, header))
        return ka_fail(err, KA_BAD_DATA, "%s: the input is empty, a header line was expected",
                       name);
    return !header->problem ||
           ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": %s", name, header->line, header->problem);
}

struct ka_reader *ka_input_open(const char *path, enum ka_input_kind kind,
                                const struct ka_meta *meta, struct ka_record *header,
                                struct ka_error *err)
{
    struct ka_reader_options options = {.kind = kind, .unhashed = !meta};
    struct ka_reader *reader = ka_reader_open(path, &options, err);
    struct ka_error no_header = {0};
    if (!reader || take_header(reader, header, &no_header))
        return reader;
    if (ka_reader_close(reader, err)) // else that it could not be read is the cause
        ka_fail(err, no_header.code, "%s", no_header.text);
    return NULL;
}

bool ka_input_close(struct ka_reader *reader, struct ka_meta *meta, bool good,
                    struct ka_error *err)
{
    if (good && meta)
        ka_meta_add_input(meta, reader);
    return ka_reader_close(reader, err) && good;
}

bool ka_input_load(struct ka_frame *frame, const char *path, struct ka_meta *meta,
                   struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader = ka_input_open(path, KA_INPUT_ANY, meta, &header, err);
    if (!reader)
        return false;
    bool good = ka_frame_read_rows(frame, reader, &header, err);
    return ka_input_close(reader, meta, good, err);
}
