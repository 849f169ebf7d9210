// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/twins.h"

#include <stdlib.h>

#include "base/mem.h"

enum { AHEAD = 16 }; // rows between the call for a slot and its use: memory is slow

// The upper bits choose the slot, so that a wider table is filled from front to back.
static uint64_t *home(const struct ka_twins *twins, uint64_t hash)
{
    return twins->slots + (hash >> (__builtin_clzll(twins->slot_count) + 1));
}

// The slot that holds the hash, or where it belongs.
static uint64_t *probe(const struct ka_twins *twins, uint64_t hash)
{
    uint64_t *slot = home(twins, hash), *end = twins->slots + twins->slot_count;
    while (*slot && *slot != hash)
        slot = slot + 1 < end ? slot + 1 : twins->slots;
    return slot;
}

static void widen(struct ka_twins *twins, size_t n)
{
    struct ka_twins wider = {.slot_count = twins->slot_count ? twins->slot_count : 1024,
                             .count = twins->count};
    while (wider.slot_count < 2 * (twins->count + n))
        wider.slot_count *= 2;
    if (wider.slot_count == twins->slot_count)
        return;
    wider.slots = ka_zalloc(wider.slot_count, sizeof *wider.slots);
    for (size_t i = 0; i < twins->slot_count; i++)
        if (twins->slots[i])
            *probe(&wider, twins->slots[i]) = twins->slots[i];
    free(twins->slots);
    *twins = wider;
}

size_t ka_twins_add(struct ka_twins *twins, const uint64_t *hashes, size_t n)
{
    size_t before = twins->count;
    widen(twins, n);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            __builtin_prefetch(home(twins, hashes[i + AHEAD]), 1);
        uint64_t hash = hashes[i] + (hashes[i] == 0); // 0 marks a free slot
        uint64_t *slot = probe(twins, hash);
        twins->count += *slot == 0;
        *slot = hash;
    }
    return n - (twins->count - before);
}

void ka_twins_clear(struct ka_twins *twins)
{
    free(twins->slots);
    *twins = (struct ka_twins){0};
}
