// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/fields.h"

#include <math.h>

#include "base/map.h"
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

// What is put into columns, of which each is one thread's at a time.
struct filling {
    struct ka_frame *frame;
    const struct ka_field *fields;
    const void *structs;
    size_t size;
};

static void fill(size_t i, void *context)
{
    const struct filling *f = context;
    const struct ka_field *field = &f->fields[i];
    size_t place = ka_frame_find(f->frame, field->name);
    if (place == KA_NONE)
        return;
    struct ka_column *column = &f->frame->columns[place];
    for (size_t row = 0; row < f->frame->rows; row++) {
        const void *value = value_of(field, f->structs, f->size, row);
        if (is_known(field->type, value))
            format(&column->text, field->type, value);
        ka_column_add(column, KA_STR("")); // ends the cell
    }
}

void ka_fields_append(struct ka_frame *frame, const struct ka_field *fields, size_t count,
                      const void *structs, size_t size, unsigned threads)
{
    for (size_t i = 0; i < count; i++)
        if (is_filled(frame, &fields[i], structs, size))
            ka_frame_append(frame, fields[i].name);
    struct filling filling = {frame, fields, structs, size};
    ka_run_blocks(count, threads, fill, &filling);
}
