// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/channels.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/mix.h"
#include "sales/fold.h"
#include "stat/concentration.h"
#include "stat/sum.h"
#include "table/decimal.h"

// The row of the channel of each account; the caller frees it.
static size_t *find_channels(const struct ka_frame *accounts, size_t channel,
                             const struct ka_frame *channels)
{
    size_t *at = ka_alloc(accounts->rows, sizeof *at);
    struct ka_map keys = {0};
    for (size_t i = 0; i < channels->rows; i++)
        ka_map_put(&keys, ka_frame_cell(channels, 0, i), NULL);
    for (size_t i = 0; i < accounts->rows; i++)
        at[i] = ka_map_find(&keys, ka_frame_cell(accounts, channel, i));
    ka_map_clear(&keys);
    return at;
}

// Counts the accounts of each channel that have `value` in a column.
static void append_count(const struct ka_frame *accounts, size_t column, const char *value,
                         const size_t *at, const char *name, struct ka_frame *channels)
{
    int64_t *count = ka_zalloc(channels->rows, sizeof *count);
    for (size_t i = 0; i < accounts->rows; i++)
        count[at[i]] += ka_str_cmp(ka_frame_cell(accounts, column, i), ka_str(value)) == 0;
    struct ka_column *counts = ka_frame_append(channels, name);
    for (size_t i = 0; i < channels->rows; i++)
        ka_column_add_integer(counts, count[i]);
    free(count);
}

