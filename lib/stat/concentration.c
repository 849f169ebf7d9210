// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/concentration.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"
#include "stat/sum.h"

// Amounts in ascending order with their multiplicities.
struct sample {
    const double *x;
    const uint32_t *count; // NULL: one each
    size_t n;
};

static uint32_t times(const struct sample *sample, size_t i)
{
    return sample->count ? sample->count[i] : 1;
}

// x / mean, where an x that differs from the mean by rounding alone is equal to it.
static double ratio(double x, double mean)
{
    double r = x / mean;
    return fabs(r - 1) < 1e-12 ? 1 : r;
}

// Fills n, total and mean; returns the total of the absolute amounts.
static double totals(const struct sample *sample, struct ka_concentration *out)
{
    struct ka_sum sum = {0}, absolute = {0};
    for (size_t i = 0; i < sample->n; i++) {
        double amount = times(sample, i) * sample->x[i];
        out->n += times(sample, i);
        ka_sum_add(&sum, amount);
        ka_sum_add(&absolute, fabs(amount));
    }
    out->total = ka_sum_value(&sum);
    out->mean = out->total / (double)out->n;
    return ka_sum_value(&absolute);
}

// Half the sum of |x_i - x_j| over all ordered pairs, from the gaps between neighbours:
// the gap above the r-th is crossed by r (n - r) pairs.  Nothing cancels, so that equal
// amounts give exactly 0.
static double spread(const struct sample *sample, size_t all)
{
    struct ka_sum sum = {0};
    size_t below = 0;
    for (size_t i = 0; i + 1 < sample->n; i++) {
        below += times(sample, i);
        ka_sum_add(&sum,
                   (double)below * (double)(all - below) * (sample->x[i + 1] - sample->x[i]));
    }
    return ka_sum_value(&sum);
}

// Share of the k largest.
static double top_share(const struct sample *sample, size_t k, double total)
{
    struct ka_sum sum = {0};
    for (size_t i = sample->n; i-- > 0 && k > 0;) {
        size_t taken = times(sample, i) < k ? times(sample, i) : k;
        ka_sum_add(&sum, (double)taken * sample->x[i]);
        k -= taken;
    }
    return ka_sum_value(&sum) / total;
}

// The smallest k for which the k largest make up at least `part` of the total, which is > 0.
static size_t count_to(const struct sample *sample, double part, double total)
{
    double needed = part * total * (1 - 1e-12);
    struct ka_sum sum = {0};
    size_t k = 0, i = sample->n;
    for (uint32_t left = 0; ka_sum_value(&sum) < needed; left--, k++) {
        while (left == 0)
            left = times(sample, --i);
        ka_sum_add(&sum, sample->x[i]);
    }
    return k;
}

static void top_figures(const struct sample *sample, struct ka_concentration *out)
{
    out->cr4 = top_share(sample, 4, out->total);
    out->cr8 = top_share(sample, 8, out->total);
    out->top20_share = top_share(sample, ka_top_count(out->n, 20), out->total);
    out->top25_share = top_share(sample, ka_top_count(out->n, 25), out->total);
    out->make80 = count_to(sample, 0.8, out->total);
    out->make80_share = (double)out->make80 / (double)out->n;
}

static void asymmetry(const struct sample *sample, struct ka_concentration *out)
{
    struct ka_sum sum = {0}; // of the amounts below the mean
    size_t below = 0, equal = 0, i = 0;
    double largest_below = 0;
    for (; i < sample->n && ratio(sample->x[i], out->mean) <= 1; i++) {
        if (times(sample, i) == 0)
            continue;
        if (ratio(sample->x[i], out->mean) == 1) {
            equal += times(sample, i);
            continue;
        }
        below += times(sample, i);
        ka_sum_add(&sum, times(sample, i) * sample->x[i]);
        largest_below = sample->x[i];
    }
    while (i < sample->n && times(sample, i) == 0)
        i++;
    double n = (double)out->n, part = (double)below / n;
    double share = ka_sum_value(&sum) / out->total;
    out->asymmetry_lo = part + share;
    out->asymmetry_hi = out->asymmetry_lo + 2 * (double)equal / n;
    if (equal > 0)
        return;
    double delta = (out->mean - largest_below) / (sample->x[i] - largest_below);
    out->asymmetry_lo += delta / n + delta * sample->x[i] / out->total;
    out->asymmetry_hi = out->asymmetry_lo;
}

static void index_figures(const struct sample *sample, struct ka_concentration *out)
{
    struct ka_sum squares = {0}, moved = {0}, theil_t = {0}, theil_l = {0};
    double n = (double)out->n;
    for (size_t i = 0; i < sample->n; i++) {
        double r = ratio(sample->x[i], out->mean), m = times(sample, i);
        if (m == 0)
            continue;
        double logarithm = r > 0 ? log(r) : NAN;
        ka_sum_add(&squares, m * r * r);
        ka_sum_add(&moved, m * fabs(r - 1));
        ka_sum_add(&theil_t, r > 0 ? m * r * logarithm : 0);
        ka_sum_add(&theil_l, -m * logarithm);
    }
    out->hhi = ka_sum_value(&squares) / n / n;
    out->effective = 1 / out->hhi;
    out->hhi_normalised = (out->hhi - 1 / n) / (1 - 1 / n);
    out->hoover = ka_sum_value(&moved) / (2 * n);
    out->theil_t = ka_sum_value(&theil_t) / n;
    out->theil_l = ka_sum_value(&theil_l) / n;
}

