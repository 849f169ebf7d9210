// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/text.h"
#include "out/plain.h"
#include "out/wrap.h"

static void assert_written(struct ka_document *doc, const char *expected)
{
    struct ka_buf out = {0};
    ka_plain_write(doc, &out);
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
    ka_document_clear(doc);
}

static void blocks_are_aligned_by_display_width(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_ZH, KA_STR("大客户 A"), KA_STR("2024"));
    ka_document_text(&doc, KA_BLOCK_LEAD, KA_STR("一句话。"));
    ka_document_figure(&doc, KA_STR("销售额"), KA_STR("12.3万"), KA_STR("+8.3%"), KA_GOOD);
    ka_document_figure(&doc, KA_STR("n"), KA_STR("7"), KA_STR(""), KA_NEUTRAL);
    ka_document_section(&doc, KA_STR("s"), KA_STR("来源"));
    ka_document_term(&doc, KA_STR("命令"), KA_STR("ka-report"));
    ka_document_term(&doc, KA_STR("v"), KA_STR("1"));
    assert_written(&doc, "大客户 A\n"
                         "════════\n\n"
                         "2024\n\n"
                         "一句话。\n\n"
                         "销售额  12.3万  +8.3%\n"
                         "n            7\n\n"
                         "\n来源\n"
                         "────\n\n"
                         "命令  ka-report\n"
                         "v     1\n");
}

static void assert_isolated(const char *text, const char *expected)
{
    struct ka_buf out = {0};
    ka_line_isolate(&out, ka_str(text));
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
}

// U+2068 … U+2069 around, and no mark within that could close it.
static void a_direction_of_writing_ends_with_its_text(void **state)
{
    (void)state;
    assert_isolated("Acme 三木", "Acme 三木");
    assert_isolated("שלום", "\u2068שלום\u2069");
    assert_isolated("a\u202eb", "\u2068a\u202eb\u2069");
    assert_isolated("a\u2069\u202eb", "\u2068a\u202eb\u2069");
    assert_isolated("a\u2067b", "\u2068a\u2067b\u2069\u2069");
    assert_isolated("a\u2067b\u2069\u2069c", "\u2068a\u2067b\u2069c\u2069");
}

static void tables_have_bars_ticks_and_totals(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_table *table = ka_document_table(&doc, KA_STR("Channels"));
    ka_table_column(table, KA_STR("Channel"), KA_CELL_TEXT);
    ka_table_column(table, KA_STR("Share"), KA_CELL_SHARE);
    ka_table_column(table, KA_STR("Key"), KA_CELL_TICK);
    const char *const cells[] = {"原厂", "60.0%", "1", "OEM", "", "0", "Sum", "100.0%", "n/a"};
    const double bars[] = {1, 0.05, NAN};
    for (int i = 0; i < 9; i++) {
        struct ka_cell *cell = ka_table_cell(table, ka_str(cells[i]), NAN);
        if (i % 3 == 1)
            cell->bar = bars[i / 3];
    }
    table->total = true;
    assert_written(&doc, "t\n═\n\n"
                         "Channels\n\n"
                         "Channel   Share             Key\n"
                         "───────────────────────────────\n"
                         "原厂      60.0% ██████████  ✓\n"
                         "OEM           – ▌           ✗\n"
                         "───────────────────────────────\n"
                         "Sum      100.0%             n/a\n");
}

static void spare_columns_go_before_names_break(void **state)
{
    (void)state;
    for (size_t words = 1; words <= 10; words += 9) {
        struct ka_document doc = {0};
        struct ka_buf out = {0}, name = {0};
        ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
        struct ka_table *table = ka_document_table(&doc, KA_STR(""));
        ka_table_column(table, KA_STR("Account"), KA_CELL_TEXT);
        ka_table_column(table, KA_STR("Share"), KA_CELL_SHARE);
        ka_table_spare(table);
        ka_table_column(table, KA_STR("Revenue"), KA_CELL_MONEY);
        for (size_t i = 0; i < words; i++)
            ka_buf_add_text(&name, "nine char");
        ka_table_cell(table, ka_buf_str(&name), NAN);
        ka_table_cell(table, KA_STR("12.5%"), .125);
        ka_table_cell(table, KA_STR("1,234"), 1234);
        ka_plain_write(&doc, &out);
        assert_int_equal(ka_str_contains(ka_buf_str(&out), KA_STR("12.5%")), words == 1);
        assert_true(ka_str_contains(ka_buf_str(&out), ka_buf_str(&name)));
        assert_true(ka_str_contains(ka_buf_str(&out), KA_STR("1,234")));
        ka_buf_clear(&out);
        ka_buf_clear(&name);
        ka_document_clear(&doc);
    }
}

