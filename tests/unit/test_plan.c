// SPDX-License-Identifier: GPL-3.0-or-later
#include "given.h"

#include "base/mem.h"
#include "sales/plan.h"
#include "sales/plan_tables.h"
#include "stat/stat.h"
#include "table/date.h"

enum { FIRST = 2022 };

// What is sold on each working day of a calendar month.
static double rate(int month)
{
    return 100 + 10 * month;
}

static bool is_workday(int32_t day)
{
    return (day + 3) % 7 < 5; // 1970-01-01 was a Thursday
}

// On every working day from FIRST to `last` `parts` rows that come to rate × times; two
// accounts in turn, of two managers.  The newest first when turned.
static void put_sales(struct ka_buf *text, int32_t last, double times, int parts, bool turned)
{
    int32_t first = ka_date_from(FIRST, 1, 1), step = turned ? -1 : 1;
    ka_buf_add_text(text, "date,account_id,account,manager,kind,revenue\n");
    for (int32_t day = turned ? last : first; day >= first && day <= last; day += step) {
        double amount = times * rate(ka_date_month(day) % 12) / parts;
        for (int part = 0; is_workday(day) && part < parts; part++) {
            ka_date_format(text, day);
            ka_buf_addf(text, ",%c,N,%s,sale,%.4f\n", 'a' + day % 2, day % 2 ? "M2" : "M1",
                        amount);
        }
    }
}

static void read_text(struct ka_plan *plan, const char *text)
{
    const struct ka_plan_options options = {.asof = KA_DATE_NONE, .months = 6};
    struct ka_error err = {0};
    char path[] = KA_GIVEN;
    *plan = (struct ka_plan){0};
    if (!ka_plan_read(plan, given(path, text), &options, NULL, &err))
        fail_msg("%s", err.text);
    remove(path);
}

static void read_sales(struct ka_plan *plan, int32_t last, double times, int parts, bool turned)
{
    struct ka_buf text = {0};
    put_sales(&text, last, times, parts, turned);
    read_text(plan, text.p);
    ka_buf_clear(&text);
}

static struct ka_season season_of(const struct ka_plan *plan, enum ka_scope scope,
                                  const char *id, struct ka_target_period period, double *own)
{
    double *company = ka_alloc(plan->months, sizeof *company);
    ka_plan_series(plan, scope, ka_plan_find(plan, scope, ka_str(id)), KA_GOAL_REVENUE, own);
    ka_plan_series(plan, KA_OF_COMPANY, ka_plan_find(plan, KA_OF_COMPANY, KA_STR("")),
                   KA_GOAL_REVENUE, company);
    struct ka_season season = ka_plan_season(plan, own, company, period.from);
    free(company);
    return season;
}

static struct ka_plan_figures judge(const struct ka_plan *plan, const char *period_text,
                                    double target)
{
    struct ka_target_period period;
    assert_true(ka_target_period_parse(ka_str(period_text), &period));
    double *own = ka_alloc(plan->months, sizeof *own);
    struct ka_season season = season_of(plan, KA_OF_COMPANY, "", period, own);
    struct ka_plan_figures f = ka_plan_judge(plan, own, &season, period, target);
    free(own);
    return f;
}

// What the days from..to sell by the rule.
static double sold(int32_t from, int32_t to)
{
    double sum = 0;
    for (int32_t day = from; day <= to; day++)
        sum += is_workday(day) ? rate(ka_date_month(day) % 12) : 0;
    return sum;
}

// Without scatter the pace is that of the rule, the projection the year it makes, and sure.
static void a_season_without_scatter(void **state)
{
    (void)state;
    struct ka_plan plan;
    int32_t asof = ka_date_from(2024, 2, 29), first = ka_date_from(2024, 1, 1),
            last = ka_date_from(2024, 12, 31); // a Thursday, and a leap day
    double year = sold(first, last), gone = sold(first, asof);
    read_sales(&plan, asof, 1, 1, false);
    struct ka_plan_figures f = judge(&plan, "2024", year + 1);
    near(f.actual, gone, 1e-6);
    near(f.share, gone / year, 1e-12);
    near(f.expected, (year + 1) * gone / year, 1e-6);
    assert_int_equal(f.days, 262);
    assert_int_equal(f.days_left, 262 - 23 - 21);
    near(f.run_rate, gone / 44, 1e-9);
    near(f.required_rate, (year + 1 - gone) / 218, 1e-9);
    near(f.projection, year, 1e-6);
    near(f.lo, year, .02); // as far as doubles know that there is no scatter
    near(f.hi, year, .02);
    assert_int_equal(f.finding, KA_PLAN_BEHIND);
    assert_int_equal(judge(&plan, "2024", year - 1).finding, KA_PLAN_ON_TRACK);
    assert_int_equal(judge(&plan, "2024-Q1", gone).finding, KA_PLAN_MET);
    assert_int_equal(judge(&plan, "2024-01", gone).finding, KA_PLAN_MISSED);
    ka_plan_clear(&plan);
}

// A period that is to come, one that is over, one before the sales.
static void periods(void **state)
{
    (void)state;
    struct ka_plan plan;
    read_sales(&plan, ka_date_from(2024, 2, 29), 1, 1, false);
    struct ka_plan_figures next = judge(&plan, "2024-Q2", NAN);
    near(next.actual, 0, 0);
    near(next.share, 0, 0);
    near(next.projection, sold(ka_date_from(2024, 4, 1), ka_date_from(2024, 6, 30)), 1e-6);
    assert_true(isnan(next.run_rate) && isnan(next.required_rate));
    struct ka_plan_figures over = judge(&plan, "2023", 1e9);
    near(over.share, 1, 0);
    near(over.projection, over.actual, 0);
    near(over.hi, over.actual, 0);
    assert_int_equal(over.finding, KA_PLAN_MISSED);
    assert_true(isnan(judge(&plan, "2021", 1).actual));
    assert_int_equal(judge(&plan, "2021", 1).finding, KA_PLAN_NONE);
    ka_plan_clear(&plan);
}

