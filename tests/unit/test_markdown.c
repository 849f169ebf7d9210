// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "out/markdown.h"

static void assert_written(struct ka_document *doc, const char *expected)
{
    struct ka_buf out = {0};
    ka_markdown_write(doc, &out);
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
    ka_document_clear(doc);
}

static void blocks_are_those_of_github(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_ZH, KA_STR("大客户"), KA_STR("2024"));
    ka_document_text(&doc, KA_BLOCK_LEAD, KA_STR("一句话。"));
    ka_document_figure(&doc, KA_STR("销售额"), KA_STR("12.3万"), KA_STR("+8.3%"), KA_GOOD);
    ka_document_section(&doc, KA_STR("s"), KA_STR("来源"));
    ka_document_term(&doc, KA_STR("命令"), KA_STR("ka-report"));
    assert_written(&doc, "# 大客户\n\n2024\n\n一句话。\n\n"
                         "- 销售额: **12.3万** (+8.3%)\n\n## 来源\n\n- *命令*: ka-report\n");
}

static void tables_keep_their_columns(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_table *table = ka_document_table(&doc, KA_STR("c"));
    ka_table_column(table, KA_STR("Name"), KA_CELL_TEXT);
    ka_table_column(table, KA_STR("Sum"), KA_CELL_MONEY);
    ka_table_column(table, KA_STR("Key"), KA_CELL_TICK);
    const char *const cells[] = {"a|b", "1.50", "1", "c", "", "0", "all", "1.50", "?"};
    for (int i = 0; i < 9; i++)
        ka_table_cell(table, ka_str(cells[i]), NAN);
    table->total = true;
    assert_written(&doc,
                   "# t\n\n**c**\n\n| Name | Sum | Key |\n| --- | ---: | --- |\n"
                   "| a\\|b | 1.50 | ✓ |\n| c | – | ✗ |\n| **all** | **1.50** | **?** |\n");
}

static void data_are_no_markup(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("<script>"), KA_STR("1. a"));
    ka_document_text(&doc, KA_BLOCK_PARAGRAPH, KA_STR("- [x](https://e.com) `a` _b_ *c* $d$"));
    ka_document_text(&doc, KA_BLOCK_PARAGRAPH, KA_STR("2024-01-05, 1.5 & @me"));
    ka_document_term(&doc, KA_STR("a\u202eb"), KA_STR("c"));
    assert_written(&doc, "# &lt;script&gt;\n\n1\\. a\n\n"
                         "\\- \\[x\\](https&#58;//e.com) \\`a\\` \\_b\\_ \\*c\\* \\$d\\$\n\n"
                         "2024-01-05, 1.5 &amp; &#64;me\n\n- *\u2068a\u202eb\u2069*: c\n");
}

static void a_chart_is_its_rows_or_its_description(void **state)
{
    (void)state;
    struct ka_document doc = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    struct ka_chart *rows = ka_document_chart(&doc, KA_STR("r"), KA_STR("Rows"));
    struct ka_series *series = ka_chart_series(rows, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(series, KA_STR("a"), 1200);
    struct ka_chart *curve = ka_document_chart(&doc, KA_STR("c"), KA_STR("Curve"));
    ka_chart_describe(curve, KA_STR(""), KA_STR("Gini 0.5"));
    assert_written(&doc, "# t\n\n| Rows | |\n| --- | ---: |\n| a | 1.2k |\n\n"
                         "**Curve**  \nGini 0.5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_those_of_github),
        cmocka_unit_test(tables_keep_their_columns),
        cmocka_unit_test(data_are_no_markup),
        cmocka_unit_test(a_chart_is_its_rows_or_its_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
