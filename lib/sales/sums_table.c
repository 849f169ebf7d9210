// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sums_table.h"

#include <stdlib.h>

#include "base/mem.h"

// tag: the upper half of the key's hash; strangers seldom share it.
struct ka_sums_slot {
    uint32_t number_plus_1, tag;
};

__extension__ typedef unsigned __int128 uint128;

_Static_assert(sizeof(struct ka_sums_entry) == 64, "one line of the cache");

void ka_sums_table_init(struct ka_sums_table *table, size_t further)
{
    *table = (struct ka_sums_table){.further = further, .slot_count = 1024};
    table->slots = ka_zalloc(table->slot_count, sizeof *table->slots);
}

struct ka_str ka_sums_key(const struct ka_sums_entry *entry)
{
    bool is_short = entry->key_length <= KA_SUMS_SHORT;
    return (struct ka_str){is_short ? entry->key.near : entry->key.far, entry->key_length};
}

static inline struct ka_sums_slot *slot_at(const struct ka_sums_table *table, uint64_t hash)
{
    return &table->slots[hash & (table->slot_count - 1)];
}

// The first and the last bytes, which may overlap, say it of all.
static inline bool same_ends(const char *a, const char *b, size_t n, size_t width)
{
    return memcmp(a, b, width) == 0 && memcmp(a + n - width, b + n - width, width) == 0;
}

static inline bool is_text(const char *p, size_t n, struct ka_str text)
{
    if (n != text.n)
        return false;
    if (n >= 16 && n <= 32)
        return same_ends(p, text.p, n, 16);
    if (n >= 8 && n < 16)
        return same_ends(p, text.p, n, 8);
    return n == 0 || memcmp(p, text.p, n) == 0;
}

static inline bool is_key(const struct ka_sums_entry *entry, struct ka_str key)
{
    bool is_short = key.n <= KA_SUMS_SHORT;
    return is_text(is_short ? entry->key.near : entry->key.far, entry->key_length, key);
}

static inline struct ka_sums_slot *probe(const struct ka_sums_table *table, struct ka_str key,
                                         uint64_t hash)
{
    for (;; hash += 1) {
        struct ka_sums_slot *slot = slot_at(table, hash);
        if (slot->number_plus_1 == 0)
            return slot;
        if (slot->tag == hash >> 32 && is_key(&table->entries[slot->number_plus_1 - 1], key))
            return slot;
    }
}

