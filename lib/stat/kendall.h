// SPDX-License-Identifier: GPL-3.0-or-later
// Kendall's rank correlation with ties.
#ifndef KA_STAT_KENDALL_H
#define KA_STAT_KENDALL_H

#include <stddef.h>

struct ka_kendall {
    double tau; // tau-b, -1..1; NAN when x or y is constant or n < 2
    double lo, hi;
    size_t n;
};

// tau-b = (concordant - discordant) / sqrt((pairs - ties in x) (pairs - ties in y)) of n pairs
// of finite values, in O(n log n) by counting the exchanges of a merge sort (Knight 1966).
// The interval at `level` (.95) is that of Fisher's z with the variance .437 / (n - 4)
// (Fieller, Hartley, Pearson 1957; Bonett, Wright 2000, who find it good for |tau| < .8);
// NAN below five pairs and where |tau| is 1.
struct ka_kendall ka_kendall(const double *x, const double *y, size_t n, double level);

#endif
