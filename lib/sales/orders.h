// SPDX-License-Identifier: GPL-3.0-or-later
// What each order of a key is worth: the parts that its total is a sum of.
#ifndef KA_SALES_ORDERS_H
#define KA_SALES_ORDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "sales/ledger.h"

// Lines of the same key and order id are one order, whatever their kind; those without an id
// are one order a day.
struct ka_orders {
    double *value; // of each order
    size_t *start; // [rank of key], one more at the end
    double *fixed; // what no order has a part in: minus the cost to serve; NULL: nothing
    size_t keys;
};

// What a ledger must keep for a measure: revenue, margin, qty, high_margin_revenue or
// net_profit; KA_PART_NONE for any other.
enum ka_part_measure ka_orders_measure(const char *measure);

// measure: the one that the closed ledger has kept parts of; net_profit is margin less the
// ledger's costs.  False, and nothing is made, when it has none, or none of its lines has the
// measure.  A line that lacks it has 0.
bool ka_orders_make(struct ka_orders *orders, const struct ka_ledger *ledger,
                    const char *measure);
void ka_orders_clear(struct ka_orders *orders);

#endif
