// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/cells.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FEW = 64, DIGIT_MAX = 12 };

void ka_cells_init(struct ka_cells *cells, uint8_t ids, uint8_t sums)
{
    *cells = (struct ka_cells){.ids = ids, .sums = sums};
}

static size_t width_of(const struct ka_cells *cells)
{
    return (size_t)cells->ids + cells->sums;
}

static bool same(const uint64_t *a, const uint64_t *b, size_t words)
{
    size_t i = 0;
    while (i < words && a[i] == b[i])
        i++;
    return i == words;
}

// False, and nothing is added, when a sum would not fit.
static bool add_sums(uint64_t *to, const int64_t *from, size_t sums)
{
    int64_t total[KA_CELL_SUMS];
    for (size_t i = 0; i < sums; i++)
        if (__builtin_add_overflow((int64_t)to[i], from[i], &total[i]))
            return false;
    for (size_t i = 0; i < sums; i++)
        to[i] = (uint64_t)total[i];
    return true;
}

// ---- Sorting ----

static int compare(const uint64_t *a, const uint64_t *b, size_t ids)
{
    size_t i = 0;
    while (i < ids && a[i] == b[i])
        i++;
    return i == ids ? 0 : a[i] < b[i] ? -1 : 1;
}

// A part of the records, and room for as many.
struct span {
    uint64_t *word, *room;
    size_t count, width, ids;
};

static bool is_sorted(const struct span *span)
{
    size_t i = 1;
    while (i < span->count && compare(span->word + (i - 1) * span->width,
                                      span->word + i * span->width, span->ids) <= 0)
        i++;
    return i >= span->count;
}

// May it be that, of each upper half of the first word, the records are in order?  They are
// mostly when few come before one that is less in the rest.
static bool may_be_grouped(const struct span *span)
{
    size_t falls = 0;
    for (size_t i = 1; i < span->count; i++)
        falls +=
            (uint32_t)span->word[i * span->width] < (uint32_t)span->word[(i - 1) * span->width];
    return falls < span->count / 3;
}

static void swap(struct span *span)
{
    uint64_t *word = span->word;
    span->word = span->room;
    span->room = word;
}

// By some bits of an id; those that have the same stay in their order.
static void sort_by_digit(struct span *span, size_t id, unsigned shift, unsigned bits)
{
    size_t place[1 << DIGIT_MAX], width = span->width, next = 0;
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    memset(place, 0, sizeof *place << bits);
    for (size_t i = 0; i < span->count; i++)
        place[span->word[i * width + id] >> shift & mask]++;
    for (size_t digit = 0; digit <= mask; digit++) {
        size_t n = place[digit];
        place[digit] = next;
        next += n;
    }
    for (size_t i = 0; i < span->count; i++) {
        const uint64_t *record = span->word + i * width;
        uint64_t *out = span->room + place[record[id] >> shift & mask]++ * width;
        for (size_t k = 0; k < width; k++)
            out[k] = record[k];
    }
    swap(span);
}

// By the bits of an id from `low` on, the lower ones first; those that never change are left
// out.
static void sort_by_id(struct span *span, size_t id, unsigned low)
{
    uint64_t first = span->word[id], changes = 0;
    for (size_t i = 1; i < span->count; i++)
        changes |= span->word[i * span->width + id] ^ first;
    unsigned most = span->count > 1 << DIGIT_MAX ? DIGIT_MAX : 8;
    for (changes = changes >> low << low; changes;) {
        unsigned shift = (unsigned)__builtin_ctzll(changes);
        unsigned all = 64 - (unsigned)__builtin_clzll(changes) - shift;
        unsigned bits = all < most ? all : most;
        sort_by_digit(span, id, shift, bits);
        changes &= ~(((UINT64_C(1) << bits) - 1) << shift);
    }
}

enum { UPPER_HALF = 32 };

