// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/ranking.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/decimal.h"
#include "table/writer.h"

bool ka_class_limits_parse(const char *text, struct ka_class_limits *limits,
                           struct ka_error *err)
{
    *limits = (struct ka_class_limits){.computed = strcmp(text, "computed") == 0};
    if (limits->computed)
        return true;
    struct ka_str rest = ka_str(text), a, b;
    int64_t low, high;
    bool two = ka_str_next(&rest, ',', &a) && ka_str_next(&rest, ',', &b) && rest.n == 0 &&
               ka_decimal_parse(a, &low) && ka_decimal_parse(b, &high);
    if (!two || low <= 0 || low >= high || high >= KA_DECIMAL_ONE)
        return ka_fail(err, KA_USAGE,
                       "option '--abc': %s is neither 'computed' nor two shares A,B "
                       "with 0 < A < B < 1",
                       KA_QUOTE(ka_str(text)));
    limits->a = ka_decimal_real(low);
    limits->b = ka_decimal_real(high);
    return true;
}

struct by_amount {
    const struct ka_frame *frame;
    const int64_t *amount; // of each row
    size_t key;
};

// Largest first; KA_DECIMAL_NONE is the smallest integer, so unknown comes last.
static int compare_rows(const void *a, const void *b, void *context)
{
    const struct by_amount *by = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (by->amount[i] != by->amount[j])
        return by->amount[i] < by->amount[j] ? 1 : -1;
    int order =
        ka_str_cmp(ka_frame_cell(by->frame, by->key, i), ka_frame_cell(by->frame, by->key, j));
    return order ? order : (i > j) - (i < j);
}

static void sort_rows(struct ka_ranking *ranking, const struct by_amount *by)
{
    ranking->order = ka_alloc(ranking->rows, sizeof *ranking->order);
    for (size_t i = 0; i < ranking->rows; i++) {
        ranking->order[i] = i;
        ranking->n += by->amount[i] != KA_DECIMAL_NONE;
    }
    struct by_amount context = *by;
    qsort_r(ranking->order, ranking->rows, sizeof *ranking->order, compare_rows, &context);
    ranking->value = ka_alloc(ranking->n, sizeof *ranking->value);
    ranking->rank = ka_alloc(ranking->n, sizeof *ranking->rank);
    for (size_t i = 0; i < ranking->n; i++) {
        ranking->value[i] = by->amount[ranking->order[i]];
        bool tie = i > 0 && ranking->value[i] == ranking->value[i - 1];
        ranking->rank[i] = tie ? ranking->rank[i - 1] : i + 1;
    }
}

static void classify(struct ka_ranking *ranking, const struct ka_class_limits *limits)
{
    struct ka_abc_limits found;
    ranking->item = ka_zalloc(ranking->n, sizeof *ranking->item);
    if (limits->computed)
        ka_abc_computed(ranking->value, ranking->n, ranking->item, &found);
    else
        ka_abc_fixed(ranking->value, ranking->n, limits->a, limits->b, ranking->item);
}

static void measure_concentration(struct ka_ranking *ranking)
{
    double *x = ka_alloc(ranking->n, sizeof *x);
    for (size_t i = 0; i < ranking->n; i++)
        x[i] = ka_decimal_real(ranking->value[i]);
    ka_concentration_compute(x, ranking->n, &ranking->figures);
    free(x);
}

// A measure with more than four decimals (an average, a ratio) is rounded half to even.
static bool read_amount(struct ka_str cell, int64_t *amount)
{
    struct ka_number number;
    double real;
    bool rounded = false;
    return ka_decimal_parse(cell, amount) ||
           (ka_real_parse(cell, &real) && ka_number_parse(cell, '.', &number) &&
            ka_number_scale(&number, KA_DECIMAL_DIGITS, amount, &rounded));
}

static bool read_amounts(const struct ka_frame *frame, size_t column, int64_t *amount,
                         struct ka_error *err)
{
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str cell = ka_frame_cell(frame, column, row);
        double real;
        if (read_amount(cell, &amount[row]))
            continue;
        if (ka_real_parse(cell, &real))
            return ka_fail(err, KA_BAD_DATA, "%s: column '%s': %s is beyond ±922337203685477",
                           frame->source, frame->columns[column].name, KA_QUOTE(cell));
        return ka_frame_decimals(frame, column, amount, err); // says which cell is none
    }
    return true;
}

bool ka_ranking_make(struct ka_ranking *ranking, const struct ka_frame *frame,
                     const char *measure, size_t key, const struct ka_class_limits *limits,
                     struct ka_error *err)
{
    size_t column;
    ranking->measure = ka_strdup(measure);
    ranking->rows = frame->rows;
    int64_t *amount = ka_alloc(frame->rows, sizeof *amount);
    bool ok =
        ka_frame_need(frame, measure, &column, err) && read_amounts(frame, column, amount, err);
    if (ok) {
        sort_rows(ranking, &(struct by_amount){frame, amount, key});
        classify(ranking, limits);
        measure_concentration(ranking);
    }
    free(amount);
    return ok;
}

