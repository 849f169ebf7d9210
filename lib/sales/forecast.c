// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/forecast.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "stat/describe.h"
#include "table/date.h"

// ---- Fits ----

// What one fit is made from: histories and spending of all accounts, with weights.
struct sample {
    struct ka_history *history;
    double *weight;
    struct ka_spending *spending;
    size_t spenders;
};

static double weight_of(const struct ka_forecast *f, const struct ka_buyer *buyer, size_t fit)
{
    bool whole = f->fit_count == 1;
    return (whole || buyer->group == fit) +
           (whole ? 0 : (double)KA_FORECAST_WHOLE / (double)f->buyers.count);
}

// As observed; where random is given, the accounts of this fit as it would have them.
static void make_sample(struct sample *s, const struct ka_forecast *f, size_t fit,
                        struct ka_random *random)
{
    const struct ka_forecast_fit *of = &f->fits[fit];
    s->spenders = 0;
    for (size_t i = 0; i < f->buyers.count; i++) {
        const struct ka_buyer *buyer = &f->buyers.of[i];
        double mean = buyer->mean;
        s->history[i] = buyer->history;
        s->weight[i] = weight_of(f, buyer, fit);
        if (random && s->weight[i] >= 1) {
            s->history[i] = ka_lifetime_draw(&of->life, buyer->history.T, random);
            if (of->spend.usable && s->history[i].x > 0)
                mean = ka_spend_draw_mean(&of->spend, s->history[i].x, random);
        }
        if (s->history[i].x > 0 && mean > 0)
            s->spending[s->spenders++] =
                (struct ka_spending){s->history[i].x, mean, s->weight[i]};
    }
}

static void alloc_sample(struct sample *s, size_t n)
{
    *s = (struct sample){ka_alloc(n, sizeof *s->history), ka_alloc(n, sizeof *s->weight),
                         ka_alloc(n, sizeof *s->spending), 0};
}

static void free_sample(struct sample *s)
{
    free(s->history);
    free(s->weight);
    free(s->spending);
}

static void fit_sample(const struct sample *s, size_t n, unsigned threads,
                       enum ka_lifetime_model model, const struct ka_lifetime *start,
                       struct ka_lifetime *life, struct ka_spend *spend)
{
    struct ka_histories histories;
    ka_histories_make(&histories, s->history, s->weight, n);
    histories.threads = threads;
    *life = ka_lifetime_fit(model, &histories, start);
    *spend = ka_spend_fit(s->spending, s->spenders);
    ka_histories_clear(&histories);
}

static void make_fits(struct ka_forecast *f)
{
    struct sample sample;
    bool few = f->buyers.repeaters < KA_FORECAST_REPEATERS;
    f->fit_count = f->options.by_group && !few ? f->buyers.group_count : 1;
    f->fits = ka_zalloc(f->fit_count, sizeof *f->fits);
    alloc_sample(&sample, f->buyers.count);
    for (size_t g = 0; g < f->fit_count; g++) {
        make_sample(&sample, f, g, NULL);
        fit_sample(&sample, f->buyers.count, 0, few ? KA_NAIVE : f->model, NULL,
                   &f->fits[g].life, &f->fits[g].spend);
        f->fits[g].few = few;
    }
    for (size_t i = 0; i < f->buyers.count; i++) {
        struct ka_forecast_fit *fit = &f->fits[f->fit_count > 1 ? f->buyers.of[i].group : 0];
        fit->accounts++;
        fit->repeaters += f->buyers.of[i].history.x > 0;
    }
    free_sample(&sample);
}

const struct ka_forecast_fit *ka_forecast_fit_of(const struct ka_forecast *f,
                                                 const struct ka_buyer *buyer)
{
    return &f->fits[f->fit_count > 1 ? buyer->group : 0];
}

// ---- Bootstrap ----

struct drawing {
    struct ka_forecast *forecast;
    uint64_t *seed; // of each replicate, then of each account
};

