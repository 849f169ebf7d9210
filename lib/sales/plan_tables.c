// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/plan_tables.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "sales/input.h"
#include "table/date.h"
#include "table/decimal.h"

enum { YEAR = 12 };

static void put_header(struct ka_writer *w, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(w, name);
    ka_writer_end(w);
}

// The last month that is a multiple of `step`, a divisor of a year, and not after `month`.
static int32_t floor_month(int32_t month, int32_t step)
{
    return month - (month % step + step) % step;
}

// The months of one scope, and those of the company, whose season is borrowed.
struct series {
    double *own, *company;
};

static struct series new_series(const struct ka_plan *plan)
{
    return (struct series){ka_alloc(plan->months, sizeof(double)),
                           ka_alloc(plan->months, sizeof(double))};
}

static void clear_series(struct series *s)
{
    free(s->own);
    free(s->company);
}

static struct ka_season fill_series(const struct ka_plan *plan, const struct ka_target *target,
                                    size_t which, struct series *s)
{
    size_t company = ka_plan_find(plan, KA_OF_COMPANY, KA_STR(""));
    ka_plan_series(plan, target->scope, which, target->goal, s->own);
    ka_plan_series(plan, KA_OF_COMPANY, company, target->goal, s->company);
    return ka_plan_season(plan, s->own, s->company, target->period.from);
}

static void put_target(const struct ka_target *target, struct ka_writer *w)
{
    struct ka_buf period = {0};
    ka_target_period_format(&period, target->period);
    ka_writer_put(w, ka_buf_str(&period));
    ka_writer_put_text(w, ka_scope_names[target->scope]);
    ka_writer_put(w, target->id);
    ka_writer_put_text(w, ka_goal_names[target->goal]);
    ka_buf_clear(&period);
}

// ---- Attainment ----

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static void put_figures(const struct ka_plan_figures *f, double target, struct ka_writer *w)
{
    ka_writer_put_real(w, f->actual);
    ka_writer_put_real(w, ratio(f->actual, target));
    ka_writer_put_real(w, f->share);
    ka_writer_put_real(w, f->expected);
    ka_writer_put_real(w, ratio(f->actual, f->expected));
    ka_writer_put_integer(w, f->days);
    ka_writer_put_integer(w, f->days_left);
    ka_writer_put_real(w, f->run_rate);
    ka_writer_put_real(w, f->required_rate);
    ka_writer_put_real(w, f->projection);
    ka_writer_put_real(w, f->lo);
    ka_writer_put_real(w, f->hi);
    ka_writer_put_real(w, ratio(f->projection, target));
    ka_writer_put_text(w, ka_plan_finding_names[f->finding]);
}

static void put_row(const struct ka_plan *plan, const struct ka_target *target,
                    struct series *s, struct ka_writer *w)
{
    size_t which = ka_plan_find(plan, target->scope, target->id);
    struct ka_season season = fill_series(plan, target, which, s);
    double goal = target->target == KA_DECIMAL_NONE ? NAN : ka_decimal_real(target->target);
    struct ka_plan_figures f = ka_plan_judge(plan, s->own, &season, target->period, goal);
    put_target(target, w);
    ka_writer_put(w, target->scope == KA_OF_ACCOUNT && which != KA_NONE
                         ? ka_plan_attribute(plan, which, KA_PLAN_NAME)
                         : KA_STR(""));
    ka_writer_put_decimal(w, target->target);
    put_figures(&f, goal, w);
    ka_writer_put_text(w, ka_season_names[season.basis]);
    ka_writer_end(w);
}

void ka_plan_write(const struct ka_plan *plan, const struct ka_targets *targets,
                   struct ka_writer *w)
{
    struct series s = new_series(plan);
    int32_t year = floor_month(ka_date_month(plan->asof), YEAR);
    const struct ka_target company = {.period = {year, year + YEAR - 1},
                                      .target = KA_DECIMAL_NONE};
    put_header(w, "period,scope,scope_id,measure,account,target,actual,attainment,"
                  "expected_share,expected,pace,workdays,workdays_left,run_rate,required_rate,"
                  "projection,projection_lo,projection_hi,projected_attainment,finding,season");
    for (size_t i = 0; i < targets->count; i++)
        put_row(plan, &targets->rows[i], &s, w);
    if (targets->count == 0)
        put_row(plan, &company, &s, w);
    clear_series(&s);
}

