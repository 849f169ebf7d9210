// SPDX-License-Identifier: GPL-3.0-or-later
// A closed ledger, opened by month, by key and month.
#ifndef KA_SALES_MONTHLY_H
#define KA_SALES_MONTHLY_H

#include <stdbool.h>

#include "sales/ledger.h"
#include "table/frame.h"

// Fills `frame` (zeroed) with a row for each month in which a key has lines or costs, by
// key and month: the key (named `by`), its attributes account and channel where the ledger
// keeps them, period, revenue, margin, high_margin_revenue, orders, qty and, with_costs,
// cost_to_serve and net_profit.  What nothing fills is left out.  An order that spans two
// months counts in both.
void ka_monthly_make(const struct ka_ledger *ledger, const char *by, bool with_costs,
                     struct ka_frame *frame);

// Column i of these behind the key, in their order; NULL past the last.
const char *ka_monthly_column(size_t i);

#endif
