// SPDX-License-Identifier: GPL-3.0-or-later
// The table of costs to serve: account_id, period, kind, amount, as people keep it.
#ifndef KA_SALES_COSTS_H
#define KA_SALES_COSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "sales/features.h"
#include "sales/ledger.h"
#include "sales/shard.h"
#include "table/meta.h"

// What became of the table.  Zero-initialised is empty.
struct ka_costs {
    ka_int128 used; // amount that the ledger took
    uint64_t rows, outside;
    ka_int128 outside_amount; // of rows before the first month of the data or after asof
    struct ka_map orphans;    // accounts that have costs within the months, but no sales
};

struct ka_costs_options {
    const char *path;
    const char *alias;     // path of the alias table that ka-import takes, NULL: none
    bool by_account;       // an account without sales gets a key of its own, else the empty key
    struct ka_meta *meta;  // may be NULL
    struct ka_shard shard; // costs of accounts of other shards are passed over
};

// Reads the table in any encoding and delimiter into a ledger that is not closed yet.
// Account ids are brought into ka-import's form, and the aliases followed as it does.
bool ka_costs_read(struct ka_costs *costs, const struct ka_costs_options *options,
                   const struct ka_calendar *calendar, struct ka_ledger *ledger,
                   struct ka_error *err);

// One row of the table.
struct ka_cost {
    struct ka_str account; // borrowed until the next row
    int32_t month;
    size_t kind; // ka_cost_kind_name
    int64_t amount;
};

typedef void ka_cost_take(const struct ka_cost *cost, void *context);

// The same table row by row, for tools that keep books of their own; by_account is not looked
// at.
bool ka_costs_each(const struct ka_costs_options *options, ka_cost_take *take, void *context,
                   struct ka_error *err);

void ka_costs_clear(struct ka_costs *costs);

#endif
