// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/labels.h"
#include "stat/lanes.h"
#include "stat/partition.h"
#include "stat/random.h"

enum { FINALISTS = 3 };

// Where Lloyd's iteration ends: the squared shifts of the means in one round, as a part of the
// variance of a coordinate.  Finalists are to be told apart, not finished; the result gains
// no more than some 1e-7 of its inertia by another round.
#define START_SHIFT 1e-4
#define FINALIST_SHIFT 3e-4
#define RESULT_SHIFT 1e-6

// What the starts compete on: all points, or a sample of many.
struct field {
    const double *x;
    struct ka_lanes points;
    const struct ka_kmeans_options *options;
    double shift, gain; // tolerances of a start
};

// What a start comes to.
struct start {
    uint64_t seed;
    double *center; // k x d; NULL: too few different points
    double inertia;
};

struct race {
    const struct field *field;
    struct start *start;
};

// From the centers as they are to a partition that neither iteration nor, for few points,
// exchange improves by more than the tolerances.
static void converge(struct ka_partition *p, double shift, double gain, unsigned threads)
{
    ka_partition_iterate(p, shift, threads);
    bool empty = false;
    for (size_t c = 0; c < p->k; c++)
        empty |= p->size[c] == 0;
    if (empty || p->n <= KA_KMEANS_SAMPLE)
        ka_partition_exchange(p, gain);
}

static void run_start(size_t i, void *context)
{
    const struct race *race = context;
    const struct field *f = race->field;
    struct start *start = &race->start[i];
    struct ka_partition p;
    ka_partition_init(&p, f->x, &f->points, f->options->k);
    struct ka_random *random = ka_random_new(start->seed);
    if (ka_partition_seed(&p, random)) {
        converge(&p, f->shift, f->gain, 1);
        start->inertia = ka_partition_inertia(&p, 1);
        start->center = p.center;
        p.center = NULL;
    }
    ka_random_free(random);
    ka_partition_clear(&p);
}

// The mean squared distance of a coordinate from its mean, the scale for tolerances.
static double spread(const double *x, size_t n, size_t d)
{
    double squares = 0;
    for (size_t j = 0; j < d; j++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += x[i * d + j];
        double mean = sum / (double)n;
        for (size_t i = 0; i < n; i++)
            squares += (x[i * d + j] - mean) * (x[i * d + j] - mean);
    }
    return squares / (double)(n * d);
}

static int compare_starts(const void *a, const void *b)
{
    const struct start *x = a, *y = b;
    int order = (x->inertia > y->inertia) - (x->inertia < y->inertia);
    return order ? order : (x->seed > y->seed) - (x->seed < y->seed);
}

// Runs the starts and orders them, the best first; returns false when there are fewer
// different points than clusters.  f's tolerances are set here.
static bool run_starts(struct field *f, struct start *start)
{
    const struct ka_kmeans_options *o = f->options;
    struct ka_random *seeds = ka_random_new(o->seed);
    for (size_t i = 0; i < o->starts; i++)
        start[i] = (struct start){.seed = ka_random_seed(seeds), .inertia = INFINITY};
    ka_random_free(seeds);
    f->shift = START_SHIFT * spread(f->x, f->points.n, f->points.d);
    f->gain = .1 * f->shift * (double)(f->points.n * f->points.d);
    ka_run_blocks(o->starts, o->threads, run_start, &(struct race){f, start});
    qsort(start, o->starts, sizeof *start, compare_starts);
    return start[o->starts - 1].center != NULL;
}

static void free_starts(struct start *start, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(start[i].center);
        start[i].center = NULL;
    }
}

static void place(struct ka_partition *p, const struct start *start)
{
    memcpy(p->center, start->center, p->k * p->d * sizeof *p->center);
}

