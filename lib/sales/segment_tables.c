// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/segment_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/fold.h"
#include "stat/describe.h"
#include "table/decimal.h"

static void put_header(struct ka_writer *w, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ka_writer_put_text(w, names[i]);
    ka_writer_end(w);
}

// ---- Channels ----

static void count_classes(const struct ka_frame *accounts, size_t channel,
                          struct ka_frame *channels)
{
    static const char *const names[] = {"class_a", "class_b", "class_c", "class_n"};
    size_t class = ka_frame_find(accounts, "class");
    if (class == KA_NONE)
        return;
    struct ka_map keys = {0};
    for (size_t i = 0; i < channels->rows; i++)
        ka_map_put(&keys, ka_frame_cell(channels, 0, i), NULL);
    int64_t *count = ka_zalloc(4 * channels->rows, sizeof *count);
    for (size_t i = 0; i < accounts->rows; i++) {
        struct ka_str cell = ka_frame_cell(accounts, class, i);
        const char *found = cell.n == 1 ? strchr("ABCN", *cell.p) : NULL;
        size_t at = ka_map_find(&keys, ka_frame_cell(accounts, channel, i));
        if (found)
            count[4 * at + (size_t)(*found == 'N' ? 3 : *found - 'A')]++;
    }
    for (size_t c = 0; c < 4; c++) {
        struct ka_column *column = ka_frame_append(channels, names[c]);
        for (size_t i = 0; i < channels->rows; i++)
            ka_column_add_integer(column, count[4 * i + c]);
    }
    free(count);
    ka_map_clear(&keys);
}

static bool append_ratio(struct ka_frame *frame, const char *name, const char *above,
                         const char *below, struct ka_error *err)
{
    size_t a = ka_frame_find(frame, above), b = ka_frame_find(frame, below);
    if (a == KA_NONE || b == KA_NONE)
        return true;
    double *x = ka_alloc(frame->rows, sizeof *x), *y = ka_alloc(frame->rows, sizeof *y);
    bool ok = ka_frame_reals(frame, a, x, err) && ka_frame_reals(frame, b, y, err);
    struct ka_column *column = ok ? ka_frame_append(frame, name) : NULL;
    for (size_t i = 0; ok && i < frame->rows; i++)
        ka_column_add_real(column, y[i] > 0 ? x[i] / y[i] : NAN);
    free(x);
    free(y);
    return ok;
}

static bool append_share(struct ka_frame *frame, const char *name, const char *of,
                         struct ka_error *err)
{
    size_t c = ka_frame_find(frame, of);
    if (c == KA_NONE)
        return true;
    int64_t *x = ka_alloc(frame->rows, sizeof *x);
    ka_int128 total = 0;
    bool ok = ka_frame_decimals(frame, c, x, err);
    for (size_t i = 0; ok && i < frame->rows; i++)
        total += x[i] == KA_DECIMAL_NONE ? 0 : x[i];
    struct ka_column *column = ok ? ka_frame_append(frame, name) : NULL;
    for (size_t i = 0; ok && i < frame->rows; i++)
        ka_column_add_real(
            column, total > 0 && x[i] != KA_DECIMAL_NONE ? (double)x[i] / (double)total : NAN);
    free(x);
    return ok;
}

bool ka_channels_make(const struct ka_frame *accounts, struct ka_frame *channels,
                      struct ka_error *err)
{
    size_t channel;
    if (!ka_frame_need(accounts, "channel", &channel, err) ||
        !ka_frame_fold(accounts, channel, NULL, channels, err))
        return false;
    free(channels->columns[1].name);
    channels->columns[1].name = ka_strdup("accounts");
    count_classes(accounts, channel, channels);
    return append_share(channels, "revenue_share", "revenue", err) &&
           append_ratio(channels, "margin_rate", "margin", "revenue", err) &&
           append_ratio(channels, "high_margin_share", "high_margin_revenue", "revenue", err);
}

// ---- Clusters ----

static double median_of(const struct ka_matrix *m, const int *label, int cluster, size_t column)
{
    double *known = ka_alloc(m->rows, sizeof *known);
    size_t n = 0;
    for (size_t i = 0; i < m->rows; i++) {
        double value = m->raw[i * m->columns + column];
        if (label[i] == cluster && !isnan(value))
            known[n++] = value;
    }
    double median = ka_median(known, n);
    free(known);
    return median;
}

void ka_clusters_write(struct ka_writer *w, const struct ka_frame *accounts,
                       const struct ka_matrix *m, const int *label, size_t k)
{
    ka_writer_put_text(w, "cluster");
    ka_writer_put_text(w, "accounts");
    for (size_t c = 0; c < m->columns; c++)
        ka_writer_put_text(w, accounts->columns[m->feature[c]].name);
    ka_writer_end(w);
    for (size_t cluster = 0; cluster < k; cluster++) {
        int64_t count = 0;
        for (size_t i = 0; i < m->rows; i++)
            count += label[i] == (int)cluster;
        ka_writer_put_integer(w, (int64_t)cluster + 1);
        ka_writer_put_integer(w, count);
        for (size_t c = 0; c < m->columns; c++)
            ka_writer_put_real(w, median_of(m, label, (int)cluster, c));
        ka_writer_end(w);
    }
}

void ka_choice_write(struct ka_writer *w, const struct ka_k_choice *choice, size_t count,
                     size_t chosen)
{
    static const char *const names[] = {"k",        "inertia",  "silhouette", "silhouette_se",
                                        "smallest", "eligible", "chosen"};
    put_header(w, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < count; i++) {
        ka_writer_put_integer(w, (int64_t)choice[i].k);
        ka_writer_put_real(w, choice[i].inertia);
        ka_writer_put_real(w, isnan(choice[i].inertia) ? NAN : choice[i].silhouette.mean);
        ka_writer_put_real(w, isnan(choice[i].inertia) ? NAN : choice[i].silhouette.error);
        ka_writer_put_integer(w, (int64_t)choice[i].smallest);
        ka_writer_put_integer(w, choice[i].eligible);
        ka_writer_put_integer(w, choice[i].k == chosen);
        ka_writer_end(w);
    }
}
