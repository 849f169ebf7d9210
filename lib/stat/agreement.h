// SPDX-License-Identifier: GPL-3.0-or-later
// How far two partitions of the same items agree.
#ifndef KA_STAT_AGREEMENT_H
#define KA_STAT_AGREEMENT_H

#include <stddef.h>

// Adjusted Rand index (Hubert, Arabie 1985): 1 for the same partition, 0 expected by
// chance, below 0 worse than chance.  Labels are any integers; their names do not matter.
// 1 when both put all items in one cluster, or each in its own; NaN below two items.
double ka_adjusted_rand(const int *a, const int *b, size_t n);

// Normalized mutual information: I(a, b) over the arithmetic mean of the entropies (Strehl,
// Ghosh 2002; the mean as of Kvalseth 1987).  0 for independent partitions, 1 for the same
// one, and where both put all items in one cluster; NaN without items.
double ka_normalized_mutual_information(const int *a, const int *b, size_t n);

#endif
