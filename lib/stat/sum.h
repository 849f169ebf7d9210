// SPDX-License-Identifier: GPL-3.0-or-later
// Compensated summation (Neumaier 1974): the error of a sum does not grow with
// the number of terms, so it is the same to the printed digit in any order and on
// any machine with IEEE doubles.
#ifndef KA_STAT_SUM_H
#define KA_STAT_SUM_H

#include <math.h>

// Zero-initialised is the empty sum.
struct ka_sum {
    double high, low;
};

// x is finite.
static inline void ka_sum_add(struct ka_sum *sum, double x)
{
    double next = sum->high + x;
    sum->low += fabs(sum->high) >= fabs(x) ? (sum->high - next) + x : (x - next) + sum->high;
    sum->high = next;
}

static inline double ka_sum_value(const struct ka_sum *sum)
{
    return sum->high + sum->low;
}

#endif
