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

static struct ka_pair *home(const struct ka_pairs *pairs, uint64_t hash)
{
    return &pairs->slots[hash & (pairs->slot_count - 1)];
}

void ka_pairs_prefetch(const struct ka_pairs *pairs, uint64_t hash)
{
    if (pairs->slot_count > 0)
        __builtin_prefetch(home(pairs, hash), 1);
}

bool ka_pair_is(const struct ka_pair *pair, struct ka_str code, struct ka_str name)
{
    return pair->code_n == code.n && pair->name_n == name.n &&
           memcmp(pair->key, code.p, code.n) == 0 &&
           memcmp(pair->key + code.n, name.p, name.n) == 0;
}

static struct ka_pair *after(const struct ka_pairs *pairs, struct ka_pair *pair)
{
    return pair + 1 < pairs->slots + pairs->slot_count ? pair + 1 : pairs->slots;
}

struct ka_pair *ka_pairs_find(const struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                              struct ka_str name)
{
    if (pairs->slot_count == 0)
        return NULL;
    struct ka_pair *pair = home(pairs, hash);
    for (; pair->key; pair = after(pairs, pair))
        if (pair->hash == hash && ka_pair_is(pair, code, name))
            return pair;
    return NULL;
}

static struct ka_pair *free_slot(const struct ka_pairs *pairs, uint64_t hash)
{
    struct ka_pair *pair = home(pairs, hash);
    while (pair->key)
        pair = after(pairs, pair);
    return pair;
}

static void widen(struct ka_pairs *pairs)
{
    struct ka_pairs wider = *pairs;
    wider.slot_count = pairs->slot_count ? pairs->slot_count * 2 : 256;
    wider.slots = ka_zalloc(wider.slot_count, sizeof *wider.slots);
    for (size_t i = 0; i < pairs->slot_count; i++)
        if (pairs->slots[i].key)
            *free_slot(&wider, pairs->slots[i].hash) = pairs->slots[i];
    free(pairs->slots);
    *pairs = wider;
}

struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text)
{
    if (pairs->count >= pairs->slot_count / 2)
        widen(pairs);
    struct ka_pair *pair = free_slot(pairs, hash);
    char *key = ka_arena_alloc(&pairs->arena, code.n + name.n + text.n + KA_PAIR_SLACK, 1);
    memcpy(key, code.p, code.n);
    memcpy(key + code.n, name.p, name.n);
    memcpy(key + code.n + name.n, text.p, text.n);
    *pair = (struct ka_pair){.key = key,
                             .text = key + code.n + name.n,
                             .hash = hash,
                             .code_n = (uint32_t)code.n,
                             .name_n = (uint32_t)name.n,
                             .text_n = (uint32_t)text.n};
    pairs->count++;
    return pair;
}

void ka_pairs_clear(struct ka_pairs *pairs)
{
    free(pairs->slots);
    ka_arena_clear(&pairs->arena);
    *pairs = (struct ka_pairs){0};
}
