// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/tally.h"

#include <math.h>

static void add(ka_int128 *sum, uint64_t *filled, int64_t value)
{
    if (value == KA_DECIMAL_NONE)
        return;
    *sum += value;
    ++*filled;
}

static void add_row(struct ka_tally *tally, int32_t date, enum ka_sale_kind kind)
{
    if (tally->rows == 0 || date < tally->first)
        tally->first = date;
    if (tally->rows == 0 || date > tally->last)
        tally->last = date;
    tally->rows++;
    tally->kinds[kind]++;
    tally->filled[KA_SALE_DATE]++;
    tally->filled[KA_SALE_KIND]++;
}

void ka_tally_add(struct ka_tally *tally, const struct ka_sale *sale)
{
    add_row(tally, sale->date, sale->kind);
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        tally->filled[column] += sale->text[column].n > 0;
    tally->filled[KA_SALE_SRC_LINE] += sale->src_line > 0;
    tally->filled[KA_SALE_LIST_PRICE] += sale->list_price != KA_DECIMAL_NONE;
    tally->filled[KA_SALE_UNIT_PRICE] += sale->unit_price != KA_DECIMAL_NONE;
    tally->filled[KA_SALE_DISCOUNT_RATE] += sale->discount_rate != KA_DECIMAL_NONE;
    add(&tally->qty, &tally->filled[KA_SALE_QTY], sale->qty);
    add(&tally->revenue, &tally->filled[KA_SALE_REVENUE], sale->revenue);
    add(&tally->cost, &tally->filled[KA_SALE_COST], sale->cost);
    add(&tally->margin, &tally->filled[KA_SALE_MARGIN], sale->margin);
}

void ka_tally_merge(struct ka_tally *tally, const struct ka_tally *other)
{
    if (other->rows == 0)
        return;
    if (tally->rows == 0 || other->first < tally->first)
        tally->first = other->first;
    if (tally->rows == 0 || other->last > tally->last)
        tally->last = other->last;
    tally->rows += other->rows;
    for (int kind = 0; kind <= KA_FREE; kind++)
        tally->kinds[kind] += other->kinds[kind];
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        tally->filled[column] += other->filled[column];
    tally->qty += other->qty;
    tally->revenue += other->revenue;
    tally->cost += other->cost;
    tally->margin += other->margin;
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