size_t ka_plan_strangers(const struct ka_plan *plan, const struct ka_targets *targets)
{
    size_t count = 0;
    for (size_t i = 0; i < targets->count; i++)
        count += ka_plan_find(plan, targets->rows[i].scope, targets->rows[i].id) == KA_NONE;
    return count;
}

// ---- What is forecast ----

static bool take_forecast(struct ka_plan_forecast *forecast, const struct ka_plan *plan,
                          const struct ka_frame *f, size_t key, const double *value,
                          struct ka_error *err)
{
    struct ka_buf id = {0};
    bool good = true;
    for (size_t row = 0; good && row < f->rows; row++) {
        ka_buf_reset(&id);
        ka_text_nfkc(&id, ka_frame_cell(f, key, row));
        size_t rank = ka_plan_find(plan, KA_OF_ACCOUNT, ka_buf_str(&id));
        forecast->strangers += rank == KA_NONE;
        if (rank == KA_NONE)
            continue;
        if (!isnan(forecast->value[rank]))
            good = ka_fail(err, KA_BAD_DATA,
                           "%s:%" PRIu64 ": column 'account_id': %s stands twice", f->source,
                           f->lines[row], KA_QUOTE(ka_buf_str(&id)));
        forecast->value[rank] = value[row];
    }
    ka_buf_clear(&id);
    return good;
}

bool ka_plan_forecast_read(struct ka_plan_forecast *forecast, const struct ka_plan *plan,
                           const char *path, struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame f = {0};
    size_t key, column;
    double *value = NULL;
    forecast->value = ka_alloc(plan->roster.ids.count, sizeof *forecast->value);
    for (size_t i = 0; i < plan->roster.ids.count; i++)
        forecast->value[i] = NAN;
    bool good = ka_input_load(&f, path, meta, err) &&
                ka_frame_need(&f, "account_id", &key, err) &&
                ka_frame_need(&f, "expected_value", &column, err);
    if (good) {
        value = ka_alloc(f.rows, sizeof *value);
        good = ka_frame_reals(&f, column, value, err) &&
               take_forecast(forecast, plan, &f, key, value, err);
    }
    free(value);
    ka_frame_clear(&f);
    return good;
}

void ka_plan_forecast_clear(struct ka_plan_forecast *forecast)
{
    free(forecast->value);
    *forecast = (struct ka_plan_forecast){0};
}

// ---- Proposals ----

struct ka_target_period ka_plan_next_period(const struct ka_plan *plan, int32_t months)
{
    int32_t from = floor_month(ka_date_month(plan->asof), months) + months;
    return (struct ka_target_period){from, from + months - 1};
}

struct proposing {
    const struct ka_plan *plan;
    const struct ka_plan_proposal *proposal;
    enum ka_scope scope;
    struct series series;
    double *forecast; // by number of the group
    bool *kept;       // targets that stand among the proposals
    struct ka_writer *writer;
};

// What is forecast of the accounts of each group; NAN where it is of none.
static double *sum_forecasts(const struct ka_plan *plan, const double *value)
{
    static const int columns[] = {
        [KA_OF_MANAGER] = KA_PLAN_MANAGER, [KA_OF_CHANNEL] = KA_PLAN_CHANNEL};
    double *sum = ka_alloc(plan->groups.count, sizeof *sum);
    for (size_t g = 0; g < plan->groups.count; g++)
        sum[g] = NAN;
    for (size_t i = 0; i < plan->roster.ids.count; i++)
        for (int scope = KA_OF_COMPANY; scope < KA_OF_ACCOUNT && !isnan(value[i]); scope++) {
            struct ka_str id = scope == KA_OF_COMPANY
                                   ? KA_STR("")
                                   : ka_plan_attribute(plan, i, (size_t)columns[scope]);
            double *at = &sum[ka_plan_find(plan, (enum ka_scope)scope, id)];
            *at = isnan(*at) ? value[i] : *at + value[i];
        }
    return sum;
}

static double forecast_of(const struct proposing *p, size_t which,
                          const struct ka_season *season)
{
    const struct ka_plan *plan = p->plan;
    const struct ka_plan_proposal *proposal = p->proposal;
    if (!p->forecast || proposal->goal != KA_GOAL_REVENUE)
        return NAN;
    double value =
        p->scope == KA_OF_ACCOUNT ? proposal->forecast->value[which] : p->forecast[which];
    double horizon = ka_plan_weight(plan, season, plan->asof + 1,
                                    plan->asof + 7 * (int32_t)proposal->forecast->weeks);
    double period = ka_plan_weight(plan, season, ka_month_first(proposal->period.from),
                                   ka_month_first(proposal->period.to + 1) - 1);
    return horizon > 0 ? value * period / horizon : NAN;
}

