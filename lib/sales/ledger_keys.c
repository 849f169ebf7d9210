// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a ledger: a hash table whose entries hold the keys that are short, as most are,
// beside their sums, so that a row waits for its slot and its tally only.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"

_Static_assert(sizeof(struct ka_key_tally) == 3 * KA_CACHE_LINE &&
                   offsetof(struct ka_key_tally, newest) == 2 * KA_CACHE_LINE,
               "sums, name and texts are a line of the cache each");

void ka_ledger_keys_init(struct ka_ledger_keys *keys)
{
    *keys = (struct ka_ledger_keys){.count = 0};
    ka_slots_init(&keys->slots);
}

void ka_ledger_keys_clear(struct ka_ledger_keys *keys)
{
    free(keys->tally);
    ka_slots_clear(&keys->slots);
    free(keys->rank);
    free(keys->number);
    ka_arena_clear(&keys->far);
    *keys = (struct ka_ledger_keys){0};
}

// ---- Keys in a tally ----

static struct ka_str text_of(const struct ka_key_tally *tally)
{
    return ka_room_text(tally->key, tally->key_length);
}

struct ka_str ka_ledger_key_text(const struct ka_ledger *ledger, size_t number)
{
    return text_of(&ledger->keys.tally[number]);
}

static void put_key(struct ka_ledger_keys *keys, struct ka_key_tally *tally, struct ka_str key)
{
    struct ka_str kept = key.n > KA_ROOM_KEY ? ka_arena_str(&keys->far, key) : key;
    tally->key_length = ka_room_put(tally->key, KA_ROOM_KEY, kept);
}

static inline bool is_key(const struct ka_key_tally *tally, struct ka_str key)
{
    return ka_room_is_key(tally->key, tally->key_length, key);
}

static struct ka_str key_at(const void *tallies, size_t number)
{
    return text_of((const struct ka_key_tally *)tallies + number);
}

static void reserve(struct ka_ledger_keys *keys, size_t more)
{
    ka_slots_reserve(&keys->slots, keys->count, more, key_at, keys->tally);
}

// ---- Finding ----

// The place of a key, or the free one where it is to be.
static uint32_t *probe(const struct ka_ledger_keys *keys, struct ka_str key, uint64_t hash)
{
    const struct ka_slots *slots = &keys->slots;
    for (uint64_t at = hash;; at++) {
        uint32_t *slot = ka_slots_home(slots, at);
        if (*slot == 0 || (ka_slots_may_be(slots, *slot, hash) &&
                           is_key(&keys->tally[ka_slots_number(slots, *slot)], key)))
            return slot;
    }
}

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
        ka_slots_put(&keys->slots, slot, hash, append(ledger, key, hash));
    return (uint32_t)ka_slots_number(&keys->slots, *slot);
}

uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key)
{
    reserve(&ledger->keys, 1);
    return put(ledger, key, ka_slots_hash(&ledger->keys.slots, key));
}

size_t ka_ledger_find_key(const struct ka_ledger *ledger, struct ka_str key)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    uint32_t slot = *probe(keys, key, ka_slots_hash(&keys->slots, key));
    return slot ? ka_slots_number(&keys->slots, slot) : KA_NONE;
}

void ka_ledger_fetch_slots(struct ka_ledger *ledger, const struct ka_str *key, size_t count,
                           uint64_t *hash)
{
    struct ka_ledger_keys *keys = &ledger->keys;
    reserve(keys, count);
    for (size_t i = 0; i < count; i++) {
        hash[i] = ka_slots_hash(&keys->slots, key[i]);
        __builtin_prefetch(ka_slots_home(&keys->slots, hash[i]));
    }
}

// The slot that may hold a key of this hash, or a free one.
static inline uint32_t likely_slot(const struct ka_slots *slots, uint64_t hash)
{
    uint64_t at = hash;
    uint32_t slot = *ka_slots_home(slots, at);
    while (slot && !ka_slots_may_be(slots, slot, hash))
        slot = *ka_slots_home(slots, ++at);
    return slot;
}

void ka_ledger_fetch_tallies(const struct ka_ledger *ledger, const uint64_t *hash, size_t count,
                             uint32_t *likely)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = likely_slot(&keys->slots, hash[i]);
        likely[i] = slot ? (uint32_t)ka_slots_number(&keys->slots, slot) : KA_LEDGER_NONE;
        if (slot == 0)
            continue;
        __builtin_prefetch(&keys->tally[likely[i]], 1);
        __builtin_prefetch(&keys->tally[likely[i]].name, 1);
        __builtin_prefetch(&keys->tally[likely[i]].newest, 1);
    }
}

void ka_ledger_put_keys(struct ka_ledger *ledger, const struct ka_str *key,
                        const uint64_t *hash, size_t count, uint32_t *number)
{
    const struct ka_ledger_keys *keys = &ledger->keys;
    for (size_t i = 0; i < count; i++)
        if (number[i] == KA_LEDGER_NONE || !is_key(&keys->tally[number[i]], key[i]))
            number[i] = put(ledger, key[i], hash[i]);
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
    tally->name_length = ka_room_put(tally->name, KA_LEDGER_NAME, name);
}

static inline void update_name(struct ka_ledger *ledger, struct ka_key_tally *tally,
                               struct ka_str text, int32_t date)
{
    bool newer;
    struct ka_str old = ka_room_text(tally->name, tally->name_length);
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
        return ka_room_text(tally->name, tally->name_length);
    }
    const struct ka_newest_text *newest = &tally->newest[attribute - 1];
    *date = newest->date;
    return newest->text ? ledger->texts.keys[newest->text - 1] : KA_STR("");
}
