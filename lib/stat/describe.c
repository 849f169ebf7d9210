// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/describe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_statistics_double.h>

#include "base/mem.h"
#include "stat/sum.h"

static int compare_reals(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void ka_sort_reals(double *x, size_t n)
{
    if (n > 1)
        qsort(x, n, sizeof *x, compare_reals);
}

double *ka_sorted_reals(const double *x, size_t n)
{
    double *copy = ka_alloc(n, sizeof *copy);
    if (n > 0)
        memcpy(copy, x, n * sizeof *copy);
    ka_sort_reals(copy, n);
    return copy;
}

struct place {
    double value;
    size_t index;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    int by_value = compare_reals(&p->value, &q->value);
    return by_value ? by_value : (p->index > q->index) - (p->index < q->index);
}

void ka_order_reals(const double *x, size_t n, size_t *order)
{
    struct place *place = ka_alloc(n, sizeof *place);
    for (size_t i = 0; i < n; i++)
        place[i] = (struct place){x[i], i};
    qsort(place, n, sizeof *place, compare_places);
    for (size_t i = 0; i < n; i++)
        order[i] = place[i].index;
    free(place);
}

void ka_rank_reals(const double *x, size_t n, double *rank)
{
    size_t *order = ka_alloc(n, sizeof *order);
    ka_order_reals(x, n, order);
    for (size_t first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n && x[order[last]] == x[order[first]];)
            last++;
        for (size_t i = first; i < last; i++)
            rank[order[i]] = (double)(first + 1 + last) / 2;
    }
    free(order);
}

double ka_total(const double *x, size_t n)
{
    struct ka_sum sum = {0};
    for (size_t i = 0; i < n; i++)
        ka_sum_add(&sum, x[i]);
    return ka_sum_value(&sum);
}

double ka_mean(const double *x, size_t n)
{
    return n ? ka_total(x, n) / (double)n : NAN;
}

double ka_sd(const double *x, size_t n)
{
    if (n < 2)
        return NAN;
    double mean = ka_mean(x, n);
    struct ka_sum squares = {0};
    for (size_t i = 0; i < n; i++)
        ka_sum_add(&squares, (x[i] - mean) * (x[i] - mean));
    return sqrt(ka_sum_value(&squares) / (double)(n - 1));
}

double ka_quantile_sorted(const double *ascending, size_t n, double p)
{
    if (n == 0)
        return NAN;
    double place = p * (double)(n - 1);
    size_t below = (size_t)place;
    if (below + 1 >= n)
        return ascending[n - 1];
    double step = ascending[below + 1] - ascending[below];
    return ascending[below] + (place - (double)below) * step;
}

double ka_quantile(const double *x, size_t n, double p)
{
    double *sorted = ka_sorted_reals(x, n);
    double quantile = ka_quantile_sorted(sorted, n, p);
    free(sorted);
    return quantile;
}

double ka_median(const double *x, size_t n)
{
    return ka_quantile(x, n, 0.5);
}

double ka_mad(const double *x, size_t n)
{
    double *deviation = ka_alloc(n, sizeof *deviation);
    double median = ka_median(x, n);
    for (size_t i = 0; i < n; i++)
        deviation[i] = fabs(x[i] - median);
    double mad = ka_median(deviation, n);
    free(deviation);
    return mad;
}

double ka_quantile_weighted(const double *x, const double *weight, size_t n, double p)
{
    // A weight that is reached but for rounding is reached.
    double needed = p * ka_total(weight, n) * (1 - 1e-12);
    size_t *order = ka_alloc(n, sizeof *order);
    ka_order_reals(x, n, order);
    struct ka_sum reached = {0};
    double quantile = NAN;
    for (size_t i = 0; i < n; i++) {
        if (weight[order[i]] == 0)
            continue;
        quantile = x[order[i]];
        ka_sum_add(&reached, weight[order[i]]);
        if (ka_sum_value(&reached) >= needed)
            break;
    }
    free(order);
    return quantile;
}

double ka_entropy(const double *x, size_t n)
{
    double total = ka_total(x, n);
    if (!(total > 0))
        return NAN;
    struct ka_sum entropy = {0};
    for (size_t i = 0; i < n; i++) {
        if (x[i] < 0)
            return NAN;
        if (x[i] > 0)
            ka_sum_add(&entropy, x[i] / total * log(total / x[i]));
    }
    return ka_sum_value(&entropy);
}

// Moves x so that x[k] is the one of rank k, and none before it is larger, none behind it less.
static void select_real(double *x, size_t n, size_t k)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, place = (ptrdiff_t)k;
    while (low < high) {
        double pivot = x[place];
        ptrdiff_t i = low, j = high;
        while (i <= j) {
            for (; x[i] < pivot; i++) {
            }
            for (; pivot < x[j]; j--) {
            }
            if (i <= j) {
                double moved = x[i];
                x[i++] = x[j];
                x[j--] = moved;
            }
        }
        low = j < place ? i : low;
        high = place < i ? j : high;
    }
}

// ka_median, which moves x.
static double take_median(double *x, size_t n)
{
    if (n == 0)
        return NAN;
    size_t below = (n - 1) / 2;
    select_real(x, n, below);
    if (n % 2)
        return x[below];
    double above = x[below + 1];
    for (size_t i = below + 2; i < n; i++)
        above = x[i] < above ? x[i] : above;
    return x[below] + (above - x[below]) * 0.5;
}

double ka_theil_sen(const double *x, const double *y, size_t n)
{
    double *slope = ka_alloc(n * n / 2, sizeof *slope);
    size_t pairs = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (x[i] != x[j])
                slope[pairs++] = (y[i] - y[j]) / (x[i] - x[j]);
    double median = take_median(slope, pairs);
    free(slope);
    return median;
}

double ka_correlation(const double *x, size_t x_step, const double *y, size_t y_step, size_t n)
{
    return gsl_stats_correlation(x, x_step, y, y_step, n);
}
