// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of counts and how much oftener two marks meet than by chance, with intervals.
#ifndef KA_STAT_PROPORTION_H
#define KA_STAT_PROPORTION_H

struct ka_proportion {
    double value, lo, hi; // NAN: none
};

// successes / n with the score interval at `level` (.95) (Wilson 1927; method 3 of Newcombe
// 1998).  0 <= successes <= n; all NAN when n is 0.
struct ka_proportion ka_wilson(double successes, double n, double level);

// Lift of two marks among n things, P(a and b) / (P(a) P(b)): 1 when neither tells of the
// other.  The interval is that of its logarithm, whose variance by the delta method for a
// multinomial sample is (1/p_ab - 1/p_a - 1/p_b + 2 lift - 1) / n.  both <= a, b <= n;
// NAN without one mark or the other; no interval when they never meet.
struct ka_proportion ka_lift(double both, double a, double b, double n, double level);

#endif
