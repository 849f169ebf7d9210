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

// Appends recency_score, frequency_score, monetary_score (1..5, 5 the best), rfm and
// rfm_segment, from recency_days, orders and the column `monetary`.  Without one of the
// three nothing is appended.
bool ka_rfm_append(struct ka_frame *accounts, const char *monetary, struct ka_error *err);

enum { KA_K_MIN = 2, KA_K_MAX = 8 };

struct ka_clustering_options {
    size_t k;    // 0: choose
    bool survey; // try all k even when k is given
    size_t starts;
    uint64_t seed;
};

struct ka_clustering {
    size_t k;   // clusters there are; 1 when no structure was found
    int *label; // of each matrix row: 0..k-1, 0 the one with the largest revenue
    struct ka_k_choice choice[KA_K_MAX - KA_K_MIN + 1];
    size_t choices;
};

// Clusters the rows of `matrix`, numbered by the accounts' revenue (without it, by the
// first feature).  The clustering is zeroed before; clear it in any case.
bool ka_clustering_make(struct ka_clustering *clustering, const struct ka_matrix *matrix,
                        const struct ka_frame *accounts,
                        const struct ka_clustering_options *options, struct ka_error *err);
void ka_clustering_clear(struct ka_clustering *clustering);

// Appends cluster (1..k) and, up to 20,000 rows, silhouette.
void ka_clustering_append(const struct ka_clustering *clustering,
                          const struct ka_matrix *matrix, struct ka_frame *accounts);

#endif
