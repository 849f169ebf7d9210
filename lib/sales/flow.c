// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/flow.h"

#include <math.h>
#include <stdlib.h>

#include "stat/kendall.h"
#include "table/date.h"
#include "table/decimal.h"

const char *const ka_flow_finding_names[] = {"", "clear", "stuffed"};

void ka_flow_clear(struct ka_flow *flow)
{
    ka_roster_clear(&flow->roster);
    ka_map_clear(&flow->products);
    ka_map_clear(&flow->segments);
    ka_map_clear(&flow->customers);
    ka_keys_clear(&flow->products_ranked);
    ka_keys_clear(&flow->segments_ranked);
    ka_keys_clear(&flow->customers_ranked);
    free(flow->cells);
    free(flow->in);
    free(flow->revenue);
    free(flow->out);
    free(flow->stock);
    free(flow->cell_start);
    free(flow->row_start);
    free(flow->reported);
    free(flow->stocked);
    free(flow->rows);
    *flow = (struct ka_flow){0};
}

struct ka_str ka_flow_product(const struct ka_flow *flow, size_t product)
{
    return flow->products.keys[flow->products_ranked.number[product]];
}

struct ka_str ka_flow_segment(const struct ka_flow *flow, size_t segment)
{
    return flow->segments.keys[flow->segments_ranked.number[segment]];
}

static double known(int64_t value)
{
    return value == KA_DECIMAL_NONE ? NAN : ka_decimal_real(value);
}

double ka_flow_value(const struct ka_flow *flow, const struct ka_flow_row *row)
{
    double value = known(row->qty) * flow->cells[row->cell].price;
    return isnan(value) ? 0 : value;
}

// ---- Series ----

static double stock_of(const struct ka_flow *flow, size_t cell, size_t month)
{
    int64_t stock = flow->stock[cell * flow->months + month];
    if (stock != KA_DECIMAL_NONE)
        return ka_decimal_real(stock);
    return flow->stocked[flow->cells[cell].account * flow->months + month] ? 0 : NAN;
}

void ka_flow_cell_series(const struct ka_flow *flow, size_t cell, struct ka_flow_series *series)
{
    series->reported = &flow->reported[flow->cells[cell].account * flow->months];
    for (size_t m = 0; m < flow->months; m++) {
        size_t at = cell * flow->months + m;
        series->in[m] = ka_decimal_real(flow->in[at]);
        series->out[m] = ka_decimal_real(flow->out[at]);
        series->stock[m] = stock_of(flow, cell, m);
    }
}

static void add_cell(const struct ka_flow *flow, size_t cell, struct ka_flow_series *series)
{
    double price = flow->cells[cell].price;
    for (size_t m = 0; m < flow->months; m++) {
        size_t at = cell * flow->months + m;
        series->in[m] += ka_decimal_real(flow->revenue[at]);
        if (isnan(price))
            continue;
        series->out[m] += ka_decimal_real(flow->out[at]) * price;
        series->stock[m] += stock_of(flow, cell, m) * price;
    }
}

void ka_flow_account_series(const struct ka_flow *flow, size_t account,
                            struct ka_flow_series *series)
{
    series->reported = &flow->reported[account * flow->months];
    for (size_t m = 0; m < flow->months; m++) {
        series->in[m] = series->out[m] = 0;
        series->stock[m] = flow->stocked[account * flow->months + m] ? 0 : NAN;
    }
    for (size_t c = flow->cell_start[account]; c < flow->cell_start[account + 1]; c++)
        add_cell(flow, c, series);
}

// ---- Figures ----

// What stands still has no trend, which is known: its tau-b, 0 over 0, counts as 0.
static double tau_of(const double *y, const bool *counts, size_t months)
{
    double time[KA_FLOW_MAX_MONTHS], value[KA_FLOW_MAX_MONTHS];
    size_t n = 0;
    for (size_t m = 0; m < months; m++)
        if ((!counts || counts[m]) && !isnan(y[m])) {
            time[n] = (double)m;
            value[n++] = y[m];
        }
    if (n < KA_FLOW_MIN_MONTHS)
        return NAN;
    double tau = ka_kendall(time, value, n, .95).tau;
    return isnan(tau) ? 0 : tau;
}

static double days_of(int32_t month)
{
    return ka_month_first(month + 1) - ka_month_first(month);
}

// A week's sell-through over the three months up to `last`, of those that are reported.
static double weekly_out(const struct ka_flow *flow, const struct ka_flow_series *series,
                         size_t last)
{
    double out = 0, days = 0;
    for (size_t m = last < 2 ? 0 : last - 2; m <= last; m++) {
        if (!series->reported[m])
            continue;
        out += series->out[m];
        days += days_of(flow->first_month + (int32_t)m);
    }
    return out / (days / 7);
}

// Without any stock reported, what came in and did not go out since the window began; unknown
// when a month is not reported.
static bool derive_stock(const struct ka_flow *flow, const struct ka_flow_series *series,
                         double *stock)
{
    double kept = 0;
    for (size_t m = 0; m < flow->months; m++) {
        if (!isnan(series->stock[m]) || !series->reported[m])
            return false;
        kept += series->in[m] - series->out[m];
        stock[m] = kept;
    }
    return true;
}

static void judge_stock(const struct ka_flow *flow, const struct ka_flow_series *series,
                        struct ka_flow_figures *f)
{
    double derived[KA_FLOW_MAX_MONTHS] = {0};
    f->derived = derive_stock(flow, series, derived);
    const double *stock = f->derived ? derived : series->stock;
    size_t first = 0, last = flow->months;
    while (first < flow->months && isnan(stock[first]))
        first++;
    while (last > 0 && isnan(stock[last - 1]))
        last--;
    f->stock_end = f->stock_change = f->weeks = NAN;
    f->stock_tau = tau_of(stock, NULL, flow->months);
    if (last == 0)
        return;
    f->stock_change = stock[last - 1] - stock[first];
    if (f->derived)
        return;
    f->stock_end = stock[last - 1];
    double weekly = weekly_out(flow, series, last - 1);
    f->weeks = weekly > 0 ? f->stock_end / weekly : NAN;
}

struct ka_flow_figures ka_flow_judge(const struct ka_flow *flow,
                                     const struct ka_flow_series *series)
{
    struct ka_flow_figures f = {0};
    for (size_t m = 0; m < flow->months; m++) {
        f.in += series->in[m];
        if (!series->reported[m])
            continue;
        f.reported++;
        f.in_reported += series->in[m];
        f.out += series->out[m];
    }
    f.rate = f.reported > 0 && f.in_reported > 0 ? f.out / f.in_reported : NAN;
    f.out_tau = tau_of(series->out, series->reported, flow->months);
    judge_stock(flow, series, &f);
    if (!isnan(f.stock_tau) && !isnan(f.out_tau))
        f.finding = f.stock_tau >= .5 && f.out_tau <= -.5 ? KA_FLOW_STUFFED : KA_FLOW_CLEAR;
    return f;
}
