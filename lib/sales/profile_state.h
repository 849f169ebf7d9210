// SPDX-License-Identifier: GPL-3.0-or-later
// What profile.c and profile_read.c share; nobody else's business.
#ifndef KA_SALES_PROFILE_STATE_H
#define KA_SALES_PROFILE_STATE_H

#include "sales/costs.h"
#include "sales/features.h"
#include "sales/ledger.h"
#include "sales/profile.h"
#include "sales/remarks.h"
#include "sales/sale.h"

// What a thread has read.
struct ka_profile_part {
    const struct ka_profile *profile;
    const struct ka_sale_reader *sales; // of the input that is being read
    size_t key;                         // among the columns that it picks
    struct ka_ledger *ledger;
    struct ka_row_counts counts;
};

struct ka_profile {
    struct ka_profile_options options; // by and threads are set
    struct ka_profile_part *parts;     // [threads], as are ledgers
    struct ka_ledger *ledgers;         // finished: all is in the first
    struct ka_calendar calendar;
    struct ka_costs costs;
    struct ka_account *accounts;
    struct ka_row_counts counts;
};

#endif
