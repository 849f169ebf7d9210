// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

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

static bool fit(struct ka_clustering *c, const struct ka_matrix *m,
                const struct ka_kmeans_options *options, struct ka_error *err)
{
    struct ka_kmeans fitted = {0};
    if (!ka_kmeans_fit(m->x, m->rows, m->columns, options, &fitted, err))
        return false;
    memcpy(c->label, fitted.label, m->rows * sizeof *c->label);
    ka_kmeans_clear(&fitted);
    return true;
}

// Rows that nothing tells apart are one cluster.
static bool make_one(struct ka_clustering *c, size_t asked, struct ka_error *err)
{
    c->k = 1;
    return asked <= 1 || ka_fail(err, KA_NOT_ESTIMABLE,
                                 "no %zu clusters: no feature tells the rows apart", asked);
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
    struct ka_kmeans_options kmeans = {
        .starts = options->starts, .seed = options->seed, .weight = weight};
    bool ok = weigh(m, accounts, weight, err);
    if (ok && (c->k == 0 || options->survey)) {
        c->choices = KA_K_MAX - KA_K_MIN + 1;
        size_t chosen =
            ka_choose_k(m->x, m->rows, m->columns, KA_K_MIN, KA_K_MAX, &kmeans, c->choice);
        c->k = c->k ? c->k : chosen;
    }
    kmeans.k = c->k;
    ok = ok && (c->k == 1 || fit(c, m, &kmeans, err));
    free(weight);
    return ok;
}

void ka_clustering_clear(struct ka_clustering *c)
{
    free(c->label);
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
