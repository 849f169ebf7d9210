// SPDX-License-Identifier: GPL-3.0-or-later
// A whole table in memory, by columns of text, so that a tool passes every
// column through untouched and appends its own.
#ifndef KA_TABLE_FRAME_H
#define KA_TABLE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "table/decimal.h"
#include "table/reader.h"
#include "table/writer.h"

struct ka_column {
    char *name;
    struct ka_buf text; // all cells, one after the other
    size_t *ends;       // ends[row]: offset in text behind the cell
    size_t count, cap;
};

// A frame that is computed rather than read: zeroed, rows set, columns appended;
// lines and source may stay NULL.
struct ka_frame {
    struct ka_column *columns;
    size_t width, rows, width_cap;
    uint64_t *lines; // physical line of each row, for messages
    size_t line_cap;
    char *source; // name for messages
    bool
        distinct; // no cell of the first column stands there twice, as is known from its making
};

// Reads all that `reader` has (header line first) and closes it.  Errors: no header
// ("the input is empty"), a header name twice, a row with more or fewer cells
// than the header.  The frame must be zeroed; clear it in any case.
bool ka_frame_read(struct ka_frame *frame, struct ka_reader *reader, struct ka_error *err);

// The same behind a header that the caller has taken from `reader`, which stays open.
bool ka_frame_read_rows(struct ka_frame *frame, struct ka_reader *reader,
                        const struct ka_record *header, struct ka_error *err);
bool ka_frame_load(struct ka_frame *frame, const char *path,
                   const struct ka_reader_options *options, struct ka_error *err);
void ka_frame_clear(struct ka_frame *frame);

size_t ka_frame_find(const struct ka_frame *frame, const char *name); // or KA_NONE

// The same, an error that lists the columns that are there when it is not.
bool ka_frame_need(const struct ka_frame *frame, const char *name, size_t *column,
                   struct ka_error *err);

struct ka_str ka_frame_cell(const struct ka_frame *frame, size_t column, size_t row);

// Fails with KA_BAD_DATA and "orders.csv:12: column 'qty': '3x' is not an amount", where says
// is "is not an amount".
bool ka_frame_refuse(const struct ka_frame *frame, size_t column, size_t row, const char *says,
                     struct ka_error *err);

// A whole column as numbers: out has room for rows values; empty is
// KA_DECIMAL_NONE / NAN / KA_DATE_NONE; anything else that is no number is an error
// with line, column, value.  The forms are the contract's, whatever the locale.
bool ka_frame_decimals(const struct ka_frame *frame, size_t column, int64_t *out,
                       struct ka_error *err);
bool ka_frame_reals(const struct ka_frame *frame, size_t column, double *out,
                    struct ka_error *err);
bool ka_frame_dates(const struct ka_frame *frame, size_t column, int32_t *out,
                    struct ka_error *err);

// Appends an empty column at the right; one of the same name goes (a tool that
// runs twice replaces its columns), which moves those right of it.  The pointer is
// good until the next append.  Fill it row by row with ka_column_add*, exactly `rows` times.
struct ka_column *ka_frame_append(struct ka_frame *frame, const char *name);
void ka_column_add(struct ka_column *column, struct ka_str cell);
void ka_column_add_real(struct ka_column *column, double value);
void ka_column_add_integer(struct ka_column *column, int64_t value);
void ka_column_add_decimal(struct ka_column *column, int64_t value);
void ka_column_add_sum(struct ka_column *column, ka_int128 value);

// Every cell of a column becomes what value(cell, context) returns, read before the
// next.
void ka_frame_rewrite(struct ka_frame *frame, size_t column,
                      struct ka_str (*value)(struct ka_str cell, void *context), void *context);

// Brings the rows into another order: order[i] is the one that comes i-th.
void ka_frame_reorder(struct ka_frame *frame, const size_t *order);

// Header and rows; order[i] is the row that comes i-th, NULL: as they are.
void ka_frame_write(const struct ka_frame *frame, const size_t *order,
                    struct ka_writer *writer);

#endif
