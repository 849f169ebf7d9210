// SPDX-License-Identifier: GPL-3.0-or-later
// k-means clustering: the partition with the least inertia that many starts find.
#ifndef KA_STAT_KMEANS_H
#define KA_STAT_KMEANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct ka_kmeans_options {
    size_t k, starts; // both >= 1
    uint64_t seed;
    const double *weight; // of each point, for the order of the clusters; NULL: 1 each
    unsigned threads;     // 0: as many as there are processors; the result is the same
};

// Cluster 0 has the largest sum of weights, cluster 1 the next …; of two with the same
// sum the one with the earlier first member comes first.
struct ka_kmeans {
    size_t n, d, k;
    int *label;     // n, in 0..k-1
    double *center; // k x d, the means of the members
    size_t *size;   // k, each >= 1
    double *weight; // k, sums of the members' weights
    double inertia; // sum of the squared distances from the points to their centers
};

// On more points than this the starts compete on a sample of so many.
enum { KA_KMEANS_SAMPLE = 16384 };

// Euclidean k-means of the rows of x (row-major, n x d, finite).  Each start is seeded by
// greedy k-means++ (Arthur, Vassilvitskii 2007) and taken down by Lloyd's iteration, then
// by exchange of single points (Hartigan 1975), which leaves the many shallow optima that
// Lloyd's ends in; the best start goes on until nothing moves.  Of more than
// KA_KMEANS_SAMPLE points the starts see a sample, as of Bradley and Fayyad (1998); up to
// three different results compete on all points and the best goes on by Lloyd's until nothing
// moves or a round gains no more than about 1e-7 of the inertia: one exchange among so many is
// worth nothing.  The result depends on the order
// of the rows: give them in a canonical one.  Fails (KA_NOT_ESTIMABLE) when there are fewer
// than k different points, or none.  Beside x it takes 8 n (d + 1) bytes.
bool ka_kmeans_fit(const double *x, size_t n, size_t d, const struct ka_kmeans_options *options,
                   struct ka_kmeans *out, struct ka_error *err);

void ka_kmeans_clear(struct ka_kmeans *kmeans);

#endif
