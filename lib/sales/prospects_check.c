// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prospects_check.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/auc.h"
#include "stat/random.h"

// With two key accounts each would be left without another to be compared with.
enum { GROUPS = 20, FEWEST = 3, SEED = 1 };

// Distances to the nearest key account, and to the nearest of another group than its.
struct nearest {
    double distance, other;
    size_t group; // of the nearest
};

struct check {
    const struct ka_prospects *p;
    size_t groups;
    size_t *group; // by account
    struct nearest *nearest;
    double (*auc)[KA_CHECKS]; // by group left out; behind them with none left out
};

// ---- Groups ----

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// At random, as many key accounts and as many others in each as can be: what ids tell (when
// they came, where they are) must not balance the groups.
static void deal(struct check *check)
{
    const struct ka_prospects *p = check->p;
    struct ka_random *random = ka_random_new(SEED);
    size_t *order = ka_alloc(p->account_count, sizeof *order), dealt[2] = {0};
    for (size_t i = 0; i < p->account_count; i++)
        order[i] = i;
    ka_random_shuffle(random, order, p->account_count, sizeof *order);
    for (size_t i = 0; i < p->account_count; i++)
        check->group[order[i]] = dealt[p->accounts[order[i]].key]++ % check->groups;
    free(order);
    ka_random_free(random);
}

// ---- Distances ----

static double first_of_another(const struct check *check, const struct ka_gower_near *near,
                               size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (check->group[near[i].point] != check->group[near[0].point])
            return near[i].distance;
    return NAN;
}

// So many of the nearest that they are of two groups, which three mostly are.
static struct nearest nearest_of(const struct check *check, size_t account)
{
    const struct ka_prospects *p = check->p;
    struct nearest found = {NAN, NAN, KA_NONE};
    struct ka_gower_near *near = NULL;
    size_t count, cap = 0;
    for (size_t k = KA_NEAREST;; k *= 4) {
        near = ka_grow(near, &cap, k, sizeof *near);
        count = ka_prospects_nearest(p, &p->accounts[account], true, near, k);
        found.other = first_of_another(check, near, count);
        if (!isnan(found.other) || count < k)
            break;
    }
    if (count > 0) {
        found.distance = near[0].distance;
        found.group = check->group[near[0].point];
    }
    free(near);
    return found;
}

enum { BLOCK = 512 };

static void find_block(size_t block, void *context)
{
    struct check *check = context;
    size_t end = least((block + 1) * BLOCK, check->p->account_count);
    for (size_t i = block * BLOCK; i < end; i++)
        check->nearest[i] = nearest_of(check, i);
}

// ---- One group left out ----

struct counts {
    struct ka_count *of[KA_LEAD_TRAITS], known[KA_LEAD_TRAITS];
};

static struct counts count_without(const struct check *check, size_t group)
{
    const struct ka_prospects *p = check->p;
    struct counts c;
    for (int t = 0; t < KA_LEAD_TRAITS; t++) {
        c.of[t] = ka_alloc(p->counted[t], sizeof *c.of[t]);
        c.known[t] = p->known[t];
        for (size_t v = 0; v < p->counted[t]; v++)
            c.of[t][v] = p->counts[t][v];
        for (size_t i = 0; i < p->account_count; i++) {
            const struct ka_candidate *a = &p->accounts[i];
            if (check->group[i] != group || a->code[t] == KA_GOWER_NONE)
                continue;
            c.of[t][a->code[t]] = ka_prospects_less(c.of[t][a->code[t]], 1, a->key);
            c.known[t] = ka_prospects_less(c.known[t], 1, a->key);
        }
    }
    return c;
}

static double log_lift(const struct counts *c, const struct ka_candidate *a)
{
    double sum = 0;
    for (int t = 0; t < KA_LEAD_TRAITS; t++) {
        if (a->code[t] == KA_GOWER_NONE)
            continue;
        double lift = ka_prospects_lift(ka_prospects_less(c->of[t][a->code[t]], 1, a->key),
                                        ka_prospects_less(c->known[t], 1, a->key));
        sum += isnan(lift) ? 0 : log(lift);
    }
    return sum;
}

struct scores {
    double *log_lift, *distance, *rank;
    bool *key;
    size_t n;
};

static void score(const struct check *check, size_t group, struct scores *s)
{
    const struct ka_prospects *p = check->p;
    struct counts counts = count_without(check, group);
    for (size_t i = 0; i < p->account_count; i++) {
        if (check->group[i] == group)
            continue;
        const struct nearest *near = &check->nearest[i];
        s->key[s->n] = p->accounts[i].key;
        s->log_lift[s->n] = log_lift(&counts, &p->accounts[i]);
        s->distance[s->n++] = near->group == group ? near->other : near->distance;
    }
    for (int t = 0; t < KA_LEAD_TRAITS; t++)
        free(counts.of[t]);
}

static void test(const struct scores *s, double auc[KA_CHECKS])
{
    enum { FARTHER_THAN_ANY = 2 };
    ka_prospects_mean_rank(s->log_lift, s->distance, s->n, s->rank);
    for (size_t i = 0; i < s->n; i++) {
        s->rank[i] = -s->rank[i];
        s->distance[i] = isnan(s->distance[i]) ? -FARTHER_THAN_ANY : -s->distance[i];
    }
    auc[KA_CHECK_DISTANCE] = ka_auc(s->distance, s->key, s->n);
    auc[KA_CHECK_LOG_LIFT] = ka_auc(s->log_lift, s->key, s->n);
    auc[KA_CHECK_BOTH] = ka_auc(s->rank, s->key, s->n);
}

static void leave_out(size_t group, void *context)
{
    struct check *check = context;
    size_t n = check->p->account_count;
    struct scores s = {ka_alloc(n, sizeof(double)), ka_alloc(n, sizeof(double)),
                       ka_alloc(n, sizeof(double)), ka_alloc(n, sizeof(bool)), 0};
    score(check, group, &s);
    test(&s, check->auc[group]);
    free(s.log_lift);
    free(s.distance);
    free(s.rank);
    free(s.key);
}

static struct ka_checked interval_of(const struct check *check, int of)
{
    struct ka_checked c = {.auc = check->auc[check->groups][of]};
    double without[GROUPS];
    for (size_t g = 0; g < check->groups; g++)
        without[g] = check->auc[g][of];
    ka_auc_jackknife(c.auc, without, check->groups, .95, &c.lo, &c.hi);
    return c;
}

void ka_prospects_check(const struct ka_prospects *p, struct ka_checked checked[KA_CHECKS])
{
    size_t n = p->account_count, most = least(p->key_count, n - p->key_count);
    struct check check = {.p = p, .groups = most < FEWEST ? 1 : least(GROUPS, most)};
    check.group = ka_alloc(n, sizeof *check.group);
    check.nearest = ka_alloc(n, sizeof *check.nearest);
    check.auc = ka_alloc(check.groups + 1, sizeof *check.auc);
    deal(&check);
    ka_run_blocks((n + BLOCK - 1) / BLOCK, 0, find_block, &check);
    ka_run_blocks(check.groups + 1, 0, leave_out, &check);
    for (int i = 0; i < KA_CHECKS; i++)
        checked[i] = interval_of(&check, i);
    free(check.group);
    free(check.nearest);
    free(check.auc);
}
