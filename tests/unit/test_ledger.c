// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger and what is computed from it, in closed forms.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/features.h"
#include "sales/fields.h"
#include "sales/ledger.h"
#include "sales/products.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/save.h"

static const enum ka_sale_column attributes[] = {KA_SALE_ACCOUNT, KA_SALE_CHANNEL};

static void assert_str(struct ka_str got, const char *want)
{
    if (!ka_str_eq(got, ka_str(want)))
        fail_msg("got \"%.*s\", expected \"%s\"", KA_ARG(got), want);
}

static int32_t day(int month, int day_of_month)
{
    return ka_date_from(2024, month, day_of_month);
}

static struct ka_sale sale_on(int32_t date, const char *account, int64_t revenue)
{
    struct ka_sale sale = {.date = date, .kind = KA_SALE, .revenue = revenue};
    for (int i = 0; i < KA_SALE_COLUMNS; i++)
        sale.text[i] = KA_STR("");
    sale.text[KA_SALE_ACCOUNT_ID] = ka_str(account);
    sale.qty = sale.list_price = sale.unit_price = KA_DECIMAL_NONE;
    sale.discount_rate = sale.cost = sale.margin = KA_DECIMAL_NONE;
    return sale;
}

static void init(struct ka_ledger *ledger, size_t attribute_count)
{
    ka_ledger_init(ledger, &(struct ka_ledger_options){.attributes = attributes,
                                                       .attribute_count = attribute_count});
}

static void close_ledger(struct ka_ledger *ledger)
{
    ka_ledger_join(ledger, 1);
    ka_ledger_close(ledger, 1, 1);
}

static void add(struct ka_ledger *ledger, const struct ka_sale *sale)
{
    ka_ledger_add(ledger, sale, sale->text[KA_SALE_ACCOUNT_ID]);
}

static void purchases_stand_by_key_and_date(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 2);
    static const char *const accounts[] = {"c", "a", "b", "a", "c", "a", "a"};
    static const int days[] = {3, 9, 1, 2, 1, 5, 9};
    for (size_t i = 0; i < 7; i++) {
        struct ka_sale sale = sale_on(day(1, days[i]), accounts[i], 1);
        add(&ledger, &sale);
    }
    ka_ledger_add_cost(&ledger, KA_STR("0"), KA_STR("0"), 7, 0, 1); // a key without lines
    close_ledger(&ledger);
    static const size_t counts[] = {0, 3, 1, 2};
    static const int sorted[] = {2, 5, 9, 1, 1, 3};
    assert_int_equal(ledger.keys.count, 4);
    struct ka_cells purchases;
    ka_cells_init(&purchases, KA_PURCHASE_IDS, 0);
    for (size_t key = 0, i = 0; key < 4; key++) {
        ka_ledger_purchases(&ledger, key, &purchases);
        assert_int_equal(purchases.count, counts[key]);
        for (size_t k = 0; k < purchases.count; k++)
            assert_int_equal(ka_cell_time(purchases.word[k * KA_PURCHASE_IDS]),
                             day(1, sorted[i++]));
    }
    ka_cells_clear(&purchases);
    assert_str(ka_ledger_key(&ledger, 0), "0");
    assert_str(ka_ledger_key(&ledger, 3), "c");
    assert_int_equal(ka_ledger_sums(&ledger, 1)->lines, 4);
    assert_int_equal(ledger.first, day(1, 1));
    assert_int_equal(ledger.last, day(1, 9));
    ka_ledger_clear(&ledger);
    ka_ledger_clear(&ledger);
}

// The orders of key a when its purchases are these: day of January, id.
static size_t count_orders(size_t n, const int *days, const char *const *ids)
{
    struct ka_ledger ledger;
    struct ka_calendar calendar;
    struct ka_account account;
    init(&ledger, 0);
    for (size_t i = 0; i < n; i++) {
        struct ka_sale sale = sale_on(day(1, days[i]), "a", 1);
        sale.text[KA_SALE_ORDER_ID] = ka_str(ids[i]);
        add(&ledger, &sale);
    }
    close_ledger(&ledger);
    ka_calendar_init(&calendar, &ledger, KA_DATE_NONE);
    ka_features_compute(&ledger, &calendar, false, 1, &account);
    ka_ledger_clear(&ledger);
    return (size_t)account.orders;
}

