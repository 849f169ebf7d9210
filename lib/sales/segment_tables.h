// SPDX-License-Identifier: GPL-3.0-or-later
// The side tables of a segmentation: clusters, channels, the choice of k.
#ifndef KA_SALES_SEGMENT_TABLES_H
#define KA_SALES_SEGMENT_TABLES_H

#include <stddef.h>

#include "base/error.h"
#include "sales/matrix.h"
#include "stat/choose_k.h"
#include "table/frame.h"
#include "table/writer.h"

// channel × class: one row per value of `channel`, bytewise, with what can be added up,
// shares and rates, and how many accounts are in classes A, B, C, N when the rows have
// a class.
bool ka_channels_make(const struct ka_frame *accounts, struct ka_frame *channels,
                      struct ka_error *err);

// cluster, accounts, then the median of each feature as it stands in the account rows.
// label: of each matrix row, 0..k-1.
void ka_clusters_write(struct ka_writer *writer, const struct ka_frame *accounts,
                       const struct ka_matrix *matrix, const int *label, size_t k);

// k, inertia, silhouette, silhouette_se, smallest, eligible, chosen, gap, gap_se, bic.
void ka_choice_write(struct ka_writer *writer, const struct ka_k_survey *survey, size_t chosen);

#endif
