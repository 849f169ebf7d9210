// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/fold.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/groups.h"
#include "table/decimal.h"

bool ka_frame_repeats(const struct ka_frame *frame, size_t key)
{
    struct ka_map seen = {0};
    bool is_new = true;
    if (frame->distinct && key == 0)
        return false;
    for (size_t i = 0; i < frame->rows && is_new; i++)
        ka_map_put(&seen, ka_frame_cell(frame, key, i), &is_new);
    ka_map_clear(&seen);
    return !is_new;
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

static bool fold_column(const struct ka_frame *frame, const char *name,
                        const struct ka_groups *g, struct ka_frame *folded,
                        struct ka_error *err)
{
    size_t column;
    int64_t *amount = ka_alloc(frame->rows, sizeof *amount);
    bool ok = ka_frame_need(frame, name, &column, err) &&
              ka_frame_decimals(frame, column, amount, err);
    if (ok) {
        struct sum *sum = ka_zalloc(g->count, sizeof *sum);
        for (size_t i = 0; i < frame->rows; i++) {
            sum[g->of[i]].unknown |= amount[i] == KA_DECIMAL_NONE;
            sum[g->of[i]].value += amount[i] == KA_DECIMAL_NONE ? 0 : amount[i];
        }
        struct ka_column *out = ka_frame_append(folded, name);
        for (size_t i = 0; i < g->count; i++)
            put_sum(out, &sum[i]);
        free(sum);
    }
    free(amount);
    return ok;
}

static void fold_keys(const struct ka_frame *frame, size_t key, const struct ka_groups *g,
                      struct ka_frame *folded)
{
    size_t *rows = ka_zalloc(g->count, sizeof *rows);
    for (size_t i = 0; i < frame->rows; i++)
        rows[g->of[i]]++;
    folded->rows = g->count;
    folded->source = ka_strdup(frame->source);
    struct ka_column *column = ka_frame_append(folded, frame->columns[key].name);
    for (size_t i = 0; i < g->count; i++)
        ka_column_add(column, g->names.keys[g->order[i]]);
    column = ka_frame_append(folded, "rows");
    for (size_t i = 0; i < g->count; i++)
        ka_column_add_integer(column, (int64_t)rows[i]);
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
    struct ka_groups g;
    ka_groups_init(&g, frame, key);
    fold_keys(frame, key, &g, folded);
    bool ok = true, done = !measure;
    for (size_t i = 0; ok && i < sizeof additive / sizeof *additive; i++) {
        done |= measure && strcmp(additive[i], measure) == 0;
        if (ka_frame_find(frame, additive[i]) != KA_NONE)
            ok = fold_column(frame, additive[i], &g, folded, err);
    }
    ok = ok && (done || fold_column(frame, measure, &g, folded, err));
    ka_groups_clear(&g);
    return ok;
}
