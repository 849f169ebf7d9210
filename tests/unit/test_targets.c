// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "sales/targets.h"
#include "sales/workdays.h"
#include "table/date.h"

static void period(const char *text, const char *want, int32_t months)
{
    struct ka_target_period p;
    struct ka_buf out = {0};
    assert_true(ka_target_period_parse(ka_str(text), &p));
    ka_target_period_format(&out, p);
    assert_string_equal(out.p, want);
    assert_int_equal(p.to - p.from + 1, months);
    ka_buf_clear(&out);
}

static void periods(void **state)
{
    (void)state;
    static const char *const none[] = {"",     "20",    "2025-Q0", "2025-Q5",  "2025-H3",
                                       "Q1",   "20-25", "2025-Q",  "2025-1-1", "2025-13",
                                       "1899", "2200",  "20x5",    "-Q1"};
    period("2025", "2025", 12);
    period("2025-Q3", "2025-Q3", 3);
    period("2025-q4", "2025-Q4", 3);
    period("2025-H1", "2025-H1", 6);
    period("2025-07", "2025-07", 1);
    period("2025Q1", "2025-Q1", 3);
    period("2025年第二季度", "2025-Q2", 3);
    period("2025年下半年", "2025-H2", 6);
    period("2025年", "2025", 12);
    period("2025年3月", "2025-03", 1);
    period("2025/7", "2025-07", 1);
    period("1965-Q2", "1965-Q2", 3);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct ka_target_period p;
        assert_false(ka_target_period_parse(ka_str(none[i]), &p));
    }
}

// 2024 and 2025 have 262 and 261 days from Monday to Friday; 2025-03-08 was a Saturday.
static void workdays(void **state)
{
    (void)state;
    struct ka_workdays w = {0};
    struct ka_error err = {0};
    assert_true(ka_workdays_read(&w, NULL, NULL, &err));
    int32_t first = ka_date_from(2024, 1, 1), saturday = ka_date_from(2025, 3, 8);
    assert_int_equal(ka_workdays_count(&w, first, ka_date_from(2024, 12, 31)), 262);
    assert_int_equal(ka_workdays_count(&w, first + 366, ka_date_from(2025, 12, 31)), 261);
    assert_int_equal(ka_workdays_count(&w, saturday, saturday), 0);
    assert_int_equal(ka_workdays_count(&w, saturday, saturday - 1), 0);
    assert_int_equal(ka_workdays_next(&w, saturday), saturday + 2);
    assert_int_equal(ka_workdays_next(&w, saturday + 2), saturday + 2);
    ka_workdays_clear(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods),
        cmocka_unit_test(workdays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
