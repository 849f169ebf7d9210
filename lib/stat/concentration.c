// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/concentration.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"
#include "stat/sum.h"

// Amounts in ascending order with their weights.
struct sample {
    const double *x;
    const double *weight; // NULL: 1 each
    size_t n;
};

static double times(const struct sample *sample, size_t i)
{
    return sample->weight ? sample->weight[i] : 1;
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
    struct ka_sum weight = {0}, sum = {0}, absolute = {0};
    for (size_t i = 0; i < sample->n; i++) {
        double amount = times(sample, i) * sample->x[i];
        ka_sum_add(&weight, times(sample, i));
        ka_sum_add(&sum, amount);
        ka_sum_add(&absolute, fabs(amount));
    }
    out->n = ka_sum_value(&weight);
    out->total = ka_sum_value(&sum);
    out->mean = out->total / out->n;
    return ka_sum_value(&absolute);
}

// Half the sum of |x_i - x_j| over all ordered pairs, from the gaps between neighbours:
// the gap above the r-th is crossed by r (n - r) pairs.  Nothing cancels, so that equal
// amounts give exactly 0.
static double spread(const struct sample *sample, double all)
{
    struct ka_sum sum = {0};
    double below = 0;
    for (size_t i = 0; i + 1 < sample->n; i++) {
        below += times(sample, i);
        ka_sum_add(&sum, below * (all - below) * (sample->x[i + 1] - sample->x[i]));
    }
    return ka_sum_value(&sum);
}

// Share of the k largest.
static double top_share(const struct sample *sample, double k, double total)
{
    struct ka_sum sum = {0};
    for (size_t i = sample->n; i-- > 0 && k > 0;) {
        double taken = fmin(times(sample, i), k);
        ka_sum_add(&sum, taken * sample->x[i]);
        k -= taken;
    }
    return ka_sum_value(&sum) / total;
}

// The smallest whole k for which the k largest make up `part` of the total, which is > 0.
static double count_to(const struct sample *sample, double part, double total)
{
    double needed = part * total * (1 - 1e-12), k = 0;
    struct ka_sum sum = {0};
    for (size_t i = sample->n; i-- > 0;) {
        double w = times(sample, i), missing = needed - ka_sum_value(&sum);
        if (missing <= w * sample->x[i])
            return ceil(k + missing / sample->x[i] - 1e-9);
        k += w;
        ka_sum_add(&sum, w * sample->x[i]);
    }
    return k;
}

static void top_figures(const struct sample *sample, struct ka_concentration *out)
{
    out->cr4 = top_share(sample, 4, out->total);
    out->cr8 = top_share(sample, 8, out->total);
    out->top20_share = top_share(sample, ka_top_weight(out->n, 20), out->total);
    out->top25_share = top_share(sample, ka_top_weight(out->n, 25), out->total);
    out->make80 = count_to(sample, 0.8, out->total);
    out->make80_share = out->make80 / out->n;
}

static void asymmetry(const struct sample *sample, struct ka_concentration *out)
{
    struct ka_sum sum = {0}; // of the amounts below the mean
    double below = 0, equal = 0, largest_below = 0;
    size_t i = 0;
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
    double n = out->n, part = below / n;
    double share = ka_sum_value(&sum) / out->total;
    out->asymmetry_lo = part + share;
    out->asymmetry_hi = out->asymmetry_lo + 2 * equal / n;
    if (equal > 0)
        return;
    double delta = (out->mean - largest_below) / (sample->x[i] - largest_below);
    out->asymmetry_lo += delta / n + delta * sample->x[i] / out->total;
    out->asymmetry_hi = out->asymmetry_lo;
}

