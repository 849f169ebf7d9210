// SPDX-License-Identifier: GPL-3.0-or-later
// Where an account stands among all by what it buys, high-margin goods counted twice.
#ifndef KA_SALES_PURCHASES_H
#define KA_SALES_PURCHASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/decimal.h"
#include "table/frame.h"

// Purchases = revenue + high_margin_revenue (revenue alone when there is no such
// column), exact, in ten-thousandths; unknown when one of them is.
struct ka_purchases {
    size_t rows, n;      // n: rows whose purchases are known
    int64_t *high;       // by row: high-margin revenue, 0 without such a column
    int64_t *value;      // by row, KA_DECIMAL_NONE: unknown
    int64_t *descending; // n known ones
    ka_int128 total;
};

// Zeroed before; clear it in any case.  Without a column `revenue` nothing is known.
bool ka_purchases_make(struct ka_purchases *purchases, const struct ka_frame *accounts,
                       struct ka_error *err);
void ka_purchases_clear(struct ka_purchases *purchases);

// Of row i, whose purchases are known, if they were `value` and all others as they are:
// number_share: the share of the n accounts that buy as much or more, itself among them;
// purchase_ratio: its purchases over those of the mean account, NAN when the total is not
// above 0.
double ka_purchases_number_share(const struct ka_purchases *purchases, size_t i, int64_t value);
double ka_purchases_ratio(const struct ka_purchases *purchases, size_t i, int64_t value);

// The purchases from which on row i has a number share of at most `share`, a ratio of at
// least `ratio`; NAN when no purchases or all of them do.
double ka_purchases_at_share(const struct ka_purchases *purchases, size_t i, double share);
double ka_purchases_at_ratio(const struct ka_purchases *purchases, size_t i, double ratio);

#endif
