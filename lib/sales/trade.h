// SPDX-License-Identifier: GPL-3.0-or-later
// What happens in an invented market: order lines in the order of their dates, as
// many as asked for, from memory that grows with the accounts alone.
#ifndef KA_SALES_TRADE_H
#define KA_SALES_TRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sales/market.h"

// Money in ten-thousandths, whole cents, of the account's own currency.
struct ka_trade_line {
    int32_t date;
    size_t order;   // number among the day's orders, from 1
    bool new_order; // its first line
    size_t account; // in the market's accounts
    bool under_alias;
    bool returned;
    const struct ka_product *product;
    int64_t qty;                  // pieces, negative when returned
    int64_t unit_price, discount; // before the discount; ten-thousandths off
    int64_t amount;               // unit price × quantity × (1 − discount), to the cent
    int64_t cost;
    int64_t rate;               // yuan for a unit of the currency, ten-thousandths
    int64_t revenue, base_cost; // amount and cost in yuan, half to even
};

struct ka_trade;

// Exactly `lines` lines over the market's months.  Scales the accounts' rates so that
// this is what they lead to.  The market is borrowed.
struct ka_trade *ka_trade_new(struct ka_market *market, int64_t lines, uint64_t seed);
bool ka_trade_next(struct ka_trade *trade, struct ka_trade_line *line);
void ka_trade_free(struct ka_trade *trade);

#endif
