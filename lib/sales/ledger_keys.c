// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a ledger: a hash table whose entries hold the keys that are short, as most are,
// beside their sums, so that a row waits for its slot and its tally only.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"

_Static_assert(sizeof(struct ka_key_tally) == 4 * KA_CACHE_LINE &&
                   offsetof(struct ka_key_tally, trail) == KA_CACHE_LINE &&
                   offsetof(struct ka_key_tally, newest) == 3 * KA_CACHE_LINE,
               "sums, trail, name and texts are a line of the cache each");

void ka_ledger_keys_init(struct ka_ledger_keys *keys)
{
    enum { SLOTS = 1024 };
    *keys = (struct ka_ledger_keys){.slot_mask = SLOTS - 1, .secret = ka_hash_secret()};
    keys->slots = ka_zalloc(SLOTS, sizeof *keys->slots);
}

void ka_ledger_keys_clear(struct ka_ledger_keys *keys)
{
    free(keys->tally);
    free(keys->slots);
    free(keys->rank);
    free(keys->number);
    ka_arena_clear(&keys->far);
    *keys = (struct ka_ledger_keys){0};
}

// ---- Texts in a tally ----

enum { FAR = UINT8_MAX }; // the length of one that does not fit

static inline struct ka_str text_in(const char *room, uint8_t length)
{
    struct ka_str text = {room, length};
    if (length == FAR)
        memcpy(&text, room, sizeof text);
    return text;
}

// text, when it is longer than the room, must live as long as the tally.
static uint8_t put_text(char *room, size_t size, struct ka_str text)
{
    if (text.n > size)
        memcpy(room, &text, sizeof text);
    else if (text.n > 0)
        memcpy(room, text.p, text.n);
    return text.n > size ? FAR : (uint8_t)text.n;
}

static struct ka_str text_of(const struct ka_key_tally *tally)
{
    return text_in(tally->key, tally->key_length);
}

struct ka_str ka_ledger_key_text(const struct ka_ledger *ledger, size_t number)
{
    return text_of(&ledger->keys.tally[number]);
}

static void put_key(struct ka_ledger_keys *keys, struct ka_key_tally *tally, struct ka_str key)
{
    struct ka_str kept = key.n > KA_LEDGER_KEY ? ka_arena_str(&keys->far, key) : key;
    tally->key_length = put_text(tally->key, KA_LEDGER_KEY, kept);
}

static inline bool is_key(const struct ka_key_tally *tally, struct ka_str key)
{
    if (key.n - 8 <= KA_LEDGER_KEY - 8)
        return tally->key_length == key.n && ka_same_ends(tally->key, key.p, key.n, 8);
    return ka_str_eq(text_of(tally), key);
}

// ---- Slots ----

__extension__ typedef unsigned __int128 uint128;

// One product for the keys that most data have.
static inline uint64_t hash_of(const struct ka_ledger_keys *keys, struct ka_str key)
{
    uint64_t first, last;
    if (key.n - 8 > KA_LEDGER_KEY - 8)
        return ka_key_hash(key);
    memcpy(&first, key.p, sizeof first);
    memcpy(&last, key.p + key.n - sizeof last, sizeof last);
    uint128 product =
        (uint128)(first ^ keys->secret) * (last ^ key.n ^ UINT64_C(0x9e3779b97f4a7c15));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// A slot holds a number and 1 more, in as many bits as there are slots for, and above them bits
// of the hash that strangers seldom share; 0: it is free.  At most half of the slots are taken,
// so that the number fits.
static inline bool may_be(uint32_t mask, uint32_t slot, uint64_t hash)
{
    return ((slot ^ (uint32_t)(hash >> 32)) & ~mask) == 0;
}

static inline size_t number_in(uint32_t mask, uint32_t slot)
{
    return (size_t)(slot & mask) - 1;
}

// The place of a key, or the free one where it is to be.
static uint32_t *probe(const struct ka_ledger_keys *keys, struct ka_str key, uint64_t hash)
{
    const uint32_t mask = keys->slot_mask;
    for (uint32_t at = (uint32_t)hash;; at++) {
        uint32_t *slot = &keys->slots[at & mask];
        if (*slot == 0 ||
            (may_be(mask, *slot, hash) && is_key(&keys->tally[number_in(mask, *slot)], key)))
            return slot;
    }
}

static void put_slot(struct ka_ledger_keys *keys, uint32_t *slot, uint64_t hash, size_t number)
{
    *slot = ((uint32_t)(hash >> 32) & ~keys->slot_mask) | (uint32_t)(number + 1);
}

static void widen(struct ka_ledger_keys *keys)
{
    size_t count = ((size_t)keys->slot_mask + 1) * 2;
    free(keys->slots);
    keys->slots = ka_alloc_wide(count, sizeof *keys->slots);
    memset(keys->slots, 0, count * sizeof *keys->slots);
    keys->slot_mask = (uint32_t)(count - 1);
    for (size_t i = 0; i < keys->count; i++) {
        struct ka_str key = text_of(&keys->tally[i]);
        uint64_t hash = hash_of(keys, key);
        put_slot(keys, probe(keys, key, hash), hash, i);
    }
}

// ---- Finding ----

static uint32_t put_place(struct ka_shelf *shelf, uint32_t number)
{
    KA_ROOM(shelf->key, shelf->count, shelf->cap);
    shelf->key[shelf->count] = number;
    return (uint32_t)shelf->count++;
}

static uint32_t append(struct ka_ledger *ledger, struct ka_str key, uint64_t hash)
{
    struct ka_ledger_keys *keys = &ledger->keys;
    uint32_t number = (uint32_t)keys->count++;
    keys->tally = ka_grow_wide(keys->tally, &keys->cap, keys->count, sizeof *keys->tally);
    struct ka_key_tally *tally = &keys->tally[number];
    *tally = (struct ka_key_tally){.shelf = (uint8_t)((hash >> 32) % KA_SHELVES)};
    put_key(keys, tally, key);
    tally->place = put_place(&ledger->shelf[tally->shelf], number);
    return number;
}

static uint32_t put(struct ka_ledger *ledger, struct ka_str key, uint64_t hash)
{
    struct ka_ledger_keys *keys = &ledger->keys;
    uint32_t *slot = probe(keys, key, hash);
    if (*slot == 0)
        put_slot(keys, slot, hash, append(ledger, key, hash));
    return (uint32_t)number_in(keys->slot_mask, *slot);
}

uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key)
{
    while (ledger->keys.count + 1 > ledger->keys.slot_mask / 2)
        widen(&ledger->keys);
    return put(ledger, key, hash_of(&ledger->keys, key));
}

