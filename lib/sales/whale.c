// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/whale.h"

#include <math.h>

#include "sales/breakdown.h"

static void add_costs(const struct ka_ledger *ledger, size_t row, const char *measure,
                      struct ka_str id, struct ka_stats *stats)
{
    struct ka_part part[KA_COST_KINDS];
    size_t count = ka_breakdown_costs(ledger, row, part);
    for (size_t i = 0; i < count; i++) {
        struct ka_str stat = ka_stats_text(stats, "cost_%.*s", KA_ARG(part[i].name));
        ka_stats_add_amount(stats, measure, stat.p, id, part[i].amount);
    }
}

static void add_losses(const struct ka_ranking *r, const struct ka_frame *accounts, size_t key,
                       size_t peak, const struct ka_ledger *costs, struct ka_stats *stats)
{
    size_t name = ka_frame_find(accounts, "account");
    for (size_t i = r->n; i-- > peak;) {
        if (r->value[i] == 0)
            continue;
        struct ka_str id = ka_frame_cell(accounts, key, r->order[i]);
        struct ka_stat *row = ka_stats_add_amount(stats, r->measure, "loss", id, r->value[i]);
        if (name != KA_NONE && name != key)
            row->note = ka_stats_text(stats, "%.*s",
                                      KA_ARG(ka_frame_cell(accounts, name, r->order[i])));
        if (costs)
            add_costs(costs, r->order[i], r->measure, id, stats);
    }
}

void ka_whale_add(const struct ka_ranking *r, const struct ka_frame *accounts, size_t key,
                  const struct ka_ledger *costs, struct ka_stats *stats)
{
    ka_int128 profit = 0, total = 0;
    size_t peak = 0;
    const struct ka_str all = KA_STR("");
    for (; peak < r->n && r->value[peak] > 0; peak++)
        profit += r->value[peak];
    for (size_t i = 0; i < r->n; i++)
        total += r->value[i];
    double n = (double)r->n;
    ka_stats_add(stats, r->measure, "whale_peak", all, (double)peak);
    ka_stats_add(stats, r->measure, "whale_peak_share", all, n > 0 ? (double)peak / n : NAN);
    ka_stats_add_amount(stats, r->measure, "whale_profit", all, profit);
    ka_stats_add(stats, r->measure, "whale_height", all,
                 total > 0 ? (double)profit / (double)total : (double)NAN);
    ka_stats_add_amount(stats, r->measure, "whale_destroyed", all, profit - total);
    add_losses(r, accounts, key, peak, costs, stats);
}
