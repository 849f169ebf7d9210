// SPDX-License-Identifier: GPL-3.0-or-later
// Confidence intervals from bootstrap replicates.
#ifndef KA_STAT_BCA_H
#define KA_STAT_BCA_H

#include <stddef.h>

enum ka_interval_method { KA_BCA, KA_BOOTSTRAP_T };

struct ka_interval {
    double lo, hi;    // NaN: none
    size_t undefined; // replicates for which the figure has no value
    enum ka_interval_method method;
};

// Sums over the influence that each observation has on a figure: how much the figure grows as
// it gains weight, in any unit.  Zero-initialised is empty.
struct ka_influence {
    size_t n;
    double sum, squares, cubes;
};

void ka_influence_add(struct ka_influence *sums, double influence); // NaN is passed over

// Bias-corrected and accelerated interval at a level in 0..1 (Efron 1987, eqs 2.3, 6.6, 7.5).
// Of the n replicates, which are sorted, those that are NaN are left out.  Replicates equal to
// the estimate count half towards the bias, for figures that come in steps.  None when the
// estimate is NaN, or when a tenth of the replicates or more is; the estimate twice when all of
// them equal it.
struct ka_interval ka_bca(double estimate, double *replicate, size_t n,
                          const struct ka_influence *influence, double level);

// Studentised interval (Davison, Hinkley 1997, section 2.4) about an
// estimate with its standard error, from n replicates of (replicate - estimate) / standard
// error of the replicate, which are sorted; those that are NaN are left out.  None when the
// error is not above 0, or when a tenth of the replicates or more is NaN.
struct ka_interval ka_bootstrap_t(double estimate, double error, double *replicate, size_t n,
                                  double level);

#endif
