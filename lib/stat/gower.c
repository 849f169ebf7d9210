// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/gower.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

double ka_gower(const struct ka_gower_point *a, const struct ka_gower_point *b, double range)
{
    double sum = 0, known = 0;
    for (int i = 0; i < KA_GOWER_CODES; i++) {
        if (a->code[i] == KA_GOWER_NONE || b->code[i] == KA_GOWER_NONE)
            continue;
        sum += a->code[i] != b->code[i];
        known++;
    }
    if (!isnan(a->x) && !isnan(b->x)) {
        sum += fabs(a->x - b->x) / range;
        known++;
    }
    return known > 0 ? sum / known : NAN;
}

// Each point stands once for every subset `same` of the codes that it knows: with a query that
// agrees with it in just these codes it can compete with the points that stand beside it alone,
// and there it does by x.
enum { SUBSETS = 1 << KA_GOWER_CODES };

struct entry {
    uint32_t point;
    uint8_t known, same; // codes, by bit
};

// Entries of equal key and x, by number.
struct run {
    size_t first, end; // in entries
};

// Runs of equal key by x, the unknown one last.
struct block {
    size_t first, end; // in runs
};

struct ka_gower_index {
    const struct ka_gower_point *points;
    double range;
    struct entry *entries;
    uint32_t *by_number; // the points of each block
    struct run *runs;
    struct block *blocks;
    size_t count, run_count, block_count;
    bool any[SUBSETS]; // points that know these codes
};

static unsigned known_codes(const struct ka_gower_point *point)
{
    unsigned known = 0;
    for (int i = 0; i < KA_GOWER_CODES; i++)
        known |= (unsigned)(point->code[i] != KA_GOWER_NONE) << i;
    return known;
}

// The next smaller subset of `set`, the last one 0; then `set` again.
static unsigned next_subset(unsigned subset, unsigned set)
{
    return (subset - 1) & set;
}

static int compare_x(double a, double b)
{
    if (isnan(a) || isnan(b))
        return !!isnan(a) - !!isnan(b);
    return (a > b) - (a < b);
}

// By what it knows, the subset, and the codes in it.
static int compare_keys(const struct ka_gower_point *points, const struct entry *a,
                        const struct ka_gower_point *point, unsigned known, unsigned same)
{
    if (a->known != known || a->same != same)
        return a->known != known ? (a->known < known ? -1 : 1) : a->same < same ? -1 : 1;
    const uint32_t *code = points[a->point].code;
    for (int i = 0; i < KA_GOWER_CODES; i++)
        if (same >> i & 1 && code[i] != point->code[i])
            return code[i] < point->code[i] ? -1 : 1;
    return 0;
}

