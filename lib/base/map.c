// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#define XXH_INLINE_ALL // keys are short: the call would cost as much as the hash
#include <xxhash.h>

#include "base/mem.h"

// hash holds the lower half of the key's hash: most strangers differ there, so that a probe
// seldom touches the key itself, and a wider table is made without any.
struct ka_map_slot {
    uint32_t number_plus_1, hash;
};

// Another in each process, so that nobody can make keys that all fall on one slot.  Nothing
// that is written depends on it.
static uint64_t seed;

__attribute__((constructor)) static void draw_seed(void)
{
    memcpy(&seed, (const void *)getauxval(AT_RANDOM), sizeof seed);
}

uint64_t ka_hash_secret(void)
{
    return seed;
}

uint64_t ka_key_hash(struct ka_str key)
{
    return XXH3_64bits_withSeed(key.p, key.n, seed);
}

static struct ka_map_slot *probe(const struct ka_map *map, struct ka_str key, uint32_t hash)
{
    size_t mask = map->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct ka_map_slot *slot = &map->slots[i];
        if (slot->number_plus_1 == 0)
            return slot;
        if (slot->hash == hash && ka_str_eq(map->keys[slot->number_plus_1 - 1], key))
            return slot;
    }
}

static void widen(struct ka_map *map)
{
    struct ka_map_slot *slots = map->slots;
    size_t count = map->slot_count, mask;
    map->slot_count = count ? count * 2 : 64;
    mask = map->slot_count - 1;
    map->slots = ka_alloc_wide(map->slot_count, sizeof *map->slots);
    memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    for (size_t from = 0; from < count; from++) {
        size_t to = slots[from].hash & mask;
        if (slots[from].number_plus_1 == 0)
            continue;
        while (map->slots[to].number_plus_1)
            to = (to + 1) & mask;
        map->slots[to] = slots[from];
    }
    free(slots);
}

size_t ka_map_put(struct ka_map *map, struct ka_str key, bool *is_new)
{
    if (map->count >= map->slot_count / 2)
        widen(map);
    uint32_t hash = (uint32_t)ka_key_hash(key);
    struct ka_map_slot *slot = probe(map, key, hash);
    if (is_new)
        *is_new = slot->number_plus_1 == 0;
    if (slot->number_plus_1)
        return slot->number_plus_1 - 1;
    map->keys = ka_grow_wide(map->keys, &map->key_cap, map->count + 1, sizeof *map->keys);
    map->keys[map->count] = ka_arena_str(&map->arena, key);
    *slot = (struct ka_map_slot){(uint32_t)(map->count + 1), hash};
    return map->count++;
}

size_t ka_map_find(const struct ka_map *map, struct ka_str key)
{
    if (map->count == 0)
        return KA_NONE;
    uint32_t found = probe(map, key, (uint32_t)ka_key_hash(key))->number_plus_1;
    return found ? found - 1 : KA_NONE;
}

void ka_map_clear(struct ka_map *map)
{
    ka_arena_clear(&map->arena);
    free(map->keys);
    free(map->slots);
    *map = (struct ka_map){0};
}

uint64_t ka_hash_of(struct ka_str bytes)
{
    return XXH3_64bits(bytes.p, bytes.n);
}

struct ka_hash {
    XXH3_state_t *state;
};

struct ka_hash *ka_hash_new(void)
{
    struct ka_hash *hash = ka_alloc(1, sizeof *hash);
    hash->state = XXH3_createState();
    if (!hash->state)
        ka_alloc((size_t)-1, 2); // out of memory ends the program
    XXH3_128bits_reset(hash->state);
    return hash;
}

void ka_hash_add(struct ka_hash *hash, const void *bytes, size_t n)
{
    XXH3_128bits_update(hash->state, bytes, n);
}

void ka_hash_finish(struct ka_hash *hash, char hex[33])
{
    XXH128_hash_t sum = XXH3_128bits_digest(hash->state);
    snprintf(hex, 33, "%016llx%016llx", (unsigned long long)sum.high64,
             (unsigned long long)sum.low64);
    XXH3_freeState(hash->state);
    free(hash);
}
