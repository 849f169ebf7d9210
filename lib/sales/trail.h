// SPDX-License-Identifier: GPL-3.0-or-later
// What a key bought, line by line, in a dozen bytes a line: each number in as many bytes as it
// needs, dates and orders as differences from the line before.  Lines are written where they
// stand at once, so that nothing is sorted by key.
//
// A trail that has grown long is written anew without what it tells twice, so that it grows
// with what there is and not with the lines that tell it.
#ifndef KA_SALES_TRAIL_H
#define KA_SALES_TRAIL_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// A purchase, goods or both; what of is up to the caller.  All other members are 0 where the
// line has no such part.
struct ka_trail_line {
    bool is_purchase, has_goods;
    int32_t date; // of a purchase, as is the order
    uint64_t order;
    uint32_t item; // of goods, as are revenue and qty
    int64_t revenue, qty;
};

// Bytes of a trail.
struct ka_trail_chunk {
    struct ka_trail_chunk *next;
    uint32_t source; // 0: goes on; else the lines of source - 1 begin here (ka_trail_join)
    uint16_t used, size;
    uint8_t bytes[];
};

// Zeroed is empty.
struct ka_trail {
    uint8_t *at;         // in the last chunk
    uint64_t order;      // of the last purchase, as is the date
    size_t bytes, limit; // of all chunks; when they are to be gone through
    struct ka_trail_chunk *first, *last;
    int32_t date;
    uint32_t left; // bytes that the last chunk has room for
};

// Where the chunks of many trails are.  Zero-initialised is empty.
enum { KA_TRAIL_SIZES = 7 };
struct ka_trails {
    uint8_t **slabs, *end;                       // of the last slab
    size_t left, bytes;                          // of the last slab, of all
    size_t count, cap;                           // of slabs
    struct ka_trail_chunk *free[KA_TRAIL_SIZES]; // by size
};

void ka_trail_add(struct ka_trails *trails, struct ka_trail *trail,
                  const struct ka_trail_line *line);

// Puts the lines of a trail among other trails behind those of `to`, which nothing is added to
// afterwards; `source` is what a walk says of them.  Those trails must live as long.
void ka_trail_join(struct ka_trail *to, const struct ka_trail *from, uint32_t source);

void ka_trails_clear(struct ka_trails *trails);

// ---- Going along a trail ----

struct ka_trail_walk {
    const struct ka_trail *trail;
    const struct ka_trail_chunk *chunk;
    const uint8_t *at, *end;
    uint64_t order;
    int32_t date;
    uint32_t source; // of the line that came last: 0, or what it was joined as
};

static inline struct ka_trail_walk ka_trail_begin(const struct ka_trail *trail)
{
    return (struct ka_trail_walk){.trail = trail};
}

bool ka_trail_next_chunk(struct ka_trail_walk *walk);

// A line is three bytes, which say what follows, then the numbers, the lowest byte first.
enum {
    KA_TRAIL_HEAD = 3,
    KA_TRAIL_PURCHASE_AT = 0, // one bit, as is the next
    KA_TRAIL_GOODS_AT = 1,
    KA_TRAIL_DATE_AT = 2, // how many bytes: 3 bits, as of the item
    KA_TRAIL_ITEM_AT = 5,
    KA_TRAIL_ORDER_AT = 8, // how many bytes: 4 bits, as of the amounts
    KA_TRAIL_REVENUE_AT = 12,
    KA_TRAIL_QTY_AT = 16,
    KA_TRAIL_REVENUE_SCALE_AT = 20, // 2 bits, as of the next
    KA_TRAIL_QTY_SCALE_AT = 22,
};

static inline uint64_t ka_trail_load(const uint8_t *p, unsigned bytes)
{
    static const uint64_t mask[] = {0,          0xff,         0xffff,         0xffffff,
                                    0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff,
                                    UINT64_MAX};
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return le64toh(word) & mask[bytes];
}

// Small numbers of either sign as small numbers without one.
static inline uint64_t ka_trail_fold(uint64_t signed_number)
{
    return signed_number << 1 ^ -(signed_number >> 63);
}

static inline uint64_t ka_trail_unfold(uint64_t folded)
{
    return folded >> 1 ^ -(folded & 1);
}

static inline uint64_t ka_trail_take(const uint8_t **p, unsigned bytes)
{
    uint64_t word = ka_trail_load(*p, bytes);
    *p += bytes;
    return word;
}

static inline int64_t ka_trail_take_amount(const uint8_t **p, unsigned bytes, unsigned scale)
{
    static const int32_t scales[4] = {1, 100, 10000, 0};
    return (int64_t)ka_trail_unfold(ka_trail_take(p, bytes)) * scales[scale];
}

// The next line; false at the end.
static inline bool ka_trail_next(struct ka_trail_walk *walk, struct ka_trail_line *line)
{
    if (walk->at == walk->end && !ka_trail_next_chunk(walk))
        return false;
    uint32_t head = (uint32_t)ka_trail_load(walk->at, KA_TRAIL_HEAD);
    const uint8_t *p = walk->at + KA_TRAIL_HEAD;
    line->is_purchase = head >> KA_TRAIL_PURCHASE_AT & 1;
    line->has_goods = head >> KA_TRAIL_GOODS_AT & 1;
    walk->date =
        (int32_t)((uint32_t)walk->date +
                  (uint32_t)ka_trail_unfold(ka_trail_take(&p, head >> KA_TRAIL_DATE_AT & 7)));
    walk->order += ka_trail_unfold(ka_trail_take(&p, head >> KA_TRAIL_ORDER_AT & 15));
    line->item = (uint32_t)ka_trail_take(&p, head >> KA_TRAIL_ITEM_AT & 7);
    line->revenue = ka_trail_take_amount(&p, head >> KA_TRAIL_REVENUE_AT & 15,
                                         head >> KA_TRAIL_REVENUE_SCALE_AT & 3);
    line->qty = ka_trail_take_amount(&p, head >> KA_TRAIL_QTY_AT & 15,
                                     head >> KA_TRAIL_QTY_SCALE_AT & 3);
    line->date = walk->date;
    line->order = walk->order;
    walk->at = p;
    return true;
}

#endif
