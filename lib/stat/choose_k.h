// SPDX-License-Identifier: GPL-3.0-or-later
// How many clusters: a range of k by every criterion, and the choice between them.
#ifndef KA_STAT_CHOOSE_K_H
#define KA_STAT_CHOOSE_K_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stat/cluster.h"
#include "stat/silhouette.h"

struct ka_k_choice {
    size_t k;
    double objective; // what the method minimises: stat/cluster.h
    double inertia;   // NaN, as all else but the gap, when the points cannot be parted into k
    struct ka_silhouette silhouette; // NaN for k = 1
    double bic;                      // NaN unless of a mixture
    double gap, gap_error;           // of k-means, whatever the method: stat/gap.h; else NaN
    size_t smallest;                 // cluster; 0 when there is none
    bool eligible; // the smallest cluster has at least the options' least points and no
                   // component of a mixture is degenerate (its likelihood has no bound), or k =
                   // 1
};

struct ka_k_survey {
    size_t k_max;
    struct ka_k_choice *choice; // of k = 1..k_max
    // The best eligible k; 0 where the criterion does not apply.
    size_t by_gap;        // may be one that is not eligible
    size_t by_silhouette; // the highest, of k >= 2
    size_t by_bic;        // the least
    size_t chosen;
};

// The least size of a cluster worth telling: max(3, 2 % of n, rounded up).
size_t ka_cluster_least(size_t n);

// Tries k = 1..k_max by the method of the options (their k is not looked at).  Of a mixture the
// k with the least BIC is chosen.  Else the gap statistic, of gap_draws reference data sets,
// says whether there are clusters at all: 1 when it picks 1, else the k with the highest mean
// silhouette; without gap draws the silhouette alone.  Of equals the smaller; 1 when none is
// eligible.  Fails as the method does with k = 1.
bool ka_k_survey_make(const double *x, size_t n, size_t d, size_t k_max,
                      const struct ka_cluster_options *options, size_t gap_draws,
                      struct ka_k_survey *out, struct ka_error *err);

void ka_k_survey_clear(struct ka_k_survey *survey);

#endif