// Block: a replicate of all fits.
static void draw_fits(size_t replicate, void *context)
{
    struct drawing *d = context;
    struct ka_forecast *f = d->forecast;
    struct ka_random *random = ka_random_new(d->seed[replicate]);
    struct sample sample;
    alloc_sample(&sample, f->buyers.count);
    for (size_t g = 0; g < f->fit_count; g++) {
        struct ka_forecast_fit *fit = &f->fits[g];
        make_sample(&sample, f, g, random);
        fit_sample(&sample, f->buyers.count, 1, fit->life.model, &fit->life,
                   &fit->life_drawn[replicate], &fit->spend_drawn[replicate]);
        if (!fit->spend_drawn[replicate].usable)
            fit->spend_drawn[replicate] = fit->spend;
    }
    free_sample(&sample);
    ka_random_free(random);
}

static void make_draws(struct ka_forecast *f, struct drawing *d)
{
    size_t B = f->options.replicates, n = B + f->buyers.count;
    struct ka_random *random = ka_random_new(f->options.seed);
    *d = (struct drawing){f, ka_alloc(n, sizeof *d->seed)};
    for (size_t i = 0; i < n; i++)
        d->seed[i] = ka_random_seed(random);
    ka_random_free(random);
    if (f->fits[0].life.model == KA_NAIVE)
        return;
    for (size_t g = 0; g < f->fit_count; g++) {
        f->fits[g].life_drawn = ka_alloc(B, sizeof *f->fits[g].life_drawn);
        f->fits[g].spend_drawn = ka_alloc(B, sizeof *f->fits[g].spend_drawn);
    }
    ka_run_blocks(B, 0, draw_fits, d);
}

// ---- Rows ----

enum { BLOCK = 1024 };

// One future a replicate, each by its own fit.
static void add_intervals(const struct ka_forecast *f, const struct ka_buyer *buyer,
                          const struct ka_forecast_fit *fit, uint64_t seed,
                          struct ka_forecast_row *row)
{
    size_t B = f->options.replicates;
    double tail = (1 - f->options.level) / 2;
    double *orders = ka_alloc(B, sizeof *orders), *value = ka_alloc(B, sizeof *value);
    struct ka_random *random = ka_random_new(seed);
    for (size_t b = 0; b < B; b++) {
        uint32_t future = ka_lifetime_draw_future(&fit->life_drawn[b], &buyer->history,
                                                  f->options.weeks, random);
        orders[b] = future;
        value[b] = isnan(row->value)
                       ? NAN
                       : ka_spend_draw(&fit->spend_drawn[b], buyer->history.x,
                                       buyer->history.x ? buyer->mean : 0, future, random);
    }
    ka_random_free(random);
    ka_sort_reals(orders, B);
    row->orders_lo = ka_quantile_sorted(orders, B, tail);
    row->orders_hi = ka_quantile_sorted(orders, B, 1 - tail);
    if (!isnan(row->value)) {
        ka_sort_reals(value, B);
        row->value_lo = ka_quantile_sorted(value, B, tail);
        row->value_hi = ka_quantile_sorted(value, B, 1 - tail);
    }
    free(orders);
    free(value);
}

// Value of one purchase; NAN: not known.
static double worth(const struct ka_buyer *buyer, const struct ka_forecast_fit *fit)
{
    if (buyer->history.x > 0 && !(buyer->mean > 0))
        return NAN;
    if (fit->few)
        return buyer->mean;
    return fit->spend.usable ? ka_spend_expected(&fit->spend, buyer->history.x,
                                                 buyer->history.x ? buyer->mean : 0)
                             : NAN;
}

