// SPDX-License-Identifier: GPL-3.0-or-later
// How sure the concentration figures are: bootstrap over the members of the population.
#ifndef KA_STAT_RESAMPLE_H
#define KA_STAT_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "stat/bca.h"
#include "stat/concentration.h"

enum { KA_ATKINSON_MAX = 8 };

// The figures of stat/concentration.h as a list.
enum ka_figure {
    KA_FIGURE_MAKE80,
    KA_FIGURE_MAKE80_SHARE,
    KA_FIGURE_TOP20_SHARE,
    KA_FIGURE_TOP25_SHARE,
    KA_FIGURE_CR4,
    KA_FIGURE_CR8,
    KA_FIGURE_GINI_RSV,
    KA_FIGURE_GINI,
    KA_FIGURE_GINI_CORRECTED,
    KA_FIGURE_ASYMMETRY, // the middle of its range
    KA_FIGURE_HHI,
    KA_FIGURE_EFFECTIVE,
    KA_FIGURE_HHI_NORMALISED,
    KA_FIGURE_ROSENBLUTH,
    KA_FIGURE_HOOVER,
    KA_FIGURE_THEIL_T,
    KA_FIGURE_THEIL_L,
    KA_FIGURE_ATKINSON, // of the first epsilon, then of the others
    KA_FIGURES = KA_FIGURE_ATKINSON + KA_ATKINSON_MAX
};

// Amounts in ascending order.
struct ka_population {
    const double *x;
    const double *weight;  // NULL: 1 each
    size_t n;              // < 2^32
    const double *epsilon; // of the Atkinson indices
    size_t epsilons;       // 0..KA_ATKINSON_MAX
};

// All figures; NaN where there is none.
void ka_figures_compute(const struct ka_population *population, double value[KA_FIGURES]);

struct ka_bootstrap {
    size_t replicates; // 0: no intervals
    double level;      // .95
    uint64_t seed;
    unsigned threads;               // 0: all processors
    enum ka_interval_method method; // of the Gini coefficients; the other figures have BCa
};

// BCa intervals of all figures, n members drawn anew with their weights.  The acceleration is
// that of the infinitesimal jackknife over all members: each loses a thousandth of its weight,
// which the others gain, so that n is as constant as in the draws.  The same for any number of
// threads.  O(replicates n + n log n).
//
// KA_BOOTSTRAP_T: the Gini coefficients of amounts without weights have studentised intervals,
// made on the logit scale of the corrected one so that they stay between 0 and 1; where that
// is not defined (all amounts equal), BCa.  In small samples and where the tail is heavy they
// hold the true figure more often: tests/slow/coverage.c measures how often.
void ka_figures_bootstrap(const struct ka_population *population,
                          const struct ka_bootstrap *bootstrap,
                          struct ka_interval interval[KA_FIGURES]);

// The same of `count` points of the Lorenz curve: y[i] is the share of the lowest p[i] (0..1).
void ka_lorenz_bootstrap(const struct ka_population *population, const double *p,
                         const double *y, size_t count, const struct ka_bootstrap *bootstrap,
                         struct ka_interval *interval);

#endif
