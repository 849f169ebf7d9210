// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/segment_names.h"
#include "stat/pca.h"
#include "stat/ward.h"

static void put_header(struct ka_writer *w, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
}

// ---- Clusters ----

static void put_cluster_header(struct ka_writer *w, const char *unit,
                               const struct ka_frame *accounts, const struct ka_matrix *m,
                               const struct ka_clustering *c)
{
    ka_writer_put_text(w, "cluster");
    ka_writer_put_text(w, unit);
    for (size_t f = 0; f < m->columns; f++)
        ka_writer_put_text(w, accounts->columns[m->feature[f]].name);
    if (c->jaccard)
        ka_writer_put_text(w, "jaccard");
    if (c->name) {
        ka_writer_put_text(w, "cluster_name");
        ka_writer_put_text(w, "cluster_name_zh");
    }
    if (c->medoid)
        ka_writer_put_text(w, "medoid");
    ka_writer_end(w);
}

void ka_clusters_write(struct ka_writer *w, const char *unit, const struct ka_frame *accounts,
                       size_t key, const struct ka_matrix *m, const struct ka_clustering *c)
{
    put_cluster_header(w, unit, accounts, m, c);
    for (size_t cluster = 0; cluster < c->k; cluster++) {
        int64_t count = 0;
        for (size_t i = 0; i < m->rows; i++)
            count += c->label[i] == (int)cluster;
        ka_writer_put_integer(w, c->number[cluster]);
        ka_writer_put_integer(w, count);
        for (size_t f = 0; f < m->columns; f++)
            ka_writer_put_real(w, ka_clustering_median(c, m, cluster, f));
        if (c->jaccard)
            ka_writer_put_real(w, c->jaccard[cluster]);
        if (c->name) {
            ka_writer_put_text(w, c->name[cluster].en);
            ka_writer_put_text(w, c->name[cluster].zh);
        }
        if (c->medoid)
            ka_writer_put(w, ka_frame_cell(accounts, key, m->row[c->medoid[cluster]]));
        ka_writer_end(w);
    }
}

void ka_contrasts_write(struct ka_writer *w, const struct ka_frame *accounts,
                        const struct ka_matrix *m, const struct ka_clustering *c)
{
    static const char *const names[] = {"cluster", "feature", "median", "z"};
    put_header(w, names, sizeof names / sizeof *names);
    for (size_t cluster = 0; cluster < c->k; cluster++)
        for (size_t f = 0; f < m->columns; f++) {
            ka_writer_put_integer(w, c->number[cluster]);
            ka_writer_put_text(w, accounts->columns[m->feature[f]].name);
            ka_writer_put_real(w, ka_clustering_median(c, m, cluster, f));
            ka_writer_put_real(w, ka_clustering_contrast(c, m, cluster, f));
            ka_writer_end(w);
        }
}

void ka_choice_write(struct ka_writer *w, const struct ka_k_survey *survey, size_t chosen)
{
    static const char *const names[] = {"k",        "inertia",  "silhouette", "silhouette_se",
                                        "smallest", "eligible", "chosen",     "gap",
                                        "gap_se",   "bic",      "objective"};
    put_header(w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < survey->k_max; i++) {
        const struct ka_k_choice *choice = &survey->choice[i];
        ka_writer_put_integer(w, (int64_t)choice->k);
        ka_writer_put_real(w, choice->inertia);
        ka_writer_put_real(w, choice->silhouette.mean);
        ka_writer_put_real(w, choice->silhouette.error);
        ka_writer_put_integer(w, (int64_t)choice->smallest);
        ka_writer_put_integer(w, choice->eligible);
        ka_writer_put_integer(w, choice->k == chosen);
        ka_writer_put_real(w, choice->gap);
        ka_writer_put_real(w, choice->gap_error);
        ka_writer_put_real(w, choice->bic);
        ka_writer_put_real(w, choice->objective);
        ka_writer_end(w);
    }
}

// ---- The picture ----

static void append_scores(const struct ka_matrix *m, const struct ka_pca *pca,
                          struct ka_frame *accounts)
{
    static const char *const names[] = {"pc1", "pc2"};
    double *score = ka_alloc(accounts->rows, sizeof *score);
    for (size_t c = 0; c < 2 && c < pca->components; c++) {
        for (size_t i = 0; i < accounts->rows; i++)
            score[i] = NAN;
        for (size_t i = 0; i < m->rows; i++)
            score[m->row[i]] = pca->score[i * pca->components + c];
        struct ka_column *column = ka_frame_append(accounts, names[c]);
        for (size_t i = 0; i < accounts->rows; i++)
            ka_column_add_real(column, score[i]);
    }
    free(score);
}

static void fill_loadings(const struct ka_matrix *m, const struct ka_pca *pca,
                          const struct ka_frame *accounts, struct ka_frame *loadings)
{
    loadings->rows = pca->components;
    struct ka_column *column = ka_frame_append(loadings, "component");
    for (size_t c = 0; c < pca->components; c++)
        ka_column_add_integer(column, (int64_t)c + 1);
    column = ka_frame_append(loadings, "share");
    for (size_t c = 0; c < pca->components; c++)
        ka_column_add_real(column, pca->share[c]);
    for (size_t f = 0; f < m->columns; f++) {
        column = ka_frame_append(loadings, accounts->columns[m->feature[f]].name);
        for (size_t c = 0; c < pca->components; c++)
            ka_column_add_real(column, pca->loading[c * m->columns + f]);
    }
}

bool ka_loadings_make(const struct ka_matrix *m, struct ka_frame *accounts,
                      struct ka_frame *loadings, struct ka_error *err)
{
    struct ka_pca pca;
    if (m->columns == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no loadings: no feature tells the rows apart");
    if (!ka_pca_compute(m->x, m->rows, m->columns, &pca, err))
        return false;
    fill_loadings(m, &pca, accounts, loadings);
    append_scores(m, &pca, accounts);
    ka_pca_clear(&pca);
    return true;
}

static void put_part(struct ka_writer *w, const struct ka_frame *accounts, size_t key,
                     const struct ka_matrix *m, size_t part)
{
    if (part < m->rows) {
        ka_writer_put(w, ka_frame_cell(accounts, key, m->row[part]));
        return;
    }
    struct ka_buf text = {0};
    ka_buf_addf(&text, "#%zu", part - m->rows + 1);
    ka_writer_put_text(w, text.p);
    ka_buf_clear(&text);
}

bool ka_dendrogram_write(struct ka_writer *w, const struct ka_frame *accounts, size_t key,
                         const struct ka_matrix *m, struct ka_error *err)
{
    static const char *const names[] = {"merge", "a", "b", "height", "size"};
    struct ka_ward ward;
    if (!ka_ward_build(m->x, m->rows, m->columns, &ward, err))
        return false;
    put_header(w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i + 1 < m->rows; i++) {
        const struct ka_merge *merge = &ward.merge[i];
        ka_writer_put_integer(w, (int64_t)i + 1);
        put_part(w, accounts, key, m, merge->a);
        put_part(w, accounts, key, m, merge->b);
        ka_writer_put_real(w, merge->height);
        ka_writer_put_integer(w, (int64_t)merge->size);
        ka_writer_end(w);
    }
    ka_ward_clear(&ward);
    return true;
}
