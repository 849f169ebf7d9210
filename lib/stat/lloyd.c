// SPDX-License-Identifier: GPL-3.0-or-later
// Lloyd's iteration over blocks of eight points.  A block whose points all have a center so
// much nearer than any other that the shifts since could not change it is passed over: the
// bounds of Hamerly (2010), one a block, against the way the centers have gone in all.
#include "stat/partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"

enum { CHUNK = 1024, ITERATIONS_MAX = 300 }; // blocks that are summed up by themselves

struct lloyd {
    struct ka_partition *p;
    double *until;   // of each block: its labels hold while the centers have gone less far
    double travel;   // how far they have, at most
    double *sum;     // k x d, of the members
    double *mean;    // k x d, of the members a round ago
    double *change;  // chunks x k x d, what the pass adds to sum
    int64_t *joined; // chunks x k, what it adds to size
    bool *moved;     // chunks: a label changed
    size_t chunks;
};

// Of the points of one block: the nearest center, the first of equals, and the squared
// distances to it and to the next.
struct nearest {
    ka_pair_mask label[KA_PAIRS];
    ka_pair first[KA_PAIRS], second[KA_PAIRS];
};

static void find_nearest(const struct ka_partition *p, size_t block, struct nearest *near)
{
    ka_lanes_distance(p->points, block, p->center, near->first);
    for (int q = 0; q < KA_PAIRS; q++) {
        near->label[q] = (ka_pair_mask){0};
        near->second[q] = (ka_pair){INFINITY, INFINITY};
    }
    for (size_t c = 1; c < p->k; c++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(p->points, block, p->center + c * p->d, squared);
        for (int q = 0; q < KA_PAIRS; q++) {
            ka_pair_mask nearer = squared[q] < near->first[q];
            ka_pair farther = ka_pair_select(nearer, near->first[q], squared[q]);
            near->label[q] = (nearer & (int64_t)c) | (~nearer & near->label[q]);
            near->first[q] = ka_pair_select(nearer, squared[q], near->first[q]);
            near->second[q] =
                ka_pair_select(farther < near->second[q], farther, near->second[q]);
        }
    }
}

// How far every center may go before a label of the block can change: half the difference of
// the distances b and a, which is (b^2 - a^2) / (b + a), less what rounding may do to it.
static double leeway(const struct nearest *near)
{
    double gap = INFINITY, first = 0, second = 0;
    for (int l = 0; l < KA_LANES; l++) {
        double a = near->first[l / 2][l % 2], b = near->second[l / 2][l % 2];
        gap = b - a < gap ? b - a : gap;
        first = a > first ? a : first;
        second = b > second ? b : second;
    }
    if (isinf(second)) // there is no other center
        return INFINITY;
    double both = sqrt(first) + sqrt(second);
    return both > 0 ? gap / both / 2 - 1e-12 * both : 0;
}

static void relabel(struct lloyd *l, size_t chunk, size_t i, int label)
{
    const struct ka_partition *p = l->p;
    const double *x = p->x + i * p->d;
    size_t base = chunk * p->k, joins = base + (size_t)label;
    for (size_t j = 0; j < p->d; j++)
        l->change[joins * p->d + j] += x[j];
    l->joined[joins]++;
    if (p->label[i] >= 0) {
        size_t leaves = base + (size_t)p->label[i];
        for (size_t j = 0; j < p->d; j++)
            l->change[leaves * p->d + j] -= x[j];
        l->joined[leaves]--;
    }
    p->label[i] = label;
    l->moved[chunk] = true;
}

static void visit_chunk(size_t chunk, void *context)
{
    struct lloyd *l = context;
    const struct ka_partition *p = l->p;
    for (size_t b = chunk * CHUNK; b < (chunk + 1) * CHUNK && b < p->points->blocks; b++) {
        if (l->travel < l->until[b])
            continue;
        struct nearest near;
        find_nearest(p, b, &near);
        l->until[b] = l->travel + leeway(&near);
        for (size_t at = 0, i = b * KA_LANES; at < KA_LANES && i < p->n; at++, i++) {
            int label = (int)near.label[at / 2][at % 2];
            if (label != p->label[i])
                relabel(l, chunk, i, label);
        }
    }
}

