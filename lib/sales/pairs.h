// SPDX-License-Identifier: GPL-3.0-or-later
// A memory of pairs of cells (code and name of an account, of a product) and of the text that
// stands for them in a row.  All of a pair stands together, and memory is called for in
// advance.
#ifndef KA_SALES_PAIRS_H
#define KA_SALES_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { KA_PAIR_SLACK = 32 }; // bytes of text that may be read, however short it is

struct ka_pair {
    uint64_t lines; // the caller's, as are these:
    uint32_t number;
    int32_t last;
    bool has_id, has_name, is_total, is_plain;
    uint32_t code_n, name_n, text_n;
    char bytes[]; // both cells, the text
};

struct ka_pair_slot {
    uint64_t hash;
    struct ka_pair *pair; // NULL: free
};

struct ka_pairs {
    struct ka_pair_slot *slots; // power of two
    size_t slot_count, count;
    struct ka_arena arena;
};

static inline struct ka_str ka_pair_text(const struct ka_pair *pair)
{
    return (struct ka_str){pair->bytes + pair->code_n + pair->name_n, pair->text_n};
}

uint64_t ka_pair_hash(struct ka_str code, struct ka_str name);

// What a lookup needs comes from memory in two steps, each for all records of a batch: the
// slot, then what probably is the pair.
void ka_pairs_fetch_slot(const struct ka_pairs *pairs, uint64_t hash);
void ka_pairs_fetch(const struct ka_pairs *pairs, uint64_t hash);

// NULL when it is not there.
struct ka_pair *ka_pairs_find(const struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                              struct ka_str name);

bool ka_pair_is(const struct ka_pair *pair, struct ka_str code, struct ka_str name);

// Adds a pair that is not there; text is copied.  It stays where it is.
struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text);
void ka_pairs_clear(struct ka_pairs *pairs);

#endif
