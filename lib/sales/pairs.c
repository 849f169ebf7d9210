// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/pairs.h"

#include <stdlib.h>

#include "base/mem.h"

static uint64_t load(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static uint64_t mix(uint64_t word)
{
    word *= UINT64_C(0x9e3779b97f4a7c15);
    return word ^ word >> 32;
}

static uint64_t hash_cell(uint64_t hash, struct ka_str cell)
{
    for (; cell.n > 16; cell = (struct ka_str){cell.p + 8, cell.n - 8})
        hash = mix(hash ^ load(cell.p));
    if (cell.n >= 8)
        return mix(mix(hash ^ load(cell.p)) ^ load(cell.p + cell.n - 8));
    uint64_t word = cell.n;
    for (size_t i = 0; i < cell.n; i++)
        word = word << 8 | (unsigned char)cell.p[i];
    return mix(hash ^ word);
}

uint64_t ka_pair_hash(struct ka_str code, struct ka_str name)
{
    return hash_cell(hash_cell(code.n, code), name);
}

static struct ka_pair_slot *home(const struct ka_pairs *pairs, uint64_t hash)
{
    return &pairs->slots[hash & (pairs->slot_count - 1)];
}

void ka_pairs_fetch_slot(const struct ka_pairs *pairs, uint64_t hash)
{
    if (pairs->slot_count > 0)
        __builtin_prefetch(home(pairs, hash));
}

void ka_pairs_fetch(const struct ka_pairs *pairs, uint64_t hash)
{
    enum { LINE = 64, LINES = 3 }; // of the cache; most pairs have no more
    const struct ka_pair *pair = pairs->slot_count > 0 ? home(pairs, hash)->pair : NULL;
    for (size_t i = 0; pair && i < LINES; i++)
        __builtin_prefetch((const char *)pair + i * LINE, 1);
}

bool ka_pair_is(const struct ka_pair *pair, struct ka_str code, struct ka_str name)
{
    return pair->code_n == code.n && pair->name_n == name.n &&
           memcmp(pair->bytes, code.p, code.n) == 0 &&
           memcmp(pair->bytes + code.n, name.p, name.n) == 0;
}

// The slot of a pair, or the free one where it belongs.
static struct ka_pair_slot *probe(const struct ka_pairs *pairs, uint64_t hash,
                                  struct ka_str code, struct ka_str name)
{
    struct ka_pair_slot *slot = home(pairs, hash), *end = pairs->slots + pairs->slot_count;
    while (slot->pair && !(slot->hash == hash && ka_pair_is(slot->pair, code, name)))
        slot = slot + 1 < end ? slot + 1 : pairs->slots;
    return slot;
}

struct ka_pair *ka_pairs_find(const struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                              struct ka_str name)
{
    return pairs->slot_count > 0 ? probe(pairs, hash, code, name)->pair : NULL;
}

static struct ka_pair_slot *free_slot(const struct ka_pairs *pairs, uint64_t hash)
{
    struct ka_pair_slot *slot = home(pairs, hash), *end = pairs->slots + pairs->slot_count;
    while (slot->pair)
        slot = slot + 1 < end ? slot + 1 : pairs->slots;
    return slot;
}

static void widen(struct ka_pairs *pairs)
{
    struct ka_pairs wider = *pairs;
    wider.slot_count = pairs->slot_count ? pairs->slot_count * 2 : 256;
    wider.slots = ka_zalloc(wider.slot_count, sizeof *wider.slots);
    for (size_t i = 0; i < pairs->slot_count; i++)
        if (pairs->slots[i].pair)
            *free_slot(&wider, pairs->slots[i].hash) = pairs->slots[i];
    free(pairs->slots);
    *pairs = wider;
}

struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text)
{
    if (pairs->count >= pairs->slot_count / 2)
        widen(pairs);
    struct ka_pair *pair = ka_arena_alloc(
        &pairs->arena, sizeof *pair + code.n + name.n + text.n + KA_PAIR_SLACK, 1);
    memcpy(pair->bytes, code.p, code.n);
    memcpy(pair->bytes + code.n, name.p, name.n);
    memcpy(pair->bytes + code.n + name.n, text.p, text.n);
    pair->code_n = (uint32_t)code.n;
    pair->name_n = (uint32_t)name.n;
    pair->text_n = (uint32_t)text.n;
    *free_slot(pairs, hash) = (struct ka_pair_slot){hash, pair};
    pairs->count++;
    return pair;
}

void ka_pairs_clear(struct ka_pairs *pairs)
{
    free(pairs->slots);
    ka_arena_clear(&pairs->arena);
    *pairs = (struct ka_pairs){0};
}
