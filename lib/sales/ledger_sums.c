// SPDX-License-Identifier: GPL-3.0-or-later
// The sums of the keys of a ledger.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"

enum { LINE_OF_CACHE = 64 };
_Static_assert(sizeof(struct ka_key_tally) == 2 * LINE_OF_CACHE &&
                   offsetof(struct ka_key_tally, trail) == LINE_OF_CACHE,
               "a tally is one line of the cache, its trail the next");

// ---- Tallies ----

static void widen(struct ka_ledger *ledger, size_t need)
{
    size_t cap = ledger->tally_cap ? ledger->tally_cap : LINE_OF_CACHE;
    while (cap < need)
        cap *= 2;
    struct ka_key_tally *wider = aligned_alloc(sizeof *wider, cap * sizeof *wider);
    if (!wider)
        ka_alloc((size_t)-1, 2); // out of memory ends the program
    if (ledger->tally_cap)
        memcpy(wider, ledger->tally, ledger->tally_cap * sizeof *wider);
    free(ledger->tally);
    ledger->tally = wider;
    ledger->tally_cap = cap;
}

struct ka_key_tally *ka_ledger_new_tally(struct ka_ledger *ledger, size_t number)
{
    if (number >= ledger->tally_cap)
        widen(ledger, number + 1);
    ledger->tally[number] = (struct ka_key_tally){0};
    return &ledger->tally[number];
}

// ---- Carrying ----

static void add_tally(struct ka_key_sums *to, const struct ka_key_tally *tally)
{
    to->totals.revenue += tally->revenue;
    to->totals.margin += tally->margin;
    to->totals.qty += tally->qty;
    to->totals.no_margin += tally->no_margin;
    to->totals.no_qty += tally->no_qty;
    to->lines += tally->lines;
    to->filled += tally->filled;
    to->returns += tally->returns;
}

static void add_sums(struct ka_key_sums *to, const struct ka_key_sums *from)
{
    to->totals.revenue += from->totals.revenue;
    to->totals.margin += from->totals.margin;
    to->totals.qty += from->totals.qty;
    to->totals.no_margin += from->totals.no_margin;
    to->totals.no_qty += from->totals.no_qty;
    to->lines += from->lines;
    to->filled += from->filled;
    to->returns += from->returns;
}

static void carry(struct ka_key_sums *sums, struct ka_key_tally *tally)
{
    add_tally(sums, tally);
    *tally = (struct ka_key_tally){
        .shelf = tally->shelf, .place = tally->place, .trail = tally->trail};
}

// Every key has sums.
static void make_sums(struct ka_ledger *ledger)
{
    size_t keys = ledger->keys.map.count;
    ledger->sums = ka_grow(ledger->sums, &ledger->sum_cap, keys, sizeof *ledger->sums);
    if (keys > ledger->summed)
        memset(ledger->sums + ledger->summed, 0,
               (keys - ledger->summed) * sizeof *ledger->sums);
    ledger->summed = keys;
}

void ka_ledger_carry(struct ka_ledger *ledger)
{
    make_sums(ledger);
    for (size_t i = 0; i < ledger->summed; i++)
        carry(&ledger->sums[i], &ledger->tally[i]);
}

void ka_ledger_join_sums(struct ka_ledger *to, const struct ka_ledger *from,
                         const uint32_t *key)
{
    make_sums(to);
    for (size_t i = 0; i < from->keys.map.count; i++)
        add_tally(&to->sums[key[i]], &from->tally[i]);
    for (size_t i = 0; i < from->summed; i++)
        add_sums(&to->sums[key[i]], &from->sums[i]);
}

// ---- Adding ----

// False, and nothing is added, when it would not fit.
static bool add(struct ka_key_tally *tally, const struct ka_tally_line *line)
{
    bool has_margin = line->margin != KA_DECIMAL_NONE, has_qty = line->qty != KA_DECIMAL_NONE;
    int64_t revenue, margin, qty, returns;
    if (__builtin_add_overflow(tally->revenue, line->revenue, &revenue) |
        __builtin_add_overflow(tally->margin, has_margin ? line->margin : 0, &margin) |
        __builtin_add_overflow(tally->qty, has_qty ? line->qty : 0, &qty) |
        __builtin_add_overflow(tally->returns, line->returns, &returns) |
        (tally->lines >= UINT32_MAX / KA_LEDGER_OPTIONAL))
        return false;
    tally->revenue = revenue;
    tally->margin = margin;
    tally->qty = qty;
    tally->returns = returns;
    tally->lines++;
    tally->filled += line->filled;
    tally->no_margin += !has_margin;
    tally->no_qty += !has_qty;
    return true;
}

void ka_ledger_tally(struct ka_ledger *ledger, uint32_t key, const struct ka_tally_line *line)
{
    if (add(&ledger->tally[key], line))
        return;
    make_sums(ledger);
    carry(&ledger->sums[key], &ledger->tally[key]);
    add(&ledger->tally[key], line);
}
