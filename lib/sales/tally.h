// SPDX-License-Identifier: GPL-3.0-or-later
// Control totals of sales rows and how complete their columns are.
#ifndef KA_SALES_TALLY_H
#define KA_SALES_TALLY_H

#include <stdint.h>

#include "sales/sale.h"
#include "table/decimal.h"

struct ka_tally {
    uint64_t rows, filled[KA_SALE_COLUMNS], kinds[KA_FREE + 1];
    ka_int128 qty, revenue, cost, margin;
    int32_t first, last; // when rows > 0
};

// A sale with a date, whose text is empty where a column is no text.
void ka_tally_add(struct ka_tally *tally, const struct ka_sale *sale);

void ka_tally_merge(struct ka_tally *tally, const struct ka_tally *other);

// column,filled,rows,completeness for every column but src and src_line.
void ka_tally_write_completeness(const struct ka_tally *tally, struct ka_writer *writer);

#endif
