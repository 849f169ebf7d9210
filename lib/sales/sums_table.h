// SPDX-License-Identifier: GPL-3.0-or-later
// A hash table of keys and their sums, made for rows by the million.
//
// Its time goes into waiting for memory, so that rows are added in batches: for all of a
// batch the slots are fetched, then the entries, and only then the sums are touched.  An
// entry is one line of the cache with the key and the name in it where they are short, as
// most are, and keys are compared whole: a row costs two lines, its slot and its entry.
#ifndef KA_SALES_SUMS_TABLE_H
#define KA_SALES_SUMS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/slots.h"
#include "base/str.h"
#include "table/decimal.h"

enum {
    KA_SUMS_BATCH = 64,
    KA_SUMS_MAX = 3, // revenue and two more
    KA_SUMS_NAME = 30,
};

struct ka_sums_row {
    struct ka_str key, name; // name: of the newest row that has one, of several the greatest
    int32_t date;
    int64_t value[KA_SUMS_MAX]; // KA_DECIMAL_NONE: unknown; value[0] is known
};

struct ka_sums_entry {
    char key[KA_ROOM_KEY]; // or a struct ka_str of a longer one, and so the name
    int64_t revenue;       // without what was spilled, and so the lines
    uint32_t lines;
    int32_t date; // of the name
    uint8_t key_length, name_length;
    char name[KA_SUMS_NAME];
};

// Of an entry whose numbers have outgrown it.
struct ka_sums_spill {
    ka_int128 revenue;
    uint64_t lines;
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
    struct ka_sums_spill *spills; // by entry, NULL: none
    struct ka_slots slots;
    struct ka_arena keys; // the long ones
    struct ka_map names;  // the long ones, which may come again and again
};

void ka_sums_table_init(struct ka_sums_table *table, size_t further);

// Adds up to KA_SUMS_BATCH rows, whose text may go away afterwards.
void ka_sums_table_add(struct ka_sums_table *table, const struct ka_sums_row *rows,
                       size_t count);

// Adds all that is in other.
void ka_sums_table_merge(struct ka_sums_table *table, const struct ka_sums_table *other);

// Borrowed until the next add.
struct ka_str ka_sums_key(const struct ka_sums_entry *entry);
struct ka_str ka_sums_name(const struct ka_sums_entry *entry); // "" when no row had one

ka_int128 ka_sums_revenue(const struct ka_sums_table *table, size_t number);
uint64_t ka_sums_lines(const struct ka_sums_table *table, size_t number);
void ka_sums_table_clear(struct ka_sums_table *table);

#endif
