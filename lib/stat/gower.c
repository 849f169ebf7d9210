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

// Points of equal codes and x, by number.
struct run {
    size_t first, end; // in order
};

// Runs of equal codes by x, the unknown one last.
struct block {
    size_t first, end; // in runs
    uint32_t code[KA_GOWER_CODES];
};

struct ka_gower_index {
    const struct ka_gower_point *points;
    double range;
    size_t *order;
    struct run *runs;
    struct block *blocks;
    size_t n, run_count, block_count;
};

static int compare_codes(const uint32_t *a, const uint32_t *b)
{
    for (int i = 0; i < KA_GOWER_CODES; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static int compare_x(double a, double b)
{
    if (isnan(a) || isnan(b))
        return !!isnan(a) - !!isnan(b);
    return (a > b) - (a < b);
}

static int compare_points(const void *left, const void *right, void *context)
{
    const struct ka_gower_point *points = ((const struct ka_gower_index *)context)->points;
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    int by_codes = compare_codes(points[a].code, points[b].code);
    int by_x = by_codes ? by_codes : compare_x(points[a].x, points[b].x);
    return by_x ? by_x : (a > b) - (a < b);
}

static void find_runs(struct ka_gower_index *index)
{
    for (size_t i = 0; i < index->n; i++) {
        const struct ka_gower_point *at = &index->points[index->order[i]], *before = NULL;
        if (i > 0)
            before = &index->points[index->order[i - 1]];
        bool new_block = !before || compare_codes(at->code, before->code) != 0;
        bool new_run = new_block || compare_x(at->x, before->x) != 0;
        if (new_run)
            index->runs[index->run_count++] = (struct run){i, i};
        if (new_block) {
            struct block *block = &index->blocks[index->block_count++];
            block->first = index->run_count - 1;
            memcpy(block->code, at->code, sizeof block->code);
        }
        index->runs[index->run_count - 1].end = i + 1;
        index->blocks[index->block_count - 1].end = index->run_count;
    }
}

struct ka_gower_index *ka_gower_index_new(const struct ka_gower_point *points, size_t n,
                                          double range)
{
    struct ka_gower_index *index = ka_zalloc(1, sizeof *index);
    index->points = points;
    index->range = range;
    index->n = n;
    index->order = ka_alloc(n, sizeof *index->order);
    index->runs = ka_alloc(n, sizeof *index->runs);
    index->blocks = ka_alloc(n, sizeof *index->blocks);
    for (size_t i = 0; i < n; i++)
        index->order[i] = i;
    qsort_r(index->order, n, sizeof *index->order, compare_points, index);
    find_runs(index);
    return index;
}

void ka_gower_index_free(struct ka_gower_index *index)
{
    if (!index)
        return;
    free(index->order);
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

static void offer(struct query *q, struct ka_gower_near candidate)
{
    size_t at = q->found < q->k ? q->found++ : q->k;
    if (at == q->k) {
        at--;
        if (!before(&candidate, &q->near[at]))
            return;
    }
    for (; at > 0 && before(&candidate, &q->near[at - 1]); at--)
        q->near[at] = q->near[at - 1];
    q->near[at] = candidate;
}

// False when the run is farther than all that is wanted.
static bool offer_run(struct query *q, const struct run *run)
{
    const struct ka_gower_index *index = q->index;
    double distance =
        ka_gower(q->point, &index->points[index->order[run->first]], index->range);
    if (isnan(distance) || (q->found == q->k && distance > q->near[q->k - 1].distance))
        return false;
    size_t end = run->end - run->first > q->k + 1 ? run->first + q->k + 1 : run->end;
    for (size_t i = run->first; i < end; i++)
        if (index->order[i] != q->except)
            offer(q, (struct ka_gower_near){index->order[i], distance});
    return true;
}

static double x_of(const struct ka_gower_index *index, size_t run)
{
    return index->points[index->order[index->runs[run].first]].x;
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

static void search_block(struct query *q, const struct block *block)
{
    const struct ka_gower_index *index = q->index;
    size_t end = block->end;
    if (isnan(x_of(index, end - 1)))
        offer_run(q, &index->runs[--end]);
    if (isnan(q->point->x)) { // all are equally far: any may have the lowest number
        for (size_t i = block->first; i < end; i++)
            offer_run(q, &index->runs[i]);
        return;
    }
    size_t up = find_run(index, block->first, end, q->point->x), down = up;
    while (up < end && offer_run(q, &index->runs[up]))
        up++;
    while (down > block->first && offer_run(q, &index->runs[down - 1]))
        down--;
}

// Whether codes alone make it farther than all that is wanted.
static bool is_far(const struct query *q, const struct block *block)
{
    double wrong = 0, known = 1; // the number may agree
    for (int i = 0; i < KA_GOWER_CODES; i++) {
        uint32_t a = q->point->code[i], b = block->code[i];
        bool both = a != KA_GOWER_NONE && b != KA_GOWER_NONE;
        known += both;
        wrong += both && a != b;
    }
    return q->found == q->k && wrong / known > q->near[q->k - 1].distance;
}

static const struct block *find_block(const struct ka_gower_index *index,
                                      const struct ka_gower_point *point)
{
    size_t first = 0, end = index->block_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int order = compare_codes(index->blocks[middle].code, point->code);
        if (order == 0)
            return &index->blocks[middle];
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

// What has the same codes comes first, for it is likely to make most others too far.
size_t ka_gower_nearest(const struct ka_gower_index *index, const struct ka_gower_point *point,
                        size_t except, struct ka_gower_near *near, size_t k)
{
    struct query q = {index, point, except, near, k, 0};
    const struct block *same = find_block(index, point);
    if (same)
        search_block(&q, same);
    for (size_t i = 0; i < index->block_count; i++)
        if (&index->blocks[i] != same && !is_far(&q, &index->blocks[i]))
            search_block(&q, &index->blocks[i]);
    return q.found;
}
