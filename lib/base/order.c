// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/order.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 11, BINS = 1 << BITS, PASSES = (64 + BITS - 1) / BITS };

struct item {
    uint64_t rank; // the larger the value, the smaller
    size_t place;
};

static size_t bin_of(uint64_t rank, int pass)
{
    return rank >> (pass * BITS) & (BINS - 1);
}

static void count(const struct item *items, size_t n, size_t counts[PASSES][BINS])
{
    memset(counts, 0, sizeof(size_t[PASSES][BINS]));
    for (size_t i = 0; i < n; i++)
        for (int pass = 0; pass < PASSES; pass++)
            counts[pass][bin_of(items[i].rank, pass)]++;
}

// Moves the items by one digit, those that share it in their order.
static void distribute(const struct item *from, struct item *to, size_t n, int pass,
                       const size_t counts[BINS])
{
    size_t next[BINS], sum = 0;
    for (size_t bin = 0; bin < BINS; bin++) {
        next[bin] = sum;
        sum += counts[bin];
    }
    for (size_t i = 0; i < n; i++)
        to[next[bin_of(from[i].rank, pass)]++] = from[i];
}

static void sort(const int64_t *value, size_t n, size_t *order)
{
    struct item *items = ka_alloc(2 * n, sizeof *items), *from = items, *to = items + n;
    size_t(*counts)[BINS] = ka_alloc(PASSES, sizeof *counts);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct item){(uint64_t)INT64_MAX - (uint64_t)value[i], i};
    count(items, n, counts);
    for (int pass = 0; pass < PASSES; pass++) {
        if (counts[pass][bin_of(from[0].rank, pass)] == n)
            continue; // a digit that all have in common
        distribute(from, to, n, pass, counts[pass]);
        struct item *moved = to;
        to = from;
        from = moved;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = from[i].place;
    free(counts);
    free(items);
}

static bool is_descending(const int64_t *value, size_t n)
{
    size_t i = 1;
    while (i < n && value[i - 1] >= value[i])
        i++;
    return i >= n;
}

void ka_order_descending(const int64_t *value, size_t n, size_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    if (!is_descending(value, n))
        sort(value, n, order);
}
