// SPDX-License-Identifier: GPL-3.0-or-later
// What to call a cluster: the features that set it apart, in words.
#ifndef KA_SALES_SEGMENT_NAMES_H
#define KA_SALES_SEGMENT_NAMES_H

#include "sales/segment.h"

// Fills clustering->name: up to three features whose mean over the members lies furthest, by
// half a standard deviation or more, from that over all rows, furthest first: "large · growing
// · high margin", "大 · 增长 · 高毛利".  A name that an earlier cluster has gets its number
// behind it.
void ka_clustering_name(struct ka_clustering *clustering, const struct ka_matrix *matrix,
                        const struct ka_frame *accounts);

// The median of the members' known values of a feature as it stands in the rows; NAN: none.
double ka_clustering_median(const struct ka_clustering *clustering,
                            const struct ka_matrix *matrix, size_t cluster, size_t feature);

// How far the members of a cluster are from all rows in one feature, as it was scaled: their
// mean less the mean of all, in standard deviations of all.
double ka_clustering_contrast(const struct ka_clustering *clustering,
                              const struct ka_matrix *matrix, size_t cluster, size_t feature);

#endif
