// SPDX-License-Identifier: GPL-3.0-or-later
// Which product families each account has bought, when and for how much.
#ifndef KA_SALES_HOLDINGS_H
#define KA_SALES_HOLDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/roster.h"
#include "table/meta.h"

enum ka_hold { KA_HOLD_NEVER, KA_HOLD_LOST, KA_HOLD_OWNED };
extern const char *const ka_hold_names[]; // "never", "lost", "owned"

// Of one account in one family; ten-thousandths.
struct ka_holding {
    int32_t first, last; // lines of kind sale, KA_DATE_NONE: none
    int64_t revenue;     // of all lines, net of returns
    int64_t recent;      // of those in the 365 days up to asof
};

enum { KA_HOLDINGS_NAME, KA_HOLDINGS_CHANNEL, KA_HOLDINGS_GROUP }; // attributes of the roster
enum { KA_RECENT_DAYS = 365 };

// Accounts and families by rank, bytewise.
struct ka_holdings {
    struct ka_roster roster;
    struct ka_map families;
    struct ka_key_ranks families_ranked;
    struct ka_holding *of; // account × family, row-major
    int64_t *recent;       // by account: of all lines in the 365 days, also without a family
    int32_t asof, first;   // first: the oldest line
    uint64_t rows, after_asof, no_family;
};

// Reads the sales rows of path (NULL: standard input).  asof KA_DATE_NONE: their newest
// date; rows after it do not count, and rows without a family count for `recent` alone.
// Zeroed before; clear it in any case.  Errors: no row with a family up to asof
// (KA_NOT_ESTIMABLE), a sum that does not fit.
bool ka_holdings_read(struct ka_holdings *holdings, const char *path, int32_t asof,
                      struct ka_meta *meta, struct ka_error *err);
void ka_holdings_clear(struct ka_holdings *holdings);

const struct ka_holding *ka_holding(const struct ka_holdings *holdings, size_t account,
                                    size_t family);
struct ka_str ka_holdings_family(const struct ka_holdings *holdings, size_t family);

// never: no sale, or all of it came back; lost: none in the last `lost_days` up to asof.
enum ka_hold ka_holding_state(const struct ka_holdings *holdings, const struct ka_holding *h,
                              int64_t lost_days);

#endif