static void orders_are_distinct_ids(void **state)
{
    (void)state;
    const int days[] = {1, 2, 3, 4, 4};
    assert_int_equal(count_orders(5, days, (const char *[]){"9", "8", "9", "8", "9"}), 2);
    assert_int_equal(count_orders(5, days, (const char *[]){"", "", "", "", ""}), 4);
    assert_int_equal(count_orders(5, days, (const char *[]){"", "x", "", "x", "x1"}), 4);
    assert_int_equal(count_orders(5, days, (const char *[]){"7", "07", "007", "7", "a7"}), 4);
    // told from the last one by the digits at the end
    assert_int_equal(count_orders(5, days,
                                  (const char *[]){"SO10000001", "SO10000009", "SO10000001",
                                                   "SO1000000x", "SO10000009"}),
                     3);
    assert_int_equal(count_orders(5, days,
                                  (const char *[]){"A123456789", "A123456780", "B123456780",
                                                   "A023456789", "A123456789"}),
                     4);
    assert_int_equal(
        count_orders(5, days,
                     (const char *[]){"00000001", "00000002", "00000001", "1", "00000003"}),
        4);
    static const char *const long_ones[] = {"1234567890", "234567890", "0234567890",
                                            "11234567890", "1234567890"};
    assert_int_equal(count_orders(5, days, long_ones), 4);
}

// Rows of many kinds, of which every third goes to each of three ledgers.
static void add_mixed(struct ka_ledger *ledgers, size_t ledger, size_t count)
{
    static const char *const names[] = {"q", "p", "", "r", "s"};
    for (size_t i = 0; i < 3000; i++) {
        size_t row = ledger ? 2999 - i : i; // from the other end
        struct ka_sale sale =
            sale_on(day(1 + (int)(row % 11), 1 + (int)(row % 27)),
                    names[row % 5][0] ? names[row % 5] : "t", (int64_t)(row * row % 1009));
        sale.text[KA_SALE_PRODUCT] = ka_str(names[row / 3 % 5]);
        sale.text[KA_SALE_FAMILY] = ka_str(names[row / 7 % 5]);
        sale.text[KA_SALE_ORDER_ID] = ka_str(names[row / 11 % 5]);
        sale.text[KA_SALE_ACCOUNT] = ka_str(names[row / 13 % 5]);
        sale.qty = (int64_t)(row % 4);
        if (count == 1 || row % count == ledger)
            add(&ledgers[ledger], &sale);
    }
}

static void compute_mixed(size_t count, struct ka_account *accounts)
{
    struct ka_ledger ledgers[3];
    struct ka_calendar calendar;
    for (size_t i = 0; i < count; i++) {
        init(&ledgers[i], 1);
        add_mixed(ledgers, i, count);
    }
    ka_ledger_join(ledgers, count);
    ka_ledger_close(ledgers, count, 2);
    assert_int_equal(ledgers[0].keys.count, 5);
    ka_calendar_init(&calendar, ledgers, KA_DATE_NONE);
    ka_features_compute(ledgers, &calendar, false, 2, accounts);
    for (size_t key = 0; key < 5; key++)
        accounts[key].attributes[0] = accounts[key].key = KA_STR(""); // of this ledger
    for (size_t i = 0; i < count; i++)
        ka_ledger_clear(&ledgers[i]);
}

static void it_is_the_same_from_one_ledger_or_three(void **state)
{
    (void)state;
    struct ka_account one[5], three[5];
    memset(one, 0, sizeof one);
    memset(three, 0, sizeof three);
    compute_mixed(1, one);
    compute_mixed(3, three);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(one[i].lines, 600);
        assert_int_equal(one[i].orders, three[i].orders);
        assert_int_equal(one[i].active_months, three[i].active_months);
        assert_true(one[i].revenue == three[i].revenue && one[i].qty == three[i].qty);
        assert_float_equal(one[i].price_index, three[i].price_index, 0);
        assert_float_equal(one[i].family_entropy, three[i].family_entropy, 0);
        assert_float_equal(one[i].gap_cv, three[i].gap_cv, 0);
    }
}

