// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table/date.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

// Counts the days one by one from 1900-01-01, as a calendar on the wall does.
static void every_day_comes_after_the_one_before(void **state)
{
    (void)state;
    int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -25567;
    struct ka_buf out = {0};
    for (int year = 1900; year <= 2199; year++) {
        lengths[1] = is_leap(year) ? 29 : 28;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= lengths[month - 1]; day++, expected++) {
                int y, m, d;
                int32_t again = 0;
                assert_int_equal(ka_date_from(year, month, day), expected);
                ka_date_split(expected, &y, &m, &d);
                assert_true(y == year && m == month && d == day);
                ka_buf_reset(&out);
                ka_date_format(&out, expected);
                assert_true(ka_date_parse(ka_buf_str(&out), &again) && again == expected);
                assert_int_equal(ka_date_month(expected), (year - 1970) * 12 + month - 1);
            }
            assert_true(ka_date_from(year, month, lengths[month - 1] + 1) == KA_DATE_NONE);
        }
    }
    ka_buf_clear(&out);
}

static void known_days(void **state)
{
    (void)state;
    assert_int_equal(ka_date_from(1970, 1, 1), 0);
    assert_int_equal(ka_date_from(1969, 12, 31), -1);
    assert_int_equal(ka_date_from(2000, 2, 29), 11016);
    assert_int_equal(ka_date_from(2024, 1, 5), 19727);
    assert_true(ka_date_from(1900, 2, 29) == KA_DATE_NONE);
    assert_true(ka_date_from(2023, 2, 29) == KA_DATE_NONE);
    assert_true(ka_date_from(1899, 12, 31) == KA_DATE_NONE);
    assert_true(ka_date_from(2200, 1, 1) == KA_DATE_NONE);
    assert_true(ka_date_from(2024, 0, 1) == KA_DATE_NONE);
    assert_true(ka_date_from(2024, 13, 1) == KA_DATE_NONE);
    assert_true(ka_date_from(2024, 1, 0) == KA_DATE_NONE);
    assert_true(ka_date_from(2024, -1, -1) == KA_DATE_NONE);
}

