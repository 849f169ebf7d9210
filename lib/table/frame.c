// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/frame.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/names.h"

static struct ka_column *add_column(struct ka_frame *frame, struct ka_str name)
{
    KA_ROOM(frame->columns, frame->width, frame->width_cap);
    struct ka_column *column = &frame->columns[frame->width++];
    *column = (struct ka_column){.name = ka_alloc(name.n + 1, 1)};
    memcpy(column->name, name.p, name.n);
    column->name[name.n] = '\0';
    return column;
}

static void clear_column(struct ka_column *column)
{
    free(column->name);
    free(column->ends);
    ka_buf_clear(&column->text);
}

static bool is_record(const struct ka_frame *frame, const struct ka_record *record,
                      struct ka_error *err)
{
    return !record->problem || ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": %s", frame->source,
                                       record->line, record->problem);
}

static bool read_header(struct ka_frame *frame, const struct ka_record *record,
                        struct ka_error *err)
{
    if (!is_record(frame, record, err))
        return false;
    struct ka_map names = {0};
    bool is_new = true;
    for (size_t i = 0; i < record->count && is_new; i++) {
        ka_map_put(&names, record->cells[i], &is_new);
        add_column(frame, record->cells[i]);
    }
    ka_map_clear(&names);
    return is_new ||
           ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column %s stands twice", frame->source,
                   record->line, KA_QUOTE(ka_str(frame->columns[frame->width - 1].name)));
}

static bool read_row(struct ka_frame *frame, const struct ka_record *record,
                     struct ka_error *err)
{
    if (!is_record(frame, record, err))
        return false;
    if (record->count != frame->width)
        return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": %zu cell%s, the header has %zu",
                       frame->source, record->line, record->count,
                       record->count == 1 ? "" : "s", frame->width);
    for (size_t i = 0; i < frame->width; i++)
        ka_column_add(&frame->columns[i], record->cells[i]);
    KA_ROOM(frame->lines, frame->rows, frame->line_cap);
    frame->lines[frame->rows++] = record->line;
    return true;
}

bool ka_frame_read_rows(struct ka_frame *frame, struct ka_reader *reader,
                        const struct ka_record *header, struct ka_error *err)
{
    frame->source = ka_strdup(ka_reader_name(reader));
    struct ka_record record;
    bool good = read_header(frame, header, err);
    while (good && ka_reader_next(reader, &record))
        good = read_row(frame, &record, err);
    return good;
}

bool ka_frame_read(struct ka_frame *frame, struct ka_reader *reader, struct ka_error *err)
{
    struct ka_buf name = {0};
    ka_buf_add_text(&name, ka_reader_name(reader));
    struct ka_record header;
    bool begun = ka_reader_next(reader, &header);
    bool good = !begun || ka_frame_read_rows(frame, reader, &header, err);
    good = ka_reader_close(reader, err) && good;
    if (good && !begun)
        ka_fail(err, KA_BAD_DATA, "%s: the input is empty, a header line was expected", name.p);
    ka_buf_clear(&name);
    return good && begun;
}

bool ka_frame_load(struct ka_frame *frame, const char *path,
                   const struct ka_reader_options *options, struct ka_error *err)
{
    struct ka_reader *reader = ka_reader_open(path, options, err);
    return reader && ka_frame_read(frame, reader, err);
}

void ka_frame_clear(struct ka_frame *frame)
{
    for (size_t i = 0; i < frame->width; i++)
        clear_column(&frame->columns[i]);
    free(frame->columns);
    free(frame->lines);
    free(frame->source);
    *frame = (struct ka_frame){0};
}

size_t ka_frame_find(const struct ka_frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->width; i++)
        if (strcmp(frame->columns[i].name, name) == 0)
            return i;
    return KA_NONE;
}

static const char *source_of(const struct ka_frame *frame)
{
    return frame->source ? frame->source : "table";
}

bool ka_frame_need(const struct ka_frame *frame, const char *name, size_t *column,
                   struct ka_error *err)
{
    *column = ka_frame_find(frame, name);
    if (*column != KA_NONE)
        return true;
    struct ka_buf names = {0};
    for (size_t i = 0; i < frame->width; i++)
        ka_names_add(&names, ka_str(frame->columns[i].name));
    ka_fail(err, KA_BAD_DATA, "%s: no column %s; there are: %s", source_of(frame),
            KA_QUOTE(ka_str(name)), ka_buf_str(&names).p);
    ka_buf_clear(&names);
    return false;
}

bool ka_frame_refuse(const struct ka_frame *frame, size_t column, size_t row, const char *says,
                     struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", frame->source,
                   frame->lines[row], frame->columns[column].name,
                   KA_QUOTE(ka_str_trim(ka_frame_cell(frame, column, row))), says);
}

struct ka_str ka_frame_cell(const struct ka_frame *frame, size_t column, size_t row)
{
    const struct ka_column *from = &frame->columns[column];
    size_t start = row > 0 ? from->ends[row - 1] : 0;
    return (struct ka_str){ka_buf_str(&from->text).p + start, from->ends[row] - start};
}

