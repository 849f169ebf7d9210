// SPDX-License-Identifier: GPL-3.0-or-later
// The table of costs to serve: account_id, period, kind, amount.
#ifndef KA_SALES_COSTS_H
#define KA_SALES_COSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "sales/features.h"
#include "sales/ledger.h"
#include "table/meta.h"

// What became of the table.  Zero-initialised is empty.
struct ka_costs {
    ka_int128 used; // amount that the ledger took
    uint64_t rows, outside;
    ka_int128 outside_amount; // of rows before the first month of the data or after asof
    struct ka_map orphans;    // accounts that have costs within the months, but no sales
};

// Reads the table in any encoding and delimiter into a ledger that is not closed yet.  With
// by_account an account without sales gets a key of its own, else the empty key.  meta may
// be NULL.
bool ka_costs_read(struct ka_costs *costs, const char *path, const struct ka_calendar *calendar,
                   bool by_account, struct ka_ledger *ledger, struct ka_meta *meta,
                   struct ka_error *err);

void ka_costs_clear(struct ka_costs *costs);

#endif
