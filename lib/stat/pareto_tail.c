// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/pareto_tail.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/mem.h"
#include "stat/describe.h"

// The tail from one candidate on, while its Kolmogorov-Smirnov distance is searched.
struct tail {
    const double *y; // logarithms, ascending, y[0] = ln x_min
    size_t n;
    double rate;   // alpha - 1
    double enough; // the search ends once found >= enough
    double found;  // the largest distance so far,
    size_t at;     // and where
};

// Looks at one point, from both sides of the empirical step; returns the fit there.
static double look(struct tail *tail, size_t i)
{
    double n = (double)tail->n;
    double p = -expm1(-tail->rate * (tail->y[i] - tail->y[0]));
    double distance = fmax((double)(i + 1) / n - p, p - (double)i / n);
    if (distance > tail->found) {
        tail->found = distance;
        tail->at = i;
    }
    return p;
}

// Looks between points a and b, where the fit is pa and pb.  Both distributions rise, so a
// range whose ends bound the distance within it by what was found is skipped whole.
static void look_between(struct tail *tail, size_t a, size_t b, double pa, double pb)
{
    double n = (double)tail->n;
    double bound = fmax((double)b / n - pa, pb - (double)(a + 1) / n);
    if (b - a < 2 || bound <= tail->found || tail->found >= tail->enough)
        return;
    size_t middle = a + (b - a) / 2;
    double p = look(tail, middle);
    look_between(tail, a, middle, pa, p);
    look_between(tail, middle, b, p, pb);
}

// A fit under way: the sample, and the best tail so far.
struct fit {
    const double *value, *y, *excess; // ascending; logarithms; sum over j of y[j] - y[i]
    size_t n;
    size_t hint; // where the last candidate was farthest from its fit
    struct ka_pareto_tail *best;
    size_t best_at;
};

// Neighbouring candidates are farthest from their fits at about the same point, so that
// looking there first ends the search for most of them.
static void try_candidate(struct fit *fit, size_t i)
{
    if (fit->excess[i] == 0 || (i > 0 && fit->value[i] == fit->value[i - 1]))
        return;
    struct tail tail = {.y = fit->y + i, .n = fit->n - i};
    tail.rate = (double)tail.n / fit->excess[i];
    tail.enough = nextafter(fit->best->ks, 2);
    size_t last = tail.n - 1;
    look(&tail, 0);
    if (fit->hint > i)
        look(&tail, fit->hint - i);
    look_between(&tail, 0, last, 0, look(&tail, last));
    fit->hint = i + tail.at;
    double ks = fit->best->ks;
    if (tail.found < ks || (tail.found == ks && i < fit->best_at)) {
        *fit->best = (struct ka_pareto_tail){1 + tail.rate, fit->value[i], tail.found, tail.n};
        fit->best_at = i;
    }
}

// A coarse round first: it leaves a distance that few of all candidates come below.
static void try_candidates(struct fit *fit)
{
    const size_t coarse = 256;
    for (size_t step = 0; step < coarse; step++)
        try_candidate(fit, fit->n * step / coarse);
    for (size_t i = 0; i + 1 < fit->n; i++)
        try_candidate(fit, i);
}

static size_t positive_sorted(const double *x, size_t n, double *value)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (x[i] > 0)
            value[count++] = x[i];
    ka_sort_reals(value, count);
    return count;
}

void ka_pareto_tail_fit(const double *x, size_t n, struct ka_pareto_tail *out)
{
    double *value = ka_alloc(n, sizeof *value), *y = ka_alloc(n, sizeof *y);
    double *excess = ka_zalloc(n, sizeof *excess);
    size_t count = positive_sorted(x, n, value);
    *out = (struct ka_pareto_tail){NAN, NAN, .ks = 1, 0};
    for (size_t i = count; i-- > 0;) {
        y[i] = log(value[i]);
        if (i + 1 < count)
            excess[i] = excess[i + 1] + (double)(count - i - 1) * (y[i + 1] - y[i]);
    }
    struct fit fit = {value, y, excess, count, .best = out};
    if (count > 1)
        try_candidates(&fit);
    if (out->n_tail == 0)
        out->ks = NAN;
    free(value);
    free(y);
    free(excess);
}

void ka_pareto_tail_interval(const struct ka_pareto_tail *tail, double level, double *lo,
                             double *hi)
{
    double n = (double)tail->n_tail, logarithms = n / (tail->alpha - 1);
    *lo = 1 + gsl_cdf_chisq_Pinv((1 - level) / 2, 2 * (n - 1)) / (2 * logarithms);
    *hi = 1 + gsl_cdf_chisq_Pinv((1 + level) / 2, 2 * (n - 1)) / (2 * logarithms);
}
