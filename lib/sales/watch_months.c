// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/watch_work.h"
#include "stat/describe.h"
#include "table/date.h"

enum { MONTHS = 24 }; // to compare a month with, at most

int32_t ka_watch_last_month(const struct ka_watch *watch)
{
    int32_t month = ka_date_month(watch->asof);
    return ka_month_first(month + 1) - 1 == watch->asof ? month : month - 1;
}

// How much of a year's revenue each calendar month has, 1 on average, from the last 24 months.
void ka_watch_learn_season(struct ka_watch_work *w)
{
    const struct ka_journal *journal = w->watch->journal;
    int32_t end = ka_watch_last_month(w->watch), begin = end - MONTHS + 1;
    if (ka_date_month(journal->first) >= begin)
        return;
    ka_int128 sum[12] = {0}, all = 0;
    for (size_t i = 0; i < journal->count; i++) {
        int32_t month = ka_date_month(journal->lines[i].date);
        if (month < begin || month > end)
            continue;
        sum[month % 12] += journal->lines[i].revenue;
        all += journal->lines[i].revenue;
    }
    w->season = ka_alloc(12, sizeof *w->season);
    for (int m = 0; m < 12; m++) // half way to 1: one large order is no season
        w->season[m] =
            all > 0 && sum[m] > 0 ? .5 + 6 * ka_decimal_real(sum[m]) / ka_decimal_real(all) : 1;
}

// Square roots, whose spread hardly depends on their size when orders come by chance.
static double to_root(const struct ka_watch_work *w, double revenue, int32_t month)
{
    return sqrt(fmax(0, revenue) / (w->season ? w->season[month % 12] : 1));
}

static double from_root(const struct ka_watch_work *w, double root, int32_t month)
{
    double revenue = root > 0 ? root * root : 0;
    return revenue * (w->season ? w->season[month % 12] : 1);
}

void ka_watch_month(struct ka_watch_work *w, size_t account)
{
    const struct ka_journal *journal = w->watch->journal;
    const struct ka_watch_limits *limits = &w->watch->limits;
    size_t begin = journal->start[account], end = journal->start[account + 1];
    int32_t month = ka_watch_last_month(w->watch),
            first = ka_date_month(journal->lines[begin].date) + 1;
    int32_t from = first > month - MONTHS ? first : month - MONTHS;
    ka_int128 sum[MONTHS + 1] = {0};
    double root[MONTHS];
    if (month - from < KA_WATCH_LEAST_MONTHS)
        return;
    for (size_t i = begin; i < end; i++) {
        int32_t at = ka_date_month(journal->lines[i].date);
        if (at >= from && at <= month)
            sum[at - from] += journal->lines[i].revenue;
    }
    size_t n = (size_t)(month - from);
    for (size_t i = 0; i < n; i++)
        root[i] = to_root(w, ka_decimal_real(sum[i]), from + (int32_t)i);
    double middle = ka_median(root, n), revenue = ka_decimal_real(sum[n]);
    double now = to_root(w, revenue, month);
    double spread = fmax(1.4826 * ka_mad(root, n), ka_sd(root, n) / 2);
    if (!(spread > 0))
        return;
    struct ka_buf name = {0};
    ka_month_format(&name, month);
    for (int rule = KA_WATCH_DROP; rule <= KA_WATCH_SPIKE; rule++) {
        double z = limits->of[rule].limit, sign = rule == KA_WATCH_DROP ? -1 : 1;
        if (limits->of[rule].on && sign * (now - middle) > z * spread)
            ka_watch_raise(w,
                           &(struct ka_alert){.rule = (enum ka_watch_rule)rule,
                                              .account = account,
                                              .subject = ka_buf_str(&name),
                                              .value = revenue,
                                              .expected = from_root(w, middle, month),
                                              .lo = from_root(w, middle - z * spread, month),
                                              .hi = from_root(w, middle + z * spread, month)});
    }
    ka_buf_clear(&name);
}
