// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/plan.h"

#include <math.h>

#include "base/mem.h"
#include "stat/prediction.h"
#include "table/date.h"

const char *const ka_season_names[] = {"own", "company", "workdays"};
const char *const ka_plan_finding_names[] = {"",        "met",    "on_track",
                                             "at_risk", "behind", "missed"};

enum { YEAR = 12 };
static const double level = .95;

// ---- Season ----

// 1970-01 is 0.
static size_t calendar_month(int32_t month)
{
    return (size_t)(month % YEAR + YEAR) % YEAR;
}

static int32_t days_of(const struct ka_plan *plan, int32_t month)
{
    return ka_workdays_count(&plan->workdays, ka_month_first(month),
                             ka_month_first(month + 1) - 1);
}

// False when there is no whole year before `month`, or a month of them is not above 0.
static bool learn(const struct ka_plan *plan, const double *series, int32_t month, double *rate)
{
    int32_t year = month - (int32_t)calendar_month(month) - YEAR;
    double sum[YEAR] = {0}, days[YEAR] = {0};
    bool any = false;
    for (; year >= plan->first_month; year -= YEAR)
        for (int32_t m = 0; m < YEAR && year + YEAR - 1 <= plan->complete; m++) {
            double value = series[year + m - plan->first_month];
            if (!(value > 0))
                return false;
            sum[m] += value;
            days[m] += days_of(plan, year + m);
            any = true;
        }
    for (int32_t m = 0; m < YEAR; m++) {
        if (!any || days[m] == 0)
            return false;
        rate[m] = sum[m] / days[m];
    }
    return true;
}

struct ka_season ka_plan_season(const struct ka_plan *plan, const double *series,
                                const double *company, int32_t month)
{
    struct ka_season season = {.basis = KA_SEASON_OWN};
    if (learn(plan, series, month, season.rate))
        return season;
    season.basis = KA_SEASON_COMPANY;
    if (learn(plan, company, month, season.rate))
        return season;
    season.basis = KA_SEASON_WORKDAYS;
    for (size_t m = 0; m < YEAR; m++)
        season.rate[m] = 1;
    return season;
}

double ka_plan_weight(const struct ka_plan *plan, const struct ka_season *season, int32_t from,
                      int32_t to)
{
    double weight = 0;
    for (int32_t day = from; day <= to;) {
        int32_t month = ka_date_month(day), end = ka_month_first(month + 1) - 1;
        end = end < to ? end : to;
        weight +=
            season->rate[calendar_month(month)] * ka_workdays_count(&plan->workdays, day, end);
        day = end + 1;
    }
    return weight;
}

// ---- Figures ----

static double actual_of(const struct ka_plan *plan, const double *series,
                        struct ka_target_period period)
{
    int32_t last = plan->first_month + (int32_t)plan->months - 1;
    double sum = period.from < plan->first_month ? NAN : 0;
    for (int32_t m = period.from; m <= period.to && m <= last && !isnan(sum); m++)
        sum += series[m - plan->first_month];
    return sum;
}

// Of a series that has nothing, the last month.
static size_t first_sale(const struct ka_plan *plan, const double *series)
{
    size_t m = 0;
    while (m + 1 < plan->months && series[m] == 0)
        m++;
    return m;
}

static struct ka_prediction predict(const struct ka_plan *plan, const double *series,
                                    const struct ka_season *season, double rest)
{
    double y[KA_PLAN_MAX_MONTHS], w[KA_PLAN_MAX_MONTHS];
    size_t begin = first_sale(plan, series), n = 0;
    if (begin + plan->options.months < plan->months)
        begin = plan->months - plan->options.months;
    for (size_t m = begin; m < plan->months; m++) {
        int32_t first = ka_month_first(plan->first_month + (int32_t)m);
        int32_t end = ka_month_first(plan->first_month + (int32_t)m + 1) - 1;
        y[n] = series[m];
        w[n++] = ka_plan_weight(plan, season, first, end < plan->asof ? end : plan->asof);
    }
    return ka_predict(y, w, n, rest, level);
}

static enum ka_plan_finding find(const struct ka_plan_figures *f, double target)
{
    if (isnan(target) || isnan(f->actual))
        return KA_PLAN_NONE;
    if (f->actual >= target)
        return KA_PLAN_MET;
    if (f->days_left == 0)
        return KA_PLAN_MISSED;
    if (isnan(f->projection))
        return KA_PLAN_NONE;
    if (f->projection >= target)
        return KA_PLAN_ON_TRACK;
    return f->hi < target ? KA_PLAN_BEHIND : KA_PLAN_AT_RISK;
}

struct ka_plan_figures ka_plan_judge(const struct ka_plan *plan, const double *series,
                                     const struct ka_season *season,
                                     struct ka_target_period period, double target)
{
    int32_t first = ka_month_first(period.from), last = ka_month_first(period.to + 1) - 1;
    int32_t now = plan->asof < first ? first - 1 : plan->asof > last ? last : plan->asof;
    double gone = ka_plan_weight(plan, season, first, now);
    double rest = ka_plan_weight(plan, season, now + 1, last);
    struct ka_plan_figures f = {
        .actual = actual_of(plan, series, period),
        .days = ka_workdays_count(&plan->workdays, first, last),
        .days_left = ka_workdays_count(&plan->workdays, now + 1, last),
        .share = gone / (gone + rest),
        .run_rate = NAN,
        .required_rate = NAN,
    };
    struct ka_prediction yet = predict(plan, series, season, rest);
    f.expected = target * f.share;
    if (f.days > f.days_left)
        f.run_rate = f.actual / (f.days - f.days_left);
    if (f.days_left > 0)
        f.required_rate =
            isnan(target - f.actual) ? NAN : fmax(target - f.actual, 0) / f.days_left;
    f.projection = f.actual + yet.value;
    f.lo = f.actual + yet.lo;
    f.hi = f.actual + yet.hi;
    f.finding = find(&f, target);
    return f;
}