// Labels all points; returns whether a label changed.  The chunks are added up in their
// order, whoever visited them.
static bool assign(struct lloyd *l, unsigned threads)
{
    size_t k = l->p->k, width = k * l->p->d;
    bool moved = false;
    memset(l->change, 0, l->chunks * width * sizeof *l->change);
    memset(l->joined, 0, l->chunks * k * sizeof *l->joined);
    memset(l->moved, 0, l->chunks * sizeof *l->moved);
    ka_run_blocks(l->chunks, threads, visit_chunk, l);
    for (size_t chunk = 0; chunk < l->chunks; chunk++) {
        if (!l->moved[chunk])
            continue;
        moved = true;
        for (size_t at = 0; at < width; at++)
            l->sum[at] += l->change[chunk * width + at];
        for (size_t c = 0; c < k; c++)
            l->p->size[c] += (size_t)l->joined[chunk * k + c];
    }
    return moved;
}

// The inertia of the labels about their means is a constant less this.
static double explained(const struct lloyd *l)
{
    const struct ka_partition *p = l->p;
    double total = 0;
    for (size_t at = 0; at < p->k * p->d; at++)
        if (p->size[at / p->d] > 0)
            total += l->sum[at] * l->sum[at] / (double)p->size[at / p->d];
    return total;
}

// Moves the centers to the means of their members and beyond, by `momentum` times the way the
// means have come; returns the sum of squared shifts of the means.
static double move_centers(struct lloyd *l, double momentum)
{
    const struct ka_partition *p = l->p;
    double total = 0, largest = 0;
    for (size_t c = 0; c < p->k; c++) {
        double way = 0;
        for (size_t at = c * p->d; at < (c + 1) * p->d && p->size[c] > 0; at++) {
            double mean = l->sum[at] / (double)p->size[c], shift = mean - l->mean[at];
            double target = mean + momentum * shift;
            total += shift * shift;
            way += (target - p->center[at]) * (target - p->center[at]);
            l->mean[at] = mean;
            p->center[at] = target;
        }
        largest = fmax(largest, way);
    }
    l->travel += sqrt(largest) * (1 + 1e-12);
    return total;
}

// Plain rounds creep where the inertia is flat, as it is on noise; the momentum of Nesterov,
// let go when the inertia rises (O'Donoghue, Candes 2015), gets there in a few.  When no label
// changes, a plain round says whether that is the end.
static void iterate(struct lloyd *l, double tolerance, unsigned threads)
{
    double best = -INFINITY, momentum = 0;
    for (int i = 0, streak = 0; i < ITERATIONS_MAX; i++) {
        bool moved = assign(l, threads);
        if (!moved && momentum == 0)
            break;
        double now = explained(l);
        streak = moved && now > best ? streak + 1 : 0;
        momentum = streak > 0 ? (streak - 1.0) / (streak + 2.0) : 0;
        best = now;
        if (move_centers(l, momentum) <= tolerance)
            break;
    }
    memcpy(l->p->center, l->mean, l->p->k * l->p->d * sizeof *l->mean);
}

void ka_partition_iterate(struct ka_partition *p, double tolerance, unsigned threads)
{
    size_t width = p->k * p->d;
    struct lloyd l = {.p = p, .chunks = (p->points->blocks + CHUNK - 1) / CHUNK};
    l.until = ka_zalloc(p->points->blocks, sizeof *l.until);
    l.sum = ka_zalloc(width, sizeof *l.sum);
    l.mean = ka_alloc(width, sizeof *l.mean);
    memcpy(l.mean, p->center, width * sizeof *l.mean);
    l.change = ka_alloc(l.chunks * width, sizeof *l.change);
    l.joined = ka_alloc(l.chunks * p->k, sizeof *l.joined);
    l.moved = ka_alloc(l.chunks, sizeof *l.moved);
    memset(p->size, 0, p->k * sizeof *p->size);
    for (size_t i = 0; i < p->n; i++)
        p->label[i] = -1;
    iterate(&l, tolerance, threads);
    free(l.until);
    free(l.sum);
    free(l.mean);
    free(l.change);
    free(l.joined);
    free(l.moved);
}
