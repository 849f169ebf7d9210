// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/watch_work.h"
#include "stat/gaps.h"
#include "table/date.h"

enum {
    LENT = 3,       // gaps that the channel lends to each account
    LEAST_GAPS = 3, // own ones, or nothing is said
};

// Gaps of the purchase days of an account (of one family of it), up to asof.
struct series {
    double n, sum, squares;
    int32_t last;
};

static struct series find_gaps(const struct ka_watch_work *w, size_t account, uint32_t family)
{
    const struct ka_journal *journal = w->watch->journal;
    struct series s = {.last = KA_DATE_NONE};
    for (size_t i = journal->start[account]; i < journal->start[account + 1]; i++) {
        const struct ka_journal_line *line = &journal->lines[i];
        if (line->date > w->watch->asof || !ka_watch_is_purchase(line) ||
            line->date == s.last || (family != KA_JOURNAL_NONE && line->family != family))
            continue;
        if (s.last != KA_DATE_NONE) {
            double gap = line->date - s.last;
            s.n++;
            s.sum += gap;
            s.squares += gap * gap;
        }
        s.last = line->date;
    }
    return s;
}

void ka_watch_learn_gaps(struct ka_watch_work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    size_t accounts = ka_journal_accounts(journal), cap = 0;
    w->group_of = ka_alloc(accounts, sizeof *w->group_of);
    for (size_t a = 0; a < accounts; a++) {
        bool is_new;
        size_t g = w->group_of[a] =
            ka_map_put(&w->names, ka_journal_text(journal, a, KA_JOURNAL_GROUP), &is_new);
        w->groups = ka_grow(w->groups, &cap, g + 1, sizeof *w->groups);
        if (is_new)
            w->groups[g] = (struct ka_watch_group){0};
        struct series s = find_gaps(w, a, KA_JOURNAL_NONE);
        if (s.n < LEAST_GAPS)
            continue;
        double mean = s.sum / s.n;
        w->groups[g].squares += (s.squares - s.sum * mean) / (mean * mean);
        w->groups[g].freedom += s.n - 1;
        w->groups[g].sum_of_means += mean;
        w->groups[g].accounts++;
    }
    for (size_t g = 0; g < w->names.count; g++) {
        struct ka_watch_group *group = &w->groups[g];
        double cv2 = group->freedom > 0 ? group->squares / group->freedom : 1;
        group->shape = 1 / fmin(4, fmax(.04, cv2));
        group->mean = group->accounts > 0 ? group->sum_of_means / group->accounts : NAN;
    }
}

// Is the time since the last purchase longer than chance allows, `chance` a quarter?  A quarter
// has as many gaps to be wrong about as fit into it.  regular: the most regular that gaps may
// be, as the shape of their distribution.
static bool is_overdue(const struct ka_watch_work *w, size_t account, const struct series *s,
                       double regular, double chance, struct ka_alert *alert)
{
    const struct ka_watch_group *group = &w->groups[w->group_of[account]];
    if (s->n < LEAST_GAPS)
        return false;
    double own = s->sum / s->n, lent = isnan(group->mean) ? own : fmax(own, group->mean);
    struct ka_gaps gaps = {s->sum + LENT * lent, s->n + LENT, fmin(regular, group->shape)};
    double each = gaps.sum / gaps.n, waited = w->watch->asof - s->last;
    double p = 1 - pow(1 - chance, 1 / fmax(1, KA_WATCH_QUARTER / own));
    alert->account = account;
    alert->value = waited;
    alert->expected = each;
    alert->lo = NAN;
    alert->hi = ka_gaps_quantile(&gaps, p);
    return waited > 0 && ka_gaps_longer(&gaps, waited) < p;
}

// What is bought now and then of a regular order comes by chance: no more than shape 1.
static void watch_families(struct ka_watch_work *w, size_t account)
{
    const struct ka_journal *journal = w->watch->journal;
    double chance = w->watch->limits.of[KA_WATCH_FAMILY].limit;
    size_t families = journal->families.count, n = 0;
    struct ka_alert *found = ka_alloc(families, sizeof *found);
    size_t bought = 0;
    for (size_t f = 0; f < families; f++) {
        struct series s = find_gaps(w, account, (uint32_t)f);
        bought += s.n >= LEAST_GAPS;
    }
    for (size_t f = 0; f < families; f++) {
        struct series s = find_gaps(w, account, (uint32_t)f);
        struct ka_alert alert = {.rule = KA_WATCH_FAMILY, .subject = journal->families.keys[f]};
        if (is_overdue(w, account, &s, 1, chance / (double)bought, &alert))
            found[n++] = alert;
    }
    for (size_t i = 0; i < n; i++)
        ka_watch_raise(w, &found[i]);
    free(found);
}

void ka_watch_gaps(struct ka_watch_work *w, size_t account)
{
    const struct ka_watch_limits *limits = &w->watch->limits;
    struct series s = find_gaps(w, account, KA_JOURNAL_NONE);
    struct ka_alert alert = {.rule = KA_WATCH_OVERDUE};
    bool overdue =
        is_overdue(w, account, &s, INFINITY, limits->of[KA_WATCH_OVERDUE].limit, &alert);
    if (overdue && limits->of[KA_WATCH_OVERDUE].on)
        ka_watch_raise(w, &alert);
    else if (!overdue && limits->of[KA_WATCH_FAMILY].on)
        watch_families(w, account);
}
