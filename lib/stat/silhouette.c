// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/silhouette.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/describe.h"
#include "stat/lanes.h"
#include "stat/random.h"

enum { CHUNK = 256 }; // points that a thread measures at once

// The members of each cluster side by side.
struct clusters {
    struct ka_lanes *member;
    size_t count; // labels 0..count-1, some may have no member
};

static void open_clusters(struct clusters *clusters, const double *x, size_t n, size_t d,
                          const int *label)
{
    *clusters = (struct clusters){0};
    for (size_t i = 0; i < n; i++)
        if ((size_t)label[i] >= clusters->count)
            clusters->count = (size_t)label[i] + 1;
    clusters->member = ka_zalloc(clusters->count, sizeof *clusters->member);
    size_t *order = ka_alloc(n, sizeof *order);
    for (size_t c = 0; c < clusters->count; c++) {
        size_t size = 0;
        for (size_t i = 0; i < n; i++)
            if ((size_t)label[i] == c)
                order[size++] = i;
        ka_lanes_init(&clusters->member[c], x, order, size, d);
    }
    free(order);
}

static void close_clusters(struct clusters *clusters)
{
    for (size_t c = 0; c < clusters->count; c++)
        ka_lanes_clear(&clusters->member[c]);
    free(clusters->member);
}

static double sum_of_distances(const struct ka_lanes *members, const double *point)
{
    ka_pair sum[KA_PAIRS] = {{0}};
    double total = 0;
    for (size_t b = 0; b < members->blocks; b++) {
        ka_pair squared[KA_PAIRS];
        ka_lanes_distance(members, b, point, squared);
        for (size_t l = members->n - b * KA_LANES; l < KA_LANES; l++) // no members
            squared[l / 2][l % 2] = 0;
        for (int q = 0; q < KA_PAIRS; q++)
            sum[q] += ka_pair_root(squared[q]);
    }
    for (int l = 0; l < KA_LANES; l++)
        total += sum[l / 2][l % 2];
    return total;
}

static double silhouette(const struct clusters *clusters, const double *point, size_t own)
{
    double a = 0, b = INFINITY;
    for (size_t c = 0; c < clusters->count; c++) {
        const struct ka_lanes *members = &clusters->member[c];
        if (members->n == 0)
            continue;
        double sum = sum_of_distances(members, point);
        if (c != own)
            b = fmin(b, sum / (double)members->n);
        else if (members->n > 1)
            a = sum / (double)(members->n - 1);
    }
    if (isinf(b))
        return NAN;
    return clusters->member[own].n == 1 || fmax(a, b) == 0 ? 0 : (b - a) / fmax(a, b);
}

struct job {
    const double *x;
    size_t n, d;
    const int *label;
    double *s;
    struct clusters clusters;
};

static void measure_chunk(size_t chunk, void *context)
{
    const struct job *job = context;
    for (size_t i = chunk * CHUNK; i < (chunk + 1) * CHUNK && i < job->n; i++)
        job->s[i] = silhouette(&job->clusters, job->x + i * job->d, (size_t)job->label[i]);
}

void ka_silhouette_points(const double *x, size_t n, size_t d, const int *label,
                          unsigned threads, double *s)
{
    struct job job = {x, n, d, label, s, {0}};
    open_clusters(&job.clusters, x, n, d, label);
    ka_run_blocks((n + CHUNK - 1) / CHUNK, threads, measure_chunk, &job);
    close_clusters(&job.clusters);
}

// The rows of a sorted sample, in place of x and label.
static void draw_sample(const double *x, size_t n, size_t d, const int *label, uint64_t seed,
                        double *sample_x, int *sample_label)
{
    size_t *index = ka_alloc(KA_SILHOUETTE_SAMPLE, sizeof *index);
    struct ka_random *random = ka_random_new(seed);
    ka_random_sample(random, n, KA_SILHOUETTE_SAMPLE, index);
    ka_random_free(random);
    for (size_t i = 0; i < KA_SILHOUETTE_SAMPLE; i++) {
        memcpy(sample_x + i * d, x + index[i] * d, d * sizeof *x);
        sample_label[i] = label[index[i]];
    }
    free(index);
}

static void mean_of_points(const double *x, size_t n, size_t d, const int *label,
                           unsigned threads, struct ka_silhouette *out)
{
    double *s = ka_alloc(n, sizeof *s);
    ka_silhouette_points(x, n, d, label, threads, s);
    *out = (struct ka_silhouette){ka_mean(s, n), ka_sd(s, n) / sqrt((double)n), n};
    free(s);
}

void ka_silhouette_mean(const double *x, size_t n, size_t d, const int *label, uint64_t seed,
                        unsigned threads, struct ka_silhouette *out)
{
    if (n <= KA_SILHOUETTE_EXACT) {
        mean_of_points(x, n, d, label, threads, out);
        out->error = 0;
        return;
    }
    double *sample_x = ka_alloc(KA_SILHOUETTE_SAMPLE * d, sizeof *sample_x);
    int *sample_label = ka_alloc(KA_SILHOUETTE_SAMPLE, sizeof *sample_label);
    draw_sample(x, n, d, label, seed, sample_x, sample_label);
    mean_of_points(sample_x, KA_SILHOUETTE_SAMPLE, d, sample_label, threads, out);
    free(sample_x);
    free(sample_label);
}
