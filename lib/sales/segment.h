// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows gain RFM scores and clusters.
#ifndef KA_SALES_SEGMENT_H
#define KA_SALES_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/matrix.h"
#include "stat/choose_k.h"
#include "table/frame.h"
#include "table/writer.h"

enum { KA_RFM_BINS = 5, KA_RFM_SCORES = 3 };

// The limits of the scores: limit[score][b] is the largest value in the bins up to b + 1 of
// recency, frequency, monetary.
struct ka_rfm_limits {
    char *source[KA_RFM_SCORES]; // recency_days, orders, the money column
    double limit[KA_RFM_SCORES][KA_RFM_BINS - 1];
    bool known; // false: to be made from the rows
};

// Reads limits that an earlier run wrote (column, bin, limit) for the money column
// `monetary`; errors name the line.
bool ka_rfm_limits_read(struct ka_rfm_limits *limits, const char *path, const char *monetary,
                        struct ka_error *err);
void ka_rfm_limits_write(const struct ka_rfm_limits *limits, struct ka_writer *writer);
void ka_rfm_limits_clear(struct ka_rfm_limits *limits);

// Appends recency_score, frequency_score, monetary_score (1..5, 5 the best), rfm and
// rfm_segment, from recency_days, orders and the column `monetary`; without one of the three
// nothing is appended.  Limits that are not known yet are made from the rows.
bool ka_rfm_append(struct ka_frame *accounts, const char *monetary,
                   struct ka_rfm_limits *limits, struct ka_error *err);

enum { KA_K_MAX = 8 };

struct ka_clustering_options {
    size_t k;    // 0: choose
    bool survey; // try all k even when k is given
    enum ka_method method;
    enum ka_covariance covariance; // of a mixture
    size_t starts;
    uint64_t seed;
    size_t gap_draws, stability_draws; // 0: not measured
    size_t least;                      // size of a cluster worth telling; 0: ka_cluster_least
};

struct ka_cluster_name {
    char *en, *zh;
};

struct ka_clustering {
    size_t k;    // clusters there are; 1 when no structure was found
    int *label;  // of each matrix row: 0..k-1, 0 the one with the largest revenue
    int *number; // of each cluster, as it is printed: 1..k unless matched
    struct ka_cluster_name *name; // of each cluster; NULL when k is 1
    double *jaccard;              // of each cluster: stat/stability.h; NULL when not measured
    struct ka_k_survey survey;    // of k = 1..KA_K_MAX; k_max 0 when none was made
    size_t *medoid;               // matrix row of each cluster of PAM, else NULL
    size_t degenerate;            // components of a mixture
};

// Clusters the rows of `matrix`, numbered by the accounts' revenue (without it, by the
// first feature).  A matrix without columns is one cluster, and KA_NOT_ESTIMABLE when more
// are asked for.  The clustering is zeroed before; clear it in any case.
bool ka_clustering_make(struct ka_clustering *clustering, const struct ka_matrix *matrix,
                        const struct ka_frame *accounts,
                        const struct ka_clustering_options *options, struct ka_error *err);
void ka_clustering_clear(struct ka_clustering *clustering);

// Appends cluster (its number; empty for whales), cluster_name and cluster_name_zh when there
// are names, up to 20,000 rows silhouette, and is_whale (1 or 0) when there is one.
void ka_clustering_append(const struct ka_clustering *clustering,
                          const struct ka_matrix *matrix, struct ka_frame *accounts);

struct ka_agreement {
    double adjusted_rand, mutual_information; // stat/agreement.h
    size_t rows;                              // that have a value and are no whale
    size_t values;                            // different ones
};

// How far the clusters agree with the values of the column `truth`.
bool ka_clustering_compare(const struct ka_clustering *clustering,
                           const struct ka_matrix *matrix, const struct ka_frame *accounts,
                           const char *truth, struct ka_agreement *out, struct ka_error *err);

#endif
