// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings → stats, p_top.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "pareto/pareto.h"
#include "sales/orders.h"
#include "sales/whale.h"
#include "stat/top_chance.h"

#define TOP 20 // per cent of the accounts that p_top speaks of

bool ka_pareto_weigh(struct ka_pareto *p, struct ka_error *err)
{
    size_t column;
    if (!p->column)
        return true;
    if (!ka_frame_need(&p->accounts, p->column, &column, err))
        return false;
    p->weight = ka_alloc(p->accounts.rows, sizeof *p->weight);
    if (!ka_frame_reals(&p->accounts, column, p->weight, err))
        return false;
    for (size_t i = 0; i < p->accounts.rows; i++)
        if (!(p->weight[i] >= 0))
            return ka_fail(err, KA_BAD_DATA,
                           "%s:%" PRIu64 ": column '%s': %s is not a weight of 0 or more",
                           p->accounts.source, p->accounts.lines ? p->accounts.lines[i] : i + 2,
                           p->column, KA_QUOTE(ka_frame_cell(&p->accounts, column, i)));
    return true;
}

static const struct ka_ranking *find(const struct ka_pareto *p, const char *measure)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->rankings[i].measure, measure) == 0)
            return &p->rankings[i];
    return NULL;
}

// Net profit, or gross margin where the cost to serve is not known.
static const struct ka_ranking *find_profit(const struct ka_pareto *p)
{
    const struct ka_ranking *net = find(p, "net_profit");
    return net ? net : find(p, "margin");
}

static bool summarise_groups(struct ka_pareto *p, struct ka_error *err)
{
    size_t column;
    if (!p->group)
        return true;
    if (!ka_frame_need(&p->accounts, p->group, &column, err))
        return false;
    for (size_t i = 0; i < p->count; i++)
        ka_evidence_groups(&p->evidence, &p->rankings[i], column, &p->stats);
    return true;
}

static bool summarise_periods(struct ka_pareto *p, struct ka_error *err)
{
    if (p->period == KA_PERIOD_NONE)
        return true;
    if (!p->profile)
        return ka_fail(err, KA_USAGE, "option '--period' needs sales rows; %s has none",
                       p->accounts.source);
    struct ka_frame monthly = {0};
    ka_profile_monthly(p->profile, &monthly);
    bool good = true;
    for (size_t i = 0; good && i < p->count; i++)
        good = ka_evidence_periods(&p->evidence, &monthly, p->rankings[i].measure, p->period,
                                   &p->stats, err);
    ka_frame_clear(&monthly);
    return good;
}

bool ka_pareto_summarise(struct ka_pareto *p, struct ka_error *err)
{
    const struct ka_ranking *revenue = find(p, "revenue"), *net = find(p, "net_profit");
    size_t manager = ka_frame_find(&p->accounts, "manager");
    p->evidence.accounts = &p->accounts;
    p->evidence.weight = p->weight;
    for (size_t i = 0; i < p->count; i++) {
        ka_evidence_ranking(&p->evidence, &p->rankings[i], &p->stats);
        ka_evidence_managed(&p->rankings[i], find_profit(p), &p->stats);
    }
    if (revenue && manager != KA_NONE)
        ka_evidence_managers(&p->evidence, revenue, manager, &p->stats);
    if (net)
        ka_whale_add(net, &p->accounts, p->key,
                     p->profile ? ka_profile_ledger(p->profile) : NULL, &p->stats);
    return summarise_groups(p, err) && summarise_periods(p, err);
}

void ka_pareto_draw_orders(struct ka_pareto *p)
{
    struct ka_orders orders;
    if (!p->profile || p->evidence.bootstrap.replicates == 0 ||
        !ka_orders_make(&orders, ka_profile_ledger(p->profile), p->rankings[0].measure))
        return;
    p->p_top = ka_alloc(orders.keys, sizeof *p->p_top);
    ka_top_chance(&(struct ka_parts){orders.value, orders.fixed, orders.start, orders.keys},
                  TOP, &p->evidence.bootstrap, p->p_top);
    ka_orders_clear(&orders);
}

void ka_pareto_clear(struct ka_pareto *p)
{
    for (size_t i = 0; i < p->count; i++)
        ka_ranking_clear(&p->rankings[i]);
    ka_frame_clear(&p->accounts);
    ka_profile_free(p->profile);
    ka_stats_clear(&p->stats);
    free(p->weight);
    free(p->p_top);
}
