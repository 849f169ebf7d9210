// SPDX-License-Identifier: GPL-3.0-or-later
// A memory of pairs of cells (code and name of an account, of a product), as they stand in the
// file, and of the text that stands for them in a row.  All of a pair stands together, and
// memory is called for in advance.
#ifndef KA_SALES_PAIRS_H
#define KA_SALES_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/wide.h"

#define KA_INLINE static inline __attribute__((always_inline))

enum { KA_PAIR_SLACK = 32 }; // bytes of text that may be read, however short it is

// Begins with a line of the cache, and mostly needs no further one.
struct ka_pair {
    uint64_t lines; // the caller's, as are these:
    uint32_t number;
    int32_t last;
    bool has_id : 1, has_name : 1, is_total : 1, is_plain : 1;
    bool is_as_is : 1; // the text is the first cell and a comma
    uint8_t code_n, name_n;
    uint16_t text_at, text_n;
    char bytes[]; // both cells, the text
};

// Cells and texts that are longer have no pair.
enum { KA_PAIR_CELL = UINT8_MAX, KA_PAIR_TEXT = 1024 };

struct ka_pair_slot {
    uint64_t hash;
    struct ka_pair *pair; // NULL: free
};

struct ka_pairs {
    struct ka_pair_slot *slots; // power of two
    struct ka_pair **all;       // in the order in which they were added
    size_t slot_count, count, cap;
    char *chunks[32]; // of lines for pairs, each with twice as many as the one before
    size_t chunk_count, free_lines;
};

static inline struct ka_str ka_pair_text(const struct ka_pair *pair)
{
    return (struct ka_str){pair->bytes + pair->text_at, pair->text_n};
}

// The first of the two has a name with its code in many files.
KA_INLINE bool ka_pair_is(const struct ka_pair *pair, struct ka_str code, struct ka_str name)
{
    if (pair->code_n != code.n || pair->name_n != name.n)
        return false;
    bool same = code.n - 32 <= 32
                    ? ka_same_ends(pair->bytes, code.p, 32, 16) &&
                          ka_same_ends(pair->bytes + code.n - 32, code.p + code.n - 32, 32, 16)
                    : ka_str_eq((struct ka_str){pair->bytes, code.n}, code);
    return same &&
           (name.n == 0 || ka_str_eq((struct ka_str){pair->bytes + code.n, name.n}, name));
}

// ---- The hash of a pair; secret: see ka_hash_secret ----

static inline uint64_t ka_pair_load(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

KA_INLINE uint64_t ka_pair_load_short(struct ka_str cell)
{
    const unsigned char *b = (const unsigned char *)cell.p;
    uint32_t first, last;
    if (cell.n < 4)
        return cell.n == 0 ? 0 : (uint64_t)b[0] << 16 | b[cell.n / 2] << 8 | b[cell.n - 1];
    memcpy(&first, cell.p, sizeof first);
    memcpy(&last, cell.p + cell.n - 4, sizeof last);
    return first | (uint64_t)last << 32;
}

// The secret goes into each factor, so that none can be made zero.
KA_INLINE uint64_t ka_pair_mix(uint64_t a, uint64_t b, uint64_t secret)
{
    return ka_mix(a ^ UINT64_C(0x9e3779b97f4a7c15), b ^ secret);
}

KA_INLINE uint64_t ka_pair_hash_cell(uint64_t hash, struct ka_str cell, uint64_t secret)
{
    const char *p = cell.p, *end = cell.p + cell.n;
    hash ^= cell.n;
    if (cell.n < 8)
        return ka_pair_mix(hash, ka_pair_load_short(cell), secret);
    for (; end - p > 16; p += 16)
        hash = ka_pair_mix(hash ^ ka_pair_load(p), ka_pair_load(p + 8), secret);
    if (cell.n >= 16)
        p = end - 16;
    return ka_pair_mix(hash ^ ka_pair_load(p), ka_pair_load(end - 8), secret);
}

KA_INLINE uint64_t ka_pair_hash(uint64_t secret, struct ka_str code, struct ka_str name)
{
    uint64_t hash = ka_pair_hash_cell(secret >> 7, code, secret);
    return name.n > 0 ? ka_pair_hash_cell(hash, name, secret) : hash;
}

KA_INLINE struct ka_pair_slot *ka_pairs_home(const struct ka_pairs *pairs, uint64_t hash)
{
    return &pairs->slots[hash & (pairs->slot_count - 1)];
}

// What a lookup needs comes from memory in two steps, each for all records of a batch: the
// slot, then what probably is the pair.
KA_INLINE void ka_pairs_fetch_slot(const struct ka_pairs *pairs, uint64_t hash)
{
    if (pairs->slot_count > 0)
        __builtin_prefetch(ka_pairs_home(pairs, hash));
}

KA_INLINE void ka_pairs_fetch(const struct ka_pairs *pairs, uint64_t hash, size_t cells_n)
{
    const struct ka_pair *pair =
        pairs->slot_count > 0 ? ka_pairs_home(pairs, hash)->pair : NULL;
    if (!pair)
        return;
    __builtin_prefetch(pair, 1);
    if (cells_n > KA_CACHE_LINE - offsetof(struct ka_pair, bytes))
        __builtin_prefetch((const char *)pair + KA_CACHE_LINE, 1);
}

// NULL when it is not there.
KA_INLINE struct ka_pair *ka_pairs_find(const struct ka_pairs *pairs, uint64_t hash,
                                        struct ka_str code, struct ka_str name)
{
    for (size_t i = hash; pairs->slot_count > 0; i++) {
        const struct ka_pair_slot *slot = ka_pairs_home(pairs, i);
        if (!slot->pair || (slot->hash == hash && ka_pair_is(slot->pair, code, name)))
            return slot->pair;
    }
    return NULL;
}

// Adds a pair that is not there; text is copied.  It stays where it is.  NULL: a cell or
// the text is too long.
struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text);
void ka_pairs_clear(struct ka_pairs *pairs);

#endif
