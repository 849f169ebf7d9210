// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/forecast.h"

// Every how-manieth account is looked at.
static size_t stride(const struct ka_buyers *buyers)
{
    return (buyers->count + KA_FORECAST_JUDGED - 1) / KA_FORECAST_JUDGED;
}

static void make_histories(struct ka_histories *histories, const struct ka_buyers *buyers)
{
    struct ka_history *each = ka_alloc(buyers->count, sizeof *each);
    size_t n = 0;
    for (size_t i = 0; i < buyers->count; i += stride(buyers))
        each[n++] = buyers->of[i].history;
    ka_histories_make(histories, each, NULL, n);
    free(each);
}

static void judge(struct ka_holdout *h, enum ka_lifetime_model model)
{
    double total = 0, absolute = 0, squares = 0;
    for (size_t i = 0; i < h->buyers.count; i += stride(&h->buyers)) {
        const struct ka_buyer *buyer = &h->buyers.of[i];
        double expected = ka_lifetime_expected(&h->fit[model], &buyer->history, h->weeks);
        expected = isnan(expected) ? 0 : expected; // naive, bought first on the day of the cut
        total += expected;
        absolute += fabs(expected - buyer->later);
        squares += (expected - buyer->later) * (expected - buyer->later);
    }
    h->total[model] = total;
    h->mae[model] = absolute / (double)h->judged;
    h->rmse[model] = sqrt(squares / (double)h->judged);
}

bool ka_holdout_make(struct ka_holdout *h, const struct ka_journal *journal, int32_t cut,
                     int32_t asof, struct ka_error *err)
{
    if (cut < journal->first || cut >= asof)
        return ka_fail(err, KA_USAGE,
                       "option '--holdout': the day must be one before the last of the data "
                       "and not before the first");
    ka_buyers_make(&h->buyers, journal, cut);
    h->weeks = (asof - cut) / 7.;
    struct ka_histories histories;
    if (h->buyers.count == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no account has bought up to the hold-out");
    make_histories(&histories, &h->buyers);
    for (size_t i = 0; i < h->buyers.count; i += stride(&h->buyers)) {
        h->judged++;
        h->actual += h->buyers.of[i].later;
    }
    bool few = h->buyers.repeaters < KA_FORECAST_REPEATERS;
    for (int m = KA_NAIVE; m < KA_LIFETIME_MODELS; m++) {
        enum ka_lifetime_model model = few ? KA_NAIVE : (enum ka_lifetime_model)m;
        h->fit[m] = ka_lifetime_fit(model, &histories, NULL);
        judge(h, (enum ka_lifetime_model)m);
    }
    h->there = true;
    ka_histories_clear(&histories);
    return true;
}

// A fit that ended in the NBD is the NBD.
enum ka_lifetime_model ka_holdout_best(const struct ka_holdout *h)
{
    enum ka_lifetime_model best = KA_NAIVE;
    for (int m = KA_NBD; m < KA_LIFETIME_MODELS; m++)
        if ((int)h->fit[m].model == m && h->rmse[m] < h->rmse[best])
            best = (enum ka_lifetime_model)m;
    return best;
}

void ka_holdout_clear(struct ka_holdout *h)
{
    ka_buyers_clear(&h->buyers);
    *h = (struct ka_holdout){0};
}
