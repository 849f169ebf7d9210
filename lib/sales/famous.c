// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/famous.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

#define LEVEL 0.95
#define TOP 0.1

// Ranks from the largest; x[i] of the rows both[0..n-1].
static void rank_largest(const double *x, const size_t *both, size_t n, double *out)
{
    double *minus = ka_alloc(n, sizeof *minus), *rank = ka_alloc(n, sizeof *rank);
    for (size_t i = 0; i < n; i++)
        minus[i] = -x[both[i]];
    ka_rank_reals(minus, n, rank);
    for (size_t i = 0; i < n; i++)
        out[both[i]] = rank[i];
    free(minus);
    free(rank);
}

static void correlate(struct ka_famous *famous, const size_t *both, size_t n)
{
    double *x = ka_alloc(n, sizeof *x), *y = ka_alloc(n, sizeof *y);
    for (size_t i = 0; i < n; i++) {
        x[i] = famous->size[both[i]];
        y[i] = famous->gain[both[i]];
    }
    famous->kendall = ka_kendall(x, y, n, LEVEL);
    free(x);
    free(y);
}

static bool read_figures(struct ka_famous *famous, const struct ka_frame *f,
                         struct ka_error *err)
{
    static const char *const profits[] = {"net_profit", "margin", "revenue"};
    size_t size, gain = KA_NONE;
    if (!ka_frame_need(f, "industry_size", &size, err))
        return false;
    for (size_t i = 0; i < 3 && gain == KA_NONE; i++) {
        famous->profit = profits[i];
        gain = ka_frame_find(f, profits[i]);
    }
    if (gain == KA_NONE)
        return ka_frame_need(f, profits[0], &gain, err);
    return ka_frame_reals(f, size, famous->size, err) &&
           ka_frame_reals(f, gain, famous->gain, err);
}

bool ka_famous_make(struct ka_famous *famous, const struct ka_frame *accounts,
                    struct ka_error *err)
{
    double **arrays[] = {&famous->size, &famous->gain, &famous->size_rank, &famous->gain_rank};
    famous->rows = accounts->rows;
    for (size_t i = 0; i < 4; i++)
        *arrays[i] = ka_alloc(accounts->rows, sizeof **arrays[i]);
    if (!read_figures(famous, accounts, err))
        return false;
    size_t *both = ka_alloc(accounts->rows, sizeof *both), n = 0;
    for (size_t row = 0; row < accounts->rows; row++) {
        famous->size_rank[row] = famous->gain_rank[row] = NAN;
        if (!isnan(famous->size[row]) && !isnan(famous->gain[row]))
            both[n++] = row;
    }
    rank_largest(famous->size, both, n, famous->size_rank);
    rank_largest(famous->gain, both, n, famous->gain_rank);
    correlate(famous, both, n);
    free(both);
    return true;
}

void ka_famous_clear(struct ka_famous *famous)
{
    free(famous->size);
    free(famous->gain);
    free(famous->size_rank);
    free(famous->gain_rank);
    *famous = (struct ka_famous){0};
}

// ---- Writing ----

struct order {
    const struct ka_famous *famous;
    const struct ka_frame *accounts;
    size_t key;
};

static int compare(const void *left, const void *right, void *context)
{
    const struct order *o = context;
    size_t i = *(const size_t *)left, j = *(const size_t *)right;
    double a = o->famous->size_rank[i], b = o->famous->size_rank[j];
    if (a != b)
        return a < b ? -1 : 1;
    int ids = ka_str_cmp(ka_frame_cell(o->accounts, o->key, i),
                         ka_frame_cell(o->accounts, o->key, j));
    return ids ? ids : (i > j) - (i < j);
}

static struct ka_str cell(const struct ka_frame *f, const char *name, size_t row)
{
    size_t column = ka_frame_find(f, name);
    return column == KA_NONE ? KA_STR("") : ka_frame_cell(f, column, row);
}

static const char *disagreement(const struct ka_famous *famous, struct ka_str verdict,
                                size_t row)
{
    bool is_big = famous->size_rank[row] <= fmax(1, TOP * (double)famous->kendall.n);
    bool is_key = ka_str_eq(verdict, KA_STR("key"));
    if (is_key)
        return is_big ? "" : "quiet_key";
    bool may_be =
        ka_str_eq(verdict, KA_STR("potential")) || ka_str_eq(verdict, KA_STR("unknown"));
    return is_big && !may_be ? "famous_not_key" : "";
}

static void write_row(const struct order *o, size_t row, struct ka_writer *w)
{
    const struct ka_famous *famous = o->famous;
    struct ka_str verdict = cell(o->accounts, "verdict", row);
    ka_writer_put(w, ka_frame_cell(o->accounts, o->key, row));
    ka_writer_put(w, cell(o->accounts, "account", row));
    ka_writer_put(w, cell(o->accounts, "industry_size", row));
    ka_writer_put_real(w, famous->size_rank[row]);
    ka_writer_put(w, cell(o->accounts, famous->profit, row));
    ka_writer_put_real(w, famous->gain_rank[row]);
    ka_writer_put(w, verdict);
    ka_writer_put_text(w, disagreement(famous, verdict, row));
    ka_writer_put_real(w, famous->kendall.tau);
    ka_writer_put_real(w, famous->kendall.lo);
    ka_writer_put_real(w, famous->kendall.hi);
    ka_writer_end(w);
}

void ka_famous_write(const struct ka_famous *famous, const struct ka_frame *accounts,
                     size_t key, struct ka_writer *w)
{
    const char *const headers[] = {"account_id",    "account",      "industry_size",
                                   "industry_rank", famous->profit, "profit_rank",
                                   "verdict",       "disagreement", "tau_b",
                                   "tau_b_lo",      "tau_b_hi"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        ka_writer_put_text(w, headers[i]);
    ka_writer_end(w);
    struct order order = {famous, accounts, key};
    size_t *rows = ka_alloc(famous->rows, sizeof *rows), n = 0;
    for (size_t row = 0; row < famous->rows; row++)
        if (!isnan(famous->size_rank[row]))
            rows[n++] = row;
    qsort_r(rows, n, sizeof *rows, compare, &order);
    for (size_t i = 0; i < n; i++)
        write_row(&order, rows[i], w);
    free(rows);
}
