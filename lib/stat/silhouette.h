// SPDX-License-Identifier: GPL-3.0-or-later
// Silhouettes: how much nearer a point is to its own cluster than to the next one
// (Rousseeuw 1987).  Euclidean; x is row-major, n x d; labels are 0, 1, 2 …
#ifndef KA_STAT_SILHOUETTE_H
#define KA_STAT_SILHOUETTE_H

#include <stddef.h>
#include <stdint.h>

// s[i] = (b - a) / max(a, b): a the mean distance from point i to the others of its
// cluster, b the least mean distance to those of another one.  0 for a cluster of one and
// where a = b = 0; NaN for all when there is only one cluster.  O(n^2 d), on up
// to `threads` threads (0: all), which change nothing in the result.
void ka_silhouette_points(const double *x, size_t n, size_t d, const int *label,
                          unsigned threads, double *s);

// Up to so many points the mean is exact, above it is that of a seeded sample.
enum { KA_SILHOUETTE_EXACT = 20000, KA_SILHOUETTE_SAMPLE = 10000 };

struct ka_silhouette {
    double mean;
    double error;  // standard error of the mean of a sample, 0 when exact
    size_t points; // that the mean is of
};

// The mean silhouette; a sample is measured against itself.
void ka_silhouette_mean(const double *x, size_t n, size_t d, const int *label, uint64_t seed,
                        unsigned threads, struct ka_silhouette *out);

#endif
