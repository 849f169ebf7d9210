// SPDX-License-Identifier: GPL-3.0-or-later
// Sales → rows of text: the second half of sale.h.  A row is written straight into the
// buffer, whose room is seen to once for each cell.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/sale.h"
#include "table/date.h"
#include "table/decimal.h"

void ka_sale_shape_init(struct ka_sale_shape *shape, const bool filled[KA_SALE_COLUMNS],
                        size_t extras)
{
    *shape = (struct ka_sale_shape){.extras = extras};
    for (int i = 0; i < KA_SALE_COLUMNS; i++) {
        enum ka_sale_column column = (enum ka_sale_column)i;
        if (filled[column] || ka_sale_column_required(column))
            shape->columns[shape->count++] = column;
    }
}

bool ka_sale_shape_has(const struct ka_sale_shape *shape, enum ka_sale_column column)
{
    for (size_t i = 0; i < shape->count; i++)
        if (shape->columns[i] == column)
            return true;
    return false;
}

static void add_integer(struct ka_buf *out, uint64_t value)
{
    if (value)
        ka_integer_format(out, (int64_t)value);
}

static void add_date(struct ka_buf *out, const struct ka_sale *sale)
{
    if (*sale->day && sale->date != KA_DATE_NONE)
        ka_buf_add(out, (struct ka_str){sale->day, sizeof sale->day});
    else
        ka_date_format(out, sale->date);
}

static void add_cell(struct ka_buf *out, const struct ka_sale *sale, enum ka_sale_column column)
{
    switch (ka_sale_column_type(column)) {
    case 'D':
        add_date(out, sale);
        break;
    case 'e':
        ka_buf_add_text(out, ka_sale_kind_name(sale->kind));
        break;
    case 'd':
        ka_decimal_format(out, ka_sale_decimal(sale, column));
        break;
    case 'i':
        add_integer(out, sale->src_line);
        break;
    default:
        ka_cell_format(out, sale->text[column]);
    }
    ka_buf_add_char(out, ',');
}

static void end_row(struct ka_buf *out)
{
    out->p[out->n - 1] = '\n'; // in the place of the last comma
}

void ka_sale_format_header(struct ka_buf *out, const struct ka_sale_shape *shape,
                           const struct ka_str *extra)
{
    for (size_t i = 0; i < shape->count; i++) {
        ka_buf_add_text(out, ka_sale_column_name(shape->columns[i]));
        ka_buf_add_char(out, ',');
    }
    for (size_t i = 0; i < shape->extras; i++) {
        ka_cell_format(out, extra[i]);
        ka_buf_add_char(out, ',');
    }
    end_row(out);
}

void ka_sale_format(struct ka_buf *out, const struct ka_sale_shape *shape,
                    const struct ka_sale *sale, const struct ka_str *extra)
{
    for (size_t i = 0; i < shape->count; i++)
        add_cell(out, sale, shape->columns[i]);
    for (size_t i = 0; i < shape->extras; i++) {
        ka_cell_format(out, extra[i]);
        ka_buf_add_char(out, ',');
    }
    end_row(out);
}
