// SPDX-License-Identifier: GPL-3.0-or-later
// Gower's distance of things that have a few names and a number, and the nearest of many.
#ifndef KA_STAT_GOWER_H
#define KA_STAT_GOWER_H

#include <stddef.h>
#include <stdint.h>

enum { KA_GOWER_CODES = 3 };
#define KA_GOWER_NONE UINT32_MAX // unknown

struct ka_gower_point {
    uint32_t code[KA_GOWER_CODES];
    double x; // NAN: unknown
};

// Mean over what both know: 0 or 1 for a code, |difference| / range for the number (Gower
// 1971); 0..1 when range (> 0) covers all x; NAN when they know nothing in common.
double ka_gower(const struct ka_gower_point *a, const struct ka_gower_point *b, double range);

struct ka_gower_near {
    size_t point; // number among the points
    double distance;
};

struct ka_gower_index;

// points are borrowed; freed by the caller.
struct ka_gower_index *ka_gower_index_new(const struct ka_gower_point *points, size_t n,
                                          double range);

// The k nearest of the points but `except` (SIZE_MAX: none), by distance, then number; returns
// how many there are.  Exact: points of equal codes stand together by x, so that a query costs
// about as much as there are combinations of codes.
size_t ka_gower_nearest(const struct ka_gower_index *index, const struct ka_gower_point *point,
                        size_t except, struct ka_gower_near *near, size_t k);
void ka_gower_index_free(struct ka_gower_index *index);

#endif
