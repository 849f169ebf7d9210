// SPDX-License-Identifier: GPL-3.0-or-later
// Who answers for the total: the managed set, the managers.
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/evidence.h"
#include "sales/groups.h"

#define MANAGER_MOST 0.25 // of the revenue in one pair of hands

void ka_evidence_managed(const struct ka_ranking *r, const struct ka_ranking *profit,
                         struct ka_stats *stats)
{
    size_t managed = 0, common = 0;
    double share = 0;
    bool *best = ka_zalloc(r->rows, sizeof *best);
    for (size_t i = 0; profit && i < profit->n; i++)
        best[profit->order[i]] = profit->item[i].top25;
    for (size_t i = 0; i < r->n; i++)
        if (r->item[i].top25) {
            managed++;
            share += r->item[i].share;
            common += best[r->order[i]];
        }
    free(best);
    ka_stats_add(stats, r->measure, "managed", KA_STR(""), (double)managed);
    ka_stats_add(stats, r->measure, "managed_share", KA_STR(""), managed ? share : NAN);
    if (!profit)
        return;
    ka_stats_add(stats, r->measure, "managed_overlap", KA_STR(""),
                 managed ? (double)common / (double)managed : (double)NAN)
        ->note = ka_stats_text(stats, "with the top 25 %% by %s", profit->measure);
}

struct hand {
    struct ka_str name;
    ka_int128 amount;
};

static int compare_hands(const void *a, const void *b)
{
    const struct hand *x = a, *y = b;
    if (x->amount != y->amount)
        return x->amount < y->amount ? 1 : -1;
    return ka_str_cmp(x->name, y->name);
}

void ka_evidence_managers(const struct ka_evidence *evidence, const struct ka_ranking *r,
                          size_t column, struct ka_stats *stats)
{
    struct ka_groups g;
    ka_int128 total = 0;
    ka_groups_init(&g, evidence->accounts, column);
    struct hand *hand = ka_zalloc(g.count, sizeof *hand);
    for (size_t i = 0; i < g.count; i++)
        hand[i].name = ka_groups_name(&g, i);
    for (size_t i = 0; i < r->n; i++) {
        hand[g.of[r->order[i]]].amount += r->value[i];
        total += r->value[i];
    }
    qsort(hand, g.count, sizeof *hand, compare_hands);
    for (size_t i = 0; i < g.count && total > 0; i++) {
        double share = (double)hand[i].amount / (double)total;
        struct ka_stat *row =
            ka_stats_add(stats, r->measure, "manager_share", hand[i].name, share);
        if (share > MANAGER_MOST)
            row->note = KA_STR("above 25 %: key-person risk");
    }
    free(hand);
    ka_groups_clear(&g);
}
