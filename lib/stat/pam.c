// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/pam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/labels.h"
#include "stat/lanes.h"
#include "stat/sum.h"

enum { CHUNK = 64 }; // candidates that a thread looks at together

// What a candidate would change the sum of distances by, taking the place of a medoid.
struct swap {
    double change;
    size_t candidate, medoid;
};

struct pam {
    const double *x;
    struct ka_lanes points;
    size_t n, k;         // k: medoids so far
    size_t *medoid;      // wanted k
    int *own;            // n: the nearest medoid
    double *near, *next; // n: the distances from it and from the second nearest
    double *loss;        // k: what the sum grows by without a medoid
    struct swap *best;   // of each chunk of candidates
};

static void measure_distances(const struct pam *p, size_t from, double *distance)
{
    for (size_t b = 0; b < p->points.blocks; b++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(&p->points, b, p->x + from * p->points.d, squared);
        for (int q = 0; q < KA_PAIRS; q++)
            squared[q] = ka_pair_root(squared[q]);
        size_t left = p->n - b * KA_LANES;
        memcpy(distance + b * KA_LANES, squared,
               (left < KA_LANES ? left : KA_LANES) * sizeof *distance);
    }
}

static void add_medoid(struct pam *p, size_t slot, double *distance)
{
    measure_distances(p, p->medoid[slot], distance);
    for (size_t i = 0; i < p->n; i++) {
        if (distance[i] < p->near[i]) {
            p->next[i] = p->near[i];
            p->near[i] = distance[i];
            p->own[i] = (int)slot;
        } else if (distance[i] < p->next[i])
            p->next[i] = distance[i];
    }
}

// Sets own, near, next and loss from the medoids.
static void assign(struct pam *p)
{
    double *distance = ka_alloc(p->n, sizeof *distance);
    for (size_t i = 0; i < p->n; i++)
        p->near[i] = p->next[i] = INFINITY;
    for (size_t slot = 0; slot < p->k; slot++)
        add_medoid(p, slot, distance);
    free(distance);
    memset(p->loss, 0, p->k * sizeof *p->loss);
    for (size_t i = 0; i < p->n && p->k > 1; i++)
        p->loss[p->own[i]] += p->next[i] - p->near[i];
}

// BUILD: the sum of distances with the candidate as a further medoid.
static struct swap try_addition(const struct pam *p, size_t candidate, const double *distance)
{
    double sum = 0;
    for (size_t i = 0; i < p->n; i++)
        sum += fmin(p->near[i], distance[i]);
    return (struct swap){sum, candidate, p->k};
}

// SWAP: the best of the k swaps with the candidate.
static struct swap try_swaps(const struct pam *p, size_t candidate, const double *distance,
                             double *change)
{
    double shared = 0; // whichever medoid goes
    memcpy(change, p->loss, p->k * sizeof *change);
    for (size_t i = 0; i < p->n; i++) {
        if (distance[i] < p->near[i]) {
            shared += distance[i] - p->near[i];
            change[p->own[i]] += p->near[i] - p->next[i];
        } else if (distance[i] < p->next[i])
            change[p->own[i]] += distance[i] - p->next[i];
    }
    size_t least = 0;
    for (size_t slot = 1; slot < p->k; slot++)
        least = change[slot] < change[least] ? slot : least;
    return (struct swap){shared + change[least], candidate, least};
}

static bool is_medoid(const struct pam *p, size_t i)
{
    return p->k > 0 && p->medoid[p->own[i]] == i;
}

static void look_at(struct pam *p, size_t chunk, bool build)
{
    double *distance = ka_alloc(p->n, sizeof *distance);
    double *change = ka_alloc(p->k + 1, sizeof *change);
    struct swap best = {INFINITY, 0, 0};
    for (size_t i = chunk * CHUNK; i < (chunk + 1) * CHUNK && i < p->n; i++) {
        if (is_medoid(p, i))
            continue;
        measure_distances(p, i, distance);
        struct swap swap =
            build ? try_addition(p, i, distance) : try_swaps(p, i, distance, change);
        if (swap.change < best.change)
            best = swap;
    }
    p->best[chunk] = best;
    free(change);
    free(distance);
}

static void look_for_addition(size_t chunk, void *context)
{
    look_at(context, chunk, true);
}

static void look_for_swap(size_t chunk, void *context)
{
    look_at(context, chunk, false);
}

