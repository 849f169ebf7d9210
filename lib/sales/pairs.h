// SPDX-License-Identifier: GPL-3.0-or-later
// A memory of pairs of cells (code and name of an account, of a product) and of the text that
// stands for them in a row.  An entry is one line of the cache, called for in advance.
#ifndef KA_SALES_PAIRS_H
#define KA_SALES_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { KA_PAIR_SLACK = 32 }; // bytes of text that may be read, however short it is

struct ka_pair {
    const char *key; // both cells, NULL: a free entry
    const char *text;
    uint64_t hash, lines; // lines: counted by the caller, as is last
    size_t number;        // the caller's
    uint32_t code_n, name_n, text_n;
    int32_t last;
    bool has_id, has_name, is_total, is_plain; // the caller's
};

struct ka_pairs {
    struct ka_pair *slots; // power of two
    size_t slot_count, count;
    struct ka_arena arena;
};

uint64_t ka_pair_hash(struct ka_str code, struct ka_str name);
void ka_pairs_prefetch(const struct ka_pairs *pairs, uint64_t hash);

// The entry of a pair, NULL when it is not there.
struct ka_pair *ka_pairs_find(const struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                              struct ka_str name);

bool ka_pair_is(const struct ka_pair *pair, struct ka_str code, struct ka_str name);

// Adds a pair that is not there; text is copied.  Earlier entries may move.
struct ka_pair *ka_pairs_add(struct ka_pairs *pairs, uint64_t hash, struct ka_str code,
                             struct ka_str name, struct ka_str text);
void ka_pairs_clear(struct ka_pairs *pairs);

#endif
