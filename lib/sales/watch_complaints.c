// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/watch_work.h"
#include "stat/poisson.h"
#include "stat/survival.h"
#include "table/date.h"

enum { LEAST_CLOSED = 5, WINDOW = 182 }; // complaints, days

// ---- Open too long ----

// The median time to close, those that are open among them; NaN: too few were closed.
static double median_time(const struct ka_watch *watch)
{
    const struct ka_watch_side *side = watch->side;
    struct ka_survival *time = ka_alloc(side->complaint_count, sizeof *time);
    size_t closed = 0;
    for (size_t i = 0; i < side->complaint_count; i++) {
        const struct ka_watch_complaint *c = &side->complaints[i];
        bool ended = c->closed != KA_DATE_NONE;
        time[i] = (struct ka_survival){(ended ? c->closed : watch->asof) - c->opened, ended};
        closed += ended;
    }
    double median = ka_survival_quantile(time, side->complaint_count, .5);
    free(time);
    return closed < LEAST_CLOSED ? NAN : fmax(1, median);
}

static void watch_open(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    double limit = watch->limits.of[KA_WATCH_COMPLAINT].limit, median = median_time(watch);
    for (size_t i = 0; i < watch->side->complaint_count; i++) {
        const struct ka_watch_complaint *c = &watch->side->complaints[i];
        double open = watch->asof - c->opened;
        if (c->account != KA_NONE && c->closed == KA_DATE_NONE && open > limit * median)
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_COMPLAINT,
                                                 .account = c->account,
                                                 .subject = c->id,
                                                 .value = open,
                                                 .expected = median,
                                                 .lo = NAN,
                                                 .hi = limit * median});
    }
}

// ---- Repeated ----

// Complaints of one account and type within the window.
struct count {
    size_t account, type, n;
};

static int compare_counts(const void *a, const void *b)
{
    const struct count *x = a, *y = b;
    return x->account != y->account ? KA_COMPARE(x->account, y->account)
                                    : KA_COMPARE(x->type, y->type);
}

// One count for each account and type; their number.  of_type: complaints of each type.
static size_t count_complaints(const struct ka_watch *watch, struct ka_map *types,
                               struct count *count, double *of_type)
{
    size_t n = 0, merged = 0;
    for (size_t i = 0; i < watch->side->complaint_count; i++) {
        const struct ka_watch_complaint *c = &watch->side->complaints[i];
        if (c->account == KA_NONE || c->opened <= watch->asof - WINDOW)
            continue;
        count[n] = (struct count){c->account, ka_map_put(types, c->type, NULL), 1};
        of_type[count[n++].type]++;
    }
    if (n > 1)
        qsort(count, n, sizeof *count, compare_counts);
    for (size_t i = 0; i < n; i++)
        if (merged > 0 && compare_counts(&count[merged - 1], &count[i]) == 0)
            count[merged - 1].n++;
        else
            count[merged++] = count[i];
    return merged;
}

// The share of all complaints that each account may be expected to have: of the purchase days
// within the window, or an equal one, whichever is more, as some complain of goods and some of
// how they are looked after.
static double *find_shares(const struct ka_watch *watch)
{
    const struct ka_journal *journal = watch->journal;
    size_t accounts = ka_journal_accounts(journal);
    double *share = ka_zalloc(accounts, sizeof *share), all = 0;
    for (size_t a = 0; a < accounts; a++) {
        int32_t last = KA_DATE_NONE;
        for (size_t i = journal->start[a]; i < journal->start[a + 1]; i++) {
            const struct ka_journal_line *line = &journal->lines[i];
            if (!ka_watch_is_purchase(line) || line->date <= watch->asof - WINDOW ||
                line->date > watch->asof || line->date == last)
                continue;
            share[a]++;
            last = line->date;
        }
        all += share[a];
    }
    for (size_t a = 0; a < accounts; a++)
        share[a] = fmax(1 / (double)accounts, all > 0 ? share[a] / all : 0);
    return share;
}

static void watch_repeated(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    size_t room = watch->side->complaint_count;
    struct ka_map types = {0};
    struct count *count = ka_alloc(room, sizeof *count);
    double *of_type = ka_zalloc(room, sizeof *of_type);
    double *share = find_shares(watch);
    size_t n = count_complaints(watch, &types, count, of_type);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && count[next].account == count[i].account;)
            next++;
        double p = watch->limits.of[KA_WATCH_REPEATED].limit / (double)(next - i);
        for (size_t t = i; t < next; t++) {
            double expected = of_type[count[t].type] * share[count[t].account];
            if (count[t].n > 1 && ka_poisson_least((unsigned)count[t].n, expected) < p)
                ka_watch_raise(w,
                               &(struct ka_alert){.rule = KA_WATCH_REPEATED,
                                                  .account = count[t].account,
                                                  .subject = types.keys[count[t].type],
                                                  .value = (double)count[t].n,
                                                  .expected = expected,
                                                  .lo = NAN,
                                                  .hi = fmax(1, ka_poisson_most(p, expected))});
        }
    }
    ka_map_clear(&types);
    free(count);
    free(of_type);
    free(share);
}

void ka_watch_complaints(struct ka_watch_work *w)
{
    if (w->watch->side->complaint_count == 0)
        return;
    if (w->watch->limits.of[KA_WATCH_COMPLAINT].on)
        watch_open(w);
    if (w->watch->limits.of[KA_WATCH_REPEATED].on)
        watch_repeated(w);
}
