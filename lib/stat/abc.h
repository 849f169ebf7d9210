// SPDX-License-Identifier: GPL-3.0-or-later
// ABC classes of amounts in descending order, by fixed or by computed limits.
//
// Amounts are exact (int64, any unit), their sums have 128 bits, so shares and limits
// are free of rounding; the last cumulative share is exactly 1.  T is the total of all
// amounts, negative ones included: with some below zero the cumulative share passes 1
// and falls back to it.  When T <= 0 there are no shares (NaN) and no classes but N.
#ifndef KA_STAT_ABC_H
#define KA_STAT_ABC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ka_abc_item {
    double share, cum_share;
    // The class: 'A', 'B', 'C'; 'N' for an amount <= 0; 0 where T <= 0 leaves it without one.
    char class;
    bool tie;          // another item has the same amount
    bool top20, top25; // among the ka_top_count(n, 20 or 25) first
};

// A tie group is never split, in classes and tops alike: its first member decides
// for all.  The item that crosses a limit belongs to the higher class.  An amount <= 0
// is in no top.

// Limits of the cumulative share in 0..1, to nine digits: A up to limit_a, B up to
// limit_b, C the rest.
void ka_abc_fixed(const int64_t *descending, size_t n, double limit_a, double limit_b,
                  struct ka_abc_item *item);

// The limits found, as numbers of items: with p = count / n and y the cumulative
// share of so many.
struct ka_abc_limits {
    size_t pareto;     // nearest to the ideal (0, 1): least p^2 + (1 - y)^2
    size_t break_even; // items with at least the mean amount
    size_t a;          // A is the smaller of the two
    size_t c;          // B up to the least (p - p_b)^2 + (1 - y)^2, p_b the larger of the two
};

// Computed limits (Ultsch, Loetsch 2015) on the discrete curve itself, without a spline.
// The limits are before tie groups are kept whole; all 0 when T <= 0.
void ka_abc_computed(const int64_t *descending, size_t n, struct ka_abc_item *item,
                     struct ka_abc_limits *limits);

#endif
