// SPDX-License-Identifier: GPL-3.0-or-later
// A power law fitted to the upper tail of a sample.
#ifndef KA_STAT_PARETO_TAIL_H
#define KA_STAT_PARETO_TAIL_H

#include <stddef.h>

struct ka_pareto_tail {
    double alpha; // exponent of the density, x^-alpha; 1 + n_tail / sum ln(x / x_min)
    double x_min; // where the tail begins, an observed value
    double ks;    // Kolmogorov-Smirnov distance of the tail from the fit, sup |S - P|
    size_t n_tail;
};

// Continuous power law by maximum likelihood; x_min is the value with the least ks,
// the smaller of two with the same (Clauset, Shalizi, Newman 2009, eqs 3.1 and 3.9).
// Only amounts > 0 count, in any order; NaN and 0 when fewer than two of them differ.
// Every observed value is tried: exact, in O(n log n) for all but contrived samples.
void ka_pareto_tail_fit(const double *x, size_t n, struct ka_pareto_tail *out);

// Interval of the exponent when x_min is taken as given: of the n_tail logarithms the one of
// x_min itself is 0, the others are exponential, so 2 (alpha - 1) sum ln(x / x_min) is
// chi-squared with 2 (n_tail - 1) degrees of freedom.
void ka_pareto_tail_interval(const struct ka_pareto_tail *tail, double level, double *lo,
                             double *hi);

#endif
