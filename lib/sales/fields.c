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

static bool is_filled(const struct ka_frame *frame, const struct ka_field *field,
                      const void *structs, size_t size)
{
    bool filled = field->always;
    for (size_t row = 0; row < frame->rows && !filled; row++)
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
        if (is_filled(frame, &fields[i], structs, size)) {
            ka_frame_append(frame, fields[i].name);
            filling.fields[filling.count++] = &fields[i];
        }
    for (size_t i = 0; i < filling.count; i++)
        filling.places[i] = ka_frame_find(frame, filling.fields[i]->name);
    ka_run_blocks(filling.groups, threads, fill_group, &filling);
    free(filling.fields);
    free(filling.places);
}