static void months(void **state)
{
    (void)state;
    struct ka_buf out = {0};
    int32_t month = 0;
    for (int32_t m = -70 * 12; m < 230 * 12; m++) {
        ka_buf_reset(&out);
        ka_month_format(&out, m);
        assert_true(ka_month_parse(ka_buf_str(&out), &month) && month == m);
        assert_int_equal(ka_date_month(ka_month_first(m)), m);
        assert_int_equal(ka_date_month(ka_month_first(m) - 1), m - 1);
    }
    ka_buf_clear(&out);
    assert_true(ka_month_parse(KA_STR("1970-01"), &month) && month == 0);
    assert_true(ka_month_parse(KA_STR("1969-12"), &month) && month == -1);
    static const char *const wrong[] = {"",        "2024-3",  "2024-13", "2024-00",
                                        "2024/03", "1899-12", "2200-01", "2024-03-01",
                                        "20a4-03", "-024-03"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(ka_month_parse(ka_str(wrong[i]), &month));
}

static void test_months_of_other_systems(void **state)
{
    (void)state;
    const char *right[] = {"2024-01",   "2024/1", "2024.1",
                           "2024年1月", "202401", " ２０２４－０１ "};
    const char *wrong[] = {"",         "2024-13", "2024/1/1", "2024年1月5日",
                           "20240101", "24-01",   "202413",   "2024-01 x",
                           "Jan 2024", "1/2024",  "2024"};
    int32_t month = 7;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        month = 7;
        assert_true(ka_month_parse_form(ka_str(right[i]), &month));
        assert_int_equal(month, 54 * 12);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(ka_month_parse_form(ka_str(wrong[i]), &month));
}

static void parse_is_strict(void **state)
{
    (void)state;
    int32_t date = 4711;
    assert_true(ka_date_parse(KA_STR(""), &date) && date == KA_DATE_NONE);
    assert_true(ka_date_parse(KA_STR("2024-02-29"), &date) && date == 19782);
    static const char *const wrong[] = {
        "2024-1-5",    "2024/01/05", "2024-01-05 ", " 2024-01-05", "2023-02-29",
        "2024-01-05T", "1899-12-31", "2200-01-01",  "20240105",    "2024-01-32",
        "2024-00-10",  "2024-01-0x", "-024-01-05",  "2024--1-05",  "２０２４-01-05"};
    date = 4711;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (ka_date_parse(ka_str(wrong[i]), &date) || date != 4711)
            fail_msg("taken: '%s'", wrong[i]);
    struct ka_buf out = {0};
    ka_date_format(&out, KA_DATE_NONE);
    assert_int_equal(out.n, 0);
}

enum {
    Y = KA_DATE_YMD,
    D = KA_DATE_DMY,
    M = KA_DATE_MDY,
    T = KA_DATE_TEXT,
    S = KA_DATE_SERIAL
};

static void expect(const char *text, int forms, const char *iso)
{
    int32_t expected, date = 0;
    if (ka_date_forms(ka_str(text)) != forms)
        fail_msg("'%s' has forms %d", text, ka_date_forms(ka_str(text)));
    assert_true(ka_date_parse(ka_str(iso), &expected));
    for (int form = Y; form <= S; form <<= 1)
        if (ka_date_parse_form(ka_str(text), form, &date) != !!(forms & form))
            fail_msg("'%s' in form %d", text, form);
    for (int form = S; form >= Y; form >>= 1) // the last is the lowest of its forms
        ka_date_parse_form(ka_str(text), form, &date);
    if (date != expected)
        fail_msg("'%s' is day %d, not %d", text, (int)date, (int)expected);
}

static void year_first(void **state)
{
    (void)state;
    static const char *const same[] = {"2024-01-05",        "2024-1-5",
                                       "2024/1/5",          "2024/01/05",
                                       "2024.1.5",          "2024.01.05",
                                       "2024年1月5日",      "2024年01月05日",
                                       "2024 年 1 月 5 日", "2024年1月5号",
                                       "24年1月5日",        "２０２４年１月５日",
                                       "２０２４／１／５",  "２０２４－０１－０５",
                                       "20240105",          "20240105083000",
                                       " 2024-01-05 ",      "\u30002024-01-05",
                                       "2024\u22121\u22125"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], Y, "2024-01-05");
    expect("99年1月5日", Y, "1999-01-05");
    expect("69年1月5日", Y, "1969-01-05");
    expect("68年1月5日", Y, "2068-01-05");
    expect("1900-01-01", Y, "1900-01-01");
    expect("2199/12/31", Y, "2199-12-31");
    expect("2024/2/29", Y, "2024-02-29");
}

static void first_of_the_month(void **state)
{
    (void)state;
    expect("2024-03", Y, "2024-03-01");
    expect("2024/3", Y, "2024-03-01");
    expect("2024年3月", Y, "2024-03-01");
    expect("2024年03月", Y, "2024-03-01");
    expect("2024.3", Y, "2024-03-01");
    expect("Mar-24", T, "2024-03-01");
    expect("Mar-2024", T, "2024-03-01");
    expect("Mar 2024", T, "2024-03-01");
    expect("march 2024", T, "2024-03-01");
    expect("March, 2024", T, "2024-03-01");
    expect("Mar/24", T, "2024-03-01");
}

static void month_names(void **state)
{
    (void)state;
    static const char *const same[] = {
        "5-Jan-2024",     "05-JAN-24",   "5 Jan 2024",         "05 Jan 24",
        "5 January 2024", "Jan 5, 2024", "jan 5 2024",         "Jan. 5, 2024",
        "JANUARY 5,2024", "Jan-05-2024", "2024-Jan-05",        "5/Jan/2024",
        "05JAN2024",      "Jan 05, 24",  "５ Ｊａｎ ２０２４", "5 Jan 2024 08:30"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], T, "2024-01-05");
    static const char *const names[] = {"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};
    for (int month = 1; month <= 12; month++) {
        struct ka_buf text = {0}, iso = {0};
        ka_buf_addf(&text, "%s-24", names[month - 1]);
        ka_buf_addf(&iso, "2024-%02d-01", month);
        expect(text.p, T, iso.p);
        ka_buf_clear(&text);
        ka_buf_clear(&iso);
    }
}

