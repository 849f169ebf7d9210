// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/choose_k.h"

#include <math.h>

#include "stat/concentration.h"

size_t ka_cluster_least(size_t n)
{
    size_t part = ka_top_count(n, 2);
    return part > 3 ? part : 3;
}

static struct ka_k_choice try_k(const double *x, size_t n, size_t d,
                                const struct ka_kmeans_options *options)
{
    struct ka_k_choice choice = {.k = options->k, .inertia = NAN, .silhouette = {.mean = NAN}};
    struct ka_kmeans fit;
    struct ka_error none = {0}; // too few different points: the row stays empty
    if (!ka_kmeans_fit(x, n, d, options, &fit, &none))
        return choice;
    choice.inertia = fit.inertia;
    ka_silhouette_mean(x, n, d, fit.label, options->seed, options->threads, &choice.silhouette);
    choice.smallest = fit.size[0];
    for (size_t c = 1; c < fit.k; c++)
        if (fit.size[c] < choice.smallest)
            choice.smallest = fit.size[c];
    choice.eligible = choice.smallest >= ka_cluster_least(n);
    ka_kmeans_clear(&fit);
    return choice;
}

size_t ka_choose_k(const double *x, size_t n, size_t d, size_t k_min, size_t k_max,
                   const struct ka_kmeans_options *options, struct ka_k_choice *choice)
{
    size_t chosen = 1;
    double highest = -INFINITY;
    for (size_t k = k_min; k <= k_max; k++) {
        struct ka_kmeans_options with_k = *options;
        with_k.k = k;
        struct ka_k_choice *row = &choice[k - k_min];
        *row = try_k(x, n, d, &with_k);
        if (row->eligible && row->silhouette.mean > highest) {
            highest = row->silhouette.mean;
            chosen = k;
        }
    }
    return chosen;
}
