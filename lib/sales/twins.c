// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are forgotten by the turn: each is looked for among those of this turn and the one
// before, and at the end of a turn the older half is emptied.
#include "sales/twins.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { AHEAD = 32 }; // rows between the call for a slot and its use: memory is slow

// The upper bits choose the slot, so that a wider table is filled from front to back.
static uint64_t *home(const struct ka_twins_set *set, uint64_t hash)
{
    return set->slots + (hash >> (__builtin_clzll(set->slot_count) + 1));
}

// The slot that holds the hash, or where it belongs.
static uint64_t *probe(const struct ka_twins_set *set, uint64_t hash)
{
    uint64_t *slot = home(set, hash), *end = set->slots + set->slot_count;
    while (*slot && *slot != hash)
        slot = slot + 1 < end ? slot + 1 : set->slots;
    return slot;
}

static void widen(struct ka_twins_set *set, size_t n)
{
    struct ka_twins_set wider = {.slot_count = set->slot_count ? set->slot_count : 1024,
                                 .count = set->count};
    while (wider.slot_count < 2 * (set->count + n))
        wider.slot_count *= 2;
    if (wider.slot_count == set->slot_count)
        return;
    wider.slots = ka_zalloc(wider.slot_count, sizeof *wider.slots);
    for (size_t i = 0; i < set->slot_count; i++)
        if (set->slots[i])
            *probe(&wider, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = wider;
}

static void fetch(const struct ka_twins *twins, uint64_t hash)
{
    __builtin_prefetch(home(&twins->recent, hash), 1);
    if (twins->turned)
        __builtin_prefetch(home(&twins->before, hash));
}

static bool add(struct ka_twins *twins, uint64_t hash)
{
    hash += hash == 0; // 0 marks a free slot
    uint64_t *slot = probe(&twins->recent, hash);
    bool found = *slot == hash;
    twins->recent.count += !found;
    *slot = hash;
    return found || (twins->turned && *probe(&twins->before, hash) == hash);
}

// n rows, within a turn.
static size_t add_rows(struct ka_twins *twins, const uint64_t *hashes, size_t n)
{
    size_t found = 0;
    widen(&twins->recent, n);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            fetch(twins, hashes[i + AHEAD]);
        found += add(twins, hashes[i]);
    }
    twins->rows += n;
    return found;
}

static void turn(struct ka_twins *twins)
{
    struct ka_twins_set emptied = twins->before;
    emptied.count = 0;
    if (emptied.slots)
        memset(emptied.slots, 0, emptied.slot_count * sizeof *emptied.slots);
    twins->before = twins->recent;
    twins->recent = emptied;
    twins->rows = 0;
    twins->turned = true;
}

size_t ka_twins_add(struct ka_twins *twins, const uint64_t *hashes, size_t n)
{
    size_t found = 0;
    while (n > 0) {
        if (twins->rows == KA_TWINS_REACH)
            turn(twins);
        size_t left = KA_TWINS_REACH - twins->rows, rows = n < left ? n : left;
        found += add_rows(twins, hashes, rows);
        hashes += rows;
        n -= rows;
    }
    return found;
}

void ka_twins_clear(struct ka_twins *twins)
{
    free(twins->recent.slots);
    free(twins->before.slots);
    *twins = (struct ka_twins){0};
}