static void day_and_month_in_either_order(void **state)
{
    (void)state;
    expect("5/1/2024", D | M, "2024-01-05");
    expect("05-01-2024", D | M, "2024-01-05");
    expect("5.1.2024", D | M, "2024-01-05");
    expect("13/1/2024", D, "2024-01-13");
    expect("1/13/2024", M, "2024-01-13");
    expect("5/1/24", D | M, "2024-01-05");
    expect("05-01-24", Y | D | M, "2005-01-24");
    expect("15/01/24", Y | D, "2015-01-24");
    expect("01/15/24", M, "2024-01-15");
    expect("99-01-05", Y, "1999-01-05");
    expect("05/06/2024 08:30", D | M, "2024-06-05");
}

static void months_of_people(void **state)
{
    (void)state;
    static const char *const good[] = {"2024-03",          "2024/3", "2024.03", "2024年3月",
                                       "２０２４年０３月", "202403", " 2024-3 "};
    static const char *const bad[] = {"",       "2024-13", "24-03", "2024-03-05",  "03/2024",
                                      "202413", "2024",    "45352", "2024年3月5日"};
    int32_t month = 0;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(ka_month_parse_form(ka_str(good[i]), &month) && month == 54 * 12 + 2);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ka_month_parse_form(ka_str(bad[i]), &month));
}

static void serials(void **state)
{
    (void)state;
    expect("29221", S, "1980-01-01");
    expect("45296", S, "2024-01-05");
    expect("45296.5", S, "2024-01-05");
    expect("45296.999988426", S, "2024-01-05");
    assert_int_equal(ka_date_forms(KA_STR("29220")), 0);
    assert_int_equal(ka_date_forms(KA_STR("2024")), 0);
    assert_int_equal(ka_date_forms(KA_STR("2199")), 0);
    assert_int_equal(ka_date_forms(KA_STR("45")), 0);
    expect("109574", S, "2199-12-31");
    int32_t serial = 29221;
    for (int32_t day = ka_date_from(1980, 1, 1); day <= ka_date_from(2199, 12, 31); day += 97) {
        struct ka_buf text = {0};
        int32_t date;
        ka_buf_addf(&text, "%d", (int)serial);
        assert_true(ka_date_parse_form(ka_buf_str(&text), KA_DATE_SERIAL, &date) &&
                    date == day);
        ka_buf_clear(&text);
        serial += 97;
    }
}

static void times_are_passed_over(void **state)
{
    (void)state;
    static const char *const times[] = {
        "T08:30",         "T08:30:00",      "T08:30:00.123Z",  "T08:30:00+08:00",
        " 08:30",         " 8:30:00",       " 8:30:00 AM",     " 8:30 pm",
        " 8:30PM",        "  08:30:00.000", " 08:30:59,5",     " 上午8:30",
        " 下午 08:30:00", " AM 8:30",       " 08:30:00 +0800", " 08:30 UTC",
        "T23:59:60Z",     " 00:00",         "\u00a008:30",     " 8:30\u202fAM",
        "　０８：３０",   " 08:30:00 a.m.", "T08:30-05",       " 凌晨0:15"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct ka_buf text = {0};
        ka_buf_addf(&text, "2024-01-05%s", times[i]);
        expect(text.p, Y, "2024-01-05");
        ka_buf_clear(&text);
    }
    expect("2024年1月5日 上午8:30", Y, "2024-01-05");
    expect("2024年1月5日8:30", Y, "2024-01-05");
    expect("20240105 08:30", Y, "2024-01-05");
    expect("Jan 5, 2024 8:30:00 AM", T, "2024-01-05");
}

