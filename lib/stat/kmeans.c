// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/lanes.h"
#include "stat/random.h"
#include "stat/sum.h"

enum { MAX_ITERATIONS = 1000 };

// The points, and one partition of them on its way to a local optimum.
struct search {
    const double *x;
    struct ka_lanes lanes;
    size_t n, d, k;
    int *label;
    double *center;
    size_t *size;
};

// Greedy k-means++.

// out[i] = min(closest[i], squared distance from the point); returns their sum.
static double pull_closer(const struct search *s, const double *closest, const double *point,
                          double *out)
{
    struct ka_sum sum = {0};
    for (size_t b = 0; b < s->lanes.blocks; b++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(&s->lanes, b, point, squared);
        for (size_t l = 0, i = b * KA_LANES; l < KA_LANES && i < s->n; l++, i++) {
            out[i] = fmin(squared[l / 2][l % 2], closest[i]);
            ka_sum_add(&sum, out[i]);
        }
    }
    return ka_sum_value(&sum);
}

// Tries some points, drawn by their distance from the centers so far, and keeps the one
// that leaves the least; *closest and *spare may change places.
static double add_center(struct search *s, size_t c, struct ka_random *random, double **closest,
                         double **spare, double *trial)
{
    size_t trials = 2 + (size_t)log((double)s->k);
    double least = INFINITY;
    size_t chosen = 0;
    for (size_t t = 0; t < trials; t++) {
        size_t i = ka_random_choice(random, *closest, s->n);
        double left = pull_closer(s, *closest, s->x + i * s->d, trial);
        if (left < least) {
            least = left;
            chosen = i;
            memcpy(*spare, trial, s->n * sizeof *trial);
        }
    }
    memcpy(s->center + c * s->d, s->x + chosen * s->d, s->d * sizeof *s->x);
    double *swap = *closest;
    *closest = *spare;
    *spare = swap;
    return least;
}

// Returns false when there are fewer different points than centers.
static bool place_centers(struct search *s, struct ka_random *random)
{
    double *closest = ka_alloc(s->n, sizeof *closest), *spare = ka_alloc(s->n, sizeof *spare);
    double *trial = ka_alloc(s->n, sizeof *trial);
    for (size_t i = 0; i < s->n; i++)
        closest[i] = INFINITY;
    size_t first = ka_random_below(random, s->n), c = 1;
    memcpy(s->center, s->x + first * s->d, s->d * sizeof *s->x);
    double left = pull_closer(s, closest, s->center, closest);
    for (; c < s->k && left > 0; c++)
        left = add_center(s, c, random, &closest, &spare, trial);
    free(closest);
    free(spare);
    free(trial);
    return c == s->k;
}

// Lloyd's iteration.

// Labels the points of one block by the nearest center, the first of equals.
static void assign_block(const struct search *s, size_t block, ka_pair_mask label[KA_PAIRS])
{
    ka_pair least[KA_PAIRS];
    ka_lanes_distance(&s->lanes, block, s->center, least);
    for (size_t c = 1; c < s->k; c++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(&s->lanes, block, s->center + c * s->d, squared);
        for (int p = 0; p < KA_PAIRS; p++) {
            ka_pair_mask nearer = squared[p] < least[p];
            label[p] = (nearer & (int64_t)c) | (~nearer & label[p]);
            least[p] = ka_pair_select(nearer, squared[p], least[p]);
        }
    }
}

// Labels all points, counts the members; returns whether a label changed.
static bool assign(struct search *s)
{
    bool changed = false;
    memset(s->size, 0, s->k * sizeof *s->size);
    for (size_t b = 0; b < s->lanes.blocks; b++) {
        ka_pair_mask label[KA_PAIRS] = {{0}};
        assign_block(s, b, label);
        for (size_t l = 0, i = b * KA_LANES; l < KA_LANES && i < s->n; l++, i++) {
            int nearest = (int)label[l / 2][l % 2];
            changed |= s->label[i] != nearest;
            s->label[i] = nearest;
            s->size[nearest]++;
        }
    }
    return changed;
}

