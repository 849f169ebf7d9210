// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest of what is left: points on a line, each taken once.
#ifndef KA_STAT_NEAREST_H
#define KA_STAT_NEAREST_H

#include <stddef.h>

struct ka_nearest_point {
    size_t group; // only points of one group are near each other
    double value;
    size_t id;
};

struct ka_nearest {
    struct ka_nearest_point *of; // by group, value, id
    size_t n;
    size_t *next,
        *before; // towards the free one at or behind place i, at or before place i - 1
};

// Sorts points, n of them, and keeps them; the caller frees them after the clear.
void ka_nearest_init(struct ka_nearest *nearest, struct ka_nearest_point *points, size_t n);
void ka_nearest_clear(struct ka_nearest *nearest);

// Takes the free point of the group whose value is nearest, of several that with the least id.
// NULL: none is free.
const struct ka_nearest_point *ka_nearest_take(struct ka_nearest *nearest, size_t group,
                                               double value);

#endif