static const char *const wrong[] = {
    "",
    " ",
    "x",
    "-",
    "2024-13-01",
    "2024-02-30",
    "2023-2-29",
    "2024-1/5",
    "2024/1-5",
    "2024-01-05x",
    "2024-01-05 x",
    "2024-01-05 25:00",
    "2024-01-05 08:60",
    "2024-01-05 08",
    "2024-01-05 08:30:61",
    "2024-01-05T",
    "2024-01-05Z",
    "2024-01-05-08",
    "2024-01-05 8:3",
    "2024-01-05 08:30:00.",
    "2024-01-05 08:30 +8",
    "2024-01-05 08:30 +15:00",
    "2024-01-05 08:30 ++08",
    "2024-01-05 08:30 XYZ",
    "2024-01-05 08:30,,5",
    "1899-12-31",
    "2200-01-01",
    "0",
    "60",
    "60.5",
    "109575",
    "-45296",
    "45296.",
    "45296 08:30",
    "45,296",
    "4529600",
    "20241301",
    "20240230",
    "20240105250000",
    "20240105086000",
    "20240105083061",
    "2024010508300",
    "1月5日",
    "5日",
    "2024年13月",
    "2024年1月5",
    "124年1月5日",
    "Jan",
    "Ja-24",
    "Mar 24",
    "24-03",
    "3/24",
    "03/2024",
    "5 Jan",
    "Jan 32, 2024",
    "32-Jan-2024",
    "Foo-24",
    "Januaryx 5, 2024",
    "5-Jan-024",
    "5-Jan-124",
    "005-Jan-24",
    "1/2/3",
    "1/2/024",
    "32/32/2024",
    "13/13/2024",
    "0/1/2024",
    "2024-001-05",
    "1-2-3-4",
    "12:30",
    "\xff\xfe",
    "2024\xe5-01-05",
    "合计",
    "８折",
    "1e5",
    "12.5%",
    "2024-01-05                                                                           "
    "                                                                          08:30"};

static void what_is_no_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (ka_date_forms(ka_str(wrong[i])) != 0)
            fail_msg("'%s' has forms %d", wrong[i], ka_date_forms(ka_str(wrong[i])));
    assert_int_equal(ka_date_forms((struct ka_str){"2024-01-05\0 8:30", 16}), 0);
}

static void order_settles_what_the_text_leaves_open(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int order;
        const char *iso; // NULL: refused
    } cases[] = {
        {"5/1/2024", D, "2024-01-05"},
        {"5/1/2024", M, "2024-05-01"},
        {"5/1/2024", Y, NULL},
        {"05-01-24", D, "2024-01-05"},
        {"05-01-24", M, "2024-05-01"},
        {"05-01-24", Y, "2005-01-24"},
        {"13/1/2024", M, NULL},
        {"1/13/2024", D, NULL},
        {"24-01-05", M, NULL},
        {"99-01-05", D, NULL},
        {"2024-01-05", D, "2024-01-05"},
        {"2024/1/5", M, "2024-01-05"},
        {"Mar-24", D, "2024-03-01"},
        {"45296", M, "2024-01-05"},
        {"2024.3", D, "2024-03-01"},
        {"24年1月5日", M, "2024-01-05"},
        {"", Y, NULL},
        {"x", Y, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t expected = 4711, date = 4711;
        bool taken = ka_date_parse_order(ka_str(cases[i].text), cases[i].order, &date);
        if (cases[i].iso)
            assert_true(ka_date_parse(ka_str(cases[i].iso), &expected));
        if (taken != !!cases[i].iso || date != expected)
            fail_msg("'%s' in order %d gives %d", cases[i].text, cases[i].order, (int)date);
    }
}

// The column of these cells, ended by NULL; the first is on line 2.
static struct ka_date_column column_of(const char *const *cells)
{
    struct ka_date_column column = {0};
    for (uint64_t line = 2; *cells; cells++, line++)
        ka_date_column_add(&column, ka_str(*cells), line);
    return column;
}

#define COLUMN(...) column_of((const char *const[]){__VA_ARGS__, NULL})

