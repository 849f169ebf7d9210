// SPDX-License-Identifier: GPL-3.0-or-later
// What the retailers of an invented market sell on, to whom, and what stays on their shelves.
#ifndef KA_SALES_SHELF_H
#define KA_SALES_SHELF_H

#include "base/map.h"
#include "sales/trade.h"
#include "table/writer.h"

// Pieces bought by account, product and month of the last eight; memory grows with these.
struct ka_shelf {
    const struct ka_market *market;
    struct ka_map keys;
    int64_t *pieces;
    size_t cap;
};

void ka_shelf_init(struct ka_shelf *shelf, const struct ka_market *market);
void ka_shelf_add(struct ka_shelf *shelf, const struct ka_trade_line *line);

// The table: retailers report every month.  The famous hypermarket is stuffed: in the last six
// months it sells on less and less of what it goes on buying.
void ka_shelf_write(const struct ka_shelf *shelf, struct ka_writer *writer);
void ka_shelf_clear(struct ka_shelf *shelf);

#endif
