// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a record → what a sale is, by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sales/kind.h"
#include "sales/measure.h"

struct figure {
    int field;
    const char *text;
};

// What derive is given and what it made.
struct trial {
    struct ka_layout layout;
    struct ka_amounts amounts;
    struct ka_measure_rules rules;
    struct ka_sale sale;
    struct ka_flaw flaw;
    int64_t list_cost;
};

static void begin(struct trial *t, const struct figure *figures, size_t n)
{
    *t = (struct trial){.rules = {.decimal_mark = '.'}, .list_cost = KA_DECIMAL_NONE};
    for (int i = 0; i < KA_SALE_COLUMNS; i++)
        t->sale.text[i] = KA_STR("");
    t->sale.cost = t->sale.margin = KA_DECIMAL_NONE;
    for (size_t i = 0; i < KA_FIELDS; i++)
        t->layout.place[i] = KA_NONE;
    for (size_t i = 0; i < n; i++) {
        int field = figures[i].field;
        t->layout.place[field] = i;
        t->amounts.known[field] = figures[i].text[0] != '\0';
        if (t->amounts.known[field])
            assert_true(
                ka_number_parse(ka_str(figures[i].text), '.', &t->amounts.number[field]));
    }
}

static bool derive(struct trial *t)
{
    return ka_amounts_derive(&t->amounts, &t->rules, &t->layout, t->list_cost, &t->sale,
                             &t->flaw);
}

#define BEGIN(t, ...)                                                                          \
    begin((t), (const struct figure[]){__VA_ARGS__},                                           \
          sizeof((const struct figure[]){__VA_ARGS__}) / sizeof(struct figure))

static void revenue_is_price_times_quantity_less_discount(void **state)
{
    (void)state;
    struct trial t;
    BEGIN(&t, {KA_SALE_UNIT_PRICE, "9.99"}, {KA_SALE_QTY, "3"}, {KA_SALE_DISCOUNT_RATE, "0.1"},
          {KA_FIELD_DISCOUNT_AMOUNT, "1.5"});
    assert_true(derive(&t));
    assert_int_equal(t.sale.revenue, 254730); // 9.99 × 3 × 0.9 − 1.5
    assert_int_equal(t.sale.qty, 30000);
    assert_int_equal(t.sale.kind, KA_SALE);
    assert_true(t.sale.cost == KA_DECIMAL_NONE && t.sale.margin == KA_DECIMAL_NONE);
}

static void it_is_rounded_once_half_to_even(void **state)
{
    (void)state;
    struct trial t;
    BEGIN(&t, {KA_SALE_UNIT_PRICE, "0.00025"}, {KA_SALE_QTY, "1"});
    assert_true(derive(&t));
    assert_int_equal(t.sale.revenue, 2);
    assert_int_equal(t.amounts.rounded, 1);
    BEGIN(&t, {KA_SALE_UNIT_PRICE, "0.00025"}, {KA_SALE_QTY, "10000"});
    assert_true(derive(&t));
    assert_int_equal(t.sale.revenue, 25000);
    assert_int_equal(t.sale.unit_price, 2); // of which the revenue is not made
}

static void tax_is_taken_out_where_it_is_in(void **state)
{
    (void)state;
    struct trial t;
    const struct ka_number tax = {.mantissa = 1300, .digits = 4};
    BEGIN(&t, {KA_SALE_REVENUE, "113"}, {KA_SALE_COST, "50"}, {KA_SALE_QTY, "1"});
    t.rules.tax = &tax;
    assert_true(derive(&t));
    assert_int_equal(t.sale.revenue, 100 * KA_DECIMAL_ONE);
    assert_int_equal(t.sale.cost, 50 * KA_DECIMAL_ONE);
    assert_int_equal(t.sale.margin, 50 * KA_DECIMAL_ONE);
    BEGIN(&t, {KA_SALE_REVENUE, "113"}, {KA_SALE_QTY, "1"});
    t.rules.tax = &tax;
    t.layout.traits[KA_SALE_REVENUE] = KA_NET;
    assert_true(derive(&t));
    assert_int_equal(t.sale.revenue, 113 * KA_DECIMAL_ONE);
}

static void cost_and_margin_complete_each_other(void **state)
{
    (void)state;
    struct trial t;
    BEGIN(&t, {KA_SALE_REVENUE, "100"}, {KA_SALE_MARGIN, "30"}, {KA_SALE_QTY, "4"});
    assert_true(derive(&t));
    assert_int_equal(t.sale.cost, 70 * KA_DECIMAL_ONE);
    BEGIN(&t, {KA_SALE_REVENUE, "100"}, {KA_FIELD_UNIT_COST, "12.5"}, {KA_SALE_QTY, "4"});
    assert_true(derive(&t));
    assert_int_equal(t.sale.cost, 50 * KA_DECIMAL_ONE);
    assert_int_equal(t.sale.margin, 50 * KA_DECIMAL_ONE);
    BEGIN(&t, {KA_SALE_REVENUE, "100"}, {KA_SALE_QTY, "4"});
    t.list_cost = 10 * KA_DECIMAL_ONE;
    assert_true(derive(&t));
    assert_int_equal(t.sale.cost, 40 * KA_DECIMAL_ONE);
    BEGIN(&t, {KA_SALE_REVENUE, "100"}, {KA_SALE_COST, "60"}, {KA_SALE_MARGIN, "41"});
    assert_true(derive(&t));
    assert_true(t.amounts.margin_off); // the revenue and the cost are believed
    assert_int_equal(t.sale.margin, 40 * KA_DECIMAL_ONE);
}

