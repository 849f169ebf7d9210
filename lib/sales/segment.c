// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/stability.h"

// What numbers the clusters: revenue where it is there, else the first feature.
static bool weigh(const struct ka_matrix *m, const struct ka_frame *accounts, double *weight,
                  struct ka_error *err)
{
    size_t revenue = ka_frame_find(accounts, "revenue");
    double *value = ka_alloc(accounts->rows, sizeof *value);
    bool ok =
        ka_frame_reals(accounts, revenue == KA_NONE ? m->feature[0] : revenue, value, err);
    for (size_t i = 0; ok && i < m->rows; i++) {
        double x = value[m->row[i]];
        weight[i] = isnan(x) ? 0 : x;
    }
    free(value);
    return ok;
}

// Rows that nothing tells apart are one cluster.
static bool make_one(struct ka_clustering *c, size_t asked, struct ka_error *err)
{
    c->k = 1;
    return asked <= 1 || ka_fail(err, KA_NOT_ESTIMABLE,
                                 "no %zu clusters: no feature tells the rows apart", asked);
}

// Finds the clusters, and how stable each is.
static bool fit(struct ka_clustering *c, const struct ka_matrix *m,
                const struct ka_cluster_options *options, size_t draws, struct ka_error *err)
{
    struct ka_clusters fitted;
    if (!ka_clusters_fit(m->x, m->rows, m->columns, options, &fitted, err))
        return false;
    memcpy(c->label, fitted.label, m->rows * sizeof *c->label);
    c->degenerate = fitted.degenerate;
    ka_clusters_clear(&fitted);
    if (draws > 0) {
        c->jaccard = ka_alloc(c->k, sizeof *c->jaccard);
        ka_stability_measure(m->x, m->rows, m->columns, c->label, options, draws, c->jaccard);
    }
    return true;
}

static bool choose_and_fit(struct ka_clustering *c, const struct ka_matrix *m,
                           const struct ka_clustering_options *o, const double *weight,
                           struct ka_error *err)
{
    struct ka_cluster_options options = {.method = o->method,
                                         .covariance = o->covariance,
                                         .starts = o->starts,
                                         .seed = o->seed,
                                         .weight = weight};
    if ((c->k == 0 || o->survey) && !ka_k_survey_make(m->x, m->rows, m->columns, KA_K_MAX,
                                                      &options, o->gap_draws, &c->survey, err))
        return false;
    options.k = c->k = c->k ? c->k : c->survey.chosen;
    return c->k == 1 || fit(c, m, &options, o->stability_draws, err);
}

bool ka_clustering_make(struct ka_clustering *c, const struct ka_matrix *m,
                        const struct ka_frame *accounts,
                        const struct ka_clustering_options *options, struct ka_error *err)
{
    c->k = options->k;
    c->label = ka_zalloc(m->rows, sizeof *c->label);
    if (m->columns == 0)
        return make_one(c, options->k, err);
    double *weight = ka_alloc(m->rows, sizeof *weight);
    bool ok = weigh(m, accounts, weight, err) && choose_and_fit(c, m, options, weight, err);
    free(weight);
    return ok;
}

void ka_clustering_clear(struct ka_clustering *c)
{
    free(c->label);
    free(c->jaccard);
    ka_k_survey_clear(&c->survey);
    *c = (struct ka_clustering){0};
}

void ka_clustering_append(const struct ka_clustering *c, const struct ka_matrix *m,
                          struct ka_frame *accounts)
{
    size_t *place = ka_alloc(m->rows, sizeof *place); // matrix row of each account row
    for (size_t i = 0; i < m->rows; i++)
        place[m->row[i]] = i;
    struct ka_column *column = ka_frame_append(accounts, "cluster");
    for (size_t i = 0; i < m->rows; i++)
        ka_column_add_integer(column, c->label[place[i]] + 1);
    if (c->k > 1 && m->rows <= KA_SILHOUETTE_EXACT) {
        double *width = ka_alloc(m->rows, sizeof *width);
        ka_silhouette_points(m->x, m->rows, m->columns, c->label, 0, width);
        column = ka_frame_append(accounts, "silhouette");
        for (size_t i = 0; i < m->rows; i++)
            ka_column_add_real(column, width[place[i]]);
        free(width);
    }
    free(place);
}
