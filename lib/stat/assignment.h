// SPDX-License-Identifier: GPL-3.0-or-later
// The optimal assignment of rows to columns: which new cluster is which old one.
#ifndef KA_STAT_ASSIGNMENT_H
#define KA_STAT_ASSIGNMENT_H

#include <stddef.h>

#define KA_UNASSIGNED ((size_t)-1)

// column_of[row] for the one-to-one assignment of all of the fewer side whose gains (row-major,
// rows x columns, finite) add up to the most; KA_UNASSIGNED for rows that are left over.
// Returns that sum.  Shortest augmenting paths (Jonker, Volgenant 1987), O(n^2 m) for n the
// fewer, m the more.  Of several best assignments it is always the same one.
double ka_assignment_best(const double *gain, size_t rows, size_t columns, size_t *column_of);

#endif
