// SPDX-License-Identifier: GPL-3.0-or-later
// One way to call the methods of clustering.
#ifndef KA_STAT_CLUSTER_H
#define KA_STAT_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "stat/mixture.h"

enum ka_method { KA_METHOD_KMEANS, KA_METHOD_PAM, KA_METHOD_MIXTURE, KA_METHOD_WARD };

struct ka_cluster_options {
    enum ka_method method;
    size_t k, starts; // both >= 1; PAM and Ward's method have no starts
    uint64_t seed;
    enum ka_covariance covariance; // of a mixture
    size_t least;         // size of a cluster worth telling; 0: ka_cluster_least of the points
    const double *weight; // of each point, for the order of the clusters; NULL: 1 each
    unsigned threads;     // 0: as many as there are processors; the result is the same
};

// Clusters are ordered as those of stat/kmeans.h.
struct ka_clusters {
    size_t n, d, k;
    int *label;       // n, in 0..k-1
    double *center;   // k x d, the means of the members; NaN where there are none
    size_t *medoid;   // k, of PAM the index of a point, else NULL
    size_t *size;     // k; 0 can be in mixtures alone
    double inertia;   // sum of the squared distances from the points to these means
    double objective; // what the method minimises: the inertia; of PAM the mean distance to the
                      // medoids, of a mixture less the log-likelihood
    double bic;       // of a mixture, else NaN
    size_t degenerate; // components of a mixture
};

// Of the rows of x (row-major, n x d, finite).  Fails as the method does, and
// (KA_NOT_ESTIMABLE) with k > n.
bool ka_clusters_fit(const double *x, size_t n, size_t d,
                     const struct ka_cluster_options *options, struct ka_clusters *out,
                     struct ka_error *err);

// Size of the smallest cluster.
size_t ka_clusters_smallest(const struct ka_clusters *clusters);

void ka_clusters_clear(struct ka_clusters *clusters);

#endif
