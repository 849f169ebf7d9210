// SPDX-License-Identifier: GPL-3.0-or-later
// What a measure has done: the accounts it was meant for against others like them, before and
// after (difference in differences).
#ifndef KA_SALES_CAMPAIGN_H
#define KA_SALES_CAMPAIGN_H

#include "sales/bridge.h"
#include "stat/paired.h"
#include "table/save.h"

struct ka_campaign {
    const struct ka_bridge *bridge; // borrowed
    size_t *account, *match;        // by pair; match KA_NONE: there is nobody like it
    size_t count, pairs;            // accounts of the campaign, those of them with a match
    size_t strangers;               // ids that no sales row has
    struct ka_paired effect;        // revenue an account, 95 %
};

// path: a table with account_id.  Each of its accounts, by id, takes from those of the same
// group that are not in the table and not yet taken the one whose revenue before was nearest,
// by its logarithm; of several the first by id.  Accounts without revenue before are nobody's
// match and have none.  Zeroed before; clear it in any case.
bool ka_campaign_make(struct ka_campaign *campaign, const struct ka_bridge *bridge,
                      const char *path, struct ka_meta *meta, struct ka_error *err);
void ka_campaign_clear(struct ka_campaign *campaign);

// part · account_id · match_id · revenue before and after of both · effect · lo · hi: the mean,
// then the pairs.
bool ka_campaign_write(struct ka_writer *writer, const void *context, struct ka_error *err);

#endif
