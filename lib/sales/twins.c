// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/twins.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

static uint64_t *probe(const struct ka_twins *twins, uint64_t hash)
{
    size_t mask = twins->slot_count - 1, i = (size_t)hash & mask;
    while (twins->slots[i] && twins->slots[i] != hash)
        i = (i + 1) & mask;
    return &twins->slots[i];
}

static void widen(struct ka_twins *twins)
{
    struct ka_twins wider = {.slot_count = twins->slot_count ? twins->slot_count * 2 : 1024,
                             .count = twins->count};
    wider.slots = ka_zalloc(wider.slot_count, sizeof *wider.slots);
    for (size_t i = 0; i < twins->slot_count; i++)
        if (twins->slots[i])
            *probe(&wider, twins->slots[i]) = twins->slots[i];
    free(twins->slots);
    *twins = wider;
}

bool ka_twins_add(struct ka_twins *twins, struct ka_str bytes)
{
    if (twins->count >= twins->slot_count / 2)
        widen(twins);
    uint64_t hash = ka_hash_of(bytes);
    hash += hash == 0; // 0 marks a free slot
    uint64_t *slot = probe(twins, hash);
    if (*slot)
        return true;
    *slot = hash;
    twins->count++;
    return false;
}

void ka_twins_clear(struct ka_twins *twins)
{
    free(twins->slots);
    *twins = (struct ka_twins){0};
}
