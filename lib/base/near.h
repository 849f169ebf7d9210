// SPDX-License-Identifier: GPL-3.0-or-later
// In front of a map of few keys that come again and again: where each was found last.
#ifndef KA_BASE_NEAR_H
#define KA_BASE_NEAR_H

#include "base/map.h"

enum { KA_NEAR_BITS = 12 };

// Zero-initialised is empty; of one map.
struct ka_near {
    struct {
        const char *p; // as the map has it
        uint32_t n, number;
    } slot[1 << KA_NEAR_BITS];
};

static inline size_t ka_near_place(struct ka_str key)
{
    uint64_t last = 0;
    uint32_t half[2];
    if (key.n >= sizeof last) {
        memcpy(&last, key.p + key.n - sizeof last, sizeof last);
    } else if (key.n >= sizeof *half) { // they may overlap
        memcpy(half, key.p, sizeof *half);
        memcpy(half + 1, key.p + key.n - sizeof *half, sizeof *half);
        memcpy(&last, half, sizeof last);
    } else
        for (size_t i = 0; i < key.n; i++)
            last = last << 8 | (unsigned char)key.p[i];
    return (last * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - KA_NEAR_BITS);
}

// As ka_map_put.
static inline size_t ka_near_put(struct ka_near *near, struct ka_map *map, struct ka_str key,
                                 bool *is_new)
{
    size_t place = ka_near_place(key);
    *is_new = false;
    struct ka_str there = {near->slot[place].p, near->slot[place].n};
    if (there.p && ka_str_eq(there, key))
        return near->slot[place].number;
    size_t number = ka_map_put(map, key, is_new);
    near->slot[place].p = map->keys[number].p;
    near->slot[place].n = (uint32_t)key.n;
    near->slot[place].number = (uint32_t)number;
    return number;
}

#endif
