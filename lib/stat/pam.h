// SPDX-License-Identifier: GPL-3.0-or-later
// Partition around medoids: clusters about points that are there.
#ifndef KA_STAT_PAM_H
#define KA_STAT_PAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { KA_PAM_MAX = 20000 }; // points

// Clusters are ordered as those of stat/kmeans.h.
struct ka_pam {
    size_t n, k;
    int *label;       // n, in 0..k-1
    size_t *medoid;   // k, the index of a point
    size_t *size;     // k, each >= 1
    double *weight;   // k, sums of the members' weights
    double objective; // mean distance from the points to their medoids
};

// Euclidean PAM of the rows of x (row-major, n x d, finite): BUILD, then the best swap as long
// as one helps (Kaufman, Rousseeuw 1990), all k swaps with a point being looked at together
// (FastPAM1; Schubert, Rousseeuw 2019).  Of equal choices the first row is taken.  O(n^2 d) a
// round, O(n k) memory.  weight (NULL: 1 each) is for the order of the clusters.  threads (0:
// all) change nothing.  Fails (KA_NOT_ESTIMABLE) when there are fewer than k different points,
// none, or more than KA_PAM_MAX.
bool ka_pam_fit(const double *x, size_t n, size_t d, size_t k, const double *weight,
                unsigned threads, struct ka_pam *out, struct ka_error *err);

void ka_pam_clear(struct ka_pam *pam);

#endif
