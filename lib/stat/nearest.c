// SPDX-License-Identifier: GPL-3.0-or-later
// Places that are taken point on to the next, and what is found is pointed at at once: forests
// of disjoint sets, so that many takes cost hardly more than the sorting.
#include "stat/nearest.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static int compare(const void *a, const void *b)
{
    const struct ka_nearest_point *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

void ka_nearest_init(struct ka_nearest *nearest, struct ka_nearest_point *points, size_t n)
{
    if (n > 1)
        qsort(points, n, sizeof *points, compare);
    *nearest = (struct ka_nearest){points, n, ka_alloc(n + 1, sizeof *nearest->next),
                                   ka_alloc(n + 1, sizeof *nearest->before)};
    for (size_t i = 0; i <= n; i++)
        nearest->next[i] = nearest->before[i] = i;
}

void ka_nearest_clear(struct ka_nearest *nearest)
{
    free(nearest->next);
    free(nearest->before);
    *nearest = (struct ka_nearest){0};
}

static size_t find(size_t *to, size_t i)
{
    while (to[i] != i)
        i = to[i] = to[to[i]];
    return i;
}

// The first place at or behind this group, value and id.
static size_t place_of(const struct ka_nearest *nearest, size_t group, double value)
{
    const struct ka_nearest_point key = {group, value, 0};
    size_t from = 0, to = nearest->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(&nearest->of[middle], &key) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

// Place i where it is of the group, else n.
static size_t within(const struct ka_nearest *nearest, size_t group, size_t i)
{
    return i < nearest->n && nearest->of[i].group == group ? i : nearest->n;
}

const struct ka_nearest_point *ka_nearest_take(struct ka_nearest *nearest, size_t group,
                                               double value)
{
    const struct ka_nearest_point *of = nearest->of;
    size_t n = nearest->n, place = place_of(nearest, group, value);
    size_t up = within(nearest, group, find(nearest->next, place));
    size_t down = find(nearest->before, place); // 0: none, else one more than its place
    down = within(nearest, group, down > 0 ? down - 1 : n);
    if (down < n) // of those with its value the first
        down = find(nearest->next, place_of(nearest, group, of[down].value));
    if (up == n && down == n)
        return NULL;
    double above = up < n ? of[up].value - value : INFINITY;
    double below = down < n ? value - of[down].value : INFINITY;
    size_t best = above < below || (above == below && of[up].id < of[down].id) ? up : down;
    nearest->next[best] = best + 1;
    nearest->before[best + 1] = best;
    return &of[best];
}