static void put_name(struct ka_ledger *ledger, int date, const char *name)
{
    struct ka_sale sale = sale_on(day(1, date), "a", 1);
    sale.text[KA_SALE_ACCOUNT] = ka_str(name);
    add(ledger, &sale);
}

static void attributes_are_the_newest_that_are_known(void **state)
{
    (void)state;
    static const struct {
        int date;
        const char *name;
    } rows[] = {{5, "newest"}, {9, ""}, {1, "zz"}, {5, "newer"}};
    for (size_t first = 0; first < 4; first++) { // in four orders
        struct ka_ledger ledger;
        init(&ledger, 2);
        for (size_t i = 0; i < 4; i++)
            put_name(&ledger, rows[(first + i) % 4].date, rows[(first + i) % 4].name);
        close_ledger(&ledger);
        assert_str(ka_ledger_attribute(&ledger, 0, 0), "newest");
        assert_str(ka_ledger_attribute(&ledger, 0, 1), "");
        ka_ledger_clear(&ledger);
    }
}

// Keys and names that fit into their tallies and such that do not, in one ledger or in three;
// of two names of the same day the greater counts.
static void keys_and_names_have_any_length(void **state)
{
    (void)state;
    enum { MOST = 80, SHORT = 70 };
    char text[MOST];
    memset(text, 'k', sizeof text);
    for (size_t count = 1; count <= 3; count += 2) {
        struct ka_ledger ledgers[3];
        for (size_t i = 0; i < count; i++)
            init(&ledgers[i], 1);
        for (size_t i = 0; i < 3 * (MOST - SHORT) * SHORT; i++) {
            size_t n = i % SHORT; // of the key; the name is 0 to 9 longer
            struct ka_sale sale = sale_on(day(1, 1), "a", 1);
            sale.text[KA_SALE_ACCOUNT] = (struct ka_str){text, n + i / SHORT % (MOST - SHORT)};
            ka_ledger_add(&ledgers[i % count], &sale, (struct ka_str){text, n});
        }
        ka_ledger_join(ledgers, count);
        ka_ledger_close(ledgers, count, 1);
        assert_int_equal(ledgers[0].keys.count, SHORT);
        for (size_t key = 0; key < SHORT; key++) {
            struct ka_str name = {text, key + MOST - SHORT - 1};
            assert_true(ka_str_eq(ka_ledger_key(ledgers, key), (struct ka_str){text, key}));
            assert_true(ka_str_eq(ka_ledger_attribute(ledgers, key, 0), name));
            assert_int_equal(ka_ledger_sums(ledgers, key)->lines, 3 * (MOST - SHORT));
        }
        for (size_t i = 0; i < count; i++)
            ka_ledger_clear(&ledgers[i]);
    }
}

static void a_date_before_1970_is_a_date(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 2);
    struct ka_sale sale = sale_on(ka_date_from(1960, 1, 1), "a", 1);
    sale.text[KA_SALE_ACCOUNT] = KA_STR("old");
    add(&ledger, &sale);
    close_ledger(&ledger);
    assert_str(ka_ledger_attribute(&ledger, 0, 0), "old");
    ka_ledger_clear(&ledger);
}

static void costs_follow_the_account_to_its_newest_key(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 0);
    struct ka_sale sale = sale_on(day(1, 1), "a", 1);
    ka_ledger_add(&ledger, &sale, KA_STR("old"));
    sale.date = day(1, 2);
    ka_ledger_add(&ledger, &sale, KA_STR("new"));
    assert_true(ka_ledger_add_cost(&ledger, KA_STR("a"), KA_STR(""), 5, 0, 30));
    assert_false(ka_ledger_add_cost(&ledger, KA_STR("b"), KA_STR(""), 5, 9, 40));
    close_ledger(&ledger);
    assert_int_equal(ledger.cost_count, 2);
    assert_str(ka_ledger_key(&ledger, ledger.costs[0].key), "");
    assert_int_equal(ledger.costs[0].amount, 40);
    assert_string_equal(ka_cost_kind_name(ledger.costs[0].kind), "other");
    assert_str(ka_ledger_key(&ledger, ledger.costs[1].key), "new");
    ka_ledger_clear(&ledger);
}

