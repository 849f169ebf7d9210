// SPDX-License-Identifier: GPL-3.0-or-later
// What key accounts are like, and which prospects are like them.
#ifndef KA_SALES_PROSPECTS_H
#define KA_SALES_PROSPECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "stat/gower.h"
#include "table/frame.h"
#include "table/meta.h"

// The first are what a prospect can have; size is the turnover in its industry, by bands.
enum ka_trait {
    KA_TRAIT_CHANNEL,
    KA_TRAIT_REGION,
    KA_TRAIT_INDUSTRY,
    KA_TRAIT_SIZE,
    KA_TRAIT_GROUP,
    KA_TRAIT_AXIS,
    KA_TRAIT_RELATIONSHIP,
    KA_TRAITS,
    KA_LEAD_TRAITS = KA_TRAIT_GROUP
};
extern const char *const ka_trait_names[];

struct ka_candidate {
    struct ka_str id, name, source;
    struct ka_str text[KA_TRAITS]; // "": unknown; of the size unused
    double size;                   // NAN: unknown
    bool key;
    uint32_t code[KA_TRAITS]; // in the values of the trait, KA_GOWER_NONE: unknown
};

// How many accounts have a value, and how many of them are key.
struct ka_count {
    size_t all, key;
};

enum { KA_SIZE_CUTS = 3 };

struct ka_prospects_options {
    const char *key;                  // COLUMN=VALUE of the account rows
    const char *accounts, *prospects; // tables, NULL: none
};

struct ka_prospects {
    struct ka_frame rows, master, table;       // accounts that buy, the roster, prospects
    struct ka_candidate *accounts, *prospects; // each by id, bytewise
    size_t account_count, prospect_count, key_count, customers; // of the prospects: left out
    size_t account_cap, prospect_cap;
    struct ka_map values[KA_TRAITS];
    size_t counted[KA_TRAITS]; // values that accounts have: the first codes
    struct ka_count *counts[KA_TRAITS], known[KA_TRAITS]; // by code; with any value
    double cuts[KA_SIZE_CUTS]; // quartiles of the accounts' sizes, NAN: no size is known
    struct ka_gower_point *key_points;
    size_t *key_account; // of each point
    double range;        // of log(1 + size)
    struct ka_gower_index *index;
    struct ka_arena arena;
};

// rows: account rows, taken over.  Accounts of the roster that are not among them are
// prospects, too.  Zeroed before; clear it in any case.  KA_NOT_ESTIMABLE without a key
// account.
bool ka_prospects_make(struct ka_prospects *p, struct ka_frame *rows,
                       const struct ka_prospects_options *options, struct ka_meta *meta,
                       struct ka_error *err);
void ka_prospects_clear(struct ka_prospects *p);

enum { KA_NEAREST = 3 };

struct ka_likeness {
    double distance; // Gower's, to the nearest key account; NAN: nothing in common is known
    double log_lift; // sum over the traits known of log(lift)
    double lift[KA_LEAD_TRAITS]; // NAN: unknown
    size_t known;                // traits
    struct ka_gower_near near[KA_NEAREST];
    size_t near_count;
};

// lift: (key with the value × all / all with the value + 1) / (key + 1), that is P(value | key)
// over P(value), drawn towards 1 by the weight of one key account.  self: the candidate is an
// account, which itself then does not count.
struct ka_likeness ka_prospects_compare(const struct ka_prospects *p,
                                        const struct ka_candidate *candidate, bool self);

// The same of n candidates, on all processors; freed by the caller.
struct ka_likeness *ka_prospects_compare_all(const struct ka_prospects *p,
                                             const struct ka_candidate *candidates, size_t n,
                                             bool self);

// The k nearest key accounts, as numbers among the accounts; how many there are.
size_t ka_prospects_nearest(const struct ka_prospects *p, const struct ka_candidate *candidate,
                            bool self, struct ka_gower_near *near, size_t k);

// The lift of a value: with, that have it, among those of whom the trait is known; NAN: none.
double ka_prospects_lift(struct ka_count with, struct ka_count known);

static inline struct ka_count ka_prospects_less(struct ka_count count, size_t all, size_t key)
{
    return (struct ka_count){count.all - all, count.key - key};
}

// The mean of the ranks of log_lift, the largest first, and of distance, the least first (NAN:
// behind all).
void ka_prospects_mean_rank(const double *log_lift, const double *distance, size_t n,
                            double *mean_rank);

// By the mean rank, the best first; freed by the caller.
size_t *ka_prospects_order(const struct ka_likeness *likeness, size_t n);

// "<= 300", "> 4000", or the text.
void ka_trait_format(const struct ka_prospects *p, enum ka_trait trait, uint32_t code,
                     struct ka_buf *out);

#endif
