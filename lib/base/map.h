// SPDX-License-Identifier: GPL-3.0-or-later
// A set of byte strings, numbered 0, 1, 2 … in the order in which they came:
// a hash map whose values live in the caller's own arrays.  Nothing depends on
// the hash: iteration is by number.
#ifndef KA_BASE_MAP_H
#define KA_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define KA_NONE ((size_t)-1)

struct ka_map {
    struct ka_str *keys; // keys[number]; live until ka_map_clear
    size_t count;
    struct ka_arena arena;
    struct ka_map_slot *slots; // power of two
    size_t slot_count, key_cap;
};

// Number of key, adding it when it is new (*is_new may be NULL).
size_t ka_map_put(struct ka_map *map, struct ka_str key, bool *is_new);

// Number of key, or KA_NONE.
size_t ka_map_find(const struct ka_map *map, struct ka_str key);

// The hash of a key, for tables that are made for one purpose.  It is seeded: another one in
// each process, so nothing that is written may depend on it.
uint64_t ka_key_hash(struct ka_str key);

// The seed, for a hash of one's own that is as hard to foresee.
uint64_t ka_hash_secret(void);

// Frees everything; the map is empty and usable again.
void ka_map_clear(struct ka_map *map);

// Fixed-size keys made of integers: a pair or triple of numbers as bytes.
#define KA_KEY(object) ((struct ka_str){(const char *)&(object), sizeof(object)})

// XXH3 64-bit hash of bytes, the same everywhere.
uint64_t ka_hash_of(struct ka_str bytes);

// XXH3 128-bit hash of a stream as 32 hex digits, for provenance.
struct ka_hash;
struct ka_hash *ka_hash_new(void);
void ka_hash_add(struct ka_hash *hash, const void *bytes, size_t n);
void ka_hash_finish(struct ka_hash *hash, char hex[33]); // frees hash

#endif
