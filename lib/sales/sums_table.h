// SPDX-License-Identifier: GPL-3.0-or-later
// A hash table of keys and their sums, made for rows by the million.
//
// Its time goes into waiting for memory, so that rows are added in batches: for all of a
// batch the slots are fetched, then the entries, and only then the sums are touched.  An
// entry is one line of the cache, with the key in it where it is short.
#ifndef KA_SALES_SUMS_TABLE_H
#define KA_SALES_SUMS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/str.h"
#include "table/decimal.h"

enum {
    KA_SUMS_BATCH = 64,
    KA_SUMS_MAX = 3, // revenue and two more
    KA_SUMS_SHORT = 16,
};

struct ka_sums_row {
    struct ka_str key, name; // name: of the newest row that has one, of several the greatest
    int32_t date;
    int64_t value[KA_SUMS_MAX]; // KA_DECIMAL_NONE: unknown; value[0] is known
};

struct ka_sums_entry {
    union {
        char near[KA_SUMS_SHORT];
        const char *far;
    } key;
    uint32_t key_length, name_length;
    const char *name;
    ka_int128 revenue;
    uint64_t lines;
    int32_t date; // of the name
};

// Of the values behind the first, which few runs need.
struct ka_sums_sum {
    ka_int128 value;
    uint64_t unknown; // rows
};

struct ka_sums_table {
    struct ka_sums_entry *entries; // in no order that means anything
    size_t count, cap;
    size_t further;           // values behind the first
    struct ka_sums_sum *sums; // [entry * further + i]
    size_t sum_cap;
    struct ka_sums_slot *slots;
    size_t slot_count;
    struct ka_arena keys; // the long ones, and the first names
    struct ka_map names;  // that took the place of another
};

void ka_sums_table_init(struct ka_sums_table *table, size_t further);

// Adds up to KA_SUMS_BATCH rows, whose text may go away afterwards.
void ka_sums_table_add(struct ka_sums_table *table, const struct ka_sums_row *rows,
                       size_t count);

// Adds all that is in other.
void ka_sums_table_merge(struct ka_sums_table *table, const struct ka_sums_table *other);

struct ka_str ka_sums_key(const struct ka_sums_entry *entry);
void ka_sums_table_clear(struct ka_sums_table *table);

#endif