// Moves the centers to the means of their members; returns the sum of squared shifts.  The
// center of a cluster that has run empty stays.
static double move_centers(struct search *s, double *old)
{
    size_t d = s->d;
    memcpy(old, s->center, s->k * d * sizeof *old);
    memset(s->center, 0, s->k * d * sizeof *old);
    for (size_t i = 0; i < s->n; i++) {
        double *center = s->center + (size_t)s->label[i] * d;
        for (size_t j = 0; j < d; j++)
            center[j] += s->x[i * d + j];
    }
    double shift = 0;
    for (size_t at = 0; at < s->k * d; at++) {
        size_t size = s->size[at / d];
        s->center[at] = size > 0 ? s->center[at] / (double)size : old[at];
        shift += (s->center[at] - old[at]) * (s->center[at] - old[at]);
    }
    return shift;
}

// From the centers as they are, until no label changes or the centers shift by no more
// than the tolerance.
static void iterate(struct search *s, double tolerance)
{
    double *old = ka_alloc(s->k * s->d, sizeof *old);
    for (size_t i = 0; i < s->n; i++)
        s->label[i] = -1;
    for (int i = 0; i < MAX_ITERATIONS; i++) {
        if (!assign(s) || move_centers(s, old) <= tolerance)
            break;
    }
    free(old);
}

// The sum of squared distances from the points to the centers as they are.
static double inertia(const struct search *s)
{
    struct ka_sum sum = {0};
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 0; j < s->d; j++) {
            double off = s->x[i * s->d + j] - s->center[(size_t)s->label[i] * s->d + j];
            ka_sum_add(&sum, off * off);
        }
    return ka_sum_value(&sum);
}

// The exchange of single points.

// What the inertia changes by per point in or out: d^2 n / (n + 1) when a point at distance
// d joins a cluster of n, d^2 n / (n - 1) when one of n leaves.  To join an empty cluster
// costs nothing, so none is left at the end.
static double cost_of(const struct search *s, size_t i, size_t c, bool member)
{
    const double *x = s->x + i * s->d, *center = s->center + c * s->d;
    double squared = 0, n = (double)s->size[c];
    for (size_t j = 0; j < s->d; j++)
        squared += (x[j] - center[j]) * (x[j] - center[j]);
    return squared * n / (member ? n - 1 : n + 1);
}

// Takes point i into the center and size of cluster c (sign 1) or out of them (sign -1).
static void shift_center(struct search *s, size_t i, size_t c, int sign)
{
    s->size[c] += (size_t)sign;
    double *center = s->center + c * s->d;
    for (size_t j = 0; j < s->d; j++)
        center[j] += sign * (s->x[i * s->d + j] - center[j]) / (double)s->size[c];
}

// Moves point i where it lowers the inertia most; returns by how much.
static double exchange_point(struct search *s, size_t i)
{
    size_t own = (size_t)s->label[i], best = own;
    if (s->size[own] == 1)
        return 0;
    double leave = cost_of(s, i, own, true), least = leave * (1 - 1e-12);
    for (size_t c = 0; c < s->k; c++) {
        double join = c == own ? INFINITY : cost_of(s, i, c, false);
        if (join < least) {
            least = join;
            best = c;
        }
    }
    if (best == own)
        return 0;
    shift_center(s, i, own, -1);
    shift_center(s, i, best, 1);
    s->label[i] = (int)best;
    return leave - least;
}

// Point by point, until a sweep lowers the inertia by no more than the tolerance.
static void exchange(struct search *s, double tolerance)
{
    double gain = INFINITY;
    for (int sweep = 0; sweep < MAX_ITERATIONS && gain > tolerance; sweep++) {
        gain = 0;
        for (size_t i = 0; i < s->n; i++)
            gain += exchange_point(s, i);
    }
}

// From the centers as they are to a partition that neither iteration nor exchange improves
// by more than the tolerances.
static void converge(struct search *s, double shift, double gain)
{
    iterate(s, shift);
    exchange(s, gain);
}

// The sum of squared distances from all points to their mean, the scale for tolerances.
static double total_inertia(const struct search *s)
{
    struct ka_sum squares = {0};
    for (size_t j = 0; j < s->d; j++) {
        struct ka_sum sum = {0};
        for (size_t i = 0; i < s->n; i++)
            ka_sum_add(&sum, s->x[i * s->d + j]);
        double mean = ka_sum_value(&sum) / (double)s->n;
        for (size_t i = 0; i < s->n; i++)
            ka_sum_add(&squares, (s->x[i * s->d + j] - mean) * (s->x[i * s->d + j] - mean));
    }
    return ka_sum_value(&squares);
}

