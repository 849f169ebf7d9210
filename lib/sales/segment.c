// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/segment_names.h"
#include "stat/agreement.h"
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

static void number_clusters(struct ka_clustering *c)
{
    c->number = ka_alloc(c->k, sizeof *c->number);
    for (size_t i = 0; i < c->k; i++)
        c->number[i] = (int)i + 1;
}

// Rows that nothing tells apart are one cluster.
static bool make_one(struct ka_clustering *c, size_t asked, struct ka_error *err)
{
    c->k = 1;
    number_clusters(c);
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
    c->medoid = fitted.medoid;
    fitted.medoid = NULL;
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
                                         .least = o->least,
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
    if (ok)
        number_clusters(c);
    if (ok && c->k > 1)
        ka_clustering_name(c, m, accounts);
    return ok;
}

void ka_clustering_clear(struct ka_clustering *c)
{
    free(c->label);
    free(c->jaccard);
    free(c->medoid);
    free(c->number);
    for (size_t i = 0; c->name && i < c->k; i++) {
        free(c->name[i].en);
        free(c->name[i].zh);
    }
    free(c->name);
    ka_k_survey_clear(&c->survey);
    *c = (struct ka_clustering){0};
}

// The matrix row of each account row; KA_NONE for a whale.  The caller frees it.
static size_t *find_places(const struct ka_matrix *m, size_t rows)
{
    size_t *place = ka_alloc(rows, sizeof *place);
    for (size_t i = 0; i < rows; i++)
        place[i] = KA_NONE;
    for (size_t i = 0; i < m->rows; i++)
        place[m->row[i]] = i;
    return place;
}

static void append_numbers(const struct ka_clustering *c, struct ka_frame *accounts,
                           const size_t *place)
{
    struct ka_column *column = ka_frame_append(accounts, "cluster");
    for (size_t i = 0; i < accounts->rows; i++) {
        if (place[i] == KA_NONE)
            ka_column_add(column, ka_str(""));
        else
            ka_column_add_integer(column, c->number[c->label[place[i]]]);
    }
}

static void append_names(const struct ka_clustering *c, struct ka_frame *accounts,
                         const size_t *place)
{
    static const char *const title[] = {"cluster_name", "cluster_name_zh"};
    for (int zh = 0; zh < 2; zh++) {
        struct ka_column *column = ka_frame_append(accounts, title[zh]);
        for (size_t i = 0; i < accounts->rows; i++) {
            const struct ka_cluster_name *name =
                place[i] == KA_NONE ? NULL : &c->name[c->label[place[i]]];
            ka_column_add(column, ka_str(!name ? "" : zh ? name->zh : name->en));
        }
    }
}

static void append_reals(struct ka_frame *accounts, const char *name, const size_t *place,
                         const double *value, size_t step)
{
    struct ka_column *column = ka_frame_append(accounts, name);
    for (size_t i = 0; i < accounts->rows; i++)
        ka_column_add_real(column, place[i] == KA_NONE ? (double)NAN : value[place[i] * step]);
}

static void append_whales(struct ka_frame *accounts, const size_t *place)
{
    struct ka_column *column = ka_frame_append(accounts, "is_whale");
    for (size_t i = 0; i < accounts->rows; i++)
        ka_column_add_integer(column, place[i] == KA_NONE);
}

void ka_clustering_append(const struct ka_clustering *c, const struct ka_matrix *m,
                          struct ka_frame *accounts)
{
    size_t *place = find_places(m, accounts->rows);
    append_numbers(c, accounts, place);
    if (c->name)
        append_names(c, accounts, place);
    if (c->k > 1 && m->rows <= KA_SILHOUETTE_EXACT) {
        double *width = ka_alloc(m->rows, sizeof *width);
        ka_silhouette_points(m->x, m->rows, m->columns, c->label, 0, width);
        append_reals(accounts, "silhouette", place, width, 1);
        free(width);
    }
    if (m->whales > 0)
        append_whales(accounts, place);
    free(place);
}

bool ka_clustering_compare(const struct ka_clustering *c, const struct ka_matrix *m,
                           const struct ka_frame *accounts, const char *truth,
                           struct ka_agreement *out, struct ka_error *err)
{
    size_t column;
    if (!ka_frame_need(accounts, truth, &column, err))
        return false;
    struct ka_map values = {0};
    int *a = ka_alloc(m->rows, sizeof *a), *b = ka_alloc(m->rows, sizeof *b);
    *out = (struct ka_agreement){0};
    for (size_t i = 0; i < m->rows; i++) {
        struct ka_str value = ka_frame_cell(accounts, column, m->row[i]);
        if (value.n == 0)
            continue;
        a[out->rows] = c->label[i];
        b[out->rows++] = (int)ka_map_put(&values, value, NULL);
    }
    out->values = values.count;
    out->adjusted_rand = ka_adjusted_rand(a, b, out->rows);
    out->mutual_information = ka_normalized_mutual_information(a, b, out->rows);
    free(a);
    free(b);
    ka_map_clear(&values);
    return true;
}
