// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/tally.h"

#include <math.h>

void ka_tally_add(struct ka_tally *tally, const struct ka_sale *sale)
{
    if (tally->rows == 0 || sale->date < tally->first)
        tally->first = sale->date;
    if (tally->rows == 0 || sale->date > tally->last)
        tally->last = sale->date;
    tally->rows++;
    tally->kinds[sale->kind]++;
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        tally->filled[column] += ka_sale_has(sale, (enum ka_sale_column)column);
    tally->revenue += sale->revenue;
    if (sale->qty != KA_DECIMAL_NONE)
        tally->qty += sale->qty;
    if (sale->cost != KA_DECIMAL_NONE)
        tally->cost += sale->cost;
    if (sale->margin != KA_DECIMAL_NONE)
        tally->margin += sale->margin;
}

void ka_tally_write_completeness(const struct ka_tally *tally, struct ka_writer *writer)
{
    static const char *const header[] = {"column", "filled", "rows", "completeness"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    for (int column = 0; column < KA_SALE_SRC; column++) {
        ka_writer_put_text(writer, ka_sale_column_name((enum ka_sale_column)column));
        ka_writer_put_integer(writer, (int64_t)tally->filled[column]);
        ka_writer_put_integer(writer, (int64_t)tally->rows);
        ka_writer_put_real(
            writer, tally->rows ? (double)tally->filled[column] / (double)tally->rows : NAN);
        ka_writer_end(writer);
    }
}