static void index_figures(const struct sample *sample, struct ka_concentration *out)
{
    struct ka_sum squares = {0}, moved = {0}, theil_t = {0}, theil_l = {0};
    double n = out->n;
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
        .make80 = NAN,
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

void ka_concentration_sorted(const double *ascending, const double *weight, size_t n,
                             struct ka_concentration *out)
{
    struct sample sample = {ascending, weight, n};
    *out = undefined();
    double absolute = totals(&sample, out);
    if (absolute > 0)
        out->gini_rsv = spread(&sample, out->n) / (out->n * absolute);
    if (!(out->total > 0))
        return;
    top_figures(&sample, out);
    if (smallest(&sample) < 0)
        return;
    out->gini = out->gini_rsv;
    out->gini_corrected = out->n > 1 ? out->gini * out->n / (out->n - 1) : NAN;
    out->rosenbluth = 1 / (out->n * (1 - out->gini));
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
static double mean_of_shares(const struct sample *sample)
{
    struct ka_concentration sums = {0};
    double absolute = totals(sample, &sums);
    return sums.total > 0 && absolute == sums.total ? sums.mean : (double)NAN;
}

double ka_atkinson(const double *x, const double *weight, size_t n, double epsilon)
{
    struct sample sample = {x, weight, n};
    double mean = mean_of_shares(&sample), power = 1 - epsilon;
    if (isnan(mean) || !(epsilon >= 0))
        return NAN;
    struct ka_sum sum = {0}, all = {0};
    for (size_t i = 0; i < n; i++) {
        double w = times(&sample, i), r = ratio(x[i], mean);
        if (w == 0)
            continue;
        if (r == 0 && epsilon >= 1)
            return 1;
        ka_sum_add(&all, w);
        ka_sum_add(&sum, w * (power == 0 ? log(r) : pow(r, power)));
    }
    double average = ka_sum_value(&sum) / ka_sum_value(&all);
    return 1 - (power == 0 ? exp(average) : pow(average, 1 / power));
}

// One group while it is added up.
struct group {
    struct ka_sum weight, total, theil;
};

static double group_mean(const struct group *group)
{
    return ka_sum_value(&group->total) / ka_sum_value(&group->weight);
}

static struct group *add_groups(const struct sample *sample, const size_t *group, size_t groups)
{
    struct group *sum = ka_zalloc(groups, sizeof *sum);
    for (size_t i = 0; i < sample->n; i++) {
        ka_sum_add(&sum[group[i]].weight, times(sample, i));
        ka_sum_add(&sum[group[i]].total, times(sample, i) * sample->x[i]);
    }
    for (size_t i = 0; i < sample->n; i++) {
        struct group *own = &sum[group[i]];
        double w = times(sample, i), r = ratio(sample->x[i], group_mean(own));
        if (w * sample->x[i] > 0)
            ka_sum_add(&own->theil, w * r * log(r));
    }
    return sum;
}

void ka_theil_split(const double *x, const double *weight, const size_t *group, size_t n,
                    size_t groups, struct ka_theil_split *out)
{
    struct sample sample = {x, weight, n};
    *out = (struct ka_theil_split){NAN, NAN, NAN, NAN};
    double mean = mean_of_shares(&sample);
    if (isnan(mean))
        return;
    struct group *sum = add_groups(&sample, group, groups);
    struct ka_sum all = {0}, between = {0}, within = {0};
    for (size_t g = 0; g < groups; g++)
        ka_sum_add(&all, ka_sum_value(&sum[g].total));
    for (size_t g = 0; g < groups; g++) {
        double share = ka_sum_value(&sum[g].total) / ka_sum_value(&all);
        if (!(share > 0))
            continue;
        ka_sum_add(&between, share * log(ratio(group_mean(&sum[g]), mean)));
        ka_sum_add(&within, share * ka_sum_value(&sum[g].theil) / ka_sum_value(&sum[g].weight));
    }
    free(sum);
    out->between = ka_sum_value(&between);
    out->within = ka_sum_value(&within);
    out->total = out->between + out->within;
    out->between_share = out->total > 0 ? out->between / out->total : (double)NAN;
}
