// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/choose_k.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/concentration.h"
#include "stat/gap.h"

enum { GAP_STARTS = 5 };

size_t ka_cluster_least(size_t n)
{
    size_t part = ka_top_count(n, 2);
    return part > 3 ? part : 3;
}

static bool try_k(const double *x, size_t n, size_t d, const struct ka_cluster_options *options,
                  struct ka_k_choice *choice, struct ka_error *err)
{
    struct ka_clusters fit;
    size_t k = options->k;
    *choice = (struct ka_k_choice){.k = k,
                                   .objective = NAN,
                                   .inertia = NAN,
                                   .silhouette = {.mean = NAN, .error = NAN},
                                   .bic = NAN,
                                   .gap = NAN,
                                   .gap_error = NAN};
    if (!ka_clusters_fit(x, n, d, options, &fit, err))
        return false;
    choice->inertia = fit.inertia;
    choice->objective = fit.objective;
    choice->bic = fit.bic;
    choice->smallest = ka_clusters_smallest(&fit);
    size_t least = options->least ? options->least : ka_cluster_least(n);
    choice->eligible = k == 1 || (choice->smallest >= least && fit.degenerate == 0);
    if (k > 1 && choice->smallest > 0)
        ka_silhouette_mean(x, n, d, fit.label, options->seed, options->threads,
                           &choice->silhouette);
    ka_clusters_clear(&fit);
    return true;
}

static void measure_gap(const double *x, size_t n, size_t d,
                        const struct ka_cluster_options *options, size_t draws,
                        struct ka_k_survey *s)
{
    struct ka_gap_options gaps = {draws, GAP_STARTS, options->seed, options->threads};
    double *gap = ka_alloc(s->k_max, sizeof *gap), *error = ka_alloc(s->k_max, sizeof *error);
    struct ka_error none = {0}; // points that are all the same have no gap
    bool ok = ka_gap_compute(x, n, d, s->k_max, &gaps, gap, error, &none);
    for (size_t k = 0; ok && k < s->k_max; k++) {
        s->choice[k].gap = gap[k];
        s->choice[k].gap_error = error[k];
    }
    s->by_gap = ok ? ka_gap_choose(gap, error, s->k_max) : 1;
    free(gap);
    free(error);
}

static void choose(struct ka_k_survey *s, const struct ka_cluster_options *options)
{
    double highest = -INFINITY, least = INFINITY;
    for (size_t k = 1; k <= s->k_max; k++) {
        const struct ka_k_choice *choice = &s->choice[k - 1];
        if (!choice->eligible)
            continue;
        if (choice->silhouette.mean > highest) {
            highest = choice->silhouette.mean;
            s->by_silhouette = k;
        }
        if (choice->bic < least) {
            least = choice->bic;
            s->by_bic = k;
        }
    }
    if (options->method == KA_METHOD_MIXTURE)
        s->chosen = s->by_bic;
    else
        s->chosen = s->by_gap == 1 || s->by_silhouette == 0 ? 1 : s->by_silhouette;
}

bool ka_k_survey_make(const double *x, size_t n, size_t d, size_t k_max,
                      const struct ka_cluster_options *options, size_t gap_draws,
                      struct ka_k_survey *out, struct ka_error *err)
{
    *out = (struct ka_k_survey){.k_max = k_max};
    out->choice = ka_alloc(k_max, sizeof *out->choice);
    for (size_t k = 1; k <= k_max; k++) {
        struct ka_cluster_options with_k = *options;
        struct ka_error none = {0}; // too few different points for this k
        with_k.k = k;
        if (!try_k(x, n, d, &with_k, &out->choice[k - 1], k == 1 ? err : &none) && k == 1)
            return false;
    }
    if (options->method != KA_METHOD_MIXTURE && gap_draws > 0)
        measure_gap(x, n, d, options, gap_draws, out);
    choose(out, options);
    return true;
}

void ka_k_survey_clear(struct ka_k_survey *survey)
{
    free(survey->choice);
    *survey = (struct ka_k_survey){0};
}
