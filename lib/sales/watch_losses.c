// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "sales/watch_work.h"
#include "stat/describe.h"
#include "table/date.h"

enum { NOW = 3, BEFORE = 12, SPAN = NOW + BEFORE }; // months

enum { SPREADS = 2 }; // of a quarter, by which it must fall short of what is usual

// What an account left in whole months: the BEFORE, and the NOW behind them.
struct left {
    ka_int128 profit[SPAN], revenue; // revenue: before
    bool known;                      // no line is without a margin
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
        left.profit[at] += line->margin;
        left.revenue += at < BEFORE ? line->revenue : 0;
    }
    for (; *cost < side->cost_count && side->costs[*cost].account <= account; ++*cost) {
        int32_t at = side->costs[*cost].month - begin;
        if (at >= 0 && at < SPAN && side->costs[*cost].account == account)
            left.profit[at] -= side->costs[*cost].amount;
    }
    return left;
}

static double sum_profit(const struct left *left, int from, int to)
{
    ka_int128 sum = 0;
    for (int m = from; m < to; m++)
        sum += left->profit[m];
    return ka_decimal_real(sum);
}

static double spread_of(const struct left *left)
{
    double month[BEFORE];
    for (int m = 0; m < BEFORE; m++)
        month[m] = ka_decimal_real(left->profit[m]);
    return sqrt(NOW) * ka_sd(month, BEFORE);
}

// Net profit of a quarter below zero, by more than a share of what a quarter's revenue was and
// by more than its months differ anyway, where the year before had left something.
void ka_watch_losses(struct ka_watch_work *w)
{
    const struct ka_watch *watch = w->watch;
    int32_t begin = ka_watch_last_month(watch) - SPAN + 1;
    double limit = watch->limits.of[KA_WATCH_LOSS].limit;
    size_t cost = 0;
    if (!ka_watch_asks(watch, KA_WATCH_LOSS))
        return;
    for (size_t a = 0; a < ka_journal_accounts(watch->journal); a++) {
        struct left left = sum_account(watch, a, begin, &cost);
        double scale = (double)NOW / BEFORE, now = sum_profit(&left, BEFORE, SPAN);
        double expected = scale * sum_profit(&left, 0, BEFORE);
        double least = fmin(-limit * scale * ka_decimal_real(left.revenue),
                            expected - SPREADS * spread_of(&left));
        if (left.known && expected > 0 && now < fmin(0, least))
            ka_watch_raise(w, &(struct ka_alert){.rule = KA_WATCH_LOSS,
                                                 .account = a,
                                                 .value = now,
                                                 .expected = expected,
                                                 .lo = fmin(0, least),
                                                 .hi = NAN});
    }
}