void ka_ranking_settle(struct ka_ranking *ranking, struct ka_frame *frame)
{
    ka_frame_reorder(frame, ranking->order);
    for (size_t i = 0; i < ranking->rows; i++)
        ranking->order[i] = i;
}

void ka_ranking_clear(struct ka_ranking *ranking)
{
    free(ranking->measure);
    free(ranking->order);
    free(ranking->value);
    free(ranking->rank);
    free(ranking->item);
    *ranking = (struct ka_ranking){0};
}

bool ka_frame_repeats(const struct ka_frame *frame, size_t key)
{
    struct ka_map seen = {0};
    bool is_new = true;
    for (size_t i = 0; i < frame->rows && is_new; i++)
        ka_map_put(&seen, ka_frame_cell(frame, key, i), &is_new);
    ka_map_clear(&seen);
    return !is_new;
}

// ---- Folding account rows by another key ----

struct groups {
    struct ka_map keys;
    size_t *order; // groups by key bytewise
    size_t *of;    // group of each row
};

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct ka_map *keys = context;
    return ka_str_cmp(keys->keys[*(const size_t *)a], keys->keys[*(const size_t *)b]);
}

static struct groups group_rows(const struct ka_frame *frame, size_t key)
{
    struct groups g = {.of = ka_alloc(frame->rows, sizeof *g.of)};
    for (size_t i = 0; i < frame->rows; i++)
        g.of[i] = ka_map_put(&g.keys, ka_frame_cell(frame, key, i), NULL);
    g.order = ka_alloc(g.keys.count, sizeof *g.order);
    for (size_t i = 0; i < g.keys.count; i++)
        g.order[i] = i;
    qsort_r(g.order, g.keys.count, sizeof *g.order, compare_keys, &g.keys);
    return g;
}

static void clear_groups(struct groups *g)
{
    ka_map_clear(&g->keys);
    free(g->order);
    free(g->of);
}

struct sum {
    ka_int128 value;
    bool unknown;
};

static void put_sum(struct ka_column *column, const struct sum *sum)
{
    struct ka_buf text = {0};
    if (!sum->unknown)
        ka_decimal_format_sum(&text, sum->value);
    ka_column_add(column, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static bool fold_column(const struct ka_frame *frame, const char *name, const struct groups *g,
                        struct ka_frame *folded, struct ka_error *err)
{
    size_t column;
    int64_t *amount = ka_alloc(frame->rows, sizeof *amount);
    bool ok = ka_frame_need(frame, name, &column, err) &&
              ka_frame_decimals(frame, column, amount, err);
    if (ok) {
        struct sum *sum = ka_zalloc(g->keys.count, sizeof *sum);
        for (size_t i = 0; i < frame->rows; i++) {
            sum[g->of[i]].unknown |= amount[i] == KA_DECIMAL_NONE;
            sum[g->of[i]].value += amount[i] == KA_DECIMAL_NONE ? 0 : amount[i];
        }
        struct ka_column *out = ka_frame_append(folded, name);
        for (size_t i = 0; i < g->keys.count; i++)
            put_sum(out, &sum[g->order[i]]);
        free(sum);
    }
    free(amount);
    return ok;
}

static void fold_keys(const struct ka_frame *frame, size_t key, const struct groups *g,
                      struct ka_frame *folded)
{
    size_t *rows = ka_zalloc(g->keys.count, sizeof *rows);
    for (size_t i = 0; i < frame->rows; i++)
        rows[g->of[i]]++;
    folded->rows = g->keys.count;
    folded->source = ka_strdup(frame->source);
    struct ka_column *column = ka_frame_append(folded, frame->columns[key].name);
    for (size_t i = 0; i < g->keys.count; i++)
        ka_column_add(column, g->keys.keys[g->order[i]]);
    column = ka_frame_append(folded, "rows");
    for (size_t i = 0; i < g->keys.count; i++)
        ka_column_add_integer(column, (int64_t)rows[g->order[i]]);
    free(rows);
}

bool ka_frame_fold(const struct ka_frame *frame, size_t key, const char *measure,
                   struct ka_frame *folded, struct ka_error *err)
{
    static const char *const additive[] = {"orders",
                                           "lines",
                                           "qty",
                                           "revenue",
                                           "returns",
                                           "margin",
                                           "high_margin_revenue",
                                           "cost_to_serve",
                                           "net_profit"};
    struct groups g = group_rows(frame, key);
    fold_keys(frame, key, &g, folded);
    bool ok = true, done = !measure;
    for (size_t i = 0; ok && i < sizeof additive / sizeof *additive; i++) {
        done |= measure && strcmp(additive[i], measure) == 0;
        if (ka_frame_find(frame, additive[i]) != KA_NONE)
            ok = fold_column(frame, additive[i], &g, folded, err);
    }
    ok = ok && (done || fold_column(frame, measure, &g, folded, err));
    clear_groups(&g);
    return ok;
}
