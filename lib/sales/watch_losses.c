// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "sales/watch_work.h"
#include "table/date.h"

enum { NOW = 3, BEFORE = 12, SPAN = NOW + BEFORE }; // months

// What an account left in whole months: the last NOW, and the BEFORE ahead of them.
struct left {
    ka_int128 profit[2], revenue; // before and now; revenue before
    bool known;                   // no line is without a margin
};

static struct left sum_account(const struct ka_watch *watch, size_t account, int32_t begin,
                               size_t *cost)
{
    const struct ka_journal *journal = watch->journal;
    const struct ka_watch_side *side = watch->side;
    struct left left = {.known = true};
    for (size_t i = journal->start[account]; i < journal->start[account + 1]; i++) {
        const struct ka_journal_line *line = &journal->lines[i];
        int32_t at = ka_date_month(line->date) - begin;
        if (at < 0 || at >= SPAN)
            continue;
        left.known &= line->margin != KA_DECIMAL_NONE;
        left.profit[at >= BEFORE] += line->margin;
        left.revenue += at < BEFORE ? line->revenue : 0;
    }
    for (; *cost < side->cost_count && side->costs[*cost].account <= account; ++*cost) {
        int32_t at = side->costs[*cost].month - begin;
        if (at >= 0 && at < SPAN && side->costs[*cost].account == account)
            left.profit[at >= BEFORE] -= side->costs[*cost].amount;
    }
    return left;
}

// Net profit of a quarter below zero, by more than a share of what a quarter's revenue was,
// where the year before had left something.
void ka_watch_losses(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    int32_t begin = ka_watch_last_month(watch) - SPAN + 1;
    double limit = watch->limits.of[KA_WATCH_LOSS].limit;
    size_t cost = 0;
    if (!watch->limits.of[KA_WATCH_LOSS].on || !watch->side->has_costs)
        return;
    for (size_t a = 0; a < ka_journal_accounts(watch->journal); a++) {
        struct left left = sum_account(watch, a, begin, &cost);
        double scale = (double)NOW / BEFORE, now = ka_decimal_real(left.profit[1]);
        double least = -limit * scale * ka_decimal_real(left.revenue);
        if (left.known && left.profit[0] > 0 && now < fmin(0, least))
            ka_watch_raise(
                w, &(struct ka_alert){.rule = KA_WATCH_LOSS,
                                      .account = a,
                                      .value = now,
                                      .expected = scale * ka_decimal_real(left.profit[0]),
                                      .lo = least,
                                      .hi = NAN});
    }
}
