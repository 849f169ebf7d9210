// SPDX-License-Identifier: GPL-3.0-or-later
// Principal components: the directions in which points differ most.
#ifndef KA_STAT_PCA_H
#define KA_STAT_PCA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct ka_pca {
    size_t n, d, components; // components: min(d, n - 1)
    double *mean;            // d, what was taken off
    double *loading;  // components x d: unit vectors, their largest entry by amount positive
    double *variance; // components, with divisor n - 1, descending
    double *share;    // components, of the total variance
    double *score;    // n x components: the points along the loadings
};

// Of the rows of x (row-major, n x d, finite), by the eigenvectors of their covariance; the
// columns are centered, not scaled.  Of entries equal in amount (to 1e-9) the first is made
// positive.  Fails (KA_NOT_ESTIMABLE) below two points, or when all are the same.
bool ka_pca_compute(const double *x, size_t n, size_t d, struct ka_pca *out,
                    struct ka_error *err);

void ka_pca_clear(struct ka_pca *pca);

#endif
