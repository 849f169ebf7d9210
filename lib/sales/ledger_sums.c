// SPDX-License-Identifier: GPL-3.0-or-later
// The sums of the keys of a ledger.
#include <stdlib.h>

#include "base/mem.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"

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
    tally->revenue = tally->margin = tally->qty = tally->returns = 0;
    tally->lines = tally->filled = tally->no_margin = tally->no_qty = 0;
}

// Every key has sums.
static void make_sums(struct ka_ledger *ledger)
{
    size_t keys = ledger->keys.count;
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
        carry(&ledger->sums[i], &ledger->keys.tally[i]);
}

void ka_ledger_join_sums(struct ka_ledger *to, const struct ka_ledger *from,
                         const uint32_t *key)
{
    make_sums(to);
    for (size_t i = 0; i < from->keys.count; i++)
        add_tally(&to->sums[key[i]], &from->keys.tally[i]);
    for (size_t i = 0; i < from->summed; i++)
        add_sums(&to->sums[key[i]], &from->sums[i]);
}

void ka_ledger_carry_key(struct ka_ledger *ledger, uint32_t key)
{
    make_sums(ledger);
    carry(&ledger->sums[key], &ledger->keys.tally[key]);
}
