// SPDX-License-Identifier: GPL-3.0-or-later
// The side tables of a segmentation: clusters, the choice of k, pictures.
#ifndef KA_SALES_SEGMENT_TABLES_H
#define KA_SALES_SEGMENT_TABLES_H

#include <stddef.h>

#include "base/error.h"
#include "sales/matrix.h"
#include "sales/segment.h"
#include "table/frame.h"
#include "table/writer.h"

// cluster, accounts (or what `unit` says), the median of each feature as it stands in the
// account rows; jaccard (stat/stability.h) where it was measured, cluster_name and
// cluster_name_zh where there are names.
void ka_clusters_write(struct ka_writer *writer, const char *unit,
                       const struct ka_frame *accounts, size_t key,
                       const struct ka_matrix *matrix, const struct ka_clustering *clustering);

// cluster, feature, median, z: the same in long form, with what sets the cluster apart
// (ka_clustering_contrast).
void ka_contrasts_write(struct ka_writer *writer, const struct ka_frame *accounts,
                        const struct ka_matrix *matrix, const struct ka_clustering *clustering);

// k, inertia, silhouette, silhouette_se, smallest, eligible, chosen, gap, gap_se, bic,
// objective.
void ka_choice_write(struct ka_writer *writer, const struct ka_k_survey *survey, size_t chosen);

// component, share (of the variance), then the loading of each feature: the principal
// components of the matrix.  Appends pc1 and pc2, where the accounts lie, to the account rows;
// empty for whales.  Fails as ka_pca_compute does.
bool ka_loadings_make(const struct ka_matrix *matrix, struct ka_frame *accounts,
                      struct ka_frame *loadings, struct ka_error *err);

// merge (1, 2 …), a, b, height, size: Ward's dendrogram of the matrix.  a and b are keys,
// or
// "#3" for what merge 3 made.  Fails as ka_ward_build does.
bool ka_dendrogram_write(struct ka_writer *writer, const struct ka_frame *accounts, size_t key,
                         const struct ka_matrix *matrix, struct ka_error *err);

#endif
