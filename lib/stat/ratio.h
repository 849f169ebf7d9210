// SPDX-License-Identifier: GPL-3.0-or-later
// The ratio of two totals over a sample of pairs, with an interval; any one pair can be left
// out again.
#ifndef KA_STAT_RATIO_H
#define KA_STAT_RATIO_H

#include <stddef.h>

#include "stat/sum.h"

// Zero-initialised is empty.
struct ka_ratio_sums {
    size_t n;
    struct ka_sum y, x, yy, xy, xx;
};

struct ka_ratio {
    double value; // total of y / total of x; NAN unless that is above 0
    double lo, hi;
};

// y and x are finite.
void ka_ratio_add(struct ka_ratio_sums *sums, double y, double x);

// Takes back a pair that was added.
void ka_ratio_remove(struct ka_ratio_sums *sums, double y, double x);

// The interval at `level` (.95) is Student's with n - 1 degrees of freedom and the linearised
// variance sum (y - r x)^2 n / ((n - 1) (sum x)^2) (Cochran 1977, eq. 6.13, without the
// finite population correction); NAN below two pairs.
struct ka_ratio ka_ratio_finish(const struct ka_ratio_sums *sums, double level);

#endif
