// SPDX-License-Identifier: GPL-3.0-or-later
// Where entries are found by keys that stand in the entries themselves, for rows by the
// million: a row costs two lines of the cache, its slot and its entry, which the caller may
// call for in advance, and a short text needs no further one.
#ifndef KA_BASE_SLOTS_H
#define KA_BASE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "base/wide.h"

// ---- Texts with their room in an entry ----

enum { KA_ROOM_FAR = UINT8_MAX }; // the length of a text that does not fit

static inline struct ka_str ka_room_text(const char *room, uint8_t length)
{
    struct ka_str text = {room, length};
    if (__builtin_expect(length == KA_ROOM_FAR, 0))
        memcpy(&text, room, sizeof text);
    return text;
}

// Returns the length to keep.  A text that is longer than the room (size bytes, at least those
// of a struct ka_str) must live as long as the entry.
static inline uint8_t ka_room_put(char *room, size_t size, struct ka_str text)
{
    if (text.n > size)
        memcpy(room, &text, sizeof text);
    else if (text.n > 0)
        memcpy(room, text.p, text.n);
    return text.n > size ? KA_ROOM_FAR : (uint8_t)text.n;
}

// ---- Keys with their room in an entry ----

enum { KA_ROOM_KEY = 16 };

// Is it the key?  One comparison for those that most data have.
static inline bool ka_room_is_key(const char *room, uint8_t length, struct ka_str key)
{
    if (key.n - 8 <= KA_ROOM_KEY - 8)
        return length == key.n && ka_same_ends(room, key.p, key.n, 8);
    return ka_str_eq(ka_room_text(room, length), key);
}

// ---- Slots ----

// A slot holds the number of an entry and 1 more, in as many bits as there are slots for, and
// above them bits of the key's hash that strangers seldom share; 0: it is free.  At most half
// of the slots are taken, so that the number fits.
struct ka_slots {
    uint32_t *slot, mask;
    uint64_t secret; // of the process (ka_hash_secret)
};

typedef struct ka_str ka_slots_key(const void *entries, size_t number);

void ka_slots_init(struct ka_slots *slots);
void ka_slots_clear(struct ka_slots *slots);

// Makes room for the entries that there are, whose keys are distinct, and as many more.
void ka_slots_reserve(struct ka_slots *slots, size_t count, size_t more, ka_slots_key *key,
                      const void *entries);

// One product for the keys that most data have.  No key that is UTF-8 makes the second factor
// 0.
static inline uint64_t ka_slots_hash(const struct ka_slots *slots, struct ka_str key)
{
    uint64_t first, last;
    if (key.n - 8 > KA_ROOM_KEY - 8)
        return ka_key_hash(key);
    memcpy(&first, key.p, sizeof first);
    memcpy(&last, key.p + key.n - sizeof last, sizeof last);
    return ka_mix(first ^ slots->secret, last ^ key.n ^ UINT64_C(0x9e3779b97f4a7c15));
}

// The slot where a key of this hash stands, or the first of those it may stand in.
static inline uint32_t *ka_slots_home(const struct ka_slots *slots, uint64_t hash)
{
    return &slots->slot[hash & slots->mask];
}

static inline bool ka_slots_may_be(const struct ka_slots *slots, uint32_t slot, uint64_t hash)
{
    return ((slot ^ (uint32_t)(hash >> 32)) & ~slots->mask) == 0;
}

static inline size_t ka_slots_number(const struct ka_slots *slots, uint32_t slot)
{
    return (size_t)(slot & slots->mask) - 1;
}

static inline void ka_slots_put(const struct ka_slots *slots, uint32_t *slot, uint64_t hash,
                                size_t number)
{
    *slot = ((uint32_t)(hash >> 32) & ~slots->mask) | (uint32_t)(number + 1);
}

#endif