static void a_return_is_below_zero_whatever_its_signs(void **state)
{
    (void)state;
    static const char *const signs[][3] = {
        {"-10", "-2", "-6"}, {"10", "2", "6"}, {"10", "-2", "6"}};
    for (size_t i = 0; i < 3; i++) {
        struct trial t;
        BEGIN(&t, {KA_SALE_REVENUE, signs[i][0]}, {KA_SALE_QTY, signs[i][1]},
              {KA_SALE_COST, signs[i][2]});
        t.sale.kind = KA_RETURN;
        assert_true(derive(&t));
        assert_int_equal(t.sale.revenue, -10 * KA_DECIMAL_ONE);
        assert_int_equal(t.sale.qty, -2 * KA_DECIMAL_ONE);
        assert_int_equal(t.sale.cost, -6 * KA_DECIMAL_ONE);
        assert_int_equal(t.sale.margin, -4 * KA_DECIMAL_ONE);
    }
}

static enum ka_sale_kind kind_of(const char *revenue, const char *qty, const char *order)
{
    struct trial t;
    BEGIN(&t, {KA_SALE_REVENUE, revenue}, {KA_SALE_QTY, qty});
    t.rules.return_prefix = "TH";
    t.sale.text[KA_SALE_ORDER_ID] = ka_str(order);
    assert_true(derive(&t));
    return t.sale.kind;
}

static void figures_tell_the_kind(void **state)
{
    (void)state;
    assert_int_equal(kind_of("5", "1", "SO1"), KA_SALE);
    assert_int_equal(kind_of("-5", "-1", "SO1"), KA_RETURN);
    assert_int_equal(kind_of("5", "1", "TH1"), KA_RETURN);
    assert_int_equal(kind_of("-5", "", "SO1"), KA_ADJUST);
    assert_int_equal(kind_of("0", "3", "SO1"), KA_FREE);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct trial t;
    BEGIN(&t, {KA_SALE_UNIT_PRICE, "900000000000000"}, {KA_SALE_QTY, "900000000000000"});
    assert_false(derive(&t));
    assert_int_equal(t.flaw.field, KA_SALE_REVENUE);
    assert_string_equal(t.flaw.says, "is too large");
    BEGIN(&t, {KA_SALE_REVENUE, "922337203685477.5808"});
    assert_false(derive(&t));
}

static void words_tell_the_kind(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum ka_sale_kind kind;
        bool known;
    } words[] = {{"销售", KA_SALE, true},
                 {"退货", KA_RETURN, true},
                 {"Credit Note", KA_RETURN, true},
                 {"不退不换", KA_SALE, true},
                 {"赠品", KA_FREE, true},
                 {"返利", KA_ADJUST, true},
                 {"", KA_SALE, true},
                 {"blue moon", KA_SALE, false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool known = !words[i].known;
        assert_int_equal(ka_kind_of(ka_str(words[i].text), 0, &known), words[i].kind);
        assert_int_equal(known, words[i].known);
    }
    assert_int_equal(ka_kind_of(KA_STR("Y"), KA_RETURN_FLAG, NULL), KA_RETURN);
    assert_int_equal(ka_kind_of(KA_STR("N"), KA_RETURN_FLAG, NULL), KA_SALE);
    assert_int_equal(ka_kind_of(KA_STR("1"), KA_FREE_FLAG, NULL), KA_FREE);
}

static void tax_rates(void **state)
{
    (void)state;
    struct ka_number tax;
    struct ka_error err = {0};
    assert_true(ka_tax_parse("0.13", &tax, &err) && tax.mantissa == 1300 && tax.digits == 4);
    assert_true(ka_tax_parse("13%", &tax, &err) && tax.mantissa == 1300);
    assert_true(ka_tax_parse("0", &tax, &err) && tax.mantissa == 0);
    static const char *const wrong[] = {"1", "-0.1", "0.00001", "x", "", "$0.1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err = (struct ka_error){0};
        assert_false(ka_tax_parse(wrong[i], &tax, &err));
        assert_int_equal(err.code, KA_USAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(revenue_is_price_times_quantity_less_discount),
        cmocka_unit_test(it_is_rounded_once_half_to_even),
        cmocka_unit_test(tax_is_taken_out_where_it_is_in),
        cmocka_unit_test(cost_and_margin_complete_each_other),
        cmocka_unit_test(a_return_is_below_zero_whatever_its_signs),
        cmocka_unit_test(figures_tell_the_kind),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(words_tell_the_kind),
        cmocka_unit_test(tax_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
