// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters in an order that does not hang on how they were found.
#ifndef KA_STAT_LABELS_H
#define KA_STAT_LABELS_H

#include <stddef.h>

// number[c], of labels 0..k-1, is the place of cluster c: 0 has the largest sum of weights
// (NULL: 1 each), 1 the next …; of two with the same sum the one with the earlier first
// member comes first, one without members last.  total[place] is that sum.
void ka_labels_number(const int *label, size_t n, size_t k, const double *weight, int *number,
                      double *total);

#endif
