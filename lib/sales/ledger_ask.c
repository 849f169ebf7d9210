// SPDX-License-Identifier: GPL-3.0-or-later
// What a closed ledger is asked for, key by key.
#include <stdlib.h>

#include "base/mem.h"
#include "base/order.h"
#include "sales/ledger.h"
#include "sales/ledger_parts.h"

// ---- Sums ----

const struct ka_key_sums *ka_ledger_sums(const struct ka_ledger *ledger, size_t key)
{
    return &ledger->sums[ledger->keys.number[key]];
}

ka_int128 ka_totals_margin(const struct ka_totals *totals, const struct ka_ledger *ledger)
{
    return ledger->has_margin && totals->no_margin == 0 ? totals->margin : KA_SUM_NONE;
}

ka_int128 ka_totals_qty(const struct ka_totals *totals, const struct ka_ledger *ledger)
{
    return ledger->has_qty && totals->no_qty == 0 ? totals->qty : KA_SUM_NONE;
}

// ---- Texts and orders ----

struct ka_str ka_ledger_key(const struct ka_ledger *ledger, size_t rank)
{
    return ka_ledger_key_text(ledger, ledger->keys.number[rank]);
}

struct ka_str ka_ledger_attribute(const struct ka_ledger *ledger, size_t key, size_t i)
{
    int32_t date;
    return ka_ledger_newest(ledger, ledger->keys.number[key], i, &date);
}

void ka_order_room_make(struct ka_order_room *room, size_t n)
{
    if (n <= room->cap)
        return;
    room->code = ka_grow(room->code, &room->cap, n, sizeof *room->code);
    free(room->spare);
    room->spare = ka_alloc(room->cap, sizeof *room->spare);
}

void ka_order_room_clear(struct ka_order_room *room)
{
    free(room->code);
    free(room->spare);
    *room = (struct ka_order_room){0};
}

size_t ka_order_count(struct ka_order_room *room, size_t n)
{
    size_t orders = 0;
    ka_order_words(room->code, n, room->spare);
    for (size_t i = 0; i < n; i++)
        orders += i == 0 || room->code[i] != room->code[i - 1];
    return orders;
}

void ka_ledger_purchases(const struct ka_ledger *ledger, size_t key, struct ka_cells *cells)
{
    struct ka_ledger_walk walk = ka_ledger_begin(ledger, key);
    struct ka_trail_line line;
    ka_cells_clear(cells);
    while (ka_ledger_next(&walk, &line))
        if (line.is_purchase)
            ka_cells_add(cells, (uint64_t[]){ka_time_code(line.date), line.order}, NULL);
    ka_cells_settle(cells);
}
