// SPDX-License-Identifier: GPL-3.0-or-later
// An array of structs → columns of a frame, by a table of fields.
#ifndef KA_SALES_FIELDS_H
#define KA_SALES_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/frame.h"
#include "table/writer.h"

// Unknown: KA_DATE_NONE, KA_COUNT_NONE, KA_SUM_NONE, NAN, the empty text.
enum ka_field_type {
    KA_FIELD_TEXT,  // struct ka_str
    KA_FIELD_DATE,  // int32_t
    KA_FIELD_MONTH, // int32_t, always known
    KA_FIELD_COUNT, // int64_t
    KA_FIELD_SUM,   // ka_int128 of ten-thousandths
    KA_FIELD_REAL,  // double
};

#define KA_COUNT_NONE INT64_MIN
#define KA_SUM_NONE (-((ka_int128)1 << 126) * 2) // the least number there is

struct ka_field {
    const char *name;
    enum ka_field_type type;
    size_t place; // offset in the struct
    bool always;  // there even when it is unknown in all rows
};

// Appends a column of frame->rows cells for each of `count` fields, whose names differ, from
// structs of `size` bytes; none for a field that is unknown in all of them and need not be
// there.  On up to `threads` threads (0: all processors).
void ka_fields_append(struct ka_frame *frame, const struct ka_field *fields, size_t count,
                      const void *structs, size_t size, unsigned threads);

// Writes the same columns, header and rows, without a frame between: it is what writes rows by
// the hundred thousand.  Not for spreadsheets.
void ka_fields_write(struct ka_writer *writer, const struct ka_field *fields, size_t count,
                     const void *structs, size_t size, size_t rows, unsigned threads);

#endif
