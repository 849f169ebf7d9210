// SPDX-License-Identifier: GPL-3.0-or-later
// Hierarchical clustering by Ward's criterion: each merge adds the least to the inertia.
#ifndef KA_STAT_WARD_H
#define KA_STAT_WARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum { KA_WARD_MAX = 5000 }; // points; their distances take 4 n^2 bytes

// Clusters 0..n-1 are the points, n + i is what merge i makes.
struct ka_merge {
    size_t a, b;   // a < b
    double height; // of two points their distance; squared and halved the rise of the inertia
    size_t size;   // points below
};

struct ka_ward {
    size_t n;
    struct ka_merge *merge; // n - 1, by height
};

// The dendrogram of the rows of x (row-major, n x d, finite), Euclidean, heights as R's
// hclust(method = "ward.D2"): the nearest-neighbour chain (Benzecri 1982) on Lance and
// Williams' (1967) updates, O(n^2).  Of equal distances the one to the first row is taken.
// Fails (KA_NOT_ESTIMABLE) without points or above KA_WARD_MAX.
bool ka_ward_build(const double *x, size_t n, size_t d, struct ka_ward *out,
                   struct ka_error *err);

// label[0..n-1], 0..k-1 in the order of first members: the clusters before the last k - 1
// merges.  1 <= k <= n.
void ka_ward_cut(const struct ka_ward *ward, size_t k, int *label);

void ka_ward_clear(struct ka_ward *ward);

#endif