// Leaves in p the centers that are best on all points, of the best different results that the
// starts had on the sample.
static void run_finalists(struct ka_partition *p, const struct field *sample,
                          struct start *start)
{
    size_t best = 0, finalists = 1;
    double last = start[0].inertia, least = INFINITY;
    size_t finalist[FINALISTS] = {0};
    double shift = FINALIST_SHIFT / START_SHIFT * sample->shift;
    for (size_t i = 1; i < sample->options->starts && finalists < FINALISTS; i++) {
        if (start[i].inertia <= last * (1 + 1e-4))
            continue;
        finalist[finalists++] = i;
        last = start[i].inertia;
    }
    for (size_t f = 0; f < finalists && finalists > 1; f++) {
        place(p, &start[finalist[f]]);
        ka_partition_iterate(p, shift, sample->options->threads);
        double inertia = ka_partition_inertia(p, sample->options->threads);
        memcpy(start[finalist[f]].center, p->center, p->k * p->d * sizeof *p->center);
        if (inertia < least) {
            least = inertia;
            best = finalist[f];
        }
    }
    place(p, &start[best]);
}

// Lets the starts compete on a sample; returns false when that has too few different points.
// *shift: where the way on from there ends.
static bool search_sample(struct ka_partition *p, const struct ka_kmeans_options *options,
                          struct start *start, double *shift)
{
    double *x = ka_random_rows(p->x, p->n, p->d, KA_KMEANS_SAMPLE, options->seed);
    struct field sample = {.x = x, .options = options};
    ka_lanes_init(&sample.points, x, NULL, KA_KMEANS_SAMPLE, p->d);
    bool found = run_starts(&sample, start);
    if (found)
        run_finalists(p, &sample, start);
    *shift = RESULT_SHIFT / START_SHIFT * sample.shift;
    ka_lanes_clear(&sample.points);
    free(x);
    free_starts(start, options->starts);
    return found;
}

static bool search_all(struct ka_partition *p, const struct ka_kmeans_options *options,
                       struct start *start)
{
    struct field all = {.x = p->x, .points = *p->points, .options = options};
    bool found = run_starts(&all, start);
    if (found)
        place(p, &start[0]);
    free_starts(start, options->starts);
    return found;
}

// Leaves in p the best centers that the starts find.
static bool search(struct ka_partition *p, const struct ka_kmeans_options *options,
                   double *shift)
{
    struct start *start = ka_alloc(options->starts, sizeof *start);
    bool found = (p->n > KA_KMEANS_SAMPLE && search_sample(p, options, start, shift)) ||
                 search_all(p, options, start);
    free(start);
    return found;
}

// Moves the result over, in canonical numbers, with the centers as the means.
static void take_result(struct ka_partition *p, const struct ka_kmeans_options *options,
                        struct ka_kmeans *out)
{
    *out = (struct ka_kmeans){.n = p->n, .d = p->d, .k = p->k};
    out->weight = ka_alloc(p->k, sizeof *out->weight);
    int *number = ka_alloc(p->k, sizeof *number);
    ka_labels_number(p->label, p->n, p->k, options->weight, number, out->weight);
    for (size_t i = 0; i < p->n; i++)
        p->label[i] = number[p->label[i]];
    free(number);
    ka_partition_means(p);
    out->inertia = ka_partition_inertia(p, options->threads);
    out->label = p->label;
    out->center = p->center;
    out->size = p->size;
}

bool ka_kmeans_fit(const double *x, size_t n, size_t d, const struct ka_kmeans_options *options,
                   struct ka_kmeans *out, struct ka_error *err)
{
    *out = (struct ka_kmeans){0};
    if (n == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no points to cluster");
    struct ka_lanes points;
    struct ka_partition p;
    ka_lanes_init(&points, x, NULL, n, d);
    ka_partition_init(&p, x, &points, options->k);
    double shift = 0;
    bool found = search(&p, options, &shift);
    if (found) {
        converge(&p, shift, 0, options->threads);
        take_result(&p, options, out);
    } else
        ka_partition_clear(&p);
    ka_lanes_clear(&points);
    return found ||
           ka_fail(err, KA_NOT_ESTIMABLE, "fewer than %zu different points", options->k);
}

void ka_kmeans_clear(struct ka_kmeans *kmeans)
{
    free(kmeans->label);
    free(kmeans->center);
    free(kmeans->size);
    free(kmeans->weight);
    *kmeans = (struct ka_kmeans){0};
}
