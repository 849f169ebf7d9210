// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "out/escape.h"
#include "out/html.h"
#include "wellformed.h"

static size_t count(const char *text, const char *what)
{
    size_t times = 0;
    for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
        times++;
    return times;
}

static void fill_table(struct ka_document *doc, struct ka_str t)
{
    static const enum ka_cell_kind kinds[] = {KA_CELL_TEXT, KA_CELL_MONEY, KA_CELL_SHARE,
                                              KA_CELL_DATE, KA_CELL_TICK};
    struct ka_table *table = ka_document_table(doc, t);
    for (int i = 0; i < 5; i++)
        ka_table_column(table, t, kinds[i]);
    for (int row = 0; row < 3; row++) {
        ka_table_cell(table, t, NAN);
        ka_table_cell(table, row ? t : KA_STR(""), 1)->tone = KA_BAD;
        ka_table_cell(table, t, 0.5)->bar = row == 0 ? 1.7 : 0.25;
        ka_table_cell(table, t, NAN);
        ka_table_cell(table, row == 0 ? KA_STR("1") : row == 1 ? KA_STR("0") : t, NAN);
    }
    table->total = true;
}

// Every kind of block, with t wherever there is data.
static void fill(struct ka_document *doc, enum ka_lang lang, const char *text)
{
    struct ka_str t = ka_str(text);
    ka_document_begin(doc, lang, t, t);
    ka_document_text(doc, KA_BLOCK_LEAD, t);
    ka_document_figure(doc, t, t, t, KA_GOOD);
    ka_document_figure(doc, t, t, KA_STR(""), KA_NEUTRAL);
    ka_document_section(doc, KA_STR("one"), t);
    for (int i = 0; i < 2; i++) {
        struct ka_chart *chart =
            ka_document_chart(doc, i ? KA_STR("chart-b") : KA_STR("chart-a"), t);
        ka_chart_describe(chart, t, t);
        struct ka_series *series =
            ka_chart_series(chart, KA_STR(""), KA_STYLE_POINTS, KA_ROLE_ACCENT);
        ka_series_add(series, 1, 1);
        ka_series_label(series, t);
    }
    ka_document_section(doc, KA_STR("two"), t);
    ka_document_text(doc, KA_BLOCK_PARAGRAPH, t);
    fill_table(doc, t);
    ka_document_text(doc, KA_BLOCK_NOTE, t);
    ka_document_term(doc, t, t);
    ka_document_term(doc, t, t);
}

static char *write_filled(enum ka_lang lang, const char *text)
{
    struct ka_document doc = {0};
    struct ka_buf out = {0};
    struct ka_error err = {0};
    fill(&doc, lang, text);
    assert_true(ka_html_write(&doc, &out, &err));
    ka_document_clear(&doc);
    return out.p;
}

static void data_never_becomes_markup(void **state)
{
    (void)state;
    char *plain = write_filled(KA_EN, "x"), *html = write_filled(KA_EN, "<b>&\"'</b>\x02\xff");
    assert_true(is_well_formed(plain));
    assert_true(is_well_formed(html));
    assert_null(strstr(html, "<b>"));
    assert_int_equal(count(html, "<"), count(plain, "<"));
    assert_non_null(
        strstr(html, "<h1>&lt;b&gt;&amp;&quot;'&lt;/b&gt;\xef\xbf\xbd\xef\xbf\xbd</h1>"));
    free(plain);
    free(html);
}

static void the_file_stands_alone(void **state)
{
    (void)state;
    char *html = write_filled(KA_ZH, "x");
    assert_int_equal(count(html, "<script"), 1); // for sorting; all stands there without it
    assert_non_null(strstr(html, "default-src 'none'"));
    assert_null(strstr(html, "<link"));
    assert_null(strstr(html, "url("));
    assert_null(strstr(html, "@import"));
    assert_int_equal(count(html, "://"), count(html, "xmlns=\"http://www.w3.org/2000/svg\""));
    assert_non_null(strstr(html, "<html lang=\"zh-CN\">"));
    assert_non_null(strstr(html, "prefers-color-scheme:dark"));
    assert_non_null(strstr(html, "@media print"));
    free(html);
    html = write_filled(KA_EN, "x");
    assert_non_null(strstr(html, "<html lang=\"en\">"));
    free(html);
}

// Words of names stay whole where there is room: break-word, unlike anywhere, does not make
// a column as narrow as a letter.
// The pictures of a mail are other parts of it.
static void a_mail_has_no_script_and_names_its_pictures(void **state)
{
    (void)state;
    struct ka_document doc = {.logo = {"image/png", KA_STR("\x89PNG")}};
    struct ka_buf out = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_chart *chart = ka_document_chart(&doc, KA_STR("whale"), KA_STR("A <b> whale"));
    ka_chart_describe(chart, KA_STR(""), KA_STR("\"120%\""));
    ka_html_write_mail(&doc, &out);
    assert_int_equal(count(out.p, "<script"), 0);
    assert_int_equal(count(out.p, "<svg"), 0);
    assert_non_null(strstr(out.p, "src=\"cid:whale\""));
    assert_non_null(strstr(out.p, "alt=\"&quot;120%&quot;\""));
    assert_non_null(strstr(out.p, "src=\"cid:logo\""));
    ka_buf_clear(&out);
    ka_document_clear(&doc);
}

