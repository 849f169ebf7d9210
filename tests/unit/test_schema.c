// SPDX-License-Identifier: GPL-3.0-or-later
// The lists of the schema are those that the modules read and write by.
#include "near.h"

#include <stdlib.h>

#include "sales/ledger.h"
#include "sales/market.h"
#include "sales/relations.h"
#include "sales/sale.h"
#include "sales/schema.h"

static void same_list(const char *table, const char *column, const char *const *names,
                      size_t count)
{
    struct ka_buf list = {0};
    for (size_t i = 0; i < count; i++)
        ka_buf_addf(&list, "%s%s", i ? "|" : "", names[i]);
    assert_string_equal(ka_schema_find(table, column)->values, list.p);
    ka_buf_clear(&list);
}

static void lists(void **state)
{
    (void)state;
    const char *costs[KA_COST_KINDS], *sales[KA_FREE + 1];
    for (size_t i = 0; i < KA_COST_KINDS; i++)
        costs[i] = ka_cost_kind_name(i);
    assert_null(ka_cost_kind_name(KA_COST_KINDS));
    for (int i = KA_SALE; i <= KA_FREE; i++)
        sales[i] = ka_sale_kind_name((enum ka_sale_kind)i);
    same_list("costs", "kind", costs, KA_COST_KINDS);
    same_list("sales", "kind", sales, KA_FREE + 1);
    same_list("accounts", "relationship", ka_relation_names + KA_ORDINARY,
              KA_RELATIONS - KA_ORDINARY);
    assert_string_equal(ka_schema_find("contacts", "our_function")->values,
                        ka_schema_find("contacts", "function")->values);
}

// The kinds that the market draws are numbered as the ledger numbers them.
static void kinds_of_cost(void **state)
{
    (void)state;
    assert_string_equal(ka_cost_kind_name(KA_COST_REBATE), "rebate");
    assert_string_equal(ka_cost_kind_name(KA_COST_FREIGHT), "freight");
    assert_string_equal(ka_cost_kind_name(KA_COST_SERVICE), "service");
}

// Every column of sales rows, in its order and with its requirement.
static void sales_columns(void **state)
{
    (void)state;
    for (int c = 0; c < KA_SALE_COLUMNS; c++) {
        const struct ka_schema_column *column =
            ka_schema_find("sales", ka_sale_column_name((enum ka_sale_column)c));
        assert_non_null(column);
        assert_int_equal(column->required, ka_sale_column_required((enum ka_sale_column)c));
    }
}

static void means(const char *table, const char *column, const char *text, const char *value)
{
    struct ka_str found = ka_schema_value(ka_schema_find(table, column), ka_str(text));
    assert_int_equal(found.n, strlen(value));
    assert_memory_equal(found.p, value, found.n);
}

// Words mean what their column can hold, in whatever width and case.
static void words(void **state)
{
    (void)state;
    means("contacts", "kind", "拜访", "visit");
    means("contacts", "kind", " 电 话 ", "call");
    means("contacts", "kind", "Ｍeeting", "meeting");
    means("contacts", "kind", "E-mail", "mail");
    means("contacts", "kind", "财务", "");
    means("contacts", "function", "财务部", "finance");
    means("contacts", "function", "R&D", "rnd");
    means("accounts", "group", "其他", "other");
    means("costs", "kind", "其他", "other");
    means("costs", "kind", "退货", "returns");
    means("targets", "scope", "客户", "account");
    means("targets", "measure", "毛利", "margin");
    means("cadences", "item", "服务费率上限", "service_most");
    means("holidays", "working", "休息", "0");
    means("rules", "op", ">=", ">=");
    means("rules", "op", "=", "");
    means("contacts", "kind", "", "");
}

// What --schema lists of them is what is understood, and no word means two values of a column.
static void listed_words(void **state)
{
    (void)state;
    static const char *const columns[][2] = {
        {"contacts", "kind"},   {"contacts", "function"},     {"facts", "criterion"},
        {"targets", "scope"},   {"targets", "measure"},       {"targets", "source"},
        {"costs", "kind"},      {"accounts", "group"},        {"accounts", "axis"},
        {"cadences", "item"},   {"cadences", "relationship"}, {"accounts", "relationship"},
        {"holidays", "working"}};
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        const struct ka_schema_column *column = ka_schema_find(columns[c][0], columns[c][1]);
        struct ka_str rest = ka_str(column->values), value;
        while (ka_str_next(&rest, '|', &value)) {
            struct ka_str list = ka_str(ka_schema_words(value)), word;
            assert_true(list.n > 0);
            while (ka_str_next(&list, '|', &word))
                assert_true(ka_str_eq(ka_schema_value(column, word), value));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),         cmocka_unit_test(kinds_of_cost),
        cmocka_unit_test(sales_columns), cmocka_unit_test(words),
        cmocka_unit_test(listed_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
