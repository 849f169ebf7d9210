// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/save.h"

bool ka_table_save(const char *path, ka_write_rows *write, const void *context,
                   struct ka_error *err)
{
    struct ka_output output;
    struct ka_writer writer;
    if (!ka_output_open(&output, path, err))
        return false;
    ka_writer_init(&writer, &output);
    if (write(&writer, context, err))
        return ka_output_commit(&output, err);
    ka_output_discard(&output);
    return false;
}

bool ka_table_save_asked(const char *path, ka_write_rows *write, const void *context,
                         struct ka_error *err)
{
    return !path || ka_table_save(path, write, context, err);
}

struct ordered {
    const struct ka_frame *frame;
    const size_t *order;
};

static bool write_frame(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct ordered *rows = context;
    (void)err;
    ka_frame_write(rows->frame, rows->order, writer);
    return true;
}

bool ka_frame_save(const char *path, const struct ka_frame *frame, const size_t *order,
                   struct ka_error *err)
{
    return ka_table_save(path, write_frame, &(struct ordered){frame, order}, err);
}
