// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/slots.h"

#include <stdlib.h>

#include "base/mem.h"

static void allot(struct ka_slots *slots, size_t count)
{
    slots->slot = ka_alloc_wide(count, sizeof *slots->slot);
    memset(slots->slot, 0, count * sizeof *slots->slot);
    slots->mask = (uint32_t)(count - 1);
}

void ka_slots_init(struct ka_slots *slots)
{
    enum { FIRST = 1024 };
    slots->secret = ka_hash_secret();
    allot(slots, FIRST);
}

void ka_slots_clear(struct ka_slots *slots)
{
    free(slots->slot);
    *slots = (struct ka_slots){0};
}

void ka_slots_reserve(struct ka_slots *slots, size_t count, size_t more, ka_slots_key *key,
                      const void *entries)
{
    size_t wanted = (size_t)slots->mask + 1;
    while (count + more > (wanted - 1) / 2)
        wanted *= 2;
    if (wanted == (size_t)slots->mask + 1)
        return;
    free(slots->slot);
    allot(slots, wanted);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = ka_slots_hash(slots, key(entries, i));
        size_t at = hash;
        while (slots->slot[at & slots->mask])
            at++;
        ka_slots_put(slots, &slots->slot[at & slots->mask], hash, i);
    }
}