static void a_logo_is_part_of_the_page(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_document doc = {.logo = {"image/png", KA_STR("\x89PNG")}};
    struct ka_buf out = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    assert_true(ka_html_write(&doc, &out, &err));
    assert_non_null(strstr(out.p, "alt=\"\" src=\"data:image/png;base64,iVBORw==\""));
    ka_buf_clear(&out);
    ka_document_clear(&doc);
}

static void words_in_tables_stay_whole(void **state)
{
    (void)state;
    char *html = write_filled(KA_EN, "x");
    char *cells = strstr(html, "td.text{"), *heads = strstr(html, "th[scope=row],");
    assert_non_null(strstr(html, "body{margin:0;overflow-wrap:break-word;"));
    *strchr(cells, '}') = *strchr(heads, '}') = '\0';
    assert_null(strstr(cells, "anywhere"));
    assert_null(strstr(heads, "anywhere"));
    free(html);
}

static void screen_readers_find_their_way(void **state)
{
    (void)state;
    char *html = write_filled(KA_EN, "x");
    assert_int_equal(count(html, "<h1>"), 1);
    assert_int_equal(count(html, "<main>"), 1);
    assert_non_null(strstr(html, "<nav aria-label=\"Contents\">"));
    assert_non_null(strstr(html, "<a href=\"#two\">x</a>"));
    assert_non_null(strstr(html, "<section aria-labelledby=\"two\">\n<h2 id=\"two\">x</h2>"));
    assert_int_equal(count(html, "<th scope=\"col\""), 5);
    assert_int_equal(count(html, "<th scope=\"row\">"), 3);
    assert_non_null(strstr(html, "<caption><span id=\"table-1\">x</span></caption>"));
    assert_non_null(strstr(html, "aria-labelledby=\"table-1\""));
    assert_non_null(
        strstr(html, "<span role=\"img\" aria-label=\"yes\" class=\"good\">✓</span>"));
    assert_non_null(strstr(html, "<span role=\"img\" aria-label=\"no\">✗</span>"));
    assert_non_null(strstr(html, "aria-labelledby=\"chart-b-title chart-b-desc\""));
    free(html);
}

static void cells_show_what_they_are(void **state)
{
    (void)state;
    char *html = write_filled(KA_EN, "x");
    assert_non_null(strstr(html, "<td class=\"n bad\">–</td>")); // unknown
    assert_non_null(strstr(html, "<td class=\"n bar\" style=\"--bar:100.0%\">x</td>"));
    assert_non_null(strstr(html, "<td class=\"n bar\" style=\"--bar:25.0%\">x</td>"));
    assert_non_null(strstr(html, "<tfoot>\n<tr><th scope=\"row\">x</th>"));
    assert_int_equal(count(html, "<dl class=\"figures\" style=\"--columns:"), 1);
    assert_true(strstr(html, "<nav") > strstr(html, "class=\"lead\"")); // the answer first
    assert_true(strstr(html, "<nav") < strstr(html, "<section"));
    assert_int_equal(count(html, "<dl class=\"terms\">"), 1);
    assert_int_equal(count(html, "<div class=\"charts\">"), 1);
    free(html);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    (void)state;
    char *one = write_filled(KA_ZH, "大客户"), *two = write_filled(KA_ZH, "大客户");
    assert_string_equal(one, two);
    free(one);
    free(two);
}

static void without_gnuplot_there_is_an_error_and_no_report(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    struct ka_buf out = {0};
    struct ka_error err = {0};
    char *path = strdup(getenv("PATH"));
    fill(&doc, KA_EN, "x");
    setenv("PATH", "/nowhere", 1);
    assert_false(ka_html_write(&doc, &out, &err));
    setenv("PATH", path, 1);
    assert_int_equal(err.code, KA_SYSTEM);
    free(path);
    ka_buf_clear(&out);
    ka_document_clear(&doc);
}

static void a_document_without_sections_has_no_contents(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    struct ka_buf out = {0};
    struct ka_error err = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    ka_document_table(&doc, KA_STR("no columns"));
    assert_true(ka_html_write(&doc, &out, &err));
    assert_null(strstr(out.p, "<nav"));
    assert_null(strstr(out.p, "class=\"sub\""));
    assert_true(is_well_formed(out.p));
    ka_buf_clear(&out);
    ka_document_clear(&doc);
}

static void gnuplot_strings_are_closed_by_nothing_within(void **state)
{
    (void)state;
    struct ka_buf out = {0};
    ka_escape_gnuplot(&out, KA_STR("a'b\\\n\"$x`c`@d"));
    assert_string_equal(out.p, "'a''b\\ \"$x`c`@d'");
    ka_buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_never_becomes_markup),
        cmocka_unit_test(the_file_stands_alone),
        cmocka_unit_test(a_mail_has_no_script_and_names_its_pictures),
        cmocka_unit_test(a_logo_is_part_of_the_page),
        cmocka_unit_test(words_in_tables_stay_whole),
        cmocka_unit_test(screen_readers_find_their_way),
        cmocka_unit_test(cells_show_what_they_are),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(without_gnuplot_there_is_an_error_and_no_report),
        cmocka_unit_test(a_document_without_sections_has_no_contents),
        cmocka_unit_test(gnuplot_strings_are_closed_by_nothing_within),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