static struct ka_concentration undefined(void)
{
    return (struct ka_concentration){
        .gini_rsv = NAN,
        .cr4 = NAN,
        .cr8 = NAN,
        .top20_share = NAN,
        .top25_share = NAN,
        .make80_share = NAN,
        .gini = NAN,
        .gini_corrected = NAN,
        .asymmetry_lo = NAN,
        .asymmetry_hi = NAN,
        .hhi = NAN,
        .effective = NAN,
        .hhi_normalised = NAN,
        .rosenbluth = NAN,
        .hoover = NAN,
        .theil_t = NAN,
        .theil_l = NAN,
    };
}

// The smallest amount that occurs at all.
static double smallest(const struct sample *sample)
{
    size_t i = 0;
    while (times(sample, i) == 0)
        i++;
    return sample->x[i];
}

void ka_concentration_sorted(const double *ascending, const uint32_t *count, size_t n,
                             struct ka_concentration *out)
{
    struct sample sample = {ascending, count, n};
    *out = undefined();
    double absolute = totals(&sample, out);
    if (absolute > 0)
        out->gini_rsv = spread(&sample, out->n) / ((double)out->n * absolute);
    if (!(out->total > 0))
        return;
    top_figures(&sample, out);
    if (smallest(&sample) < 0)
        return;
    out->gini = out->gini_rsv;
    out->gini_corrected = out->gini * (double)out->n / (double)(out->n - 1);
    out->rosenbluth = 1 / ((double)out->n * (1 - out->gini));
    asymmetry(&sample, out);
    index_figures(&sample, out);
}

void ka_concentration_compute(const double *x, size_t n, struct ka_concentration *out)
{
    double *sorted = ka_sorted_reals(x, n);
    ka_concentration_sorted(sorted, NULL, n, out);
    free(sorted);
}

// The mean, or NaN unless the total is > 0 and no amount negative.
static double mean_of_shares(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (x[i] < 0)
            return NAN;
    double mean = ka_mean(x, n);
    return mean > 0 ? mean : NAN;
}

double ka_atkinson(const double *x, size_t n, double epsilon)
{
    double mean = mean_of_shares(x, n), power = 1 - epsilon;
    if (isnan(mean) || !(epsilon >= 0))
        return NAN;
    struct ka_sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        if (x[i] == 0 && epsilon >= 1)
            return 1;
        double r = ratio(x[i], mean);
        ka_sum_add(&sum, power == 0 ? log(r) : pow(r, power));
    }
    double average = ka_sum_value(&sum) / (double)n;
    return 1 - (power == 0 ? exp(average) : pow(average, 1 / power));
}

double ka_gini_weighted(const double *x, const double *weight, size_t n, double *corrected)
{
    double all = ka_total(weight, n);
    size_t *order = ka_alloc(n, sizeof *order);
    ka_order_reals(x, n, order);
    struct ka_sum total = {0}, below = {0}, crossed = {0};
    bool negative = false;
    for (size_t i = 0; i < n; i++) {
        double value = x[order[i]], w = weight[order[i]];
        double gap = i + 1 < n ? x[order[i + 1]] - value : 0;
        negative |= w < 0 || (w > 0 && value < 0);
        ka_sum_add(&total, w * value);
        ka_sum_add(&below, w);
        double share = ka_sum_value(&below) / all;
        ka_sum_add(&crossed, share * (1 - share) * gap);
    }
    free(order);
    double amount = ka_sum_value(&total);
    double gini = !negative && amount > 0 ? ka_sum_value(&crossed) * all / amount : NAN;
    if (corrected)
        *corrected = all > 1 ? gini * all / (all - 1) : NAN;
    return gini;
}

// One group while it is added up.
struct group {
    struct ka_sum total, theil;
    size_t n;
};

static double group_mean(const struct group *group)
{
    return ka_sum_value(&group->total) / (double)group->n;
}

static struct group *add_groups(const double *x, const int *group, size_t n, int groups)
{
    struct group *sum = ka_zalloc((size_t)groups, sizeof *sum);
    for (size_t i = 0; i < n; i++) {
        sum[group[i]].n++;
        ka_sum_add(&sum[group[i]].total, x[i]);
    }
    for (size_t i = 0; i < n; i++) {
        struct group *own = &sum[group[i]];
        double r = ratio(x[i], group_mean(own));
        if (x[i] > 0)
            ka_sum_add(&own->theil, r * log(r));
    }
    return sum;
}

void ka_theil_split(const double *x, const int *group, size_t n, int groups,
                    struct ka_theil_split *out)
{
    *out = (struct ka_theil_split){NAN, NAN, NAN, NAN};
    double mean = mean_of_shares(x, n);
    if (isnan(mean))
        return;
    struct group *sum = add_groups(x, group, n, groups);
    struct ka_sum between = {0}, within = {0};
    for (int g = 0; g < groups; g++) {
        double share = ka_sum_value(&sum[g].total) / (mean * (double)n);
        if (!(share > 0))
            continue;
        ka_sum_add(&between, share * log(ratio(group_mean(&sum[g]), mean)));
        ka_sum_add(&within, share * ka_sum_value(&sum[g].theil) / (double)sum[g].n);
    }
    free(sum);
    out->between = ka_sum_value(&between);
    out->within = ka_sum_value(&within);
    out->total = out->between + out->within;
    out->between_share = out->between / out->total;
}