// Starts compete after a rough convergence.  Leaves the best centers in place; returns false
// when there are too few different points.
static bool search_starts(struct search *s, size_t starts, struct ka_random *seeds)
{
    double total = total_inertia(s), least = INFINITY;
    double *best = ka_alloc(s->k * s->d, sizeof *best);
    bool enough = true;
    for (size_t start = 0; start < starts; start++) {
        struct ka_random *random = ka_random_new(ka_random_seed(seeds));
        enough = place_centers(s, random);
        ka_random_free(random);
        if (!enough)
            break;
        converge(s, 1e-4 * total / (double)(s->n * s->d), 1e-5 * total);
        double found = inertia(s);
        if (found < least) {
            least = found;
            memcpy(best, s->center, s->k * s->d * sizeof *best);
        }
    }
    if (enough)
        memcpy(s->center, best, s->k * s->d * sizeof *best);
    free(best);
    return enough;
}

// Whether cluster a comes before cluster b.
static bool comes_before(const struct ka_kmeans *out, const size_t *first, size_t a, size_t b)
{
    if (out->weight[a] != out->weight[b])
        return out->weight[a] > out->weight[b];
    return first[a] < first[b];
}

// number[c] is the canonical number of cluster c.
static void number_clusters(const struct search *s, const double *weight, struct ka_kmeans *out,
                            int *number)
{
    struct ka_sum *sum = ka_zalloc(s->k, sizeof *sum);
    size_t *first = ka_alloc(s->k, sizeof *first);
    for (size_t i = s->n; i-- > 0;) {
        first[s->label[i]] = i;
        ka_sum_add(&sum[s->label[i]], weight ? weight[i] : 1);
    }
    for (size_t c = 0; c < s->k; c++)
        out->weight[c] = ka_sum_value(&sum[c]);
    for (size_t c = 0; c < s->k; c++) {
        number[c] = 0;
        for (size_t other = 0; other < s->k; other++)
            number[c] += comes_before(out, first, other, c);
    }
    for (size_t c = 0; c < s->k; c++)
        out->weight[number[c]] = ka_sum_value(&sum[c]);
    free(first);
    free(sum);
}

// Moves the result over, in canonical numbers, with the centers as the means.
static void take_result(struct search *s, const double *weight, struct ka_kmeans *out)
{
    *out = (struct ka_kmeans){.n = s->n, .d = s->d, .k = s->k};
    out->weight = ka_alloc(s->k, sizeof *out->weight);
    int *number = ka_alloc(s->k, sizeof *number);
    number_clusters(s, weight, out, number);
    memset(s->size, 0, s->k * sizeof *s->size);
    for (size_t i = 0; i < s->n; i++) {
        s->label[i] = number[s->label[i]];
        s->size[s->label[i]]++;
    }
    free(number);
    double *old = ka_alloc(s->k * s->d, sizeof *old);
    move_centers(s, old);
    free(old);
    out->inertia = inertia(s);
    out->label = s->label;
    out->center = s->center;
    out->size = s->size;
    s->label = NULL;
    s->center = NULL;
    s->size = NULL;
}

bool ka_kmeans_fit(const double *x, size_t n, size_t d, const struct ka_kmeans_options *options,
                   struct ka_kmeans *out, struct ka_error *err)
{
    *out = (struct ka_kmeans){0};
    if (n == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no points to cluster");
    struct search s = {.x = x, .n = n, .d = d, .k = options->k};
    ka_lanes_init(&s.lanes, x, NULL, n, d);
    s.label = ka_alloc(n, sizeof *s.label);
    s.center = ka_alloc(s.k * d, sizeof *s.center);
    s.size = ka_alloc(s.k, sizeof *s.size);
    struct ka_random *seeds = ka_random_new(options->seed);
    bool found = search_starts(&s, options->starts, seeds);
    ka_random_free(seeds);
    if (found) {
        converge(&s, 0, 0);
        take_result(&s, options->weight, out);
    }
    free(s.label);
    free(s.center);
    free(s.size);
    ka_lanes_clear(&s.lanes);
    return found || ka_fail(err, KA_NOT_ESTIMABLE, "fewer than %zu different points", s.k);
}

void ka_kmeans_clear(struct ka_kmeans *kmeans)
{
    free(kmeans->label);
    free(kmeans->center);
    free(kmeans->size);
    free(kmeans->weight);
    *kmeans = (struct ka_kmeans){0};
}