// A table that was computed has no lines yet: the one the row is going to have.
static uint64_t line_of(const struct ka_frame *frame, size_t row)
{
    return frame->lines ? frame->lines[row] : row + 2;
}

static bool refuse_cell(const struct ka_frame *frame, size_t column, size_t row,
                        const char *expected, struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column %s: %s is not a %s",
                   source_of(frame), line_of(frame, row),
                   KA_QUOTE(ka_str(frame->columns[column].name)),
                   KA_QUOTE(ka_frame_cell(frame, column, row)), expected);
}

bool ka_frame_decimals(const struct ka_frame *frame, size_t column, int64_t *out,
                       struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++)
        if (!ka_decimal_parse(ka_frame_cell(frame, column, row), &out[row]))
            return refuse_cell(frame, column, row, "decimal", err);
    return true;
}

bool ka_frame_reals(const struct ka_frame *frame, size_t column, double *out,
                    struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str cell = ka_frame_cell(frame, column, row);
        out[row] = (double)NAN;
        if (cell.n > 0 && !ka_real_parse(cell, &out[row]))
            return refuse_cell(frame, column, row, "number", err);
    }
    return true;
}

bool ka_frame_dates(const struct ka_frame *frame, size_t column, int32_t *out,
                    struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++)
        if (!ka_date_parse(ka_frame_cell(frame, column, row), &out[row]))
            return refuse_cell(frame, column, row, "date (YYYY-MM-DD)", err);
    return true;
}

struct ka_column *ka_frame_append(struct ka_frame *frame, const char *name)
{
    size_t earlier = ka_frame_find(frame, name);
    if (earlier != KA_NONE) {
        struct ka_column *gone = &frame->columns[earlier];
        clear_column(gone);
        memmove(gone, gone + 1, (--frame->width - earlier) * sizeof *gone);
    }
    return add_column(frame, ka_str(name));
}

static void end_cell(struct ka_column *column)
{
    KA_ROOM(column->ends, column->count, column->cap);
    column->ends[column->count++] = column->text.n;
}

void ka_column_add(struct ka_column *column, struct ka_str cell)
{
    ka_buf_add(&column->text, cell);
    end_cell(column);
}

void ka_column_add_real(struct ka_column *column, double value)
{
    ka_real_format(&column->text, value);
    end_cell(column);
}

void ka_column_add_integer(struct ka_column *column, int64_t value)
{
    ka_integer_format(&column->text, value);
    end_cell(column);
}

void ka_column_add_decimal(struct ka_column *column, int64_t value)
{
    ka_decimal_format(&column->text, value);
    end_cell(column);
}

void ka_column_add_sum(struct ka_column *column, ka_int128 value)
{
    ka_decimal_format_sum(&column->text, value);
    end_cell(column);
}

static void reorder_column(struct ka_column *column, const size_t *order)
{
    struct ka_column moved = {.name = column->name};
    moved.text.p = ka_grow(NULL, &moved.text.cap, column->text.n + 1, 1);
    for (size_t i = 0; i < column->count; i++) {
        size_t start = order[i] > 0 ? column->ends[order[i] - 1] : 0;
        ka_column_add(&moved, (struct ka_str){ka_buf_str(&column->text).p + start,
                                              column->ends[order[i]] - start});
    }
    column->name = NULL;
    clear_column(column);
    *column = moved;
}

void ka_frame_reorder(struct ka_frame *frame, const size_t *order)
{
    for (size_t i = 0; i < frame->width; i++)
        reorder_column(&frame->columns[i], order);
    if (!frame->lines)
        return;
    uint64_t *lines = ka_alloc(frame->rows, sizeof *lines);
    for (size_t i = 0; i < frame->rows; i++)
        lines[i] = frame->lines[order[i]];
    free(frame->lines);
    frame->lines = lines;
    frame->line_cap = frame->rows;
}

void ka_frame_write(const struct ka_frame *frame, const size_t *order, struct ka_writer *writer)
{
    for (size_t i = 0; i < frame->width; i++)
        ka_writer_put_text(writer, frame->columns[i].name);
    ka_writer_end(writer);
    for (size_t i = 0; i < frame->rows; i++) {
        for (size_t column = 0; column < frame->width; column++)
            ka_writer_put(writer, ka_frame_cell(frame, column, order ? order[i] : i));
        ka_writer_end(writer);
    }
}

void ka_frame_rewrite(struct ka_frame *frame, size_t column,
                      struct ka_str (*value)(struct ka_str cell, void *context), void *context)
{
    struct ka_column fresh = {0};
    for (size_t row = 0; row < frame->rows; row++)
        ka_column_add(&fresh, value(ka_frame_cell(frame, column, row), context));
    fresh.name = frame->columns[column].name;
    frame->columns[column].name = NULL;
    clear_column(&frame->columns[column]);
    frame->columns[column] = fresh;
}
