// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are forgotten by the turn: each is looked for among those of this turn and the one
// before.
//
// A table of millions of rows costs a miss of the cache for each.  Instead a filter that fits
// into it says of most rows for certain that they are new (three bits of one word, after
// Putze, Sanders, Singler 2009); the others, a few in a hundred unless there are twins, are
// suspects.  At the end of the turn its rows and those before are gone through once more, in
// their order, and those that are like a suspect are compared exactly.
#include "sales/twins.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

// Of the filter: eight bits for each row of a turn.  Of the sieve: a bit for each hash that a
// suspect may have.
enum { FILTER_BITS = 17, FILTER_WORDS = 1 << FILTER_BITS };
enum { SIEVE_BITS = 20, SIEVE_WORDS = 1 << (SIEVE_BITS - 6) };

// Both turns in one line of the cache.
struct ka_twins_word {
    uint64_t recent, before;
};

static uint64_t bits_of(uint64_t hash)
{
    return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63) |
           UINT64_C(1) << (hash >> 12 & 63);
}

static bool has_bits(uint64_t word, uint64_t bits)
{
    return (word & bits) == bits;
}

// n rows, within a turn.
static void add_rows(struct ka_twins *twins, const uint64_t *hashes, size_t n)
{
    struct ka_twins_turn *turn = &twins->recent;
    if (!twins->filter)
        twins->filter = ka_zalloc(FILTER_WORDS, sizeof *twins->filter);
    turn->hashes = ka_grow(turn->hashes, &turn->cap, turn->count + n, sizeof *turn->hashes);
    twins->suspects = ka_grow(twins->suspects, &twins->suspect_cap, twins->suspect_count + n,
                              sizeof *twins->suspects);
    for (size_t i = 0; i < n; i++) {
        uint64_t bits = bits_of(hashes[i]);
        struct ka_twins_word *word = &twins->filter[hashes[i] >> (64 - FILTER_BITS)];
        twins->suspects[twins->suspect_count] = hashes[i];
        twins->suspect_count += has_bits(word->recent, bits) | has_bits(word->before, bits);
        word->recent |= bits;
        turn->hashes[turn->count++] = hashes[i];
    }
}

// ---- The suspects of a turn ----

struct suspects {
    uint64_t *hashes; // where each would be looked for by its low bits, or behind that
    enum suspect { FREE, KNOWN, SEEN } * states;
    size_t mask;
    uint64_t *sieve; // of their high bits
};

// Where it stands, or is to be put.
static size_t place_of(const struct suspects *s, uint64_t hash)
{
    size_t i = hash & s->mask;
    while (s->states[i] != FREE && s->hashes[i] != hash)
        i = (i + 1) & s->mask;
    return i;
}

static void begin(struct suspects *s, const struct ka_twins *twins)
{
    size_t places = 1;
    while (places < 2 * twins->suspect_count)
        places *= 2;
    *s = (struct suspects){.hashes = ka_alloc(places, sizeof *s->hashes),
                           .states = ka_zalloc(places, sizeof *s->states),
                           .mask = places - 1,
                           .sieve = ka_zalloc(SIEVE_WORDS, sizeof *s->sieve)};
    for (size_t i = 0; i < twins->suspect_count; i++) {
        uint64_t hash = twins->suspects[i], bit = hash >> (64 - SIEVE_BITS);
        size_t place = place_of(s, hash);
        s->hashes[place] = hash;
        s->states[place] = KNOWN;
        s->sieve[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

// Rows of the turn that are suspects and were seen before; all of them are seen then.
static uint64_t see(struct suspects *s, const struct ka_twins_turn *turn)
{
    uint64_t found = 0;
    for (size_t i = 0; i < turn->count; i++) {
        uint64_t hash = turn->hashes[i], bit = hash >> (64 - SIEVE_BITS);
        if (!(s->sieve[bit / 64] >> bit % 64 & 1))
            continue;
        size_t place = place_of(s, hash);
        if (s->states[place] == FREE)
            continue;
        found += s->states[place] == SEEN;
        s->states[place] = SEEN;
    }
    return found;
}

static uint64_t count_turn(const struct ka_twins *twins)
{
    struct suspects s;
    if (twins->suspect_count == 0)
        return 0;
    begin(&s, twins);
    see(&s, &twins->before);
    uint64_t found = see(&s, &twins->recent);
    free(s.hashes);
    free(s.states);
    free(s.sieve);
    return found;
}

static void turn(struct ka_twins *twins)
{
    struct ka_twins_turn emptied = twins->before;
    twins->found += count_turn(twins);
    emptied.count = 0;
    for (size_t i = 0; i < FILTER_WORDS; i++)
        twins->filter[i] = (struct ka_twins_word){.before = twins->filter[i].recent};
    twins->before = twins->recent;
    twins->recent = emptied;
    twins->suspect_count = 0;
    twins->turned = true;
}

void ka_twins_add(struct ka_twins *twins, const uint64_t *hashes, size_t n)
{
    while (n > 0) {
        if (twins->recent.count == KA_TWINS_REACH)
            turn(twins);
        size_t left = KA_TWINS_REACH - twins->recent.count, rows = n < left ? n : left;
        add_rows(twins, hashes, rows);
        hashes += rows;
        n -= rows;
    }
}

uint64_t ka_twins_count(const struct ka_twins *twins)
{
    return twins->found + count_turn(twins);
}

void ka_twins_clear(struct ka_twins *twins)
{
    free(twins->recent.hashes);
    free(twins->before.hashes);
    free(twins->filter);
    free(twins->suspects);
    *twins = (struct ka_twins){0};
}
