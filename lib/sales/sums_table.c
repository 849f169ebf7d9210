// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sums_table.h"

#include <stdlib.h>

#include "base/mem.h"

_Static_assert(sizeof(struct ka_sums_entry) == 64, "one line of the cache");

void ka_sums_table_init(struct ka_sums_table *table, size_t further)
{
    *table = (struct ka_sums_table){.further = further};
    ka_slots_init(&table->slots);
}

// ---- Text in an entry ----

static inline uint64_t load_8(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static inline uint64_t differ_at(const char *a, const char *b, size_t at)
{
    return load_8(a + at) ^ load_8(b + at);
}

// Eight to 32 bytes: names differ in length, and a branch would be foretold wrongly.
static inline bool same_bytes(const char *a, const char *b, size_t n)
{
    size_t last = n - 8, second = last < 8 ? last : 8, third = n < 16 ? 0 : n - 16;
    return (differ_at(a, b, 0) | differ_at(a, b, second) | differ_at(a, b, third) |
            differ_at(a, b, last)) == 0;
}

static inline bool is_text(const char *room, uint8_t length, struct ka_str text)
{
    if (__builtin_expect(length == KA_ROOM_FAR, 0))
        return ka_str_eq(ka_room_text(room, length), text);
    if (length != text.n)
        return false;
    return length >= 8 ? same_bytes(room, text.p, length)
                       : length == 0 || memcmp(room, text.p, length) == 0;
}

static inline bool is_key(const struct ka_sums_entry *entry, struct ka_str key)
{
    return ka_room_is_key(entry->key, entry->key_length, key);
}

struct ka_str ka_sums_key(const struct ka_sums_entry *entry)
{
    return ka_room_text(entry->key, entry->key_length);
}

struct ka_str ka_sums_name(const struct ka_sums_entry *entry)
{
    return ka_room_text(entry->name, entry->name_length);
}

// ---- Finding ----

static struct ka_str key_at(const void *entries, size_t number)
{
    return ka_sums_key((const struct ka_sums_entry *)entries + number);
}

static void widen_entries(struct ka_sums_table *table)
{
    size_t cap = table->cap;
    table->entries =
        ka_grow_wide(table->entries, &table->cap, table->count, sizeof *table->entries);
    if (table->spills) {
        table->spills = ka_resize(table->spills, table->cap, sizeof *table->spills);
        memset(table->spills + cap, 0, (table->cap - cap) * sizeof *table->spills);
    }
}

static size_t append(struct ka_sums_table *table, struct ka_str key)
{
    size_t number = table->count++;
    if (table->count > table->cap)
        widen_entries(table);
    struct ka_sums_entry *entry = &table->entries[number];
    *entry = (struct ka_sums_entry){0};
    if (key.n > KA_ROOM_KEY)
        key = ka_arena_str(&table->keys, key);
    entry->key_length = ka_room_put(entry->key, KA_ROOM_KEY, key);
    size_t further = table->further;
    table->sums =
        ka_grow(table->sums, &table->sum_cap, table->count * further, sizeof *table->sums);
    for (size_t i = 0; i < further; i++)
        table->sums[number * further + i] = (struct ka_sums_sum){0};
    return number;
}

static __attribute__((noinline)) size_t put(struct ka_sums_table *table, struct ka_str key,
                                            uint64_t hash)
{
    const struct ka_slots *slots = &table->slots;
    for (uint64_t at = hash;; at++) {
        uint32_t *slot = ka_slots_home(slots, at);
        size_t number = ka_slots_number(slots, *slot);
        if (*slot == 0) {
            number = append(table, key);
            ka_slots_put(slots, slot, hash, number);
            return number;
        }
        if (ka_slots_may_be(slots, *slot, hash) && is_key(&table->entries[number], key))
            return number;
    }
}

// The entries of up to KA_SUMS_BATCH keys, added where they are new.
static inline void find(struct ka_sums_table *table, const struct ka_sums_row *rows,
                        size_t count, size_t *number)
{
    uint64_t hash[KA_SUMS_BATCH];
    ka_slots_reserve(&table->slots, table->count, count, key_at, table->entries);
    const struct ka_slots slots = table->slots;
    for (size_t i = 0; i < count; i++) {
        hash[i] = ka_slots_hash(&slots, rows[i].key);
        __builtin_prefetch(ka_slots_home(&slots, hash[i]));
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t likely = *ka_slots_home(&slots, hash[i]);
        if (likely)
            __builtin_prefetch(&table->entries[ka_slots_number(&slots, likely)], 1);
    }
    for (size_t i = 0; i < count; i++) { // most stand where they are looked for first
        uint32_t slot = *ka_slots_home(&slots, hash[i]);
        number[i] = ka_slots_number(&slots, slot);
        if (slot == 0 || !ka_slots_may_be(&slots, slot, hash[i]) ||
            !is_key(&table->entries[number[i]], rows[i].key))
            number[i] = put(table, rows[i].key, hash[i]);
    }
}

// ---- Adding ----

static void spill(struct ka_sums_table *table, size_t number)
{
    struct ka_sums_entry *entry = &table->entries[number];
    if (!table->spills)
        table->spills = ka_zalloc(table->cap, sizeof *table->spills);
    table->spills[number].revenue += entry->revenue;
    table->spills[number].lines += entry->lines;
    entry->revenue = 0;
    entry->lines = 0;
}

static inline void add_amount(struct ka_sums_table *table, size_t number, int64_t revenue,
                              uint32_t lines)
{
    struct ka_sums_entry *entry = &table->entries[number];
    int64_t sum;
    if (__builtin_expect(__builtin_add_overflow(entry->revenue, revenue, &sum) ||
                             entry->lines > UINT32_MAX - lines,
                         0)) {
        spill(table, number);
        sum = revenue;
    }
    entry->revenue = sum;
    entry->lines += lines;
}

static void replace_name(struct ka_sums_table *table, struct ka_sums_entry *entry,
                         struct ka_str name)
{
    if (name.n > KA_SUMS_NAME) {
        size_t number = ka_map_put(&table->names, name, NULL); // moves keys
        name = table->names.keys[number];
    }
    entry->name_length = ka_room_put(entry->name, KA_SUMS_NAME, name);
}

static inline void update_name(struct ka_sums_table *table, struct ka_sums_entry *entry,
                               struct ka_str name, int32_t date)
{
    bool same = is_text(entry->name, entry->name_length, name);
    if (name.n == 0 || (entry->name_length > 0 && date < entry->date))
        return;
    bool newer = entry->name_length == 0 || date > entry->date;
    entry->date = date;
    if (!same && (newer || ka_str_cmp(name, ka_sums_name(entry)) > 0))
        replace_name(table, entry, name);
}

static inline void add_further(struct ka_sums_table *table, size_t number,
                               const struct ka_sums_row *row)
{
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
    size_t number[KA_SUMS_BATCH];
    find(table, rows, count, number);
    for (size_t i = 0; i < count; i++) {
        add_amount(table, number[i], rows[i].value[0], 1);
        update_name(table, &table->entries[number[i]], rows[i].name, rows[i].date);
        if (table->further)
            add_further(table, number[i], &rows[i]);
    }
}

// ---- Merging ----

static void merge_further(struct ka_sums_table *table, size_t number,
                          const struct ka_sums_table *other, size_t i)
{
    if (other->spills && (other->spills[i].lines || other->spills[i].revenue)) {
        spill(table, number);
        table->spills[number].revenue += other->spills[i].revenue;
        table->spills[number].lines += other->spills[i].lines;
    }
    for (size_t k = 0; k < table->further; k++) {
        struct ka_sums_sum *sum = &table->sums[number * table->further + k];
        sum->value += other->sums[i * table->further + k].value;
        sum->unknown += other->sums[i * table->further + k].unknown;
    }
}

void ka_sums_table_merge(struct ka_sums_table *table, const struct ka_sums_table *other)
{
    struct ka_sums_row rows[KA_SUMS_BATCH];
    size_t number[KA_SUMS_BATCH];
    for (size_t first = 0, n; first < other->count; first += n) {
        const struct ka_sums_entry *from = other->entries + first;
        n = other->count - first < KA_SUMS_BATCH ? other->count - first : KA_SUMS_BATCH;
        for (size_t i = 0; i < n; i++)
            rows[i].key = ka_sums_key(&from[i]);
        find(table, rows, n, number);
        for (size_t i = 0; i < n; i++) {
            add_amount(table, number[i], from[i].revenue, from[i].lines);
            update_name(table, &table->entries[number[i]], ka_sums_name(&from[i]),
                        from[i].date);
            merge_further(table, number[i], other, first + i);
        }
    }
}

// ---- The sums ----

ka_int128 ka_sums_revenue(const struct ka_sums_table *table, size_t number)
{
    return table->entries[number].revenue + (table->spills ? table->spills[number].revenue : 0);
}

uint64_t ka_sums_lines(const struct ka_sums_table *table, size_t number)
{
    return table->entries[number].lines + (table->spills ? table->spills[number].lines : 0);
}

void ka_sums_table_clear(struct ka_sums_table *table)
{
    free(table->entries);
    free(table->sums);
    free(table->spills);
    ka_slots_clear(&table->slots);
    ka_arena_clear(&table->keys);
    ka_map_clear(&table->names);
    *table = (struct ka_sums_table){0};
}
