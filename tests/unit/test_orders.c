// SPDX-License-Identifier: GPL-3.0-or-later
// What orders are worth, by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sales/orders.h"
#include "table/date.h"

struct row {
    int day;
    const char *account, *order, *product;
    enum ka_sale_kind kind;
    int64_t revenue, margin, qty;
};

static const int64_t none = KA_DECIMAL_NONE;

static void add(struct ka_ledger *ledger, const struct row *row)
{
    struct ka_sale sale = {.date = row->day, .kind = row->kind, .qty = none, .cost = none};
    for (int i = 0; i < KA_SALE_COLUMNS; i++)
        sale.text[i] = KA_STR("");
    sale.text[KA_SALE_ACCOUNT_ID] = ka_str(row->account);
    sale.text[KA_SALE_ORDER_ID] = ka_str(row->order);
    sale.text[KA_SALE_PRODUCT_ID] = ka_str(row->product);
    sale.unit_price = sale.list_price = sale.discount_rate = none;
    sale.revenue = row->revenue == none ? none : row->revenue * KA_DECIMAL_ONE;
    sale.margin = row->margin == none ? none : row->margin * KA_DECIMAL_ONE;
    sale.qty = row->qty == none ? none : row->qty * KA_DECIMAL_ONE;
    ka_ledger_add(ledger, &sale, sale.text[KA_SALE_ACCOUNT_ID]);
}

// Account a: orders 10 + 20 - 5 = 25 and, without an id, 7 + 1 on one day and 3 on another;
// b has an order with the same id.
static const struct row rows[] = {
    {1, "a", "o1", "p", KA_SALE, 10, 5, 1},     {9, "a", "o1", "q", KA_SALE, 20, 2, 2},
    {9, "a", "o1", "p", KA_RETURN, -5, -3, -1}, {2, "a", "", "q", KA_SALE, 7, none, none},
    {2, "a", "", "q", KA_FREE, 1, 1, 1},        {3, "a", "", "p", KA_SALE, 3, 2, 1},
    {1, "b", "o1", "p", KA_SALE, 100, 60, 5},
};
enum { ROWS = sizeof rows / sizeof *rows };

// The orders of both accounts, rows from `first` on in turn; costs of 4 on b.
static bool make(struct ka_orders *orders, const char *measure, size_t first)
{
    struct ka_ledger ledger;
    ka_ledger_init(&ledger, &(struct ka_ledger_options){.parts = ka_orders_measure(measure)});
    for (size_t i = 0; i < ROWS; i++)
        add(&ledger, &rows[(first + i) % ROWS]);
    ka_ledger_join(&ledger, 1);
    ka_ledger_add_cost(&ledger, KA_STR("b"), KA_STR(""), 0, 0, 4 * KA_DECIMAL_ONE);
    ka_ledger_close(&ledger, 1, 1);
    bool made = ka_orders_make(orders, &ledger, measure);
    ka_ledger_clear(&ledger);
    return made;
}

// Of a, three orders, least first; then the one of b.
static void check(const char *measure, const double *values)
{
    for (size_t first = 0; first < ROWS; first++) {
        struct ka_orders orders;
        assert_true(make(&orders, measure, first));
        assert_int_equal(orders.keys, 2);
        assert_memory_equal(orders.start, ((size_t[]){0, 3, 4}), 3 * sizeof(size_t));
        for (size_t i = 0; i < 4; i++)
            assert_float_equal(orders.value[i], values[i], 0);
        ka_orders_clear(&orders);
    }
}

static void an_order_is_an_id_or_a_day(void **state)
{
    (void)state;
    check("revenue", (double[]){3, 8, 25, 100});
}

static void what_a_line_lacks_is_nothing(void **state)
{
    (void)state;
    check("margin", (double[]){1, 2, 4, 60});
    check("qty", (double[]){1, 1, 2, 5});
}

// Rates: p 64 / 108, q 3 / 21 (one line of q has no margin): p alone is above the percentile.
static void only_some_products_have_a_high_margin(void **state)
{
    (void)state;
    check("high_margin_revenue", (double[]){0, 3, 5, 100});
}

static void costs_belong_to_no_order(void **state)
{
    (void)state;
    struct ka_orders orders;
    check("net_profit", (double[]){1, 2, 4, 60});
    assert_true(make(&orders, "net_profit", 0));
    assert_float_equal(orders.fixed[0], 0, 0);
    assert_float_equal(orders.fixed[1], -4, 0);
    ka_orders_clear(&orders);
    assert_true(make(&orders, "margin", 0));
    assert_null(orders.fixed);
    ka_orders_clear(&orders);
}

static void other_measures_have_no_parts(void **state)
{
    (void)state;
    struct ka_orders orders;
    assert_int_equal(ka_orders_measure("orders"), KA_PART_NONE);
    assert_false(make(&orders, "orders", 0));
    assert_null(orders.value);
    ka_orders_clear(&orders);
}

static void a_measure_that_no_line_has_is_none(void **state)
{
    (void)state;
    static const char *const measures[] = {"margin", "qty", "high_margin_revenue"};
    for (size_t i = 0; i < 3; i++) {
        struct ka_ledger ledger;
        struct ka_orders orders;
        ka_ledger_init(&ledger,
                       &(struct ka_ledger_options){.parts = ka_orders_measure(measures[i])});
        add(&ledger, &(struct row){1, "a", "o", "p", KA_SALE, 5, none, none});
        add(&ledger, &(struct row){1, "a", "o", "p", KA_ADJUST, -1, none, none});
        ka_ledger_join(&ledger, 1);
        ka_ledger_close(&ledger, 1, 1);
        assert_false(ka_orders_make(&orders, &ledger, measures[i]));
        ka_orders_clear(&orders);
        ka_ledger_clear(&ledger);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_an_id_or_a_day),
        cmocka_unit_test(what_a_line_lacks_is_nothing),
        cmocka_unit_test(only_some_products_have_a_high_margin),
        cmocka_unit_test(costs_belong_to_no_order),
        cmocka_unit_test(other_measures_have_no_parts),
        cmocka_unit_test(a_measure_that_no_line_has_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
