// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/watch_work.h"
#include "stat/describe.h"
#include "stat/paired.h"

enum {
    RECENT = 91, // days whose prices are looked at
    LEAST_PRICES = 4,
};

// What an account paid for a product in the year before the recent days.
struct paid {
    ka_int128 revenue, qty;
};

static bool has_price(const struct ka_journal_line *line)
{
    return line->kind == KA_SALE && line->qty != KA_DECIMAL_NONE && line->qty > 0 &&
           line->revenue > 0 && line->product != KA_JOURNAL_NONE;
}

// old: [product], all zero, and again afterwards.  Returns how many changes there are.
static size_t find_price_changes(const struct ka_watch_work *w, size_t account,
                                 struct paid *old, double *change)
{
    const struct ka_journal *journal = w->watch->journal;
    const struct ka_journal_line *line = journal->lines + journal->start[account];
    const struct ka_journal_line *end = journal->lines + journal->start[account + 1], *l;
    int32_t recent = w->watch->asof - RECENT;
    size_t n = 0;
    for (l = line; l < end && l->date <= recent; l++)
        if (has_price(l) && l->date > recent - KA_WATCH_YEAR) {
            old[l->product].revenue += l->revenue;
            old[l->product].qty += l->qty;
        }
    for (; l < end && l->date <= w->watch->asof; l++)
        if (has_price(l) && old[l->product].qty > 0)
            change[n++] = log((double)l->revenue / (double)l->qty /
                              ((double)old[l->product].revenue / (double)old[l->product].qty));
    for (l = line; l < end; l++)
        if (l->product != KA_JOURNAL_NONE)
            old[l->product] = (struct paid){0};
    return n;
}

void ka_watch_prices(struct ka_watch_work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    if (!w->watch->limits.of[KA_WATCH_PRICE].on)
        return;
    double limit = w->watch->limits.of[KA_WATCH_PRICE].limit;
    struct paid *old = ka_zalloc(journal->products.count, sizeof *old);
    double *change = ka_alloc(journal->count, sizeof *change);
    for (size_t a = 0; a < ka_journal_accounts(journal); a++) {
        size_t n = find_price_changes(w, a, old, change);
        ka_sort_reals(change, n); // so that their sum does not depend on the order of the rows
        struct ka_paired mean = ka_paired(change, n, .99);
        if (n >= LEAST_PRICES && exp(mean.mean) < 1 - limit && mean.hi < 0)
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_PRICE,
                                                 .account = a,
                                                 .value = exp(mean.mean) - 1,
                                                 .expected = 0,
                                                 .lo = -limit,
                                                 .hi = NAN});
    }
    free(old);
    free(change);
}
