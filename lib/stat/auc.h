// SPDX-License-Identifier: GPL-3.0-or-later
// How well a score tells two groups apart.
#ifndef KA_STAT_AUC_H
#define KA_STAT_AUC_H

#include <stdbool.h>
#include <stddef.h>

struct ka_auc {
    double value; // P(a positive scores above a negative), ties count half; NAN without both
    double lo, hi;
    size_t positives, negatives;
};

// Area under the receiver operating characteristic of n finite scores, that is Mann and
// Whitney's U over the pairs; the interval at `level` (.95) by the variance of DeLong, DeLong,
// Clarke-Pearson (1988), cut to 0..1; NAN when that is 0 or there are not two of each group.
// O(n log n) by midranks (Sun, Xu 2014).
struct ka_auc ka_auc(const double *score, const bool *positive, size_t n, double level);

#endif