static void a_wide_table_is_wrapped_not_cut(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    struct ka_buf out = {0}, word = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_table *table = ka_document_table(&doc, KA_STR(""));
    ka_table_column(table, KA_STR("Account"), KA_CELL_TEXT);
    ka_table_column(table, KA_STR("A title that is longer than its figures"), KA_CELL_NUMBER);
    ka_table_column(table, KA_STR("Reasons"), KA_CELL_TEXT);
    for (int i = 0; i < 200; i++)
        ka_buf_add_text(&word, "名");
    ka_table_cell(table, ka_buf_str(&word), NAN);
    ka_table_cell(table, KA_STR("1,234"), 1234);
    ka_table_cell(table, KA_STR("few words and many more words and yet more of them"), NAN);
    ka_plain_write(&doc, &out);
    size_t names = 0;
    struct ka_str rest = ka_buf_str(&out), line;
    while (ka_str_next(&rest, '\n', &line))
        assert_true(ka_text_width(line) <= KA_PLAIN_WIDTH);
    for (const char *p = out.p; (p = strstr(p, "名")); p++)
        names++;
    assert_int_equal(names, 200);
    assert_non_null(strstr(out.p, "1,234"));
    ka_buf_clear(&out);
    ka_buf_clear(&word);
    ka_document_clear(&doc);
}

static void charts_are_told_or_drawn_with_bars(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_chart *chart = ka_document_chart(&doc, KA_STR("c"), KA_STR("OEM leads"));
    ka_chart_describe(chart, KA_STR("a note"), KA_STR("OEM 1,000, shops -20."));
    struct ka_series *rows = ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("OEM"), 1000);
    ka_series_add_row(rows, KA_STR("商店"), 500);
    ka_series_add_row(rows, KA_STR("loss"), -20);
    assert_written(&doc, "t\n═\n\n"
                         "OEM leads\n\n"
                         "OEM   ████████████████████████████████████████  1k\n"
                         "商店  ████████████████████                      500\n"
                         "loss                                            −20\n");
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    chart = ka_document_chart(&doc, KA_STR("c"), KA_STR("OEM leads"));
    ka_chart_describe(chart, KA_STR("a note"), KA_STR("OEM 1,000, shops -20."));
    assert_written(&doc, "t\n═\n\nOEM leads\nOEM 1,000, shops -20.\n");
}

static void a_name_is_one_line(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_table *table = ka_document_table(&doc, KA_STR("Names"));
    ka_table_column(table, KA_STR("Account"), KA_CELL_TEXT);
    ka_table_column(table, KA_STR("Orders"), KA_CELL_NUMBER);
    ka_table_cell(table, KA_STR("Acme\nLtd\tEast\r\x1b[2J"), NAN);
    ka_table_cell(table, KA_STR("7"), 7);
    struct ka_chart *chart = ka_document_chart(&doc, KA_STR("c"), KA_STR("a\nb"));
    struct ka_series *rows = ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("x\ny"), 0);
    assert_written(&doc, "t\n═\n\n"
                         "Names\n\n"
                         "Account             Orders\n"
                         "──────────────────────────\n"
                         "Acme Ltd East \uFFFD[2J       7\n\n"
                         "a b\n\n"
                         "x y                                            0\n");
}

static void assert_wrapped(const char *text, size_t width, const char *expected)
{
    struct ka_buf out = {0};
    struct ka_str rest = ka_str(text), line;
    while (ka_wrap_next(&rest, width, &line)) {
        assert_true(ka_text_width(line) <= width);
        ka_buf_add(&out, line);
        ka_buf_add_char(&out, '|');
    }
    assert_string_equal(out.p ? out.p : "", expected);
    ka_buf_clear(&out);
}

static void lines_are_cut_where_a_reader_expects_it(void **state)
{
    (void)state;
    assert_wrapped("", 10, "");
    assert_wrapped("  ", 10, "");
    assert_wrapped("one two three", 7, "one two|three|");
    assert_wrapped("one two three", 13, "one two three|");
    assert_wrapped("unbreakable", 4, "unbr|eaka|ble|");
    assert_wrapped("high-margin", 6, "high-|margin|");
    assert_wrapped("大客户的利润", 6, "大客户|的利润|");
    assert_wrapped("大客户\xe3\x80\x82利润", 6,
                   "大客|户\xe3\x80\x82利|润|"); // no line begins with 。
    assert_wrapped("客户 ABC 好", 6, "客户|ABC 好|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_aligned_by_display_width),
        cmocka_unit_test(a_direction_of_writing_ends_with_its_text),
        cmocka_unit_test(tables_have_bars_ticks_and_totals),
        cmocka_unit_test(spare_columns_go_before_names_break),
        cmocka_unit_test(a_wide_table_is_wrapped_not_cut),
        cmocka_unit_test(charts_are_told_or_drawn_with_bars),
        cmocka_unit_test(a_name_is_one_line),
        cmocka_unit_test(lines_are_cut_where_a_reader_expects_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