size_t ka_ledger_find_key(const struct ka_ledger *ledger, struct ka_str key)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    uint32_t slot = *probe(keys, key, hash_of(keys, key));
    return slot ? number_in(keys->slot_mask, slot) : KA_NONE;
}

void ka_ledger_fetch_slots(struct ka_ledger *ledger, const struct ka_str *key, size_t count,
                           uint64_t *hash)
{
    struct ka_ledger_keys *keys = &ledger->keys;
    while (keys->count + count > keys->slot_mask / 2)
        widen(keys);
    for (size_t i = 0; i < count; i++) {
        hash[i] = hash_of(keys, key[i]);
        __builtin_prefetch(&keys->slots[hash[i] & keys->slot_mask]);
    }
}

void ka_ledger_fetch_tallies(const struct ka_ledger *ledger, const uint64_t *hash, size_t count)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = keys->slots[hash[i] & keys->slot_mask];
        if (slot == 0)
            continue;
        size_t number = number_in(keys->slot_mask, slot);
        __builtin_prefetch(&keys->tally[number], 1);
        __builtin_prefetch(&keys->tally[number].trail, 1);
        __builtin_prefetch(&keys->tally[number].name, 1);
        __builtin_prefetch(&keys->tally[number].newest, 1);
    }
}

void ka_ledger_put_keys(struct ka_ledger *ledger, const struct ka_str *key,
                        const uint64_t *hash, size_t count, uint32_t *number)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    for (size_t i = 0; i < count; i++) { // most stand where they are looked for first
        uint32_t slot = keys->slots[hash[i] & keys->slot_mask];
        size_t first = number_in(keys->slot_mask, slot);
        bool found = slot && may_be(keys->slot_mask, slot, hash[i]) &&
                     is_key(&keys->tally[first], key[i]);
        number[i] = found ? (uint32_t)first : put(ledger, key[i], hash[i]);
    }
}

// ---- The newest texts of a key ----

// False: an older one, or none.  Else the date is taken; *newer: so is the text, whatever it
// is.
static inline bool is_late(bool known, struct ka_str text, int32_t date, int32_t *last,
                           bool *newer)
{
    if (text.n == 0 || (known && date < *last))
        return false;
    *newer = !known || date > *last;
    *last = date;
    return true;
}

static __attribute__((noinline)) void put_name(struct ka_ledger *ledger,
                                               struct ka_key_tally *tally, struct ka_str name)
{
    if (name.n > KA_LEDGER_NAME) {
        size_t number = ka_map_put(&ledger->texts, name, NULL);
        name = ledger->texts.keys[number];
    }
    tally->name_length = put_text(tally->name, KA_LEDGER_NAME, name);
}

static inline void update_name(struct ka_ledger *ledger, struct ka_key_tally *tally,
                               struct ka_str text, int32_t date)
{
    bool newer;
    struct ka_str old = text_in(tally->name, tally->name_length);
    if (is_late(tally->name_length > 0, text, date, &tally->name_date, &newer) &&
        !ka_str_eq(text, old) && (newer || ka_str_cmp(text, old) > 0))
        put_name(ledger, tally, text);
}

static inline void update_text(struct ka_ledger *ledger, struct ka_newest_text *newest,
                               struct ka_str text, int32_t date)
{
    bool newer;
    if (!is_late(newest->text > 0, text, date, &newest->date, &newer))
        return;
    uint32_t number = ka_ledger_put_text(ledger, text);
    if (newer || ka_str_cmp(text, ledger->texts.keys[newest->text - 1]) > 0)
        newest->text = number + 1;
}

void ka_ledger_update_texts(struct ka_ledger *ledger, size_t attribute, const uint32_t *key,
                            const struct ka_str *text, const int32_t *date, size_t count)
{
    struct ka_key_tally *tally = ledger->keys.tally;
    if (attribute == 0)
        for (size_t i = 0; i < count; i++)
            update_name(ledger, &tally[key[i]], text[i], date[i]);
    else
        for (size_t i = 0; i < count; i++)
            update_text(ledger, &tally[key[i]].newest[attribute - 1], text[i], date[i]);
}

struct ka_str ka_ledger_newest(const struct ka_ledger *ledger, size_t number, size_t attribute,
                               int32_t *date)
{
    const struct ka_key_tally *tally = &ledger->keys.tally[number];
    if (attribute == 0) {
        *date = tally->name_date;
        return text_in(tally->name, tally->name_length);
    }
    const struct ka_newest_text *newest = &tally->newest[attribute - 1];
    *date = newest->date;
    return newest->text ? ledger->texts.keys[newest->text - 1] : KA_STR("");
}
