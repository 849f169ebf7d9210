// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/pairs.h"

#include <stdlib.h>

static struct ka_pair_slot *free_slot(const struct ka_pairs *pairs, uint64_t hash)
{
    while (ka_pairs_home(pairs, hash)->pair)
        hash++;
    return ka_pairs_home(pairs, hash);
}

static void widen(struct ka_pairs *pairs)
{
    struct ka_pairs wider = *pairs;
    wider.slot_count = pairs->slot_count ? pairs->slot_count * 2 : 256;
    wider.slots = ka_alloc_wide(wider.slot_count, sizeof *wider.slots);
    memset(wider.slots, 0, wider.slot_count * sizeof *wider.slots);
    for (size_t i = 0; i < pairs->slot_count; i++)
        if (pairs->slots[i].pair)
            *free_slot(&wider, pairs->slots[i].hash) = pairs->slots[i];
    free(pairs->slots);
    *pairs = wider;
}

// In whole lines, with some behind the last one of a chunk that may be read.
static struct ka_pair *room_for(struct ka_pairs *pairs, size_t bytes)
{
    enum { FIRST = 64 };
    size_t lines = (bytes + KA_CACHE_LINE - 1) / KA_CACHE_LINE;
    if (lines > pairs->free_lines) {
        pairs->free_lines = (size_t)FIRST << pairs->chunk_count;
        pairs->chunks[pairs->chunk_count++] =
            ka_alloc_wide(pairs->free_lines + 1, KA_CACHE_LINE);
    }
    pairs->free_lines -= lines;
    return (struct ka_pair *)(pairs->chunks[pairs->chunk_count - 1] +
                              pairs->free_lines * KA_CACHE_LINE);
}

static bool is_as_is(struct ka_str code, struct ka_str name, struct ka_str text)
{
    return name.n == 0 && text.n == code.n + 1 && memcmp(text.p, code.p, code.n) == 0;
}

struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text)
{
    if (code.n > KA_PAIR_CELL || name.n > KA_PAIR_CELL || text.n > KA_PAIR_TEXT)
        return NULL;
    if (pairs->count >= pairs->slot_count / 2)
        widen(pairs);
    bool as_is = is_as_is(code, name, text);
    size_t text_at = as_is ? 0 : code.n + name.n;
    struct ka_pair *pair = room_for(pairs, offsetof(struct ka_pair, bytes) + text_at + text.n);
    *pair = (struct ka_pair){.is_as_is = as_is,
                             .code_n = (uint8_t)code.n,
                             .name_n = (uint8_t)name.n,
                             .text_at = (uint16_t)text_at,
                             .text_n = (uint16_t)text.n};
    memcpy(pair->bytes, code.p, code.n);
    memcpy(pair->bytes + code.n, name.p, name.n);
    memcpy(pair->bytes + text_at, text.p, text.n);
    *free_slot(pairs, hash) = (struct ka_pair_slot){hash, pair};
    KA_ROOM(pairs->all, pairs->count, pairs->cap);
    pairs->all[pairs->count++] = pair;
    return pair;
}

void ka_pairs_clear(struct ka_pairs *pairs)
{
    free(pairs->slots);
    free(pairs->all);
    for (size_t i = 0; i < pairs->chunk_count; i++)
        free(pairs->chunks[i]);
    *pairs = (struct ka_pairs){0};
}
