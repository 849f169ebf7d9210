// SPDX-License-Identifier: GPL-3.0-or-later
// The mean of differences within pairs.
#ifndef KA_STAT_PAIRED_H
#define KA_STAT_PAIRED_H

#include <stddef.h>

struct ka_paired {
    double mean, lo, hi; // NaN: too few
};

// Student's interval at a level in 0..1.
struct ka_paired ka_paired(const double *difference, size_t n, double level);

#endif