static inline uint64_t load_8(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

// One product for the keys that most data have.
static inline uint64_t hash_of(struct ka_str key)
{
    uint64_t hash;
    if (key.n >= 8 && key.n <= KA_SUMS_SHORT) {
        uint64_t first = load_8(key.p) ^ UINT64_C(0x9e3779b97f4a7c15);
        uint64_t last = load_8(key.p + key.n - 8) ^ UINT64_C(0xd1b54a32d192ed03) ^ key.n;
        uint128 product = (uint128)first * last;
        hash = (uint64_t)product ^ (uint64_t)(product >> 64);
    } else
        hash = ka_key_hash(key);
    // Probing adds to the hash: the tag must not be reached by that.
    return hash & ~UINT64_C(0x80000000);
}

static void widen(struct ka_sums_table *table)
{
    free(table->slots);
    table->slot_count *= 2;
    table->slots = ka_zalloc(table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < table->count; i++) {
        struct ka_str key = ka_sums_key(&table->entries[i]);
        uint64_t hash = hash_of(key);
        *probe(table, key, hash) =
            (struct ka_sums_slot){(uint32_t)(i + 1), (uint32_t)(hash >> 32)};
    }
}

static void *grow_aligned(struct ka_sums_entry *entries, size_t count, size_t *cap)
{
    *cap = *cap ? *cap * 2 : 1024;
    struct ka_sums_entry *wider = aligned_alloc(sizeof *wider, *cap * sizeof *wider);
    if (!wider)
        ka_alloc((size_t)-1, 2); // out of memory ends the program
    if (count)
        memcpy(wider, entries, count * sizeof *wider);
    free(entries);
    return wider;
}

static size_t append(struct ka_sums_table *table, struct ka_str key)
{
    size_t number = table->count++;
    if (table->count > table->cap)
        table->entries = grow_aligned(table->entries, number, &table->cap);
    struct ka_sums_entry *entry = &table->entries[number];
    *entry = (struct ka_sums_entry){.key_length = (uint32_t)key.n};
    if (key.n > KA_SUMS_SHORT)
        entry->key.far = ka_arena_str(&table->keys, key).p;
    else if (key.n)
        memcpy(entry->key.near, key.p, key.n);
    size_t further = table->further;
    table->sums =
        ka_grow(table->sums, &table->sum_cap, table->count * further, sizeof *table->sums);
    for (size_t i = 0; i < further; i++)
        table->sums[number * further + i] = (struct ka_sums_sum){0};
    return number;
}

static inline size_t put(struct ka_sums_table *table, struct ka_str key, uint64_t hash)
{
    struct ka_sums_slot *slot = probe(table, key, hash);
    if (slot->number_plus_1 == 0) {
        size_t number = append(table, key);
        *slot = (struct ka_sums_slot){(uint32_t)(number + 1), (uint32_t)(hash >> 32)};
    }
    return slot->number_plus_1 - 1;
}

static void replace_name(struct ka_sums_table *table, struct ka_sums_entry *entry,
                         struct ka_str name)
{
    // The first name is its own; one that changes may come again and again.
    if (entry->name) {
        size_t number = ka_map_put(&table->names, name, NULL); // moves keys
        entry->name = table->names.keys[number].p;
    } else
        entry->name = ka_arena_str(&table->keys, name).p;
    entry->name_length = (uint32_t)name.n;
}

static inline void update_name(struct ka_sums_table *table, struct ka_sums_entry *entry,
                               struct ka_str name, int32_t date)
{
    if (name.n == 0 || (entry->name && date < entry->date))
        return;
    bool newer = !entry->name || date > entry->date;
    entry->date = date;
    if (is_text(entry->name, entry->name_length, name))
        return;
    struct ka_str old = {entry->name, entry->name_length};
    if (newer || ka_str_cmp(name, old) > 0)
        replace_name(table, entry, name);
}

static inline void add_row(struct ka_sums_table *table, size_t number,
                           const struct ka_sums_row *row)
{
    struct ka_sums_entry *entry = &table->entries[number];
    entry->lines++;
    entry->revenue += row->value[0];
    update_name(table, entry, row->name, row->date);
    struct ka_sums_sum *sum = table->sums + number * table->further;
    for (size_t i = 0; i < table->further; i++) {
        bool unknown = row->value[i + 1] == KA_DECIMAL_NONE;
        sum[i].unknown += unknown;
        sum[i].value += unknown ? 0 : row->value[i + 1];
    }
}

void ka_sums_table_add(struct ka_sums_table *table, const struct ka_sums_row *rows,
                       size_t count)
{
    uint64_t hash[KA_SUMS_BATCH];
    size_t number[KA_SUMS_BATCH];
    while (table->count + count > table->slot_count / 2)
        widen(table);
    for (size_t i = 0; i < count; i++) {
        hash[i] = hash_of(rows[i].key);
        __builtin_prefetch(slot_at(table, hash[i]));
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t likely = slot_at(table, hash[i])->number_plus_1;
        if (likely)
            __builtin_prefetch(&table->entries[likely - 1], 1);
    }
    for (size_t i = 0; i < count; i++) {
        number[i] = put(table, rows[i].key, hash[i]);
        if (table->entries[number[i]].date <= rows[i].date)
            __builtin_prefetch(table->entries[number[i]].name);
    }
    for (size_t i = 0; i < count; i++)
        add_row(table, number[i], &rows[i]);
}

void ka_sums_table_merge(struct ka_sums_table *table, const struct ka_sums_table *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct ka_sums_entry *from = &other->entries[i];
        while (table->count + 1 > table->slot_count / 2)
            widen(table);
        size_t number = put(table, ka_sums_key(from), hash_of(ka_sums_key(from)));
        struct ka_sums_entry *entry = &table->entries[number];
        entry->lines += from->lines;
        entry->revenue += from->revenue;
        update_name(table, entry, (struct ka_str){from->name, from->name_length}, from->date);
        for (size_t k = 0; k < table->further; k++) {
            struct ka_sums_sum *sum = &table->sums[number * table->further + k];
            sum->value += other->sums[i * table->further + k].value;
            sum->unknown += other->sums[i * table->further + k].unknown;
        }
    }
}

void ka_sums_table_clear(struct ka_sums_table *table)
{
    free(table->entries);
    free(table->sums);
    free(table->slots);
    ka_arena_clear(&table->keys);
    ka_map_clear(&table->names);
    *table = (struct ka_sums_table){0};
}
