// SPDX-License-Identifier: GPL-3.0-or-later
// Who brought whom, and what came of it.
#ifndef KA_SALES_REFERRALS_H
#define KA_SALES_REFERRALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "table/frame.h"
#include "table/meta.h"
#include "table/writer.h"

// Accounts and people by number of the map; everybody is brought by one at most.
struct ka_referrals {
    struct ka_map ids;
    struct ka_person {
        size_t by;    // KA_NONE: came without
        size_t row;   // of the account rows, KA_NONE: no customer
        size_t depth; // 0 at the top of a chain
        size_t direct, descendants;
        double revenue, margin;         // own; margin NAN: unknown
        double brought, brought_margin; // of the descendants, each times decay^generations
    } * people;
    size_t cap;
    double decay;
    size_t later; // referrals younger than asof, which do not count
};

// Reads from_id, to_id, date against account rows (account_id, revenue, margin).  asof
// KA_DATE_NONE: all count.  Zeroed before; clear it in any case.  Errors: an id that is empty,
// somebody brought by two, and a cycle, which is named.
bool ka_referrals_read(struct ka_referrals *r, const char *path, const struct ka_frame *rows,
                       int32_t asof, double decay, struct ka_meta *meta, struct ka_error *err);
void ka_referrals_clear(struct ka_referrals *r);

// The centres of influence first: by the margin brought, unknown last, by the revenue brought.
void ka_referrals_write(const struct ka_referrals *r, const struct ka_frame *rows,
                        struct ka_writer *writer);

#endif
