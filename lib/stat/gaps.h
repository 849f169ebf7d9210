// SPDX-License-Identifier: GPL-3.0-or-later
// How long is too long since the last time?  Gaps between events, gamma distributed.
#ifndef KA_STAT_GAPS_H
#define KA_STAT_GAPS_H

#include <stddef.h>

struct ka_gaps {
    double sum;   // of n gaps
    double n;     // may be a fraction: what others lend
    double shape; // of one gap: 1 is pure chance, more is regular
};

// P(the next gap > gap) for what is known of n earlier ones: the gamma distribution with this
// shape around a mean that is itself uncertain, so that gap / (gap + sum) is Beta(shape, n
// shape).
double ka_gaps_longer(const struct ka_gaps *gaps, double gap);

// The gap that the next one exceeds with this probability, 0 < p < 1.
double ka_gaps_quantile(const struct ka_gaps *gaps, double p);

#endif