// The order of rows and rows in parts are nothing; a currency of a hundredth makes a hundred
// times as much money and the same shares.
static void invariances(void **state)
{
    (void)state;
    static const struct {
        double times;
        int parts;
        bool turned;
    } cases[] = {{1, 1, true}, {1, 3, false}, {100, 1, false}};
    struct ka_plan plan;
    int32_t asof = ka_date_from(2024, 5, 14);
    read_sales(&plan, asof, 1, 1, false);
    struct ka_plan_figures plain = judge(&plan, "2024", 30000);
    ka_plan_clear(&plan);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double times = cases[i].times;
        read_sales(&plan, asof, times, cases[i].parts, cases[i].turned);
        struct ka_plan_figures f = judge(&plan, "2024", 30000 * times);
        double sloppy = cases[i].parts > 1 ? .05 : 1e-6 * times; // thirds are rounded
        near(f.actual, plain.actual * times, sloppy);
        near(f.share, plain.share, 1e-6);
        near(f.projection, plain.projection * times, sloppy * 10);
        near(f.required_rate, plain.required_rate * times, sloppy);
        assert_int_equal(f.finding, plain.finding);
        ka_plan_clear(&plan);
    }
}

// The scope's own season, else the company's, else none.
static void whose_season(void **state)
{
    (void)state;
    struct ka_plan plan;
    struct ka_target_period this_year = {54 * 12, 54 * 12 + 11},
                            first_year = {52 * 12, 52 * 12};
    double *own;
    struct ka_buf text = {0};
    put_sales(&text, ka_date_from(2024, 2, 29), 1, 1, false);
    ka_buf_add_text(&text, "2023-05-05,c,N,M3,sale,5\n");
    read_text(&plan, text.p);
    own = ka_alloc(plan.months, sizeof *own);
    assert_int_equal(season_of(&plan, KA_OF_MANAGER, "M1", this_year, own).basis,
                     KA_SEASON_OWN);
    assert_int_equal(season_of(&plan, KA_OF_ACCOUNT, "b", this_year, own).basis, KA_SEASON_OWN);
    assert_int_equal(season_of(&plan, KA_OF_MANAGER, "M3", this_year, own).basis,
                     KA_SEASON_COMPANY);
    assert_int_equal(season_of(&plan, KA_OF_MANAGER, "nobody", this_year, own).basis,
                     KA_SEASON_COMPANY);
    struct ka_season none = season_of(&plan, KA_OF_COMPANY, "", first_year, own);
    assert_int_equal(none.basis, KA_SEASON_WORKDAYS);
    near(ka_plan_weight(&plan, &none, ka_date_from(2024, 2, 29), ka_date_from(2024, 3, 4)), 3,
         0);
    struct ka_season season = season_of(&plan, KA_OF_COMPANY, "", this_year, own);
    near(season.rate[2] / season.rate[0], rate(2) / rate(0), 1e-9);
    free(own);
    ka_plan_clear(&plan);
    ka_buf_clear(&text);
}

// The parts of a whole add up to it, month by month.
static void parts_of_the_whole(void **state)
{
    (void)state;
    struct ka_plan plan;
    read_sales(&plan, ka_date_from(2024, 2, 29), 1, 2, true);
    double *series[5];
    static const struct {
        enum ka_scope scope;
        const char *id;
    } of[] = {{KA_OF_COMPANY, ""},
              {KA_OF_MANAGER, "M1"},
              {KA_OF_MANAGER, "M2"},
              {KA_OF_ACCOUNT, "a"},
              {KA_OF_ACCOUNT, "b"}};
    for (size_t i = 0; i < 5; i++) {
        series[i] = ka_alloc(plan.months, sizeof *series[i]);
        ka_plan_series(&plan, of[i].scope, ka_plan_find(&plan, of[i].scope, ka_str(of[i].id)),
                       KA_GOAL_REVENUE, series[i]);
    }
    assert_int_equal(plan.months, 26);
    for (size_t m = 0; m < plan.months; m++) {
        near(series[1][m] + series[2][m], series[0][m], 1e-9);
        near(series[3][m] + series[4][m], series[0][m], 1e-9);
    }
    for (size_t i = 0; i < 5; i++)
        free(series[i]);
    ka_plan_clear(&plan);
}

static void next_periods(void **state)
{
    (void)state;
    struct ka_plan plan;
    read_sales(&plan, ka_date_from(2023, 12, 29), 1, 1, false);
    static const struct {
        int32_t months;
        const char *next;
    } cases[] = {{1, "2024-01"}, {3, "2024-Q1"}, {12, "2024"}};
    for (size_t i = 0; i < 3; i++) {
        struct ka_target_period period;
        assert_true(ka_target_period_parse(ka_str(cases[i].next), &period));
        struct ka_target_period found = ka_plan_next_period(&plan, cases[i].months);
        assert_int_equal(found.from, period.from);
        assert_int_equal(found.to, period.to);
    }
    ka_plan_clear(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_season_without_scatter),
        cmocka_unit_test(periods),
        cmocka_unit_test(invariances),
        cmocka_unit_test(whose_season),
        cmocka_unit_test(parts_of_the_whole),
        cmocka_unit_test(next_periods),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
