// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/trail.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/cells.h"

enum {
    SLAB = 1 << 18, // bytes; the first, and the largest
    SLAB_MAX = 1 << 24,
    SMALLEST = 64, // bytes of a chunk; the others are twice, four times … as large
    LARGEST = SMALLEST << (KA_TRAIL_SIZES - 1),
    LINE_MAX = KA_TRAIL_HEAD + 8 + 8 + 4 + 8 + 8,
    WORD = 8, // a number is read as a whole word
    FIRST_LIMIT = 1 << 14,
};

// ---- Chunks ----

static unsigned class_of(size_t size)
{
    return (unsigned)__builtin_ctzll(size / SMALLEST);
}

// Each as large as all before it together, up to the largest; behind its last chunk is room for
// a word and more.
static void new_slab(struct ka_trails *trails)
{
    size_t size = trails->bytes < SLAB ? SLAB : trails->bytes;
    size = size < SLAB_MAX ? size : SLAB_MAX;
    KA_ROOM(trails->slabs, trails->count, trails->cap);
    uint8_t *slab = ka_alloc_wide(size, 1);
    trails->slabs[trails->count++] = slab;
    trails->left = size - SMALLEST;
    trails->end = slab + trails->left;
    trails->bytes += size;
}

static struct ka_trail_chunk *new_chunk(struct ka_trails *trails, size_t size)
{
    struct ka_trail_chunk *chunk = trails->free[class_of(size)];
    if (chunk) {
        trails->free[class_of(size)] = chunk->next;
    } else {
        if (trails->left < size)
            new_slab(trails);
        chunk = (struct ka_trail_chunk *)(void *)(trails->end - trails->left);
        trails->left -= size;
    }
    *chunk = (struct ka_trail_chunk){.size = (uint16_t)size};
    return chunk;
}

static void free_chunks(struct ka_trails *trails, struct ka_trail_chunk *chunk)
{
    for (struct ka_trail_chunk *next; chunk; chunk = next) {
        next = chunk->next;
        struct ka_trail_chunk **list = &trails->free[class_of(chunk->size)];
        chunk->next = *list;
        *list = chunk;
    }
}

// A trail has a third of its room free at most.
static size_t next_size(const struct ka_trail *trail)
{
    size_t size = SMALLEST;
    while (size * 4 <= trail->bytes && size < LARGEST)
        size *= 2;
    return size;
}

static void extend(struct ka_trails *trails, struct ka_trail *trail)
{
    struct ka_trail_chunk *chunk = new_chunk(trails, next_size(trail));
    if (trail->last) {
        trail->last->used = (uint16_t)(trail->at - trail->last->bytes);
        trail->last->next = chunk;
    } else {
        trail->first = chunk;
        trail->limit = trail->limit ? trail->limit : FIRST_LIMIT;
    }
    trail->last = chunk;
    trail->at = chunk->bytes;
    trail->left = chunk->size - (uint32_t)sizeof *chunk;
    trail->bytes += chunk->size;
}

// ---- Writing ----

struct pen {
    uint8_t *at;
    uint32_t head;
};

static inline void put(struct pen *pen, unsigned length_at, uint64_t number)
{
    unsigned bytes = (71 - (unsigned)__builtin_clzll(number | 1)) / 8 - !number;
    uint64_t word = htole64(number);
    memcpy(pen->at, &word, sizeof word);
    pen->at += bytes;
    pen->head |= bytes << length_at;
}

static inline void put_amount(struct pen *pen, unsigned length_at, unsigned scale_at,
                              int64_t amount)
{
    unsigned scale = 0;
    if (amount % 100 == 0) {
        amount /= 100;
        scale = amount % 100 == 0 ? 2 : 1;
        amount = scale == 2 ? amount / 100 : amount;
    }
    put(pen, length_at, ka_trail_fold((uint64_t)amount));
    pen->head |= scale << scale_at;
}

// A word more than the line may be written to; returns its end.
static inline __attribute__((always_inline)) uint8_t *
write_line(uint8_t *to, struct ka_trail *trail, const struct ka_trail_line *line)
{
    struct pen room = {to + KA_TRAIL_HEAD, (uint32_t)line->is_purchase << KA_TRAIL_PURCHASE_AT |
                                               (uint32_t)line->has_goods << KA_TRAIL_GOODS_AT};
    struct pen *pen = &room;
    if (line->is_purchase) {
        put(pen, KA_TRAIL_DATE_AT,
            ka_trail_fold((uint64_t)((int64_t)line->date - trail->date)));
        put(pen, KA_TRAIL_ORDER_AT, ka_trail_fold(line->order - trail->order));
        trail->date = line->date;
        trail->order = line->order;
    }
    if (line->has_goods) {
        put(pen, KA_TRAIL_ITEM_AT, line->item);
        put_amount(pen, KA_TRAIL_REVENUE_AT, KA_TRAIL_REVENUE_SCALE_AT, line->revenue);
        put_amount(pen, KA_TRAIL_QTY_AT, KA_TRAIL_QTY_SCALE_AT, line->qty);
    }
    for (unsigned i = 0; i < KA_TRAIL_HEAD; i++)
        to[i] = (uint8_t)(pen->head >> 8 * i);
    return pen->at;
}

