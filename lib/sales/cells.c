// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/cells.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FEW = 64, BYTE = 256 };

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

// ---- Sorting: by bytes, the last first ----

// The bits in which some id has another than the first.
static uint64_t find_changes(const struct ka_cells *cells, size_t id)
{
    size_t width = width_of(cells);
    uint64_t first = cells->word[id], changes = 0;
    for (size_t i = 1; i < cells->count; i++)
        changes |= cells->word[i * width + id] ^ first;
    return changes;
}

static void sort_by_byte(const struct ka_cells *cells, size_t id, unsigned shift,
                         const uint64_t *from, uint64_t *to)
{
    size_t width = width_of(cells), place[BYTE] = {0}, next = 0;
    for (size_t i = 0; i < cells->count; i++)
        place[from[i * width + id] >> shift & (BYTE - 1)]++;
    for (size_t b = 0; b < BYTE; b++) {
        size_t n = place[b];
        place[b] = next;
        next += n * width;
    }
    for (size_t i = 0; i < cells->count; i++) {
        const uint64_t *record = from + i * width;
        uint64_t *out = to + place[record[id] >> shift & (BYTE - 1)];
        place[record[id] >> shift & (BYTE - 1)] += width;
        for (size_t k = 0; k < width; k++)
            out[k] = record[k];
    }
}

static void sort_bytes(struct ka_cells *cells)
{
    size_t words = cells->count * width_of(cells);
    uint64_t *room = ka_alloc(words, sizeof *room), *from = cells->word, *to = room;
    for (size_t id = cells->ids; id-- > 0;) {
        uint64_t changes = find_changes(cells, id);
        for (unsigned shift = 0; shift < 64; shift += 8) {
            if ((changes >> shift & (BYTE - 1)) == 0)
                continue;
            sort_by_byte(cells, id, shift, from, to);
            uint64_t *sorted = to;
            to = from;
            from = sorted;
        }
    }
    if (from == room)
        memcpy(cells->word, room, words * sizeof *room);
    free(room);
}

static int compare(const uint64_t *a, const uint64_t *b, size_t ids)
{
    size_t i = 0;
    while (i < ids && a[i] == b[i])
        i++;
    return i == ids ? 0 : a[i] < b[i] ? -1 : 1;
}

static void insert(struct ka_cells *cells, size_t i)
{
    uint64_t record[KA_CELL_IDS + KA_CELL_SUMS];
    size_t width = width_of(cells), size = width * sizeof *record, to = i;
    memcpy(record, cells->word + i * width, size);
    for (; to > 0 && compare(cells->word + (to - 1) * width, record, cells->ids) > 0; to--)
        memcpy(cells->word + to * width, cells->word + (to - 1) * width, size);
    memcpy(cells->word + to * width, record, size);
}

static void merge(struct ka_cells *cells)
{
    size_t width = width_of(cells), kept = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const uint64_t *record = cells->word + i * width;
        uint64_t *last = kept ? cells->word + (kept - 1) * width : NULL;
        if (last && same(last, record, cells->ids) &&
            add_sums(last + cells->ids, (const int64_t *)record + cells->ids, cells->sums))
            continue;
        if (kept < i)
            memcpy(cells->word + kept * width, record, width * sizeof *record);
        kept++;
    }
    cells->count = kept;
}

void ka_cells_settle(struct ka_cells *cells)
{
    if (cells->count > FEW)
        sort_bytes(cells);
    else
        for (size_t i = 1; i < cells->count; i++)
            insert(cells, i);
    merge(cells);
}

// ---- Adding ----

static void resize(struct ka_cells *cells, size_t cap)
{
    cells->cap = cap;
    cells->word = ka_resize(cells->word, cap, width_of(cells) * sizeof *cells->word);
}

static void make_room(struct ka_cells *cells)
{
    if (cells->count > FEW)
        ka_cells_settle(cells);
    if (cells->count >= cells->cap / 2)
        resize(cells, cells->cap ? cells->cap * 2 : FEW);
}

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