static bool is_buying(const struct ka_plan *plan, const double *series)
{
    for (size_t m = plan->months > YEAR ? plan->months - YEAR : 0; m < plan->months; m++)
        if (series[m] != 0)
            return true;
    return false;
}

// The same period a year before; NAN when it is not all in the sales.
static double prior_of(const struct proposing *p)
{
    int32_t from = p->proposal->period.from - YEAR, to = p->proposal->period.to - YEAR;
    double sum = from < p->plan->first_month || to > p->plan->complete ? NAN : 0;
    for (int32_t m = from; m <= to && !isnan(sum); m++)
        sum += p->series.own[m - p->plan->first_month];
    return sum;
}

// To ten-thousandths; what does not fit is unknown.
static int64_t decimal_of(double value)
{
    return fabs(value) < 9e14 ? (int64_t)llround(value * 10000) : KA_DECIMAL_NONE;
}

static void put_proposal(const struct proposing *p, const struct ka_target *target,
                         const struct ka_plan_figures *history, double forecast,
                         struct ka_writer *w)
{
    const struct ka_target *set = ka_targets_find(p->proposal->targets, target);
    bool person = set && !set->proposed && set->target != KA_DECIMAL_NONE;
    if (set)
        p->kept[set - p->proposal->targets->rows] = true;
    double both = isnan(forecast)              ? history->projection
                  : isnan(history->projection) ? forecast
                                               : (history->projection + forecast) / 2;
    int64_t proposed = decimal_of(fmax(both, 0));
    put_target(target, w);
    ka_writer_put_decimal(w, person ? set->target : isnan(both) ? KA_DECIMAL_NONE : proposed);
    ka_writer_put_text(w, person ? "person" : "proposed");
    ka_writer_put_decimal(w, isnan(both) ? KA_DECIMAL_NONE : proposed);
    ka_writer_put_real(w, history->projection);
    ka_writer_put_real(w, history->lo);
    ka_writer_put_real(w, history->hi);
    ka_writer_put_real(w, forecast);
    ka_writer_put_real(w, prior_of(p));
    ka_writer_end(w);
}

static void propose(size_t which, struct ka_str id, void *context)
{
    struct proposing *p = context;
    const struct ka_target target = {
        .period = p->proposal->period, .scope = p->scope, .goal = p->proposal->goal, .id = id};
    struct ka_season season = fill_series(p->plan, &target, which, &p->series);
    if (p->scope == KA_OF_ACCOUNT && !is_buying(p->plan, p->series.own))
        return;
    struct ka_plan_figures history =
        ka_plan_judge(p->plan, p->series.own, &season, target.period, NAN);
    put_proposal(p, &target, &history, forecast_of(p, which, &season), p->writer);
}

// What people have set and nothing is proposed for.
static void put_others(const struct proposing *p)
{
    for (size_t i = 0; i < p->proposal->targets->count; i++) {
        const struct ka_target *set = &p->proposal->targets->rows[i];
        if (p->kept[i] || set->proposed || set->period.from != p->proposal->period.from ||
            set->period.to != p->proposal->period.to)
            continue;
        put_target(set, p->writer);
        ka_writer_put_decimal(p->writer, set->target);
        ka_writer_put_text(p->writer, "person");
        for (int empty = 0; empty < 6; empty++)
            ka_writer_put_text(p->writer, "");
        ka_writer_end(p->writer);
    }
}

void ka_plan_write_proposals(const struct ka_plan *plan,
                             const struct ka_plan_proposal *proposal, struct ka_writer *w)
{
    struct proposing p = {
        .plan = plan, .proposal = proposal, .series = new_series(plan), .writer = w};
    if (proposal->forecast)
        p.forecast = sum_forecasts(plan, proposal->forecast->value);
    p.kept = ka_zalloc(proposal->targets->count, sizeof *p.kept);
    put_header(w, "period,scope,scope_id,measure,target,source,proposed,history,history_lo,"
                  "history_hi,forecast,prior");
    for (int scope = KA_OF_COMPANY; scope < KA_SCOPES; scope++) {
        p.scope = (enum ka_scope)scope;
        ka_plan_each(plan, p.scope, propose, &p);
    }
    put_others(&p);
    free(p.kept);
    free(p.forecast);
    clear_series(&p.series);
}
