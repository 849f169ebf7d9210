// SPDX-License-Identifier: GPL-3.0-or-later
// What the retailers of an invented market sell on, to whom, and what stays on their shelves.
#ifndef KA_SALES_RETAIL_H
#define KA_SALES_RETAIL_H

#include "base/map.h"
#include "sales/trade.h"
#include "table/writer.h"

// Pieces bought by account, product and month of the last eight; memory grows with these.
struct ka_retail {
    const struct ka_market *market;
    struct ka_map keys;
    int64_t *pieces;
    size_t cap;
};

void ka_retail_init(struct ka_retail *retail, const struct ka_market *market);
void ka_retail_add(struct ka_retail *retail, const struct ka_trade_line *line);

// The table: retailers report every month.  The famous hypermarket is stuffed: in the last six
// months it sells on less and less of what it goes on buying.
void ka_retail_write(const struct ka_retail *retail, struct ka_writer *writer);
void ka_retail_clear(struct ka_retail *retail);

#endif