static void count_accounts(const struct ka_frame *accounts, const size_t *at,
                           struct ka_frame *channels)
{
    static const char *const wanted[][3] = {{"class", "A", "class_a"},
                                            {"class", "B", "class_b"},
                                            {"class", "C", "class_c"},
                                            {"class", "N", "class_n"},
                                            {"verdict", "key", "key_accounts"}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        size_t column = ka_frame_find(accounts, wanted[i][0]);
        if (column != KA_NONE)
            append_count(accounts, column, wanted[i][1], at, wanted[i][2], channels);
    }
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

// The revenue of the recent year over that of the prior one, less 1; unknown when a part is.
static bool append_growth(const struct ka_frame *accounts, const size_t *at,
                          struct ka_frame *channels, struct ka_error *err)
{
    size_t prior = ka_frame_find(accounts, "revenue_prior");
    size_t recent = ka_frame_find(accounts, "revenue_recent");
    if (prior == KA_NONE || recent == KA_NONE)
        return true;
    int64_t *x = ka_alloc(accounts->rows, sizeof *x), *y = ka_alloc(accounts->rows, sizeof *y);
    ka_int128 *sum = ka_zalloc(2 * channels->rows, sizeof *sum);
    bool *unknown = ka_zalloc(channels->rows, sizeof *unknown);
    bool ok = ka_frame_decimals(accounts, prior, x, err) &&
              ka_frame_decimals(accounts, recent, y, err);
    for (size_t i = 0; ok && i < accounts->rows; i++) {
        unknown[at[i]] |= x[i] == KA_DECIMAL_NONE || y[i] == KA_DECIMAL_NONE;
        sum[2 * at[i]] += x[i];
        sum[2 * at[i] + 1] += y[i];
    }
    struct ka_column *column = ok ? ka_frame_append(channels, "growth") : NULL;
    for (size_t c = 0; ok && c < channels->rows; c++)
        ka_column_add_real(column, !unknown[c] && sum[2 * c] > 0
                                       ? (double)sum[2 * c + 1] / (double)sum[2 * c] - 1
                                       : (double)NAN);
    free(x);
    free(y);
    free(sum);
    free(unknown);
    return ok;
}

// The Gini coefficient of the known revenues of the accounts of each channel.
static bool append_gini(const struct ka_frame *accounts, const size_t *at,
                        struct ka_frame *channels, struct ka_error *err)
{
    size_t revenue = ka_frame_find(accounts, "revenue");
    if (revenue == KA_NONE)
        return true;
    double *x = ka_alloc(accounts->rows, sizeof *x),
           *own = ka_alloc(accounts->rows, sizeof *own);
    bool ok = ka_frame_reals(accounts, revenue, x, err);
    struct ka_column *column = ok ? ka_frame_append(channels, "gini") : NULL;
    for (size_t c = 0; ok && c < channels->rows; c++) {
        struct ka_concentration found;
        size_t n = 0;
        for (size_t i = 0; i < accounts->rows; i++)
            if (at[i] == c && !isnan(x[i]))
                own[n++] = x[i];
        ka_concentration_compute(own, n, &found);
        ka_column_add_real(column, found.gini);
    }
    free(x);
    free(own);
    return ok;
}

// The mean of a mix over the accounts of each channel, weighted by their revenue above 0.
static bool append_mix(const struct ka_frame *accounts, size_t mix, size_t revenue,
                       const size_t *at, struct ka_frame *channels, struct ka_error *err)
{
    double *x = ka_alloc(accounts->rows, sizeof *x),
           *weight = ka_alloc(accounts->rows, sizeof *x);
    struct ka_sum *sum = ka_zalloc(2 * channels->rows, sizeof *sum);
    bool ok =
        ka_frame_reals(accounts, mix, x, err) && ka_frame_reals(accounts, revenue, weight, err);
    for (size_t i = 0; ok && i < accounts->rows; i++)
        if (!isnan(x[i]) && weight[i] > 0) {
            ka_sum_add(&sum[2 * at[i]], weight[i] * x[i]);
            ka_sum_add(&sum[2 * at[i] + 1], weight[i]);
        }
    struct ka_column *column =
        ok ? ka_frame_append(channels, accounts->columns[mix].name) : NULL;
    for (size_t c = 0; ok && c < channels->rows; c++) {
        double all = ka_sum_value(&sum[2 * c + 1]);
        ka_column_add_real(column, all > 0 ? ka_sum_value(&sum[2 * c]) / all : (double)NAN);
    }
    free(x);
    free(weight);
    free(sum);
    return ok;
}

static bool append_mixes(const struct ka_frame *accounts, const size_t *at,
                         struct ka_frame *channels, struct ka_error *err)
{
    size_t revenue = ka_frame_find(accounts, "revenue"), prefix = strlen(KA_MIX_PREFIX);
    for (size_t c = 0; revenue != KA_NONE && c < accounts->width; c++)
        if (strncmp(accounts->columns[c].name, KA_MIX_PREFIX, prefix) == 0 &&
            !append_mix(accounts, c, revenue, at, channels, err))
            return false;
    return true;
}

// The axis of the accounts of each channel, where they have one; mixed when they differ.
static void append_axis(const struct ka_frame *accounts, const size_t *at,
                        struct ka_frame *channels)
{
    size_t axis = ka_frame_find(accounts, "axis");
    if (axis == KA_NONE)
        return;
    struct ka_str *found = ka_zalloc(channels->rows, sizeof *found);
    for (size_t i = 0; i < accounts->rows; i++) {
        struct ka_str cell = ka_frame_cell(accounts, axis, i), *own = &found[at[i]];
        if (cell.n > 0)
            *own = own->n == 0 || ka_str_eq(*own, cell) ? cell : ka_str("mixed");
    }
    struct ka_column *column = ka_frame_append(channels, "axis");
    for (size_t c = 0; c < channels->rows; c++)
        ka_column_add(column, found[c]);
    free(found);
}

bool ka_channels_make(const struct ka_frame *accounts, const char *by,
                      struct ka_frame *channels, struct ka_error *err)
{
    size_t channel;
    if (!ka_frame_need(accounts, by, &channel, err) ||
        !ka_frame_fold(accounts, channel, NULL, channels, err))
        return false;
    free(channels->columns[1].name);
    channels->columns[1].name = ka_strdup("accounts");
    size_t *at = find_channels(accounts, channel, channels);
    count_accounts(accounts, at, channels);
    if (strcmp(by, "axis") != 0)
        append_axis(accounts, at, channels);
    bool ok =
        append_ratio(channels, "key_account_share", "key_accounts", "accounts", err) &&
        append_share(channels, "revenue_share", "revenue", err) &&
        append_ratio(channels, "margin_rate", "margin", "revenue", err) &&
        append_ratio(channels, "high_margin_share", "high_margin_revenue", "revenue", err) &&
        append_ratio(channels, "cost_rate", "cost_to_serve", "revenue", err) &&
        append_growth(accounts, at, channels, err) &&
        append_gini(accounts, at, channels, err) && append_mixes(accounts, at, channels, err);
    free(at);
    return ok;
}
