// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/watch.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/watch_work.h"

void ka_watch_raise(struct ka_watch_work *w, const struct ka_alert *alert)
{
    struct ka_watch *watch = w->watch;
    KA_ROOM(watch->alerts, watch->count, watch->cap);
    struct ka_alert *place = &watch->alerts[watch->count++];
    *place = *alert;
    place->subject = ka_arena_str(&watch->texts, alert->subject);
    if (alert->account != KA_NONE) {
        place->key = w->key[alert->account];
        place->weight = w->weight[alert->account];
    }
}

bool ka_watch_asks(const struct ka_watch *watch, enum ka_watch_rule rule)
{
    const struct ka_watch_side *side = watch->side;
    if (!watch->limits.of[rule].on)
        return false;
    switch (rule) {
    case KA_WATCH_LOSS:
        return side->there[KA_WATCH_COSTS];
    case KA_WATCH_COMPLAINT:
    case KA_WATCH_REPEATED:
        return side->there[KA_WATCH_COMPLAINTS];
    case KA_WATCH_CONTACT_KEY:
        return side->there[KA_WATCH_CONTACTS];
    case KA_WATCH_CONTACT_STRATEGIC:
    case KA_WATCH_CONTACT_PARTNER:
        return side->there[KA_WATCH_CONTACTS] && side->there[KA_WATCH_MASTER];
    case KA_WATCH_TARGET:
        return side->there[KA_WATCH_TARGETS];
    case KA_WATCH_OWED:
        return side->there[KA_WATCH_RECEIVABLES];
    default:
        return true;
    }
}

// ---- Weights ----

struct heavy {
    double weight;
    size_t account;
};

static int compare_weights(const void *a, const void *b)
{
    const struct heavy *x = a, *y = b;
    return x->weight != y->weight ? KA_COMPARE(y->weight, x->weight)
                                  : KA_COMPARE(x->account, y->account);
}

static struct heavy *sort_by_weight(const struct ka_watch_work *w)
{
    size_t n = ka_journal_accounts(w->watch->journal);
    struct heavy *heavy = ka_alloc(n, sizeof *heavy);
    for (size_t a = 0; a < n; a++)
        heavy[a] = (struct heavy){w->weight[a], a};
    if (n > 1)
        qsort(heavy, n, sizeof *heavy, compare_weights);
    return heavy;
}

static void weigh(struct ka_watch_work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    w->weight = ka_zalloc(ka_journal_accounts(journal), sizeof *w->weight);
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        ka_int128 sum = 0;
        for (size_t i = journal->start[a]; i < journal->start[a + 1]; i++)
            if (journal->lines[i].date <= w->watch->asof &&
                journal->lines[i].date > w->watch->asof - KA_WATCH_YEAR)
                sum += journal->lines[i].revenue;
        w->weight[a] = ka_decimal_real(sum);
        w->total += w->weight[a];
    }
}

// Class A by the revenue of the last year: the largest that have 80 % of it together.
static bool *find_class_a(const struct ka_watch_work *w)
{
    size_t n = ka_journal_accounts(w->watch->journal);
    bool *large = ka_zalloc(n, sizeof *large);
    struct heavy *heavy = sort_by_weight(w);
    double before = 0;
    for (size_t i = 0; i < n && heavy[i].weight > 0 && before < .8 * w->total; i++) {
        large[heavy[i].account] = true;
        before += heavy[i].weight;
    }
    free(heavy);
    return large;
}

// ---- Shares ----

static void watch_managers(struct ka_watch_work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    double limit = w->watch->limits.of[KA_WATCH_MANAGER].limit, *sum = NULL;
    struct ka_map names = {0};
    size_t cap = 0;
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        bool is_new;
        size_t m = ka_map_put(&names, ka_journal_text(journal, a, KA_JOURNAL_MANAGER), &is_new);
        sum = ka_grow(sum, &cap, m + 1, sizeof *sum);
        sum[m] = (is_new ? 0 : sum[m]) + w->weight[a];
    }
    for (size_t m = 0; m < names.count; m++)
        if (names.keys[m].n > 0 && sum[m] > limit * w->total)
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_MANAGER,
                                                 .account = KA_NONE,
                                                 .subject = names.keys[m],
                                                 .value = sum[m] / w->total,
                                                 .expected = 1 / (double)names.count,
                                                 .lo = NAN,
                                                 .hi = limit,
                                                 .weight = sum[m]});
    ka_map_clear(&names);
    free(sum);
}

static void watch_shares(struct ka_watch_work *w)
{
    size_t accounts = ka_journal_accounts(w->watch->journal);
    double limit = w->watch->limits.of[KA_WATCH_SHARE].limit;
    if (!(w->total > 0))
        return;
    for (size_t a = 0; a < accounts && w->watch->limits.of[KA_WATCH_SHARE].on; a++)
        if (w->weight[a] > limit * w->total)
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_SHARE,
                                                 .account = a,
                                                 .value = w->weight[a] / w->total,
                                                 .expected = 1 / (double)accounts,
                                                 .lo = NAN,
                                                 .hi = limit});
    if (w->watch->limits.of[KA_WATCH_MANAGER].on)
        watch_managers(w);
}

// ---- The whole ----

static int compare_texts(const struct ka_alert *x, const struct ka_alert *y)
{
    return x->rule != y->rule ? KA_COMPARE(x->rule, y->rule)
                              : ka_str_cmp(x->subject, y->subject);
}

struct placed {
    struct ka_alert alert; // first
    int severity;
};

static int compare_alerts(const void *a, const void *b)
{
    const struct placed *p = a, *q = b;
    const struct ka_alert *x = &p->alert, *y = &q->alert;
    if (x->key != y->key)
        return x->key ? -1 : 1;
    if (p->severity != q->severity)
        return KA_COMPARE(q->severity, p->severity);
    if (x->weight != y->weight)
        return KA_COMPARE(y->weight, x->weight);
    return x->account != y->account ? KA_COMPARE(x->account, y->account) : compare_texts(x, y);
}

static void sort_alerts(struct ka_watch *watch)
{
    struct placed *placed = ka_alloc(watch->count, sizeof *placed);
    for (size_t i = 0; i < watch->count; i++)
        placed[i] =
            (struct placed){watch->alerts[i], watch->limits.of[watch->alerts[i].rule].severity};
    if (watch->count > 1)
        qsort(placed, watch->count, sizeof *placed, compare_alerts);
    for (size_t i = 0; i < watch->count; i++)
        watch->alerts[i] = placed[i].alert;
    free(placed);
}

void ka_watch_make(struct ka_watch *watch)
{
    struct ka_watch_work w = {.watch = watch};
    weigh(&w);
    bool *large = watch->key ? NULL : find_class_a(&w);
    w.key = watch->key ? watch->key : large;
    ka_watch_learn_gaps(&w);
    ka_watch_learn_season(&w);
    for (size_t a = 0; a < ka_journal_accounts(watch->journal); a++) {
        ka_watch_gaps(&w, a);
        ka_watch_month(&w, a);
    }
    ka_watch_prices(&w);
    ka_watch_losses(&w);
    ka_watch_complaints(&w);
    ka_watch_contacts(&w);
    ka_watch_targets(&w);
    ka_watch_debts(&w);
    watch_shares(&w);
    sort_alerts(watch);
    ka_map_clear(&w.names);
    free(w.groups);
    free(w.group_of);
    free(w.season);
    free(w.weight);
    free(large);
}

void ka_watch_clear(struct ka_watch *watch)
{
    free(watch->alerts);
    ka_arena_clear(&watch->texts);
    *watch = (struct ka_watch){0};
}