static void an_adjustment_moves_no_goods(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 0);
    struct ka_sale sale = sale_on(day(1, 1), "a", 500), adjust = sale_on(day(1, 2), "a", -70);
    adjust.kind = KA_ADJUST;
    sale.margin = 200;
    sale.qty = 3;
    add(&ledger, &sale);
    add(&ledger, &adjust);
    close_ledger(&ledger);
    const struct ka_totals *totals = &ka_ledger_sums(&ledger, 0)->totals;
    assert_true(ka_totals_margin(totals, &ledger) == 130);
    assert_true(ka_totals_qty(totals, &ledger) == 3);
    ka_ledger_clear(&ledger);

    init(&ledger, 0); // but is no source of margins by itself
    adjust.text[KA_SALE_PRODUCT] = KA_STR("p");
    add(&ledger, &adjust);
    close_ledger(&ledger);
    totals = &ka_ledger_sums(&ledger, 0)->totals;
    assert_true(ka_totals_margin(totals, &ledger) == KA_SUM_NONE);
    assert_true(ka_totals_qty(totals, &ledger) == KA_SUM_NONE);
    assert_null(ka_products_high_margin(&ledger));
    ka_ledger_clear(&ledger);
}

static void complete_months(void **state)
{
    (void)state;
    static const struct {
        int first_day, asof_month, asof_day, first, last; // complete, as months of 2024
    } cases[] = {
        {1, 3, 31, 1, 3},  {2, 3, 31, 2, 3}, {1, 3, 30, 1, 2},
        {31, 2, 29, 2, 2}, {5, 1, 20, 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ka_ledger ledger = {.first = day(1, cases[i].first_day), .last = day(1, 31)};
        struct ka_calendar calendar;
        ka_calendar_init(&calendar, &ledger, day(cases[i].asof_month, cases[i].asof_day));
        int32_t before = ka_date_month(day(1, 1)) - 1;
        assert_int_equal(calendar.complete_first - before, cases[i].first);
        assert_int_equal(calendar.complete_last - before, cases[i].last);
        assert_int_equal(calendar.last_month - before, cases[i].asof_month);
    }
}

// Each product is one line; margin < 0: none.
static bool *flag_products(struct ka_ledger *ledger, const int64_t *revenue,
                           const int64_t *margin, size_t n)
{
    init(ledger, 0);
    for (size_t i = n; i-- > 0;) { // against the order of the names
        struct ka_sale sale = sale_on(day(1, 1), "a", revenue[i]);
        char name[2] = {(char)('a' + (int)i), '\0'};
        sale.text[KA_SALE_PRODUCT_ID] = ka_str(name);
        sale.margin = margin[i] < 0 ? KA_DECIMAL_NONE : margin[i];
        add(ledger, &sale);
    }
    close_ledger(ledger);
    return ka_products_high_margin(ledger);
}

static void high_margin_is_above_the_weighted_percentile(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    // Rates .1 .2 .3 .4 of equal revenue: three quarters are reached at .3.
    bool *high =
        flag_products(&ledger, (int64_t[]){100, 100, 100, 100}, (int64_t[]){10, 20, 30, 40}, 4);
    assert_memory_equal(high, ((bool[]){false, false, true, true}), 4);
    free(high);
    ka_ledger_clear(&ledger);
    // The weights decide; a product without revenue, or without a margin, is none.
    high = flag_products(&ledger, (int64_t[]){100, 900, 0, 50}, (int64_t[]){10, 180, 5, -1}, 4);
    assert_memory_equal(high, ((bool[]){false, true, false, false}), 4);
    free(high);
    ka_ledger_clear(&ledger);
    assert_null(flag_products(&ledger, (int64_t[]){100}, (int64_t[]){-1}, 1));
    ka_ledger_clear(&ledger);
}

static void prices_are_compared_within_product_and_month(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 0);
    static const struct {
        const char *account, *product;
        int month;
        int64_t qty, paid;
    } rows[] = {{"a", "p", 1, 10, 120}, {"b", "p", 1, 10, 100}, {"a", "p", 2, 1, 500},
                {"a", "q", 1, 4, 40},   {"b", "q", 1, 4, 80},   {"c", "q", 3, 4, 80},
                {"c", "p", 1, 0, 77},   {"d", "p", 1, 10, 0},   {"d", "r", 1, 10, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ka_sale sale = sale_on(day(rows[i].month, 1), rows[i].account, rows[i].paid);
        sale.text[KA_SALE_PRODUCT] = ka_str(rows[i].product);
        sale.qty = rows[i].qty;
        add(&ledger, &sale);
    }
    close_ledger(&ledger);
    struct ka_calendar calendar;
    struct ka_account account[4];
    double index[4];
    ka_calendar_init(&calendar, &ledger, KA_DATE_NONE);
    ka_features_compute(&ledger, &calendar, false, 1, account);
    for (size_t key = 0; key < 4; key++)
        index[key] = account[key].price_index;
    // a: 120 against 10 × 100/20, 40 against 4 × 80/4.
    assert_float_equal(index[0], 160.0 / (50 + 80), 1e-15);
    assert_float_equal(index[1], 180.0 / (60 + 40), 1e-15);
    assert_true(isnan(index[2]));
    assert_float_equal(index[3], 0, 0);
    ka_ledger_clear(&ledger);
}

static void sums_go_beyond_64_bits(void **state)
{
    (void)state;
    struct ka_ledger ledger;
    init(&ledger, 0);
    struct ka_sale sale = sale_on(day(1, 1), "a", INT64_MAX);
    add(&ledger, &sale);
    add(&ledger, &sale);
    close_ledger(&ledger);
    struct ka_calendar calendar;
    ka_calendar_init(&calendar, &ledger, KA_DATE_NONE);
    struct ka_account account;
    ka_features_compute(&ledger, &calendar, false, 1, &account);
    assert_true(account.revenue == (ka_int128)INT64_MAX * 2);
    assert_true(account.cost_to_serve == KA_SUM_NONE && account.net_profit == KA_SUM_NONE);
    assert_true(account.revenue_recent == KA_SUM_NONE);
    ka_ledger_clear(&ledger);
}

struct row {
    struct ka_str text;
    int32_t date;
    int64_t count;
    ka_int128 sum;
    double real;
};

static void unknown_is_an_empty_cell_or_no_column(void **state)
{
    (void)state;
    const struct row rows[] = {
        {KA_STR(""), KA_DATE_NONE, KA_COUNT_NONE, KA_SUM_NONE, (double)NAN},
        {KA_STR("x"), 0, -1, -12500, 0.1},
    };
    static const struct ka_field fields[] = {
        {"text", KA_FIELD_TEXT, offsetof(struct row, text), false},
        {"date", KA_FIELD_DATE, offsetof(struct row, date), false},
        {"count", KA_FIELD_COUNT, offsetof(struct row, count), false},
        {"sum", KA_FIELD_SUM, offsetof(struct row, sum), false},
        {"real", KA_FIELD_REAL, offsetof(struct row, real), false},
    };
    static const char *const want[] = {"x", "1970-01-01", "-1", "-1.25", "0.1"};
    struct ka_frame frame = {.rows = 2}, empty = {.rows = 1};
    for (size_t i = 0; i < 5; i++) {
        ka_fields_append(&frame, &fields[i], 1, rows, sizeof *rows, 1);
        assert_str(ka_frame_cell(&frame, i, 0), "");
        assert_str(ka_frame_cell(&frame, i, 1), want[i]);
        ka_fields_append(&empty, &fields[i], 1, rows, sizeof *rows, 1);
    }
    assert_int_equal(empty.width, 0);
    struct ka_field always = fields[0];
    always.always = true;
    ka_fields_append(&empty, &always, 1, rows, sizeof *rows, 1);
    assert_int_equal(empty.width, 1);
    ka_frame_clear(&frame);
    ka_frame_clear(&empty);
}

static void read_back(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static bool write_rows(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    static const struct ka_field fields[] = {
        {"text", KA_FIELD_TEXT, offsetof(struct row, text), true},
        {"none", KA_FIELD_DATE, offsetof(struct row, date), false},
        {"sum", KA_FIELD_SUM, offsetof(struct row, sum), false},
    };
    const struct row *rows = context;
    (void)err;
    ka_fields_write(writer, fields, 3, rows, sizeof *rows, 3, 2);
    assert_int_equal(writer->rows, 4);
    return true;
}

static bool write_lonely(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    static const struct ka_field text = {"text", KA_FIELD_TEXT, offsetof(struct row, text),
                                         true};
    (void)err;
    ka_fields_write(writer, &text, 1, context, sizeof(struct row), 3, 1);
    return true;
}

static void rows_are_cells_in_quotes_where_they_need_them(void **state)
{
    (void)state;
    const struct row rows[] = {{KA_STR("a,\"b\""), KA_DATE_NONE, 0, -12500, 0},
                               {KA_STR(""), KA_DATE_NONE, 0, KA_SUM_NONE, 0},
                               {KA_STR(" c"), KA_DATE_NONE, 0, 0, 0}};
    struct ka_error err = {0};
    char text[200];
    assert_true(ka_table_save("rows.csv", write_rows, rows, &err));
    read_back("rows.csv", text, sizeof text);
    assert_string_equal(text, "text,sum\n\"a,\"\"b\"\"\",-1.25\n,\n\" c\",0\n");
    assert_true(ka_table_save("lonely.csv", write_lonely, rows, &err));
    read_back("lonely.csv", text, sizeof text);
    assert_string_equal(text, "text\n\"a,\"\"b\"\"\"\n\"\"\n\" c\"\n");
    remove("rows.csv");
    remove("lonely.csv");
}

// Pieces that several threads have formatted stand in order.
static bool write_many(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    static const struct ka_field count = {"count", KA_FIELD_COUNT, 0, true};
    (void)err;
    ka_fields_write(writer, &count, 1, context, sizeof(int64_t), 20000, 3);
    return true;
}

static void many_rows_stand_in_order(void **state)
{
    (void)state;
    static int64_t values[20000];
    struct ka_error err = {0};
    for (int64_t i = 0; i < 20000; i++)
        values[i] = i;
    assert_true(ka_table_save("many.csv", write_many, values, &err));
    FILE *file = fopen("many.csv", "r");
    assert_non_null(file);
    char name[8];
    long value;
    assert_int_equal(fscanf(file, "%7s", name), 1);
    for (long i = 0; i < 20000; i++)
        assert_true(fscanf(file, "%ld", &value) == 1 && value == i);
    assert_int_equal(fscanf(file, "%ld", &value), EOF);
    fclose(file);
    remove("many.csv");
}

// Of keys that fall on one place, and such that are alike in all that the place is told by.
static void a_near_map_numbers_as_the_map_does(void **state)
{
    (void)state;
    struct ka_near *near = ka_zalloc(1, sizeof *near);
    struct ka_map map = {0}, plain = {0};
    char text[24];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 20000; i++) {
            bool is_new, want;
            int length =
                snprintf(text, sizeof text, i % 3 ? "%d" : "%d-the same end", i % 9000);
            struct ka_str key = {text, (size_t)length};
            assert_int_equal(ka_near_put(near, &map, key, &is_new),
                             ka_map_put(&plain, key, &want));
            assert_int_equal(is_new, want);
        }
    bool is_new;
    size_t empty = ka_near_put(near, &map, KA_STR(""), &is_new);
    assert_true(is_new);
    assert_int_equal(ka_near_put(near, &map, KA_STR(""), &is_new), empty);
    assert_false(is_new);
    ka_map_clear(&map);
    ka_map_clear(&plain);
    free(near);
}

int main(void)
{
    ka_stat_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(purchases_stand_by_key_and_date),
        cmocka_unit_test(orders_are_distinct_ids),
        cmocka_unit_test(it_is_the_same_from_one_ledger_or_three),
        cmocka_unit_test(attributes_are_the_newest_that_are_known),
        cmocka_unit_test(keys_and_names_have_any_length),
        cmocka_unit_test(a_date_before_1970_is_a_date),
        cmocka_unit_test(costs_follow_the_account_to_its_newest_key),
        cmocka_unit_test(an_adjustment_moves_no_goods),
        cmocka_unit_test(complete_months),
        cmocka_unit_test(high_margin_is_above_the_weighted_percentile),
        cmocka_unit_test(prices_are_compared_within_product_and_month),
        cmocka_unit_test(sums_go_beyond_64_bits),
        cmocka_unit_test(unknown_is_an_empty_cell_or_no_column),
        cmocka_unit_test(rows_are_cells_in_quotes_where_they_need_them),
        cmocka_unit_test(many_rows_stand_in_order),
        cmocka_unit_test(a_near_map_numbers_as_the_map_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
