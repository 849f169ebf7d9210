// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/trail.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/cells.h"

// ---- Writing ----

static inline bool fits(int64_t number, unsigned bits)
{
    return (uint64_t)number + (UINT64_C(1) << (bits - 1)) < UINT64_C(1) << bits;
}

// Divides by 100 where nothing is lost.
static inline bool shorten(int64_t *amount)
{
    bool can = *amount % 100 == 0;
    *amount = can ? *amount / 100 : *amount;
    return can;
}

// Most revenues are of hundredths.
static inline unsigned scale_revenue(int64_t *amount)
{
    unsigned scale = shorten(amount);
    if (__builtin_expect(scale && !fits(*amount, KA_TRAIL_REVENUE_BITS), 0))
        scale += shorten(amount);
    return scale;
}

// Most quantities are of whole ones.
static inline unsigned scale_qty(int64_t *amount)
{
    unsigned scale = shorten(amount);
    return scale ? scale + shorten(amount) : 0;
}

// False, and nothing is written, when a number is too large.
static inline bool write_short(struct ka_trail_cell *to, const struct ka_trail_line *line)
{
    int64_t revenue = line->revenue, qty = line->qty;
    uint64_t revenue_scale = scale_revenue(&revenue), qty_scale = scale_qty(&qty);
    uint64_t order, item = line->item, date = line->is_purchase ? (uint32_t)line->date : 0;
    uint64_t form = !line->is_purchase ? KA_TRAIL_GOODS
                    : line->has_goods  ? KA_TRAIL_BOTH
                                       : KA_TRAIL_PURCHASE;
    if (!ka_order_code_shorten(line->is_purchase ? line->order : 0, &order) ||
        (item >> KA_TRAIL_ITEM_BITS | date >> KA_TRAIL_DATE_BITS) ||
        !fits(revenue, KA_TRAIL_REVENUE_BITS) || !fits(qty, KA_TRAIL_QTY_BITS) ||
        !(line->is_purchase | line->has_goods))
        return false;
    to->head = order | ka_trail_bits((uint64_t)qty, 0, KA_TRAIL_QTY_BITS) << KA_TRAIL_QTY_AT |
               qty_scale << KA_TRAIL_QTY_SCALE_AT | revenue_scale << KA_TRAIL_REVENUE_SCALE_AT |
               form << KA_TRAIL_FORM_AT;
    to->goods = ka_trail_bits((uint64_t)revenue, 0, KA_TRAIL_REVENUE_BITS) |
                item << KA_TRAIL_ITEM_AT | date << KA_TRAIL_DATE_AT;
    return true;
}

enum { LONG_GOODS = 1, LONG_PURCHASE = 2, LONG_DATE_AT = 2 };

static __attribute__((noinline)) void write_long(struct ka_trail_cell *to,
                                                 const struct ka_trail_line *line)
{
    to[0].head = (uint64_t)KA_TRAIL_LONG << KA_TRAIL_FORM_AT |
                 (uint64_t)(uint32_t)line->date << LONG_DATE_AT |
                 (line->is_purchase ? LONG_PURCHASE : 0) | (line->has_goods ? LONG_GOODS : 0);
    to[0].goods = line->order;
    to[1] = (struct ka_trail_cell){line->item, (uint64_t)line->revenue};
    to[2] = (struct ka_trail_cell){(uint64_t)line->qty, 0};
}

void ka_trail_read_long(const struct ka_trail_cell *at, struct ka_trail_line *line)
{
    *line = (struct ka_trail_line){.is_purchase = at[0].head & LONG_PURCHASE,
                                   .has_goods = at[0].head & LONG_GOODS,
                                   .date = (int32_t)(at[0].head >> LONG_DATE_AT),
                                   .order = at[0].goods,
                                   .item = (uint32_t)at[1].head,
                                   .revenue = (int64_t)at[1].goods,
                                   .qty = (int64_t)at[2].head};
}

static void widen(struct ka_trails *trails)
{
    trails->cell = ka_grow_pages(trails->cell, &trails->cap,
                                 trails->count + KA_TRAIL_LONG_CELLS, sizeof *trails->cell);
    trails->place =
        ka_grow_pages(trails->place, &trails->place_cap, trails->cap, sizeof *trails->place);
}

static inline bool has_room(const struct ka_trails *trails)
{
    return trails->count + KA_TRAIL_LONG_CELLS <= trails->cap;
}

// There is room for it.
static inline void append(struct ka_trails *trails, uint32_t place,
                          const struct ka_trail_line *line)
{
    size_t at = trails->count++;
    trails->place[at] = place;
    if (__builtin_expect(write_short(&trails->cell[at], line), 1))
        return;
    write_long(&trails->cell[at], line);
    for (; trails->count < at + KA_TRAIL_LONG_CELLS; trails->count++)
        trails->place[trails->count] = place;
}

// ---- Leaving out what is told twice ----

enum {
    FIRST_LOOK = 50000, // cells
    SAMPLE_BITS = 5,    // of so many purchases and goods, one is looked at first
    PURCHASE_WIDTH = 2, // words of a record
    GOODS_WIDTH = 3,
};

struct kept {
    struct ka_cells purchases, goods; // by place
};

