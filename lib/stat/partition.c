// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/sum.h"

enum { CHUNK = 8192, SWEEPS_MAX = 1000 };

void ka_partition_init(struct ka_partition *p, const double *x, const struct ka_lanes *points,
                       size_t k)
{
    *p =
        (struct ka_partition){.x = x, .points = points, .n = points->n, .d = points->d, .k = k};
    p->label = ka_alloc(p->n, sizeof *p->label);
    p->center = ka_alloc(k * p->d, sizeof *p->center);
    p->size = ka_alloc(k, sizeof *p->size);
}

void ka_partition_clear(struct ka_partition *p)
{
    free(p->label);
    free(p->center);
    free(p->size);
    *p = (struct ka_partition){0};
}

// ---- Greedy k-means++ ----

// out[i] = min(closest[i], squared distance from the point); returns their sum.
static double pull_closer(const struct ka_partition *p, const double *closest,
                          const double *point, double *out)
{
    struct ka_sum sum = {0};
    for (size_t b = 0; b < p->points->blocks; b++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(p->points, b, point, squared);
        for (size_t l = 0, i = b * KA_LANES; l < KA_LANES && i < p->n; l++, i++) {
            out[i] = fmin(squared[l / 2][l % 2], closest[i]);
            ka_sum_add(&sum, out[i]);
        }
    }
    return ka_sum_value(&sum);
}

// Tries some points, drawn by their distance from the centers so far, and keeps the one
// that leaves the least; *closest and *spare may change places.
static double add_center(struct ka_partition *p, size_t c, struct ka_random *random,
                         double **closest, double **spare, double *trial)
{
    size_t trials = 2 + (size_t)log((double)p->k);
    double least = INFINITY;
    size_t chosen = 0;
    for (size_t t = 0; t < trials; t++) {
        size_t i = ka_random_choice(random, *closest, p->n);
        double left = pull_closer(p, *closest, p->x + i * p->d, trial);
        if (left < least) {
            least = left;
            chosen = i;
            memcpy(*spare, trial, p->n * sizeof *trial);
        }
    }
    memcpy(p->center + c * p->d, p->x + chosen * p->d, p->d * sizeof *p->x);
    double *swap = *closest;
    *closest = *spare;
    *spare = swap;
    return least;
}

bool ka_partition_seed(struct ka_partition *p, struct ka_random *random)
{
    double *closest = ka_alloc(p->n, sizeof *closest), *spare = ka_alloc(p->n, sizeof *spare);
    double *trial = ka_alloc(p->n, sizeof *trial);
    for (size_t i = 0; i < p->n; i++)
        closest[i] = INFINITY;
    size_t first = ka_random_below(random, p->n), c = 1;
    memcpy(p->center, p->x + first * p->d, p->d * sizeof *p->x);
    double left = pull_closer(p, closest, p->center, closest);
    for (; c < p->k && left > 0; c++)
        left = add_center(p, c, random, &closest, &spare, trial);
    free(closest);
    free(spare);
    free(trial);
    return c == p->k;
}

// ---- The exchange of single points ----

// What the inertia changes by per point in or out: d^2 n / (n + 1) when a point at distance
// d joins a cluster of n, d^2 n / (n - 1) when one of n leaves.  To join an empty cluster
// costs nothing, so none is left at the end.
static double cost_of(const struct ka_partition *p, size_t i, size_t c, bool member)
{
    const double *x = p->x + i * p->d, *center = p->center + c * p->d;
    double squared = 0, n = (double)p->size[c];
    for (size_t j = 0; j < p->d; j++)
        squared += (x[j] - center[j]) * (x[j] - center[j]);
    return squared * n / (member ? n - 1 : n + 1);
}

// Takes point i into the center and size of cluster c (sign 1) or out of them (sign -1).
static void shift_center(struct ka_partition *p, size_t i, size_t c, int sign)
{
    p->size[c] += (size_t)sign;
    double *center = p->center + c * p->d;
    for (size_t j = 0; j < p->d; j++)
        center[j] += sign * (p->x[i * p->d + j] - center[j]) / (double)p->size[c];
}

// Moves point i where it lowers the inertia most; returns by how much.
static double exchange_point(struct ka_partition *p, size_t i)
{
    size_t own = (size_t)p->label[i], best = own;
    if (p->size[own] == 1)
        return 0;
    double leave = cost_of(p, i, own, true), least = leave * (1 - 1e-12);
    for (size_t c = 0; c < p->k; c++) {
        double join = c == own ? INFINITY : cost_of(p, i, c, false);
        if (join < least) {
            least = join;
            best = c;
        }
    }
    if (best == own)
        return 0;
    shift_center(p, i, own, -1);
    shift_center(p, i, best, 1);
    p->label[i] = (int)best;
    return leave - least;
}

void ka_partition_exchange(struct ka_partition *p, double tolerance)
{
    double gain = INFINITY;
    for (int sweep = 0; sweep < SWEEPS_MAX && gain > tolerance; sweep++) {
        gain = 0;
        for (size_t i = 0; i < p->n; i++)
            gain += exchange_point(p, i);
    }
}

// ---- Means and inertia ----

void ka_partition_means(struct ka_partition *p)
{
    size_t d = p->d;
    memset(p->size, 0, p->k * sizeof *p->size);
    memset(p->center, 0, p->k * d * sizeof *p->center);
    for (size_t i = 0; i < p->n; i++) {
        size_t c = (size_t)p->label[i];
        p->size[c]++;
        for (size_t j = 0; j < d; j++)
            p->center[c * d + j] += p->x[i * d + j];
    }
    for (size_t at = 0; at < p->k * d; at++)
        p->center[at] /= (double)p->size[at / d];
}

struct inertia {
    const struct ka_partition *p;
    double *part; // of each chunk of points
};

static void add_inertia(size_t chunk, void *context)
{
    const struct inertia *inertia = context;
    const struct ka_partition *p = inertia->p;
    struct ka_sum sum = {0};
    for (size_t i = chunk * CHUNK; i < (chunk + 1) * CHUNK && i < p->n; i++) {
        const double *x = p->x + i * p->d, *center = p->center + (size_t)p->label[i] * p->d;
        double squared = 0;
        for (size_t j = 0; j < p->d; j++)
            squared += (x[j] - center[j]) * (x[j] - center[j]);
        ka_sum_add(&sum, squared);
    }
    inertia->part[chunk] = ka_sum_value(&sum);
}

double ka_partition_inertia(const struct ka_partition *p, unsigned threads)
{
    size_t chunks = (p->n + CHUNK - 1) / CHUNK;
    struct inertia inertia = {p, ka_alloc(chunks, sizeof *inertia.part)};
    ka_run_blocks(chunks, threads, add_inertia, &inertia);
    struct ka_sum sum = {0};
    for (size_t i = 0; i < chunks; i++)
        ka_sum_add(&sum, inertia.part[i]);
    free(inertia.part);
    return ka_sum_value(&sum);
}