// The best of all candidates, the first of equals.
static struct swap find_best(struct pam *p, void (*look)(size_t chunk, void *context),
                             unsigned threads)
{
    size_t chunks = (p->n + CHUNK - 1) / CHUNK;
    ka_run_blocks(chunks, threads, look, p);
    struct swap best = p->best[0];
    for (size_t chunk = 1; chunk < chunks; chunk++)
        if (p->best[chunk].change < best.change)
            best = p->best[chunk];
    return best;
}

static double sum_distances(const struct pam *p)
{
    struct ka_sum sum = {0};
    for (size_t i = 0; i < p->n; i++)
        ka_sum_add(&sum, p->near[i]);
    return ka_sum_value(&sum);
}

// Returns false when all points are medoids before there are k.
static bool build(struct pam *p, size_t k, unsigned threads)
{
    for (size_t i = 0; i < p->n; i++)
        p->near[i] = INFINITY;
    while (p->k < k) {
        if (p->k > 0 && sum_distances(p) == 0)
            return false;
        p->medoid[p->k] = find_best(p, look_for_addition, threads).candidate;
        p->k++;
        assign(p);
    }
    return true;
}

static void improve(struct pam *p, unsigned threads)
{
    double sum = sum_distances(p);
    while (p->k > 1 && sum > 0) {
        struct swap swap = find_best(p, look_for_swap, threads);
        if (swap.change >= -1e-12 * sum) // rounding: it may go in circles
            break;
        p->medoid[swap.medoid] = swap.candidate;
        assign(p);
        sum = sum_distances(p);
    }
}

static void take_result(const struct pam *p, const double *weight, struct ka_pam *out)
{
    *out = (struct ka_pam){.n = p->n, .k = p->k};
    out->label = ka_alloc(p->n, sizeof *out->label);
    out->medoid = ka_alloc(p->k, sizeof *out->medoid);
    out->size = ka_zalloc(p->k, sizeof *out->size);
    out->weight = ka_alloc(p->k, sizeof *out->weight);
    out->objective = sum_distances(p) / (double)p->n;
    int *number = ka_alloc(p->k, sizeof *number);
    ka_labels_number(p->own, p->n, p->k, weight, number, out->weight);
    for (size_t c = 0; c < p->k; c++)
        out->medoid[number[c]] = p->medoid[c];
    for (size_t i = 0; i < p->n; i++) {
        out->label[i] = number[p->own[i]];
        out->size[out->label[i]]++;
    }
    free(number);
}

static bool run(struct pam *p, size_t k, const double *weight, unsigned threads,
                struct ka_pam *out)
{
    p->medoid = ka_alloc(k, sizeof *p->medoid);
    p->own = ka_zalloc(p->n, sizeof *p->own);
    p->near = ka_alloc(p->n, sizeof *p->near);
    p->next = ka_alloc(p->n, sizeof *p->next);
    p->loss = ka_alloc(k, sizeof *p->loss);
    p->best = ka_alloc((p->n + CHUNK - 1) / CHUNK, sizeof *p->best);
    bool found = build(p, k, threads);
    if (found) {
        improve(p, threads);
        take_result(p, weight, out);
    }
    free(p->medoid);
    free(p->own);
    free(p->near);
    free(p->next);
    free(p->loss);
    free(p->best);
    return found;
}

bool ka_pam_fit(const double *x, size_t n, size_t d, size_t k, const double *weight,
                unsigned threads, struct ka_pam *out, struct ka_error *err)
{
    *out = (struct ka_pam){0};
    if (n == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no points to cluster");
    if (n > KA_PAM_MAX)
        return ka_fail(err, KA_NOT_ESTIMABLE, "PAM takes up to %d points; there are %zu",
                       KA_PAM_MAX, n);
    struct pam p = {.x = x, .n = n};
    ka_lanes_init(&p.points, x, NULL, n, d);
    bool found = run(&p, k, weight, threads, out);
    ka_lanes_clear(&p.points);
    return found || ka_fail(err, KA_NOT_ESTIMABLE, "fewer than %zu different points", k);
}

void ka_pam_clear(struct ka_pam *pam)
{
    free(pam->label);
    free(pam->medoid);
    free(pam->size);
    free(pam->weight);
    *pam = (struct ka_pam){0};
}