static void kept_init(struct kept *kept)
{
    ka_cells_init(&kept->purchases, PURCHASE_WIDTH, 0);
    ka_cells_init(&kept->goods, 1, GOODS_WIDTH - 1);
}

static void kept_clear(struct kept *kept)
{
    ka_cells_clear(&kept->purchases);
    ka_cells_clear(&kept->goods);
}

// Is it among those that are looked at?
static inline bool is_sampled(uint64_t key, uint64_t number, unsigned bits)
{
    return bits == 0 || (key + number) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits) == 0;
}

// Of so many bits of what is told, those that have zeros there.
static void collect(struct kept *kept, const struct ka_trails *trails, unsigned bits)
{
    struct ka_trail_walk walk = {trails->cell, trails->cell + trails->count};
    struct ka_trail_line line;
    kept_init(kept);
    for (const struct ka_trail_cell *at = walk.at; ka_trail_next(&walk, &line); at = walk.at) {
        uint64_t key = (uint64_t)trails->place[at - trails->cell] << 32;
        if (line.is_purchase && is_sampled(key, line.order, bits))
            ka_cells_add(&kept->purchases, (uint64_t[]){key | (uint32_t)line.date, line.order},
                         NULL);
        if (line.has_goods && is_sampled(key, line.item, bits))
            ka_cells_add(&kept->goods, (uint64_t[]){key | line.item},
                         (int64_t[]){line.revenue, line.qty});
    }
    ka_cells_settle(&kept->purchases);
    ka_cells_settle(&kept->goods);
}

static size_t count_kept(const struct kept *kept)
{
    size_t purchases = kept->purchases.count, goods = kept->goods.count;
    return purchases > goods ? purchases : goods;
}

// A purchase and goods of a key that stand together need not belong together.
static void write_kept(struct ka_trails *trails, const struct kept *kept)
{
    size_t purchases = kept->purchases.count, goods = kept->goods.count, p = 0, g = 0;
    trails->count = 0;
    while (p < purchases || g < goods) {
        const uint64_t *purchase = kept->purchases.word + p * PURCHASE_WIDTH;
        const uint64_t *good = kept->goods.word + g * GOODS_WIDTH;
        uint64_t purchase_of = p < purchases ? purchase[0] >> 32 : UINT64_MAX;
        uint64_t goods_of = g < goods ? good[0] >> 32 : UINT64_MAX;
        struct ka_trail_line line = {.is_purchase = purchase_of <= goods_of,
                                     .has_goods = goods_of <= purchase_of};
        if (line.is_purchase) {
            line.date = (int32_t)purchase[0];
            line.order = purchase[1];
            p++;
        }
        if (line.has_goods) {
            line.item = (uint32_t)good[0];
            line.revenue = (int64_t)good[1];
            line.qty = (int64_t)good[2];
            g++;
        }
        if (!has_room(trails))
            widen(trails);
        append(trails, (uint32_t)(line.is_purchase ? purchase_of : goods_of), &line);
    }
}

// Would half of it go?  A part tells.
static bool is_worth(const struct ka_trails *trails)
{
    struct kept kept;
    collect(&kept, trails, SAMPLE_BITS);
    bool worth = count_kept(&kept) < trails->count >> (SAMPLE_BITS + 1);
    kept_clear(&kept);
    return worth;
}

// Where little was told twice, the next time is late.
static void compact(struct ka_trails *trails)
{
    struct kept kept;
    bool worth = is_worth(trails);
    if (worth) {
        collect(&kept, trails, 0);
        write_kept(trails, &kept);
        kept_clear(&kept);
    }
    trails->look = trails->count * (worth ? 2 : 4);
    trails->look = trails->look > FIRST_LOOK ? trails->look : FIRST_LOOK;
}

// ---- Adding ----

static __attribute__((noinline)) void make_room(struct ka_trails *trails)
{
    if (trails->count >= (trails->look ? trails->look : FIRST_LOOK))
        compact(trails);
    if (!has_room(trails))
        widen(trails);
}

void ka_trails_add(struct ka_trails *trails, uint32_t place, const struct ka_trail_line *line)
{
    if (!has_room(trails))
        make_room(trails);
    append(trails, place, line);
}

// ---- Sorting ----

size_t *ka_trails_sort(struct ka_trails *trails, size_t places)
{
    size_t *start = ka_zalloc(places + 1, sizeof *start), count = trails->count, before = 0;
    size_t cap = 0;
    struct ka_trail_cell *sorted = ka_grow_pages(NULL, &cap, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        start[trails->place[i]]++;
    for (size_t place = 0; place <= places; place++) {
        size_t n = start[place];
        start[place] = before;
        before += n;
    }
    for (size_t i = 0; i < count; i++)
        sorted[start[trails->place[i]]++] = trails->cell[i];
    for (size_t place = places; place > 0; place--) // each is now the next one's
        start[place] = start[place - 1];
    start[0] = 0;
    ka_trails_clear(trails);
    *trails = (struct ka_trails){.cell = sorted, .count = count, .cap = cap};
    return start;
}

void ka_trails_clear(struct ka_trails *trails)
{
    ka_free_pages(trails->cell, trails->cap, sizeof *trails->cell);
    ka_free_pages(trails->place, trails->place_cap, sizeof *trails->place);
    *trails = (struct ka_trails){0};
}
