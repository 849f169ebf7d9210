// SPDX-License-Identifier: GPL-3.0-or-later
// Describing one sample: sorting, ranks, location, spread, quantiles, slope.
// Samples are finite doubles without NaN (the caller leaves unknowns out); what a
// sample is too small to have is NaN.  Unless said otherwise no argument changes.
#ifndef KA_STAT_DESCRIBE_H
#define KA_STAT_DESCRIBE_H

#include <stddef.h>

// Ascending, in place.
void ka_sort_reals(double *x, size_t n);

// A sorted copy, freed by the caller.
double *ka_sorted_reals(const double *x, size_t n);

// order[i] is the index of the i-th smallest value; equal values by index.
void ka_order_reals(const double *x, size_t n, size_t *order);

// Ranks 1..n; the members of a tie group share the mean of their places.
void ka_rank_reals(const double *x, size_t n, double *rank);

double ka_total(const double *x, size_t n);
double ka_mean(const double *x, size_t n);

// Standard deviation with divisor n - 1; NaN below two values.
double ka_sd(const double *x, size_t n);

double ka_median(const double *x, size_t n);

// Median absolute deviation from the median, not rescaled; times 1.4826 it
// estimates the standard deviation of a normal sample.
double ka_mad(const double *x, size_t n);

// Quantile of type 7 (Hyndman, Fan 1996), R's default: linear between the order
// statistics around 1 + (n - 1)p.  p in 0..1.
double ka_quantile(const double *x, size_t n, double p);
double ka_quantile_sorted(const double *ascending, size_t n, double p);

// The smallest x whose cumulative weight is at least p of all weight; weights >= 0.
double ka_quantile_weighted(const double *x, const double *weight, size_t n, double p);

// Shannon entropy, in nats, of the shares of x in its total: 0 when one part has all,
// ln n when all are equal.  NaN when a part is negative or all are 0.
double ka_entropy(const double *x, size_t n);

// Pearson's correlation of x[i * x_step] and y[i * y_step]; NaN when one of them is constant.
double ka_correlation(const double *x, size_t x_step, const double *y, size_t y_step, size_t n);

// Theil-Sen slope of y on x: the median of the slopes of all pairs with different
// x (Sen 1968).  Takes n(n - 1)/2 doubles of memory: for short series.
double ka_theil_sen(const double *x, const double *y, size_t n);

#endif
