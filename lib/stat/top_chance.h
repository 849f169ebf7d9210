// SPDX-License-Identifier: GPL-3.0-or-later
// How sure a place at the top is, when each member's total is a sum of many parts.
#ifndef KA_STAT_TOP_CHANCE_H
#define KA_STAT_TOP_CHANCE_H

#include <stddef.h>

#include "stat/resample.h"

// Members 0..n-1; the parts of member i are part[start[i]] .. part[start[i + 1] - 1], less than
// 2^32 of them; its total is their sum and fixed[i] (NULL: 0).
struct ka_parts {
    const double *part, *fixed;
    const size_t *start;
    size_t n;
};

// chance[i]: in which share of the replicates, each of which draws the parts of every member
// anew from its own, is member i among the ka_top_count(n, percent) largest totals, ties
// included, with a total above 0.  NaN without replicates.  The same for any number of threads.
void ka_top_chance(const struct ka_parts *parts, unsigned percent,
                   const struct ka_bootstrap *bootstrap, double *chance);

#endif
