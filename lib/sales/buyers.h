// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → how often and for how much each account has bought, up to a day.
#ifndef KA_SALES_BUYERS_H
#define KA_SALES_BUYERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sales/journal.h"
#include "stat/lifetime.h"

// Purchases are the days with a row of kind sale or free; all of a day are one.
struct ka_buyer {
    uint32_t account;          // rank in the journal
    uint32_t group;            // index in groups
    int32_t first, last;       // purchase days up to the cut
    struct ka_history history; // in weeks
    double mean;               // what all rows behind the first day come to, by repeat
                               // purchase; NAN: there is no repeat
    uint32_t later;            // purchases after the cut
};

struct ka_buyers {
    struct ka_buyer *of; // by account; those without a purchase up to the cut are not there
    size_t count;
    struct ka_str *groups; // bytewise; borrowed from the journal
    size_t group_count;
    int32_t cut;
    size_t repeaters;
};

// T runs to the day `cut`; rows after it count as `later` and for nothing else.
void ka_buyers_make(struct ka_buyers *buyers, const struct ka_journal *journal, int32_t cut);
void ka_buyers_clear(struct ka_buyers *buyers);

// How many purchases after the cut are in week 1, 2 … `weeks`; added to later[0..weeks-1].
void ka_buyers_later(const struct ka_buyers *buyers, const struct ka_journal *journal,
                     size_t weeks, double *later);

#endif
