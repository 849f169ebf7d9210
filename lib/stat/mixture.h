// SPDX-License-Identifier: GPL-3.0-or-later
// Gaussian mixture: clusters of different shape and size, each point with a probability in
// each.
#ifndef KA_STAT_MIXTURE_H
#define KA_STAT_MIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum ka_covariance {
    KA_COVARIANCE_OWN,    // of each component
    KA_COVARIANCE_SHARED, // the same one for all
};

struct ka_mixture_options {
    size_t k, starts; // both >= 1
    uint64_t seed;
    enum ka_covariance covariance;
    const double *weight; // of each point, for the order of the components; NULL: 1 each
    unsigned threads;     // 0: as many as there are processors; the result is the same
};

// Components are ordered by the weights of the points that are most likely theirs, as the
// clusters of stat/kmeans.h.
struct ka_mixture {
    size_t n, d, k;
    int *label;          // n, the most likely component, the first of equals
    double *probability; // n x k, of each component; a row adds up to 1
    double *share;       // k, the components' shares
    double *mean;        // k x d
    double *covariance;  // k x d x d, all the same when shared
    size_t *size;        // k, points with that label; may be 0
    double *weight;      // k, sums of their weights
    double log_likelihood;
    double bic;        // p ln n - 2 log-likelihood for p free parameters: less is better
    size_t degenerate; // components whose covariance only the ridge keeps from being singular
};

// Maximum likelihood by EM (Dempster, Laird, Rubin 1977) for the rows of x (row-major, n x d,
// finite), with the densities added up by log-sum-exp.  Each start begins with a k-means
// partition from one start of its own; the one with the highest likelihood is taken, and one
// without degenerate components before one with.  1e-6 of the mean variance of the columns is
// added to each variance.  Fails (KA_NOT_ESTIMABLE) when there are fewer than k different
// points, none, or all points are the same.
bool ka_mixture_fit(const double *x, size_t n, size_t d,
                    const struct ka_mixture_options *options, struct ka_mixture *out,
                    struct ka_error *err);

void ka_mixture_clear(struct ka_mixture *mixture);

#endif
