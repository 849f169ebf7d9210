// SPDX-License-Identifier: GPL-3.0-or-later
// How many clusters: k-means for a range of k, and the choice between them.
#ifndef KA_STAT_CHOOSE_K_H
#define KA_STAT_CHOOSE_K_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/kmeans.h"
#include "stat/silhouette.h"

struct ka_k_choice {
    size_t k;
    double inertia; // NaN, and 0 for the rest, when there are fewer different points than k
    struct ka_silhouette silhouette;
    size_t smallest; // cluster
    bool eligible;   // the smallest cluster has at least ka_cluster_least(n) points
};

// The least size of a cluster worth telling: max(3, 2 % of n, rounded up).
size_t ka_cluster_least(size_t n);

// Fills choice[0..k_max - k_min] with k = k_min..k_max, k_min >= 2, by ka_kmeans_fit with
// the options (their k is not looked at), and returns the chosen k: the one with the
// highest mean silhouette among the eligible, the smaller of equals; 1, no structure, when
// none is eligible.
size_t ka_choose_k(const double *x, size_t n, size_t d, size_t k_min, size_t k_max,
                   const struct ka_kmeans_options *options, struct ka_k_choice *choice);

#endif
