// SPDX-License-Identifier: GPL-3.0-or-later
// How unequally a total is spread over n amounts.  Amounts are finite doubles in
// any order; no result depends on the order.  What is not defined for the amounts
// given is NaN.
//
// A weight says for how many amounts one stands (a class size, a multiplicity), so weighted
// is the same as replicated; weights are finite and >= 0.
#ifndef KA_STAT_CONCENTRATION_H
#define KA_STAT_CONCENTRATION_H

#include <math.h>
#include <stddef.h>

// x ascending x_1..x_n, T their total, s = x / T.  The figures above the line need
// T > 0, and allow single amounts below zero (a cumulative share may then pass 1);
// those below the line need T > 0 and no amount below zero.
struct ka_concentration {
    double n;           // of all weight
    double total, mean; // the total is defined always, the mean for n > 0
    // Gini coefficient normalised for negative amounts (Raffinetti, Siletti,
    // Vernizzi 2015): mean difference / 2 over the mean of |x|.  Equals gini when no
    // amount is negative; in 0..1; NaN only when all amounts are 0.
    double gini_rsv;
    double cr4, cr8;                 // share of the 4, the 8 largest
    double top20_share, top25_share; // of the ka_top_count largest
    // The fewest amounts, largest first, that make up 80 % of T, and their part of n;
    // NaN when T <= 0.
    double make80, make80_share;
    // ----
    double gini;           // of the population: 2 sum(i x_i) / (n T) - (n + 1) / n
    double gini_corrected; // gini * n / (n - 1), unbiased for small samples
    // Lorenz asymmetry coefficient (Damgaard, Weiner 2000): above 1 when the inequality
    // comes from the large, below 1 when from the many small.  lo < hi when some
    // amount equals the mean (to 12 digits), else both are the coefficient.
    double asymmetry_lo, asymmetry_hi;
    double hhi;            // Herfindahl-Hirschman index, sum s^2
    double effective;      // effective number, 1 / HHI
    double hhi_normalised; // (HHI - 1/n) / (1 - 1/n)
    double rosenbluth;     // 1 / (2 sum(i s_i) - 1), i = 1 the largest; = 1 / (n (1 - gini))
    double hoover;         // sum |x - mean| / (2 T): the part of T to move for equality
    double theil_t;        // mean((x/mean) ln(x/mean)), 0 ln 0 = 0
    double theil_l;        // -mean(ln(x/mean)); needs all x > 0
};

void ka_concentration_compute(const double *x, size_t n, struct ka_concentration *out);

// The same of amounts that are sorted already, with weights (NULL: 1 each).
void ka_concentration_sorted(const double *ascending, const double *weight, size_t n,
                             struct ka_concentration *out);

// How many are the top `percent` of n: ceil(n percent / 100), exact.  Which members
// of a tie group at the cut are meant does not matter to a share.
static inline size_t ka_top_count(size_t n, unsigned percent)
{
    return (n * percent + 99) / 100;
}

// The same of so much weight.
static inline double ka_top_weight(double weight, unsigned percent)
{
    return ceil(weight * percent / 100 - 1e-9);
}

// Atkinson index with inequality aversion epsilon >= 0:
// 1 - mean((x/mean)^(1 - epsilon))^(1 / (1 - epsilon)), epsilon 1: 1 - geometric mean /
// mean.  A zero among the amounts makes it 1 for epsilon >= 1.
double ka_atkinson(const double *x, const double *weight, size_t n, double epsilon);

// Theil T taken apart by group: total = between + within (Theil 1967), with
// between = sum S ln(mean_g / mean), within = sum S T_g, S the group's share of the total.
struct ka_theil_split {
    double total, between, within;
    double between_share; // between / total, NaN when the total is 0
};

// group[i] in 0..groups-1; empty groups are fine.  weight NULL: 1 each.
void ka_theil_split(const double *x, const double *weight, const size_t *group, size_t n,
                    size_t groups, struct ka_theil_split *out);

#endif
