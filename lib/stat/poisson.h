// SPDX-License-Identifier: GPL-3.0-or-later
// Counts of what comes by chance.
#ifndef KA_STAT_POISSON_H
#define KA_STAT_POISSON_H

// P(N >= n) of a Poisson distributed count; mean > 0.
double ka_poisson_least(unsigned n, double mean);

// The largest count n that is still as likely as p: P(N >= n) >= p, 0 < p < 1.
unsigned ka_poisson_most(double p, double mean);

#endif
