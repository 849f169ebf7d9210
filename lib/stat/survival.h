// SPDX-License-Identifier: GPL-3.0-or-later
// How long until it ends, where some have not ended yet.
#ifndef KA_STAT_SURVIVAL_H
#define KA_STAT_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>

struct ka_survival {
    double time;
    bool ended; // false: is still going on after this time
};

// The first time at which no more than the share `left` (0..1) goes on, by the product-limit
// estimate (Kaplan and Meier 1958): left .5 is the median.  What ends at a time counts before
// what is only seen to last until then.  Sorts the times.  NaN: so few are never left.
double ka_survival_quantile(struct ka_survival *of, size_t n, double left);

#endif
