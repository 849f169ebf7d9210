// SPDX-License-Identifier: GPL-3.0-or-later
// The gap statistic: is a partition better than one of data without clusters would be?
#ifndef KA_STAT_GAP_H
#define KA_STAT_GAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { KA_GAP_SAMPLE = 2000 }; // of more points a sample of so many is looked at

struct ka_gap_options {
    size_t draws, starts; // reference data sets, k-means starts for each; draws >= 2
    uint64_t seed;
    unsigned threads; // 0: as many as there are processors; the result is the same
};

// For k = 1..k_max of the rows of x (row-major, n x d, finite): gap[k - 1] is the mean of
// ln(inertia) over reference data less that of the data, error[k - 1] its standard deviation
// times sqrt(1 + 1 / draws); both NaN from the k on that the points cannot be parted into with
// inertia left.  Reference data are uniform over the box that is aligned with the principal
// components (Tibshirani, Walther, Hastie 2001, eq. 3, choice b).  Fails (KA_NOT_ESTIMABLE) as
// ka_pca_compute does.
bool ka_gap_compute(const double *x, size_t n, size_t d, size_t k_max,
                    const struct ka_gap_options *options, double *gap, double *error,
                    struct ka_error *err);

// The least k whose gap is within one error of the first local maximum ("firstSEmax" of R's
// cluster package); NaN ends the list.
size_t ka_gap_choose(const double *gap, const double *error, size_t k_max);

#endif
