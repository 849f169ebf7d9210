// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/gap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/describe.h"
#include "stat/kmeans.h"
#include "stat/pca.h"
#include "stat/random.h"

struct gap {
    const struct ka_gap_options *options;
    size_t n, d, k_max;
    double *low, *high; // d: the box
    uint64_t *seed;     // of each draw
    double *log;        // draws x k_max, of the inertia
};

// NaN from the k on that fails or leaves no inertia.
static void find_logs(const double *x, size_t n, size_t d, size_t k_max,
                      const struct ka_kmeans_options *options, double *logs)
{
    for (size_t k = 1; k <= k_max; k++) {
        struct ka_kmeans_options with_k = *options;
        struct ka_kmeans fit;
        struct ka_error none = {0};
        with_k.k = k;
        bool found =
            (k == 1 || !isnan(logs[k - 2])) && ka_kmeans_fit(x, n, d, &with_k, &fit, &none);
        logs[k - 1] = found && fit.inertia > 0 ? log(fit.inertia) : NAN;
        if (found)
            ka_kmeans_clear(&fit);
    }
}

static void run_draw(size_t i, void *context)
{
    const struct gap *g = context;
    struct ka_random *random = ka_random_new(g->seed[i]);
    struct ka_kmeans_options options = {
        .starts = g->options->starts, .seed = g->options->seed, .threads = 1};
    double *x = ka_alloc(g->n * g->d, sizeof *x);
    for (size_t at = 0; at < g->n * g->d; at++) {
        size_t j = at % g->d;
        x[at] = g->low[j] + ka_random_uniform(random) * (g->high[j] - g->low[j]);
    }
    find_logs(x, g->n, g->d, g->k_max, &options, g->log + i * g->k_max);
    free(x);
    ka_random_free(random);
}

static void run_draws(struct gap *g)
{
    size_t draws = g->options->draws;
    struct ka_random *seeds = ka_random_new(g->options->seed);
    g->seed = ka_alloc(draws, sizeof *g->seed);
    for (size_t i = 0; i < draws; i++)
        g->seed[i] = ka_random_seed(seeds);
    ka_random_free(seeds);
    ka_run_blocks(draws, g->options->threads, run_draw, g);
    free(g->seed);
}

static void find_box(struct gap *g, const struct ka_pca *pca)
{
    for (size_t j = 0; j < g->d; j++) {
        g->low[j] = INFINITY;
        g->high[j] = -INFINITY;
        for (size_t i = 0; i < g->n; i++) {
            g->low[j] = fmin(g->low[j], pca->score[i * g->d + j]);
            g->high[j] = fmax(g->high[j], pca->score[i * g->d + j]);
        }
    }
}

// gap holds the logs of the data.
static void compare(const struct gap *g, double *gap, double *error)
{
    size_t draws = g->options->draws;
    double *logs = ka_alloc(draws, sizeof *logs);
    for (size_t k = 0; k < g->k_max; k++) {
        for (size_t i = 0; i < draws; i++)
            logs[i] = g->log[i * g->k_max + k];
        gap[k] = ka_mean(logs, draws) - gap[k];
        error[k] = isnan(gap[k]) ? NAN : ka_sd(logs, draws) * sqrt(1 + 1 / (double)draws);
    }
    free(logs);
}

static bool compute(const double *x, size_t n, size_t d, size_t k_max,
                    const struct ka_gap_options *options, double *gap, double *error,
                    struct ka_error *err)
{
    struct ka_kmeans_options kmeans = {
        .starts = options->starts, .seed = options->seed, .threads = options->threads};
    struct ka_pca pca;
    if (!ka_pca_compute(x, n, d, &pca, err))
        return false;
    find_logs(x, n, d, k_max, &kmeans, gap);
    struct gap g = {.options = options, .n = n, .d = pca.components, .k_max = k_max};
    g.low = ka_alloc(g.d, sizeof *g.low);
    g.high = ka_alloc(g.d, sizeof *g.high);
    g.log = ka_alloc(options->draws * k_max, sizeof *g.log);
    find_box(&g, &pca);
    run_draws(&g);
    compare(&g, gap, error);
    free(g.low);
    free(g.high);
    free(g.log);
    ka_pca_clear(&pca);
    return true;
}

bool ka_gap_compute(const double *x, size_t n, size_t d, size_t k_max,
                    const struct ka_gap_options *options, double *gap, double *error,
                    struct ka_error *err)
{
    if (n <= KA_GAP_SAMPLE)
        return compute(x, n, d, k_max, options, gap, error, err);
    double *sample = ka_random_rows(x, n, d, KA_GAP_SAMPLE, options->seed);
    bool ok = compute(sample, KA_GAP_SAMPLE, d, k_max, options, gap, error, err);
    free(sample);
    return ok;
}

size_t ka_gap_choose(const double *gap, const double *error, size_t k_max)
{
    size_t highest = 0, chosen = 0;
    while (highest + 1 < k_max && gap[highest + 1] >= gap[highest])
        highest++;
    while (gap[chosen] < gap[highest] - error[highest])
        chosen++;
    return chosen + 1;
}
