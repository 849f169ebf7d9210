// SPDX-License-Identifier: GPL-3.0-or-later
// The features of an account, from a closed ledger.
#ifndef KA_SALES_FEATURES_H
#define KA_SALES_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "sales/fields.h"
#include "sales/ledger.h"

// The days and months that the features look at.  A range is empty when its end is before
// its beginning, as both are when the ledger has no lines.
struct ka_calendar {
    int32_t asof;                          // a day
    int32_t first_month, last_month;       // of the oldest line, of asof
    int32_t complete_first, complete_last; // the months that lie in between as a whole
};

// asof KA_DATE_NONE: the newest line.
void ka_calendar_init(struct ka_calendar *calendar, const struct ka_ledger *ledger,
                      int32_t asof);

// Unknown values as in sales/fields.h.  Sums and reals are over lines of every kind where
// nothing else is said; a purchase is a line of kind sale.
struct ka_account {
    struct ka_str key, attributes[KA_ATTRIBUTES_MAX];
    int32_t first, last;           // purchase
    int64_t tenure_days;           // last - first
    int64_t recency_days;          // asof - last
    int64_t orders;                // purchases' order ids, or days where these are missing
    int64_t lines, no_margin;      // lines, those without a margin
    ka_int128 qty;                 // unknown when a line has none
    int64_t active_months;         // with a purchase
    double active_ratio;           // of the months from the first purchase to asof
    ka_int128 revenue, returns;    // returns: what lines of kind return took back
    double return_rate;            // returns / (revenue + returns)
    ka_int128 margin;              // unknown when a line has none
    double margin_rate;            // margin / revenue
    ka_int128 high_margin_revenue; // of high-margin products
    double high_margin_share, high_margin_lq; // of revenue; over the share of all accounts
    ka_int128 cost_to_serve, net_profit;
    double order_value;           // revenue / orders
    double gap_mean_days, gap_cv; // days between consecutive purchase days
    int64_t families;             // with positive revenue
    double family_entropy;        // of these, in nats
    double price_index;           // sales/prices.h
    double growth_rate;           // Theil-Sen slope of monthly revenue over its mean, per year
    ka_int128 revenue_prior, revenue_recent; // 12 complete months each
    double completeness; // mean share of KA_LEDGER_OPTIONAL columns that are filled
};

// accounts[rank of key], zeroed or not.  with_costs: a key without costs has cost 0,
// else costs are unknown.  On up to `threads` threads (0: all processors).
void ka_features_compute(const struct ka_ledger *ledger, const struct ka_calendar *calendar,
                         bool with_costs, unsigned threads, struct ka_account *accounts);

#endif
