// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/bca.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "stat/describe.h"

void ka_influence_add(struct ka_influence *sums, double influence)
{
    if (isnan(influence))
        return;
    sums->n++;
    sums->sum += influence;
    sums->squares += influence * influence;
    sums->cubes += influence * influence * influence;
}

// sum L^3 / (6 (sum L^2)^1.5), the influences L about their mean.
static double acceleration(const struct ka_influence *l)
{
    double n = (double)l->n, mean = n > 0 ? l->sum / n : 0;
    double second = l->squares - n * mean * mean;
    double third = l->cubes - 3 * mean * l->squares + 2 * n * mean * mean * mean;
    return second > 0 ? third / (6 * pow(second, 1.5)) : 0;
}

// Moves NaN behind the others, returns how many these are.
static size_t known_first(double *x, size_t n)
{
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            double value = x[i];
            x[i] = x[known];
            x[known++] = value;
        }
    return known;
}

// Differences in the last digits are rounding.
static int against(double value, double estimate)
{
    double margin = 1e-12 * (1 + fabs(estimate));
    return (value > estimate + margin) - (value < estimate - margin);
}

static double bias(double estimate, const double *x, size_t n)
{
    double below = 0;
    for (size_t i = 0; i < n; i++)
        below += against(x[i], estimate) < 0 ? 1 : against(x[i], estimate) == 0 ? .5 : 0;
    // At an end the normal quantile would be infinite: half a replicate stays beyond.
    double part = fmin(fmax(below, .5), (double)n - .5) / (double)n;
    return gsl_cdf_ugaussian_Pinv(part);
}

// The order statistic at rank (n + 1) p, linear between neighbours.
static double at(const double *ascending, size_t n, double p)
{
    double rank = ((double)n + 1) * p;
    if (!(rank > 1))
        return ascending[0];
    if (rank >= (double)n)
        return ascending[n - 1];
    size_t i = (size_t)rank;
    return ascending[i - 1] + (rank - (double)i) * (ascending[i] - ascending[i - 1]);
}

static double bound(const double *ascending, size_t n, double z0, double a, double z)
{
    double shifted = z0 + z, divisor = 1 - a * shifted;
    // Past its pole the correction has no meaning: the end of the replicates.
    if (divisor <= 0)
        return ascending[a > 0 ? n - 1 : 0];
    return at(ascending, n, gsl_cdf_ugaussian_P(z0 + shifted / divisor));
}

struct ka_interval ka_bca(double estimate, double *replicate, size_t n,
                          const struct ka_influence *influence, double level)
{
    size_t known = known_first(replicate, n);
    struct ka_interval interval = {NAN, NAN, n - known, KA_BCA};
    if (isnan(estimate) || 10 * interval.undefined >= n)
        return interval;
    ka_sort_reals(replicate, known);
    if (against(replicate[0], estimate) == 0 && against(replicate[known - 1], estimate) == 0) {
        interval.lo = interval.hi = estimate;
        return interval;
    }
    double z0 = bias(estimate, replicate, known), a = acceleration(influence);
    double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    interval.lo = bound(replicate, known, z0, a, -z);
    interval.hi = bound(replicate, known, z0, a, z);
    return interval;
}

struct ka_interval ka_bootstrap_t(double estimate, double error, double *replicate, size_t n,
                                  double level)
{
    size_t known = known_first(replicate, n);
    struct ka_interval interval = {NAN, NAN, n - known, KA_BOOTSTRAP_T};
    if (!(error > 0) || 10 * interval.undefined >= n)
        return interval;
    ka_sort_reals(replicate, known);
    interval.lo = estimate - error * at(replicate, known, (1 + level) / 2);
    interval.hi = estimate - error * at(replicate, known, (1 - level) / 2);
    return interval;
}