static void sort_span(struct span *span)
{
    if (is_sorted(span))
        return;
    if (may_be_grouped(span)) {
        sort_by_id(span, 0, UPPER_HALF);
        if (is_sorted(span))
            return;
    }
    for (size_t id = span->ids; id-- > 0;)
        sort_by_id(span, id, 0);
}

// ---- Settling ----

static size_t put(const struct ka_cells *cells, uint64_t *out, size_t n, const uint64_t *record)
{
    size_t width = width_of(cells);
    uint64_t *last = n > 0 ? out + (n - 1) * width : NULL;
    if (last && same(last, record, cells->ids) &&
        add_sums(last + cells->ids, (const int64_t *)record + cells->ids, cells->sums))
        return n;
    for (size_t k = 0; k < width; k++)
        out[n * width + k] = record[k];
    return n + 1;
}

// Both sorted; returns how many there are then.
static size_t merge(const struct ka_cells *cells, const struct span *a, const struct span *b,
                    uint64_t *out)
{
    size_t n = 0, i = 0, k = 0, width = width_of(cells);
    while (i < a->count || k < b->count) {
        const uint64_t *x = a->word + i * width, *y = b->word + k * width;
        bool from_b = i == a->count || (k < b->count && compare(y, x, cells->ids) < 0);
        n = put(cells, out, n, from_b ? y : x);
        k += from_b;
        i += !from_b;
    }
    return n;
}

void ka_cells_settle(struct ka_cells *cells)
{
    size_t width = width_of(cells), fresh = cells->count - cells->settled;
    if (fresh == 0)
        return;
    size_t bytes = width * sizeof *cells->word;
    uint64_t *room = ka_alloc(fresh, bytes);
    struct span old = {.word = cells->word, .count = cells->settled};
    struct span tail = {cells->word + cells->settled * width, room, fresh, width, cells->ids};
    sort_span(&tail);
    uint64_t *merged = ka_alloc(cells->cap, bytes);
    cells->settled = merge(cells, &old, &tail, merged);
    cells->is_growing = cells->settled > cells->count - cells->count / 8;
    cells->count = cells->settled;
    free(room);
    free(cells->word);
    cells->word = merged;
}

void ka_cells_unsettle(struct ka_cells *cells)
{
    cells->settled = 0;
}

// ---- Adding ----

static void resize(struct ka_cells *cells, size_t cap)
{
    cells->cap = cap;
    cells->word = ka_resize(cells->word, cap, width_of(cells) * sizeof *cells->word);
}

// Where hardly any were the same, only every second time is worth the sorting.
static void make_room(struct ka_cells *cells)
{
    if (cells->is_growing)
        cells->is_growing = false;
    else
        ka_cells_settle(cells);
    if (cells->count >= cells->cap / 2)
        resize(cells, cells->cap ? cells->cap * 2 : FEW);
}

// What is settled is sorted, whatever is added to its last record.
void ka_cells_add(struct ka_cells *cells, const uint64_t *id, const int64_t *sum)
{
    size_t width = width_of(cells);
    uint64_t *record = cells->word + cells->count * width;
    if (cells->count > 0 && same(record - width, id, cells->ids) &&
        add_sums(record - width + cells->ids, sum, cells->sums))
        return;
    if (cells->count == cells->cap) {
        make_room(cells);
        record = cells->word + cells->count * width;
    }
    for (size_t i = 0; i < cells->ids; i++)
        record[i] = id[i];
    for (size_t i = 0; i < cells->sums; i++)
        record[cells->ids + i] = (uint64_t)sum[i];
    cells->count++;
}

void ka_cells_append(struct ka_cells *cells, const struct ka_cells *other)
{
    size_t width = width_of(cells);
    if (cells->count + other->count > cells->cap)
        resize(cells, cells->count + other->count);
    if (other->count)
        memcpy(cells->word + cells->count * width, other->word,
               other->count * width * sizeof *cells->word);
    cells->count += other->count;
}

void ka_cells_clear(struct ka_cells *cells)
{
    free(cells->word);
    ka_cells_init(cells, cells->ids, cells->sums);
}
