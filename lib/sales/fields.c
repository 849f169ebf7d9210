// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/fields.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "table/date.h"
#include "table/decimal.h"

static bool is_known(enum ka_field_type type, const void *value)
{
    switch (type) {
    case KA_FIELD_TEXT:
        return ((const struct ka_str *)value)->n > 0;
    case KA_FIELD_DATE:
        return *(const int32_t *)value != KA_DATE_NONE;
    case KA_FIELD_COUNT:
        return *(const int64_t *)value != KA_COUNT_NONE;
    case KA_FIELD_SUM:
        return *(const ka_int128 *)value != KA_SUM_NONE;
    case KA_FIELD_REAL:
        return !isnan(*(const double *)value);
    default:
        return true;
    }
}

static void format(struct ka_buf *out, enum ka_field_type type, const void *value)
{
    switch (type) {
    case KA_FIELD_TEXT:
        ka_buf_add(out, *(const struct ka_str *)value);
        break;
    case KA_FIELD_DATE:
        ka_date_format(out, *(const int32_t *)value);
        break;
    case KA_FIELD_MONTH:
        ka_month_format(out, *(const int32_t *)value);
        break;
    case KA_FIELD_COUNT:
        ka_integer_format(out, *(const int64_t *)value);
        break;
    case KA_FIELD_SUM:
        ka_decimal_format_sum(out, *(const ka_int128 *)value);
        break;
    case KA_FIELD_REAL:
        ka_real_format(out, *(const double *)value);
        break;
    }
}

static const void *value_of(const struct ka_field *field, const void *structs, size_t size,
                            size_t row)
{
    return (const char *)structs + row * size + field->place;
}

static bool is_filled(const struct ka_field *field, const void *structs, size_t size,
                      size_t rows)
{
    bool filled = field->always;
    for (size_t row = 0; row < rows && !filled; row++)
        filled = is_known(field->type, value_of(field, structs, size, row));
    return filled;
}

// What is put into columns, by groups of them, of which each is one thread's at a time.
struct filling {
    struct ka_frame *frame;
    const struct ka_field **fields; // that get a column
    size_t *places;                 // of these columns
    size_t count, groups;
    const void *structs;
    size_t size;
};

static void fill(struct ka_column *column, const struct ka_field *field, const void *value)
{
    if (is_known(field->type, value))
        format(&column->text, field->type, value);
    ka_column_add(column, KA_STR("")); // ends the cell
}

// Row by row, so that each struct is fetched once for all columns of the group.
static void fill_group(size_t group, void *context)
{
    const struct filling *f = context;
    for (size_t row = 0; row < f->frame->rows; row++)
        for (size_t i = group; i < f->count; i += f->groups)
            fill(&f->frame->columns[f->places[i]], f->fields[i],
                 value_of(f->fields[i], f->structs, f->size, row));
}

void ka_fields_append(struct ka_frame *frame, const struct ka_field *fields, size_t count,
                      const void *structs, size_t size, unsigned threads)
{
    struct filling filling = {.frame = frame,
                              .fields = ka_alloc(count, sizeof *filling.fields),
                              .places = ka_alloc(count, sizeof *filling.places),
                              .groups = threads ? threads : ka_processors(),
                              .structs = structs,
                              .size = size};
    for (size_t i = 0; i < count; i++)
        if (is_filled(&fields[i], structs, size, frame->rows)) {
            ka_frame_append(frame, fields[i].name);
            filling.fields[filling.count++] = &fields[i];
        }
    for (size_t i = 0; i < filling.count; i++)
        filling.places[i] = ka_frame_find(frame, filling.fields[i]->name);
    ka_run_blocks(filling.groups, threads, fill_group, &filling);
    free(filling.fields);
    free(filling.places);
}

// ---- Rows ----

// Some of the rows, formatted by one thread, are a piece of the text.
enum { PIECE_ROWS = 1024, PIECES_EACH = 4 };

struct writing {
    const struct ka_field **fields; // that get a column
    size_t count;
    const void *structs;
    size_t size, rows, first; // first: row of the first piece
    struct ka_buf *pieces;
};

static void write_row(const struct writing *w, struct ka_buf *out, size_t row)
{
    size_t start = out->n;
    for (size_t i = 0; i < w->count; i++) {
        const struct ka_field *field = w->fields[i];
        const void *value = value_of(field, w->structs, w->size, row);
        if (i > 0)
            ka_buf_add_char(out, ',');
        if (field->type == KA_FIELD_TEXT)
            ka_cell_format(out, *(const struct ka_str *)value);
        else if (is_known(field->type, value))
            format(out, field->type, value);
    }
    if (out->n == start)
        ka_buf_add_text(out, "\"\""); // an empty line would be no row
    ka_buf_add_char(out, '\n');
}

// Into a buffer of its own, for those of the pieces share lines of the cache.
static void write_piece(size_t piece, void *context)
{
    const struct writing *w = context;
    size_t begin = w->first + piece * PIECE_ROWS, end = begin + PIECE_ROWS;
    struct ka_buf out = w->pieces[piece];
    ka_buf_reset(&out);
    for (size_t row = begin; row < end && row < w->rows; row++)
        write_row(w, &out, row);
    w->pieces[piece] = out;
}

static void write_pieces(struct ka_writer *writer, struct writing *w, unsigned threads)
{
    size_t pieces = (threads ? threads : ka_processors()) * PIECES_EACH;
    w->pieces = ka_zalloc(pieces, sizeof *w->pieces);
    for (w->first = 0; w->first < w->rows; w->first += pieces * PIECE_ROWS) {
        ka_run_blocks(pieces, threads, write_piece, w);
        for (size_t i = 0; i < pieces; i++)
            ka_output_write(writer->output, ka_buf_str(&w->pieces[i]));
    }
    writer->rows += w->rows;
    for (size_t i = 0; i < pieces; i++)
        ka_buf_clear(&w->pieces[i]);
    free(w->pieces);
}

void ka_fields_write(struct ka_writer *writer, const struct ka_field *fields, size_t count,
                     const void *structs, size_t size, size_t rows, unsigned threads)
{
    struct writing w = {.fields = ka_alloc(count, sizeof *w.fields),
                        .structs = structs,
                        .size = size,
                        .rows = rows};
    for (size_t i = 0; i < count; i++)
        if (is_filled(&fields[i], structs, size, rows)) {
            ka_writer_put_text(writer, fields[i].name);
            w.fields[w.count++] = &fields[i];
        }
    ka_writer_end(writer);
    write_pieces(writer, &w, threads);
    free(w.fields);
}
