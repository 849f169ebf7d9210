// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules of ka-watch share.
#ifndef KA_SALES_WATCH_WORK_H
#define KA_SALES_WATCH_WORK_H

#include "base/map.h"
#include "sales/watch.h"

enum {
    KA_WATCH_QUARTER = 91,
    KA_WATCH_YEAR = 365,
    KA_WATCH_LEAST_MONTHS = 12,
    KA_WATCH_SPREADS = 3, // that a sum of orders may be off by chance
};

// What the accounts of a group have in common.
struct ka_watch_group {
    double shape, mean;      // of gaps
    double squares, freedom; // Σ (n - 1) cv², Σ (n - 1)
    double sum_of_means, accounts;
};

struct ka_watch_work {
    struct ka_watch *watch;
    struct ka_map names; // of groups
    struct ka_watch_group *groups;
    size_t *group_of; // by account
    double *season;   // [12], NULL: not two years
    double *weight;   // by account: revenue of the last year
    const bool *key;  // by account
    double total;
};

static inline bool ka_watch_is_purchase(const struct ka_journal_line *line)
{
    return line->kind == KA_SALE || line->kind == KA_FREE;
}

// Adds an alert; its subject is copied.
void ka_watch_raise(struct ka_watch_work *w, const struct ka_alert *alert);

// The last whole month up to asof.
int32_t ka_watch_last_month(const struct ka_watch *watch);

void ka_watch_learn_gaps(struct ka_watch_work *w);
void ka_watch_learn_season(struct ka_watch_work *w);

// Rules about one account.
void ka_watch_gaps(struct ka_watch_work *w, size_t account);
void ka_watch_month(struct ka_watch_work *w, size_t account);

// Rules about all of them.
void ka_watch_prices(struct ka_watch_work *w);
void ka_watch_losses(struct ka_watch_work *w);
void ka_watch_complaints(struct ka_watch_work *w);
void ka_watch_contacts(struct ka_watch_work *w);
void ka_watch_targets(struct ka_watch_work *w);
void ka_watch_debts(struct ka_watch_work *w);

#endif
