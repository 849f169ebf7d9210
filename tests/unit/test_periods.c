// SPDX-License-Identifier: GPL-3.0-or-later
// Concentration over time: which accounts and amounts a period has.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "near.h"
#include "sales/periods.h"
#include "stat/stat.h"

struct row {
    const char *key, *period, *revenue;
};

static void put(struct ka_column *column, const char *text)
{
    ka_column_add(column, ka_str(text));
}

// The stats of these months.
static void compute(const struct row *rows, size_t n, enum ka_period period,
                    struct ka_stats *stats)
{
    struct ka_frame frame = {.rows = n};
    struct ka_evidence evidence = {.bootstrap = {.level = 0.95}};
    struct ka_error err = {0};
    ka_frame_append(&frame, "account_id");
    ka_frame_append(&frame, "period");
    ka_frame_append(&frame, "revenue");
    for (size_t i = 0; i < n; i++) {
        put(&frame.columns[0], rows[i].key);
        put(&frame.columns[1], rows[i].period);
        put(&frame.columns[2], rows[i].revenue);
    }
    assert_true(ka_evidence_periods(&evidence, &frame, "revenue", period, stats, &err));
    assert_true(ka_evidence_periods(&evidence, &frame, "margin", period, stats, &err));
    ka_frame_clear(&frame);
}

static const struct ka_stat *find(const struct ka_stats *stats, const char *stat,
                                  const char *group)
{
    for (size_t i = 0; i < stats->count; i++)
        if (ka_str_eq(stats->row[i].stat, ka_str(stat)) &&
            ka_str_eq(stats->row[i].group, ka_str(group)))
            return &stats->row[i];
    fail_msg("no %s of %s", stat, group);
    return NULL;
}

static void assert_amount(const struct ka_stats *stats, const char *group, const char *total)
{
    struct ka_str got = find(stats, "total", group)->exact;
    if (!ka_str_eq(got, ka_str(total)))
        fail_msg("%s: got %.*s, expected %s", group, KA_ARG(got), total);
}

static const struct row months[] = {
    {"a", "1969-12", "1"}, {"a", "2023-12", "10"}, {"a", "2024-01", "20"},
    {"a", "2024-03", "5"}, {"b", "2024-01", "30"}, {"b", "2024-04", ""},
    {"b", "2024-05", "7"}, {"c", "2024-03", "4"},
};
enum { MONTHS = sizeof months / sizeof *months };

static void a_quarter_is_the_sum_of_its_months(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    compute(months, MONTHS, KA_PERIOD_QUARTER, &stats);
    assert_amount(&stats, "1969-Q4", "1");
    assert_amount(&stats, "2023-Q4", "10");
    assert_amount(&stats, "2024-Q1", "59"); // a 25, b 30, c 4
    assert_float_equal(find(&stats, "n", "2024-Q1")->value, 3, 0);
    assert_float_equal(find(&stats, "unknown", "2024-Q1")->value, 0, 0);
    // Gini of 4, 25, 30: 2 (1·4 + 2·25 + 3·30) / (3 · 59) − 4 / 3
    near(find(&stats, "gini", "2024-Q1")->value, 288.0 / 177 - 4.0 / 3, 1e-12);
    ka_stats_clear(&stats);
}

static void a_sum_with_an_unknown_part_is_unknown(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    compute(months, MONTHS, KA_PERIOD_QUARTER, &stats);
    assert_float_equal(find(&stats, "unknown", "2024-Q2")->value, 1, 0); // b
    assert_float_equal(find(&stats, "n", "2024-Q2")->value, 0, 0);
    ka_stats_clear(&stats);
}

static void years_and_months(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    compute(months, MONTHS, KA_PERIOD_YEAR, &stats);
    assert_amount(&stats, "1969", "1");
    assert_amount(&stats, "2023", "10");
    assert_amount(&stats, "2024", "29"); // a 25, c 4, b unknown
    ka_stats_clear(&stats);
    compute(months, MONTHS, KA_PERIOD_MONTH, &stats);
    assert_amount(&stats, "2024-01", "50");
    assert_amount(&stats, "2024-03", "9");
    ka_stats_clear(&stats);
}

static void a_period_without_rows_has_no_figures(void **state)
{
    (void)state;
    struct ka_stats stats = {0};
    compute(months, MONTHS, KA_PERIOD_MONTH, &stats);
    for (size_t i = 0; i < stats.count; i++) {
        assert_false(ka_str_eq(stats.row[i].group, KA_STR("2024-02")));
        assert_true(ka_str_eq(stats.row[i].measure, KA_STR("revenue"))); // margin: no column
    }
    ka_stats_clear(&stats);
    compute(months, 0, KA_PERIOD_YEAR, &stats);
    assert_int_equal(stats.count, 0);
    ka_stats_clear(&stats);
}

int main(void)
{
    ka_stat_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quarter_is_the_sum_of_its_months),
        cmocka_unit_test(a_sum_with_an_unknown_part_is_unknown),
        cmocka_unit_test(years_and_months),
        cmocka_unit_test(a_period_without_rows_has_no_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
