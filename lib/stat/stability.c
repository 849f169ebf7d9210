// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/stability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/random.h"
#include "stat/sum.h"

struct stability {
    const double *x;
    size_t n, d, m; // m: rows of a draw
    const int *label;
    const struct ka_cluster_options *options;
    uint64_t *seed;  // of each draw
    double *jaccard; // draws x k; NaN: does not count
};

// Fills index with m of n with replacement, ascending.
static void draw(uint64_t seed, size_t n, size_t m, size_t *index)
{
    struct ka_random *random = ka_random_new(seed);
    uint32_t *count = ka_alloc(n, sizeof *count);
    ka_random_counts(random, n, m, count);
    for (size_t i = 0, at = 0; i < n; i++)
        for (uint32_t c = 0; c < count[i]; c++)
            index[at++] = i;
    free(count);
    ka_random_free(random);
}

// Counts each point that was drawn once: both[a k + b] with label a, and b in the draw.
static void compare(const struct stability *s, const size_t *index, const int *label,
                    double *jaccard)
{
    size_t k = s->options->k;
    size_t *both = ka_zalloc(k * k, sizeof *both), *of = ka_zalloc(2 * k, sizeof *of);
    for (size_t i = 0; i < s->m; i++) {
        if (i > 0 && index[i] == index[i - 1])
            continue;
        size_t a = (size_t)s->label[index[i]], b = (size_t)label[i];
        both[a * k + b]++;
        of[a]++;
        of[k + b]++;
    }
    for (size_t a = 0; a < k; a++) {
        jaccard[a] = of[a] ? 0 : NAN;
        for (size_t b = 0; b < k && of[a]; b++) {
            size_t shared = both[a * k + b];
            jaccard[a] =
                fmax(jaccard[a], (double)shared / (double)(of[a] + of[k + b] - shared));
        }
    }
    free(both);
    free(of);
}

static void run_draw(size_t i, void *context)
{
    const struct stability *s = context;
    struct ka_cluster_options options = *s->options;
    double *jaccard = s->jaccard + i * options.k;
    size_t *index = ka_alloc(s->m, sizeof *index);
    double *x = ka_alloc(s->m * s->d, sizeof *x);
    options.weight = NULL;
    options.threads = 1;
    draw(s->seed[i], s->n, s->m, index);
    for (size_t row = 0; row < s->m; row++)
        memcpy(x + row * s->d, s->x + index[row] * s->d, s->d * sizeof *x);
    struct ka_clusters fit;
    struct ka_error none = {0};
    if (ka_clusters_fit(x, s->m, s->d, &options, &fit, &none)) {
        compare(s, index, fit.label, jaccard);
        ka_clusters_clear(&fit);
    } else
        for (size_t c = 0; c < options.k; c++)
            jaccard[c] = NAN;
    free(x);
    free(index);
}

static double mean_of_known(const double *value, size_t n, size_t step)
{
    struct ka_sum sum = {0};
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(value[i * step]))
            continue;
        ka_sum_add(&sum, value[i * step]);
        known++;
    }
    return known ? ka_sum_value(&sum) / (double)known : (double)NAN;
}

void ka_stability_measure(const double *x, size_t n, size_t d, const int *label,
                          const struct ka_cluster_options *options, size_t draws,
                          double *jaccard)
{
    struct stability s = {.x = x, .n = n, .d = d, .label = label, .options = options};
    s.m = n < KA_STABILITY_SAMPLE ? n : KA_STABILITY_SAMPLE;
    s.seed = ka_alloc(draws, sizeof *s.seed);
    s.jaccard = ka_alloc(draws * options->k, sizeof *s.jaccard);
    struct ka_random *seeds = ka_random_new(options->seed);
    for (size_t i = 0; i < draws; i++)
        s.seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    ka_run_blocks(draws, options->threads, run_draw, &s);
    for (size_t c = 0; c < options->k; c++)
        jaccard[c] = mean_of_known(s.jaccard + c, draws, options->k);
    free(s.seed);
    free(s.jaccard);
}
