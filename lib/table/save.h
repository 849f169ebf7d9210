// SPDX-License-Identifier: GPL-3.0-or-later
// One table to one file, whole or not at all.
#ifndef KA_TABLE_SAVE_H
#define KA_TABLE_SAVE_H

#include <stdbool.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/writer.h"

// Writes the rows of one table; false with err filled when it cannot.
typedef bool ka_write_rows(struct ka_writer *writer, const void *context, struct ka_error *err);

// Opens path (NULL or "-": standard output), lets `write` fill it, commits; what is
// there already stays when anything fails.
bool ka_table_save(const char *path, ka_write_rows *write, const void *context,
                   struct ka_error *err);

// The same for a side table that was asked for only when path is not NULL.
bool ka_table_save_asked(const char *path, ka_write_rows *write, const void *context,
                         struct ka_error *err);

// A frame, its rows in `order` (NULL: as they are).
bool ka_frame_save(const char *path, const struct ka_frame *frame, const size_t *order,
                   struct ka_error *err);

#endif
