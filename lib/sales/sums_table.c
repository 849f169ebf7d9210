// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/sums_table.h"

#include <stdlib.h>

#include "base/mem.h"

__extension__ typedef unsigned __int128 uint128;

_Static_assert(sizeof(struct ka_sums_entry) == 64, "one line of the cache");

void ka_sums_table_init(struct ka_sums_table *table, size_t further)
{
    *table = (struct ka_sums_table){.further = further, .slot_mask = 1023};
    table->slots = ka_zalloc((size_t)table->slot_mask + 1, sizeof *table->slots);
}

// ---- Text in an entry ----

enum { FAR = UINT8_MAX }; // the length of what does not fit

static struct ka_str far_text(const char *room)
{
    struct ka_str text;
    memcpy(&text, room, sizeof text);
    return text;
}

static struct ka_str text_in(const char *room, uint8_t length)
{
    return length == FAR ? far_text(room) : (struct ka_str){room, length};
}

// text, when it is longer than the room, must live as long as the entry.
static uint8_t put_text(char *room, size_t size, struct ka_str text)
{
    if (text.n > size)
        memcpy(room, &text, sizeof text);
    else if (text.n > 0)
        memcpy(room, text.p, text.n);
    return text.n > size ? FAR : (uint8_t)text.n;
}

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

// Eight to 16 bytes, as their first and last eight, which may overlap.
static inline bool same_short(const char *a, const char *b, size_t n)
{
    return (differ_at(a, b, 0) | differ_at(a, b, n - 8)) == 0;
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
    if (__builtin_expect(length == FAR, 0))
        return ka_str_eq(far_text(room), text);
    if (length != text.n)
        return false;
    return length >= 8 ? same_bytes(room, text.p, length)
                       : length == 0 || memcmp(room, text.p, length) == 0;
}

static inline bool is_key(const struct ka_sums_entry *entry, struct ka_str key)
{
    if (key.n - 8 <= KA_SUMS_KEY - 8)
        return entry->key_length == key.n && same_short(entry->key, key.p, key.n);
    return is_text(entry->key, entry->key_length, key);
}

struct ka_str ka_sums_key(const struct ka_sums_entry *entry)
{
    return text_in(entry->key, entry->key_length);
}

struct ka_str ka_sums_name(const struct ka_sums_entry *entry)
{
    return text_in(entry->name, entry->name_length);
}

// ---- Finding ----

// A slot holds the number of an entry and 1 more, in as many bits as there are slots for, and
// above them bits of the key's hash that strangers seldom share; 0: it is free.  At most half
// of the slots are taken, so that the number fits.
static inline uint32_t make_slot(const struct ka_sums_table *table, uint64_t hash,
                                 size_t number)
{
    return ((uint32_t)(hash >> 32) & ~table->slot_mask) | (uint32_t)(number + 1);
}

static inline bool may_be(uint32_t mask, uint32_t slot, uint64_t hash)
{
    return ((slot ^ (uint32_t)(hash >> 32)) & ~mask) == 0;
}

static inline size_t number_in(uint32_t mask, uint32_t slot)
{
    return (size_t)(slot & mask) - 1;
}

// The place of a key among the slots, or the free one where it is to be.
static inline uint32_t *probe(const struct ka_sums_table *table, struct ka_str key,
                              uint64_t hash)
{
    const uint32_t mask = table->slot_mask;
    for (uint32_t at = (uint32_t)hash;; at++) {
        uint32_t *slot = &table->slots[at & mask];
        if (*slot == 0 ||
            (may_be(mask, *slot, hash) && is_key(&table->entries[number_in(mask, *slot)], key)))
            return slot;
    }
}

// One product for the keys that most data have.
static inline uint64_t hash_of(struct ka_str key)
{
    if (key.n - 8 > KA_SUMS_KEY - 8)
        return ka_key_hash(key);
    uint64_t first = load_8(key.p) ^ UINT64_C(0x9e3779b97f4a7c15);
    uint64_t last = load_8(key.p + key.n - 8) ^ UINT64_C(0xd1b54a32d192ed03) ^ key.n;
    uint128 product = (uint128)first * last;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static __attribute__((noinline)) void widen(struct ka_sums_table *table)
{
    free(table->slots);
    table->slot_mask = 2 * table->slot_mask + 1;
    table->slots = ka_alloc_wide((size_t)table->slot_mask + 1, sizeof *table->slots);
    memset(table->slots, 0, ((size_t)table->slot_mask + 1) * sizeof *table->slots);
    for (size_t i = 0; i < table->count; i++) {
        struct ka_str key = ka_sums_key(&table->entries[i]);
        uint64_t hash = hash_of(key);
        *probe(table, key, hash) = make_slot(table, hash, i);
    }
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
    if (key.n > KA_SUMS_KEY)
        key = ka_arena_str(&table->keys, key);
    entry->key_length = put_text(entry->key, KA_SUMS_KEY, key);
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
    uint32_t *slot = probe(table, key, hash);
    if (*slot == 0)
        *slot = make_slot(table, hash, append(table, key));
    return number_in(table->slot_mask, *slot);
}

// The entries of up to KA_SUMS_BATCH keys, added where they are new.
static inline void find(struct ka_sums_table *table, const struct ka_sums_row *rows,
                        size_t count, size_t *number)
{
    uint64_t hash[KA_SUMS_BATCH];
    while (table->count + count > table->slot_mask / 2)
        widen(table);
    const uint32_t *slots = table->slots, mask = table->slot_mask;
    for (size_t i = 0; i < count; i++) {
        hash[i] = hash_of(rows[i].key);
        __builtin_prefetch(&slots[hash[i] & mask]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t likely = slots[hash[i] & mask];
        if (likely)
            __builtin_prefetch(&table->entries[number_in(mask, likely)], 1);
    }
    for (size_t i = 0; i < count; i++) { // most stand where they are looked for first
        uint32_t slot = slots[hash[i] & mask];
        number[i] = number_in(mask, slot);
        if (slot == 0 || !may_be(mask, slot, hash[i]) ||
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
    entry->name_length = put_text(entry->name, KA_SUMS_NAME, name);
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
    free(table->slots);
    ka_arena_clear(&table->keys);
    ka_map_clear(&table->names);
    *table = (struct ka_sums_table){0};
}
