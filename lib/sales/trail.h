// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys of a shelf bought, line by line: a list in which lines of all of them stand as
// they come, 16 bytes for any whose numbers are as small as most are and three times as many
// for others.  So nothing is looked for while rows are read; in the end the lines are sorted by
// key.
//
// A list that has grown long is written anew without what it tells twice, so that it grows
// with what there is and not with the lines that tell it.
#ifndef KA_SALES_TRAIL_H
#define KA_SALES_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sales/order_codes.h"

// A purchase, goods or both; what of is up to the caller.  All other members are 0 where the
// line has no such part.
struct ka_trail_line {
    bool is_purchase, has_goods;
    int32_t date;   // of a purchase, as is the order
    uint64_t order; // a code (sales/order_codes.h)
    uint32_t item;  // of goods, as are revenue and qty
    int64_t revenue, qty;
};

// A line is one cell, or three.
struct ka_trail_cell {
    uint64_t head, goods;
};

// Zeroed is empty.
struct ka_trails {
    struct ka_trail_cell *cell;
    uint32_t *place; // of the key of each cell; sorted: NULL
    size_t count, cap, place_cap;
    size_t look; // when to look for what is told twice
};

// Adds a line of the key in that place.
void ka_trails_add(struct ka_trails *trails, uint32_t place, const struct ka_trail_line *line);

// Sorts the lines by key, those of one in their order; nothing is added afterwards.  Returns
// places + 1 numbers, to be freed: those of the first cell of each key, and of all cells.
size_t *ka_trails_sort(struct ka_trails *trails, size_t places);

void ka_trails_clear(struct ka_trails *trails);

// ---- Going along a trail ----

// The cells of a key, or any.
struct ka_trail_walk {
    const struct ka_trail_cell *at, *end;
};

// Both words of a cell, from the lowest bit on.  Amounts have a sign, dates and orders have
// none.
enum {
    KA_TRAIL_ORDER_BITS = KA_ORDER_SHORT_BITS,
    KA_TRAIL_QTY_BITS = 18,
    KA_TRAIL_SCALE_BITS = 2, // ten-thousandths, hundredths or whole ones: of qty, of revenue
    KA_TRAIL_REVENUE_BITS = 28,
    KA_TRAIL_ITEM_BITS = 21,
    KA_TRAIL_DATE_BITS = 15,
    KA_TRAIL_QTY_AT = KA_TRAIL_ORDER_BITS,
    KA_TRAIL_QTY_SCALE_AT = KA_TRAIL_QTY_AT + KA_TRAIL_QTY_BITS,
    KA_TRAIL_REVENUE_SCALE_AT = KA_TRAIL_QTY_SCALE_AT + KA_TRAIL_SCALE_BITS,
    KA_TRAIL_FORM_AT = KA_TRAIL_REVENUE_SCALE_AT + KA_TRAIL_SCALE_BITS,
    KA_TRAIL_ITEM_AT = KA_TRAIL_REVENUE_BITS,
    KA_TRAIL_DATE_AT = KA_TRAIL_ITEM_AT + KA_TRAIL_ITEM_BITS,
};

// Purchase and goods, one of them, or a line of any numbers in three cells.
enum {
    KA_TRAIL_BOTH,
    KA_TRAIL_GOODS,
    KA_TRAIL_PURCHASE,
    KA_TRAIL_LONG,
    KA_TRAIL_LONG_CELLS = 3
};

void ka_trail_read_long(const struct ka_trail_cell *at, struct ka_trail_line *line);

// `bits` of a word from bit `at` on, without and with a sign.
static inline uint64_t ka_trail_bits(uint64_t word, unsigned at, unsigned bits)
{
    return word >> at & ((UINT64_C(1) << bits) - 1);
}

static inline int64_t ka_trail_amount(uint64_t word, unsigned at, unsigned bits, uint64_t scale)
{
    static const int32_t scales[1 << KA_TRAIL_SCALE_BITS] = {1, 100, 10000, 0};
    return ((int64_t)(word << (64 - at - bits)) >> (64 - bits)) * scales[scale];
}

// The next line; false at the end.
static inline bool ka_trail_next(struct ka_trail_walk *walk, struct ka_trail_line *line)
{
    if (walk->at == walk->end)
        return false;
    const uint64_t head = walk->at->head, goods = walk->at->goods,
                   form = head >> KA_TRAIL_FORM_AT;
    if (__builtin_expect(form == KA_TRAIL_LONG, 0)) {
        ka_trail_read_long(walk->at, line);
        walk->at += KA_TRAIL_LONG_CELLS;
        return true;
    }
    line->is_purchase = form != KA_TRAIL_GOODS;
    line->has_goods = form != KA_TRAIL_PURCHASE;
    line->date = (int32_t)(goods >> KA_TRAIL_DATE_AT);
    line->order = ka_order_code_lengthen(ka_trail_bits(head, 0, KA_TRAIL_ORDER_BITS));
    line->item = (uint32_t)ka_trail_bits(goods, KA_TRAIL_ITEM_AT, KA_TRAIL_ITEM_BITS);
    line->revenue =
        ka_trail_amount(goods, 0, KA_TRAIL_REVENUE_BITS,
                        ka_trail_bits(head, KA_TRAIL_REVENUE_SCALE_AT, KA_TRAIL_SCALE_BITS));
    line->qty =
        ka_trail_amount(head, KA_TRAIL_QTY_AT, KA_TRAIL_QTY_BITS,
                        ka_trail_bits(head, KA_TRAIL_QTY_SCALE_AT, KA_TRAIL_SCALE_BITS));
    walk->at++;
    return true;
}

#endif
