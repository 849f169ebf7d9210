// SPDX-License-Identifier: GPL-3.0-or-later
// How well a score tells two groups apart.
#ifndef KA_STAT_AUC_H
#define KA_STAT_AUC_H

#include <stdbool.h>
#include <stddef.h>

// Area under the receiver operating characteristic of n finite scores: P(a positive scores
// above a negative), ties count half, that is Mann and Whitney's U over the pairs; NAN without
// both.  O(n log n) by midranks.
double ka_auc(const double *score, const bool *positive, size_t n);

// Interval at `level` by the jackknife that leaves out one of `groups` disjoint groups at a
// time: without[g] is the area without group g, anew from the learning of the scores on.
// Student's t with groups - 1 degrees of freedom, cut to 0..1; NAN when groups < 2 or all are
// alike.  Its variance is too large on average rather than too small (Efron and Stein 1981),
// twice the true one where the scores tell nothing.
void ka_auc_jackknife(double auc, const double *without, size_t groups, double level,
                      double *lo, double *hi);

#endif
