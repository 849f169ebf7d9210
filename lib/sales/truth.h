// SPDX-License-Identifier: GPL-3.0-or-later
// What is true of an invented market: its parameters, and the totals that follow from
// its lines, booked while they are made.
#ifndef KA_SALES_TRUTH_H
#define KA_SALES_TRUTH_H

#include <stdint.h>

#include "sales/market.h"
#include "sales/trade.h"
#include "table/decimal.h"
#include "table/writer.h"

struct ka_truth_total { // ten-thousandths of a yuan
    int64_t orders, lines;
    ka_int128 revenue, returns, cost, cost_to_serve; // returns: as a positive sum
    int64_t month_revenue;
    unsigned families; // bought, by bit
};

struct ka_truth {
    struct ka_market *market;
    struct ka_truth_total *totals; // by account
    struct ka_writer *costs;       // the costs table, NULL: not wanted
    int32_t month;
};

// Writes the header of the costs table.  Market and writer are borrowed.
void ka_truth_init(struct ka_truth *truth, struct ka_market *market, struct ka_writer *costs);

// Books a line; at the end of each month what it cost to serve the accounts.
void ka_truth_add(struct ka_truth *truth, const struct ka_trade_line *line);

// Books the last month.
void ka_truth_finish(struct ka_truth *truth);

// One row per account by code: parameters, then totals.
void ka_truth_write(const struct ka_truth *truth, struct ka_writer *writer);
void ka_truth_clear(struct ka_truth *truth);

// The side tables of DESIGN that follow from the market alone.
void ka_market_write_accounts(const struct ka_market *market, struct ka_writer *writer);
void ka_market_write_products(const struct ka_market *market, struct ka_writer *writer);
void ka_market_write_alias(const struct ka_market *market, struct ka_writer *writer);
void ka_market_write_fx(const struct ka_market *market, struct ka_writer *writer);

#endif
