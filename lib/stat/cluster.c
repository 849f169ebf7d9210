// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/cluster.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/kmeans.h"
#include "stat/labels.h"
#include "stat/pam.h"
#include "stat/partition.h"
#include "stat/ward.h"

// The fitters set label, objective and what else the method knows.

static bool fit_kmeans(const double *x, size_t n, size_t d, const struct ka_cluster_options *o,
                       struct ka_clusters *out, struct ka_error *err)
{
    struct ka_kmeans_options options = {o->k, o->starts, o->seed, o->weight, o->threads};
    struct ka_kmeans fit;
    if (!ka_kmeans_fit(x, n, d, &options, &fit, err))
        return false;
    out->label = fit.label;
    fit.label = NULL;
    out->objective = fit.inertia;
    ka_kmeans_clear(&fit);
    return true;
}

static bool fit_pam(const double *x, size_t n, size_t d, const struct ka_cluster_options *o,
                    struct ka_clusters *out, struct ka_error *err)
{
    struct ka_pam fit;
    if (!ka_pam_fit(x, n, d, o->k, o->weight, o->threads, &fit, err))
        return false;
    out->label = fit.label;
    out->medoid = fit.medoid;
    fit.label = NULL;
    fit.medoid = NULL;
    out->objective = fit.objective;
    ka_pam_clear(&fit);
    return true;
}

static bool fit_mixture(const double *x, size_t n, size_t d, const struct ka_cluster_options *o,
                        struct ka_clusters *out, struct ka_error *err)
{
    struct ka_mixture_options options = {o->k,          o->starts, o->seed,
                                         o->covariance, o->weight, o->threads};
    struct ka_mixture fit;
    if (!ka_mixture_fit(x, n, d, &options, &fit, err))
        return false;
    out->label = fit.label;
    fit.label = NULL;
    out->objective = -fit.log_likelihood;
    out->bic = fit.bic;
    out->degenerate = fit.degenerate;
    ka_mixture_clear(&fit);
    return true;
}

static bool fit_ward(const double *x, size_t n, size_t d, const struct ka_cluster_options *o,
                     struct ka_clusters *out, struct ka_error *err)
{
    struct ka_ward ward;
    if (!ka_ward_build(x, n, d, &ward, err))
        return false;
    out->label = ka_alloc(n, sizeof *out->label);
    int *number = ka_alloc(o->k, sizeof *number);
    double *total = ka_alloc(o->k, sizeof *total);
    ka_ward_cut(&ward, o->k, out->label);
    ka_labels_number(out->label, n, o->k, o->weight, number, total);
    for (size_t i = 0; i < n; i++)
        out->label[i] = number[out->label[i]];
    free(number);
    free(total);
    ka_ward_clear(&ward);
    return true;
}

// Sets center, size and inertia from the labels.
static void measure(const double *x, const struct ka_cluster_options *o,
                    struct ka_clusters *out)
{
    struct ka_lanes points = {.n = out->n, .d = out->d};
    struct ka_partition p;
    ka_partition_init(&p, x, &points, out->k);
    free(p.label);
    p.label = out->label;
    ka_partition_means(&p);
    out->inertia = ka_partition_inertia(&p, o->threads);
    out->center = p.center;
    out->size = p.size;
}

bool ka_clusters_fit(const double *x, size_t n, size_t d,
                     const struct ka_cluster_options *options, struct ka_clusters *out,
                     struct ka_error *err)
{
    static bool (*const fit[])(const double *, size_t, size_t,
                               const struct ka_cluster_options *, struct ka_clusters *,
                               struct ka_error *) = {
        [KA_METHOD_KMEANS] = fit_kmeans,
        [KA_METHOD_PAM] = fit_pam,
        [KA_METHOD_MIXTURE] = fit_mixture,
        [KA_METHOD_WARD] = fit_ward,
    };
    *out = (struct ka_clusters){.n = n, .d = d, .k = options->k, .bic = NAN, .objective = NAN};
    if (n > 0 && options->k > n)
        return ka_fail(err, KA_NOT_ESTIMABLE, "fewer than %zu different points", options->k);
    if (!fit[options->method](x, n, d, options, out, err))
        return false;
    measure(x, options, out);
    if (isnan(out->objective)) // Ward's
        out->objective = out->inertia;
    return true;
}

size_t ka_clusters_smallest(const struct ka_clusters *clusters)
{
    size_t smallest = clusters->size[0];
    for (size_t c = 1; c < clusters->k; c++)
        smallest = clusters->size[c] < smallest ? clusters->size[c] : smallest;
    return smallest;
}

void ka_clusters_clear(struct ka_clusters *clusters)
{
    free(clusters->label);
    free(clusters->medoid);
    free(clusters->center);
    free(clusters->size);
    *clusters = (struct ka_clusters){0};
}