static inline void append(struct ka_trails *trails, struct ka_trail *trail,
                          const struct ka_trail_line *line)
{
    if (trail->left >= LINE_MAX + WORD) {
        uint8_t *end = write_line(trail->at, trail, line);
        trail->left -= (uint32_t)(end - trail->at);
        trail->at = end;
        return;
    }
    uint8_t bytes[LINE_MAX + WORD];
    uint32_t n = (uint32_t)(write_line(bytes, trail, line) - bytes);
    if (trail->left < n)
        extend(trails, trail);
    memcpy(trail->at, bytes, n);
    trail->at += n;
    trail->left -= n;
}

// ---- Leaving out what is told twice ----

enum { PURCHASE_WIDTH = 2, GOODS_WIDTH = 3 }; // words of a record

struct kept {
    struct ka_cells purchases, goods;
};

static void collect(struct kept *kept, const struct ka_trail *trail)
{
    struct ka_trail_line line;
    ka_cells_init(&kept->purchases, PURCHASE_WIDTH, 0);
    ka_cells_init(&kept->goods, 1, GOODS_WIDTH - 1);
    for (struct ka_trail_walk walk = ka_trail_begin(trail); ka_trail_next(&walk, &line);) {
        if (line.is_purchase)
            ka_cells_add(&kept->purchases, (uint64_t[]){(uint32_t)line.date, line.order}, NULL);
        if (line.has_goods)
            ka_cells_add(&kept->goods, (uint64_t[]){line.item},
                         (int64_t[]){line.revenue, line.qty});
    }
    ka_cells_settle(&kept->purchases);
    ka_cells_settle(&kept->goods);
}

// A purchase and goods that stand together need not belong together.
static void write_kept(struct ka_trails *trails, struct ka_trail *trail,
                       const struct kept *kept)
{
    size_t purchases = kept->purchases.count, goods = kept->goods.count;
    for (size_t i = 0; i < purchases || i < goods; i++) {
        struct ka_trail_line line = {.is_purchase = i < purchases, .has_goods = i < goods};
        if (line.is_purchase) {
            const uint64_t *word = kept->purchases.word + i * PURCHASE_WIDTH;
            line.date = (int32_t)word[0];
            line.order = word[1];
        }
        if (line.has_goods) {
            const uint64_t *word = kept->goods.word + i * GOODS_WIDTH;
            line.item = (uint32_t)word[0];
            line.revenue = (int64_t)word[1];
            line.qty = (int64_t)word[2];
        }
        append(trails, trail, &line);
    }
}

// Where little was told twice, the next time is late.
static void compact(struct ka_trails *trails, struct ka_trail *trail)
{
    struct kept kept;
    size_t before = trail->bytes;
    collect(&kept, trail);
    free_chunks(trails, trail->first);
    *trail = (struct ka_trail){.limit = SIZE_MAX};
    write_kept(trails, trail, &kept);
    trail->limit = trail->bytes * (trail->bytes < before / 2 ? 2 : 4);
    trail->limit = trail->limit > FIRST_LIMIT ? trail->limit : FIRST_LIMIT;
    ka_cells_clear(&kept.purchases);
    ka_cells_clear(&kept.goods);
}

void ka_trail_add(struct ka_trails *trails, struct ka_trail *trail,
                  const struct ka_trail_line *line)
{
    append(trails, trail, line);
    if (trail->bytes > trail->limit)
        compact(trails, trail);
}

// ---- Joining and walking ----

void ka_trail_join(struct ka_trail *to, const struct ka_trail *from, uint32_t source)
{
    if (!from->first)
        return;
    from->first->source = source + 1;
    if (!to->last) {
        *to = *from;
        return;
    }
    to->last->used = (uint16_t)(to->at - to->last->bytes);
    to->last->next = from->first;
    to->last = from->last;
    to->at = from->at;
    to->left = from->left;
    to->bytes += from->bytes;
}

bool ka_trail_next_chunk(struct ka_trail_walk *walk)
{
    const struct ka_trail *trail = walk->trail;
    const struct ka_trail_chunk *chunk = walk->chunk ? walk->chunk->next : trail->first;
    if (!chunk)
        return false;
    __builtin_prefetch(chunk->next);
    walk->chunk = chunk;
    walk->at = chunk->bytes;
    walk->end = chunk == trail->last ? trail->at : chunk->bytes + chunk->used;
    if (chunk->source) {
        walk->source = chunk->source - 1;
        walk->date = 0;
        walk->order = 0;
    }
    return true;
}

void ka_trails_clear(struct ka_trails *trails)
{
    for (size_t i = 0; i < trails->count; i++)
        free(trails->slabs[i]);
    free(trails->slabs);
    *trails = (struct ka_trails){0};
}