static int compare_entries(const void *left, const void *right, void *context)
{
    const struct ka_gower_point *points = ((const struct ka_gower_index *)context)->points;
    const struct entry *a = left, *b = right;
    int by_key = compare_keys(points, a, &points[b->point], b->known, b->same);
    int by_x = by_key ? by_key : compare_x(points[a->point].x, points[b->point].x);
    return by_x ? by_x : (a->point > b->point) - (a->point < b->point);
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void put_entries(struct ka_gower_index *index, size_t n)
{
    index->entries = ka_alloc(n * SUBSETS, sizeof *index->entries);
    for (size_t i = 0; i < n; i++) {
        unsigned known = known_codes(&index->points[i]), same = known;
        index->any[known] = true;
        do
            index->entries[index->count++] =
                (struct entry){(uint32_t)i, (uint8_t)known, (uint8_t)same};
        while ((same = next_subset(same, known)) != known);
    }
    qsort_r(index->entries, index->count, sizeof *index->entries, compare_entries, index);
}

static void find_runs(struct ka_gower_index *index)
{
    const struct ka_gower_point *points = index->points;
    for (size_t i = 0; i < index->count; i++) {
        const struct entry *at = &index->entries[i], *before = i > 0 ? at - 1 : NULL;
        bool new_block = !before || compare_keys(points, before, &points[at->point], at->known,
                                                 at->same) != 0;
        if (new_block || compare_x(points[at->point].x, points[before->point].x) != 0)
            index->runs[index->run_count++] = (struct run){i, i};
        if (new_block)
            index->blocks[index->block_count++].first = index->run_count - 1;
        index->runs[index->run_count - 1].end = i + 1;
        index->blocks[index->block_count - 1].end = index->run_count;
    }
}

static size_t first_of(const struct ka_gower_index *index, const struct block *block)
{
    return index->runs[block->first].first;
}

static size_t end_of(const struct ka_gower_index *index, const struct block *block)
{
    return index->runs[block->end - 1].end;
}

static void put_numbers(struct ka_gower_index *index)
{
    index->by_number = ka_alloc(index->count, sizeof *index->by_number);
    for (size_t i = 0; i < index->count; i++)
        index->by_number[i] = index->entries[i].point;
    for (size_t b = 0; b < index->block_count; b++) {
        size_t first = first_of(index, &index->blocks[b]);
        qsort(index->by_number + first, end_of(index, &index->blocks[b]) - first,
              sizeof *index->by_number, compare_numbers);
    }
}

struct ka_gower_index *ka_gower_index_new(const struct ka_gower_point *points, size_t n,
                                          double range)
{
    struct ka_gower_index *index = ka_zalloc(1, sizeof *index);
    index->points = points;
    index->range = range;
    put_entries(index, n);
    index->runs = ka_alloc(index->count, sizeof *index->runs);
    index->blocks = ka_alloc(index->count, sizeof *index->blocks);
    find_runs(index);
    put_numbers(index);
    return index;
}

void ka_gower_index_free(struct ka_gower_index *index)
{
    if (!index)
        return;
    free(index->entries);
    free(index->by_number);
    free(index->runs);
    free(index->blocks);
    free(index);
}

// ---- A query ----

struct query {
    const struct ka_gower_index *index;
    const struct ka_gower_point *point;
    size_t except;
    struct ka_gower_near *near;
    size_t k, found;
};

static bool before(const struct ka_gower_near *a, const struct ka_gower_near *b)
{
    return a->distance < b->distance || (a->distance == b->distance && a->point < b->point);
}

static void offer(struct query *q, size_t point)
{
    double distance = ka_gower(q->point, &q->index->points[point], q->index->range);
    struct ka_gower_near candidate = {point, distance};
    for (size_t i = 0; i < q->found; i++)
        if (q->near[i].point == point)
            return;
    if (point == q->except || (q->found == q->k && !before(&candidate, &q->near[q->k - 1])))
        return;
    size_t at = q->found < q->k ? q->found++ : q->k - 1;
    for (; at > 0 && before(&candidate, &q->near[at - 1]); at--)
        q->near[at] = q->near[at - 1];
    q->near[at] = candidate;
}

// Whether what is as far as this is farther than all that is wanted.
static bool is_far(const struct query *q, double distance)
{
    return q->found == q->k && distance > q->near[q->k - 1].distance;
}

// Of equal points those of the lowest numbers, one more for `except`.
static size_t few(const struct query *q, size_t first, size_t end)
{
    return end - first > q->k + 1 ? first + q->k + 1 : end;
}

// wrong: codes in which they differ, of `known` that both know.  False when it is too far.
static bool offer_run(struct query *q, const struct run *run, double wrong, double known)
{
    const struct entry *entries = q->index->entries;
    double x = q->index->points[entries[run->first].point].x;
    if (!isnan(x)) {
        wrong += fabs(q->point->x - x) / q->index->range;
        known++;
    }
    if (known == 0 || is_far(q, wrong / known))
        return false;
    for (size_t i = run->first; i < few(q, run->first, run->end); i++)
        offer(q, entries[i].point);
    return true;
}

static double x_of(const struct ka_gower_index *index, size_t run)
{
    return index->points[index->entries[index->runs[run].first].point].x;
}

// The first run of known x that is not below x; `end` when there is none.
static size_t find_run(const struct ka_gower_index *index, size_t first, size_t end, double x)
{
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (x_of(index, middle) < x)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static void search_block(struct query *q, const struct block *block, double wrong, double known)
{
    const struct ka_gower_index *index = q->index;
    size_t first = first_of(index, block), last = block->end;
    if (isnan(q->point->x)) { // all are equally far
        for (size_t i = first; known > 0 && i < few(q, first, end_of(index, block)); i++)
            offer(q, index->by_number[i]);
        return;
    }
    if (isnan(x_of(index, last - 1)))
        offer_run(q, &index->runs[--last], wrong, known);
    size_t up = find_run(index, block->first, last, q->point->x), down = up;
    while (up < last && offer_run(q, &index->runs[up], wrong, known))
        up++;
    while (down > block->first && offer_run(q, &index->runs[down - 1], wrong, known))
        down--;
}

static const struct block *find_block(const struct ka_gower_index *index,
                                      const struct ka_gower_point *point, unsigned known,
                                      unsigned same)
{
    size_t first = 0, end = index->block_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        const struct entry *entry = &index->entries[first_of(index, &index->blocks[middle])];
        int order = compare_keys(index->points, entry, point, known, same);
        if (order == 0)
            return &index->blocks[middle];
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

static double count(unsigned set)
{
    return __builtin_popcount(set);
}

// Points that know the codes `known`: those that agree in all that both know come first, for
// they are likely to make most others too far.
static void search(struct query *q, unsigned known)
{
    unsigned both = known & known_codes(q->point), same = both;
    do {
        double wrong = count(both) - count(same);
        if (is_far(q, wrong / (count(both) + !isnan(q->point->x))))
            continue;
        const struct block *block = find_block(q->index, q->point, known, same);
        if (block)
            search_block(q, block, wrong, count(both));
    } while ((same = next_subset(same, both)) != both);
}

size_t ka_gower_nearest(const struct ka_gower_index *index, const struct ka_gower_point *point,
                        size_t except, struct ka_gower_near *near, size_t k)
{
    struct query q = {index, point, except, near, k, 0};
    for (unsigned known = SUBSETS; known-- > 0;)
        if (index->any[known])
            search(&q, known);
    return q.found;
}