static void a_column_decides(void **state)
{
    (void)state;
    struct ka_date_column c = COLUMN("5/1/2024", "13/1/2024", "14/1/2024");
    assert_int_equal(ka_date_column_orders(&c), D);
    assert_true(c.day_first && c.either && !c.month_first);
    assert_string_equal(c.dmy_example.text, "13/1/2024");
    assert_int_equal(c.dmy_example.line, 3);
    assert_string_equal(c.ambiguous_example.text, "5/1/2024");
    c = COLUMN("5/1/2024", "1/13/2024");
    assert_int_equal(ka_date_column_orders(&c), M);
    assert_string_equal(c.mdy_example.text, "1/13/2024");
    c = COLUMN("1/15/24", "1/16/24");
    assert_int_equal(ka_date_column_orders(&c), M);
    c = COLUMN("15/1/24", "5/1/24");
    assert_int_equal(ka_date_column_orders(&c), D);
    c = COLUMN("99-01-05", "05-01-24");
    assert_int_equal(ka_date_column_orders(&c), Y);
    assert_true(c.year_first);
    assert_string_equal(c.ymd_example.text, "99-01-05");
}

static void a_column_stays_ambiguous(void **state)
{
    (void)state;
    struct ka_date_column c = COLUMN("5/1/2024", "6/1/2024", "2024-01-31");
    assert_int_equal(ka_date_column_orders(&c), D | M);
    assert_true(c.either && !c.day_first && !c.month_first);
    c = COLUMN("24-01-05", "24-01-17"); // Chinese short dates, or 24 January
    assert_int_equal(ka_date_column_orders(&c), Y | D);
    c = COLUMN("05-01-24");
    assert_int_equal(ka_date_column_orders(&c), Y | D | M);
}

static void a_column_contradicts_itself(void **state)
{
    (void)state;
    struct ka_date_column c = COLUMN("13/1/2024", "1/13/2024");
    assert_int_equal(ka_date_column_orders(&c), 0);
    assert_int_equal(c.dmy_example.line, 2);
    assert_int_equal(c.mdy_example.line, 3);
    c = COLUMN("99-01-05", "5/1/24");
    assert_int_equal(ka_date_column_orders(&c), 0);
}

static void a_column_without_a_question(void **state)
{
    (void)state;
    struct ka_date_column c =
        COLUMN("2024-01-05", "45296", "Mar-24", "2024年1月5日", "", "合计");
    assert_int_equal(ka_date_column_orders(&c), Y);
    assert_int_equal(c.excluded, 0);
    c = COLUMN("5/5/2024", "6/6/2024"); // the same day in both orders
    assert_int_equal(ka_date_column_orders(&c), D);
    assert_false(c.either);
    c = COLUMN("45/45/2024");
    assert_int_equal(ka_date_column_orders(&c), Y);
}

static void examples_are_cut_between_characters(void **state)
{
    (void)state;
    struct ka_date_column c = COLUMN("13/1/2024　　　　　　　　08:30");
    assert_string_equal(c.dmy_example.text, "13/1/2024　　　　　　　");
}

static void names_of_orders(void **state)
{
    (void)state;
    assert_int_equal(ka_date_form_named("ymd"), Y);
    assert_int_equal(ka_date_form_named("dmy"), D);
    assert_int_equal(ka_date_form_named("mdy"), M);
    assert_int_equal(ka_date_form_named("serial"), 0);
    assert_int_equal(ka_date_form_named(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_comes_after_the_one_before),
        cmocka_unit_test(known_days),
        cmocka_unit_test(months),
        cmocka_unit_test(test_months_of_other_systems),
        cmocka_unit_test(parse_is_strict),
        cmocka_unit_test(year_first),
        cmocka_unit_test(first_of_the_month),
        cmocka_unit_test(month_names),
        cmocka_unit_test(day_and_month_in_either_order),
        cmocka_unit_test(months_of_people),
        cmocka_unit_test(serials),
        cmocka_unit_test(times_are_passed_over),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(order_settles_what_the_text_leaves_open),
        cmocka_unit_test(a_column_decides),
        cmocka_unit_test(a_column_stays_ambiguous),
        cmocka_unit_test(a_column_contradicts_itself),
        cmocka_unit_test(a_column_without_a_question),
        cmocka_unit_test(examples_are_cut_between_characters),
        cmocka_unit_test(names_of_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