static void fill_row(const struct ka_forecast *f, const struct ka_buyer *buyer,
                     struct ka_forecast_row *row)
{
    static const struct ka_lifetime naive = {.model = KA_NAIVE};
    const struct ka_forecast_fit *fit = ka_forecast_fit_of(f, buyer);
    double weeks = f->options.weeks, rate = log1p(f->options.discount) * 7 / 365.25;
    double each = worth(buyer, fit);
    struct ka_outlook outlook = ka_lifetime_outlook(&fit->life, &buyer->history, weeks, rate);
    *row =
        (struct ka_forecast_row){.alive = outlook.alive,
                                 .orders = outlook.expected,
                                 .orders_lo = NAN,
                                 .orders_hi = NAN,
                                 .value_lo = NAN,
                                 .value_hi = NAN,
                                 .naive = ka_lifetime_expected(&naive, &buyer->history, weeks)};
    row->value = row->orders == 0 ? 0 : row->orders * each;
    row->clv = row->orders == 0 ? 0 : outlook.discounted * each;
    row->status = (fit->life.boundary ? KA_FORECAST_BOUNDARY : 0) |
                  (fit->few ? KA_FORECAST_FEW_DATA : 0) |
                  (isnan(row->value) ? KA_FORECAST_NO_MONEY : 0);
}

static void fill_block(size_t block, void *context)
{
    struct drawing *d = context;
    struct ka_forecast *f = d->forecast;
    size_t end = (block + 1) * BLOCK < f->buyers.count ? (block + 1) * BLOCK : f->buyers.count;
    for (size_t i = block * BLOCK; i < end; i++) {
        const struct ka_buyer *buyer = &f->buyers.of[i];
        const struct ka_forecast_fit *fit = ka_forecast_fit_of(f, buyer);
        fill_row(f, buyer, &f->rows[i]);
        if (fit->life_drawn)
            add_intervals(f, buyer, fit, d->seed[f->options.replicates + i], &f->rows[i]);
    }
}

static void fill_rows(struct ka_forecast *f)
{
    struct drawing drawing = {f, NULL};
    if (f->options.replicates > 0)
        make_draws(f, &drawing);
    f->rows = ka_alloc(f->buyers.count, sizeof *f->rows);
    ka_run_blocks((f->buyers.count + BLOCK - 1) / BLOCK, 0, fill_block, &drawing);
    free(drawing.seed);
}

// ---- The whole ----

// Where none is given, the last third is held out, no more than the horizon.
static bool choose(struct ka_forecast *f, struct ka_error *err)
{
    const struct ka_forecast_options *o = &f->options;
    int32_t cut = o->holdout, third = (o->asof - f->journal->first) / 3;
    bool asked = cut != KA_DATE_NONE;
    f->model = o->model == KA_FORECAST_AUTO ? KA_NAIVE : (enum ka_lifetime_model)o->model;
    if (!asked && (o->model != KA_FORECAST_AUTO || third == 0 ||
                   f->buyers.repeaters < KA_FORECAST_REPEATERS))
        return true;
    if (!asked)
        cut = o->asof - (7 * o->weeks < third ? (int32_t)(7 * o->weeks) : third);
    if (!ka_holdout_make(&f->holdout, f->journal, cut, o->asof, err))
        return false;
    if (o->model == KA_FORECAST_AUTO)
        f->model = ka_holdout_best(&f->holdout);
    return true;
}

bool ka_forecast_make(struct ka_forecast *f, const struct ka_journal *journal,
                      const struct ka_forecast_options *options, struct ka_error *err)
{
    f->journal = journal;
    f->options = *options;
    ka_buyers_make(&f->buyers, journal, options->asof);
    if (f->buyers.count == 0)
        return ka_fail(err, KA_NOT_ESTIMABLE, "no account has bought anything");
    if (!choose(f, err))
        return false;
    make_fits(f);
    fill_rows(f);
    return true;
}

void ka_forecast_clear(struct ka_forecast *f)
{
    for (size_t g = 0; g < f->fit_count; g++) {
        free(f->fits[g].life_drawn);
        free(f->fits[g].spend_drawn);
    }
    free(f->fits);
    free(f->rows);
    ka_buyers_clear(&f->buyers);
    ka_holdout_clear(&f->holdout);
    *f = (struct ka_forecast){0};
}
