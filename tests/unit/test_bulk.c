// SPDX-License-Identifier: GPL-3.0-or-later
// What is converted by the block, from the index of the reader and by several threads, is what
// one record after the other would have become: rows, rejects, sums and what is counted.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sales/import.h"

static uint64_t random_state;

static size_t draw(size_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % below;
}

#define PICK(list) ((list)[draw(sizeof(list) / sizeof *(list))])

static const char *const names[] = {"Alpha",          "\"Beta, Ltd\"", "  spaced ",
                                    "万澜超市",       "\"O\"\"Neil\"", "　全角",
                                    "\"two\nlines\"", "\"bare\""};
static const char *const regions[] = {"R1", "华东", "", "\"\"", " ", "\"R,3\""};
static const char *const odd_amounts[] = {"007",
                                          "1.50",
                                          "-0",
                                          "0",
                                          "",
                                          "￥1,234.5",
                                          "12x",
                                          " 5 ",
                                          "-3",
                                          "1e3",
                                          "\"9\"",
                                          "12.34567",
                                          "99999999999999",
                                          "-",
                                          "\"1,234.50\"",
                                          "\"-1,234.5\"",
                                          "\"12,34\"",
                                          "\"1,234,567\"",
                                          "1 234.5",
                                          "1'234",
                                          "(5)",
                                          "5-",
                                          "(0)",
                                          "1.5万",
                                          "5%",
                                          "\"+1,000\"",
                                          "１,234",
                                          "1e-3"};
static const char *const odd_dates[] = {"",         "2024-02-30",  "合计",
                                        "20240105", " 2024-01-05", "\"2024-01-05\""};
static const char *const odd_lines[] = {"",
                                        ",,,,,,,",
                                        "date,order_id,account_id,account,region,"
                                        "kind,qty,revenue",
                                        "a\"b,x",
                                        "short,line",
                                        "合计,,,,,,5,10"};

static void put_amount(FILE *file, size_t wild, bool returned)
{
    if (draw(100) < wild)
        fprintf(file, ",%s", PICK(odd_amounts));
    else
        fprintf(file, ",%s%zu.%zu", returned ? "-" : "", draw(100000), draw(100));
}

static void put_line(FILE *file, size_t i, size_t wild, const char *end)
{
    bool returned = draw(20) == 0;
    if (draw(1000) < wild) {
        fprintf(file, "%s%s", PICK(odd_lines), end);
        return;
    }
    if (draw(300) < wild)
        fputs(PICK(odd_dates), file);
    else
        fprintf(file, "2024-%02zu-%02zu", 1 + i / 400 % 12, 1 + i / 15 % 28);
    fprintf(file, ",SO%zu,KH%zu,%s,%s,%s", i / 3, draw(9), PICK(names), PICK(regions),
            returned ? "return" : "sale");
    put_amount(file, wild, returned);
    put_amount(file, wild, returned);
    fputs(end, file);
}

static void write_export(const char *path, size_t wild, const char *end)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "date,order_id,account_id,account,region,kind,qty,revenue%s", end);
    for (size_t i = 0; i < 5000; i++)
        put_line(file, i, i < 150 ? 0 : wild, end); // what a small file tells is known by then
    fclose(file);
}

// ---- Exports of an ERP: discounts, signs of currency, tax, figures that are derived ----

static const char *const headers[] = {
    "日期,单据编号,客户编码,客户名称,地区,业务类型,数量,单价,折扣,金额,成本",
    "日期,单据编号,客户编码,客户名称,地区,业务类型,数量,含税单价,折扣,金额,单位成本",
    "日期,单据编号,客户编码,客户名称,地区,业务类型,数量,单价,优惠率(%),备注,成本",
    "日期,单据编号,客户编码,客户名称,地区,是否退货,数量,单价,扣率,金额(万元),毛利",
};
static const char *const discounts[][3] = {
    {"0%", "12%", "26.5%"}, {"0", "0.1", "0.25"}, {"0", "15", "7"}, {"1", "0.9", "7折"}};
static const double paid[][3] = {{1, .88, .735}, {1, .9, .75}, {1, .85, .93}, {1, .9, .7}};
static const char *const odd_discounts[] = {"", "0", "abc", "120", "5%", "0.123456789", "1"};

// In groups of three, with two decimals.
static void put_money(FILE *file, const char *sign, double value)
{
    long long cents = (long long)(value * 100 + (value < 0 ? -.5 : .5));
    long long whole = (cents < 0 ? -cents : cents) / 100;
    fprintf(file, ",\"%s%s", cents < 0 ? "-" : "", sign);
    if (whole >= 1000)
        fprintf(file, "%lld,%03lld", whole / 1000, whole % 1000);
    else
        fprintf(file, "%lld", whole);
    fprintf(file, ".%02lld\"", (cents < 0 ? -cents : cents) % 100);
}

static void put_erp_amount(FILE *file, size_t wild, const char *sign, double value)
{
    if (draw(100) < wild)
        fprintf(file, ",%s", PICK(odd_amounts));
    else
        put_money(file, sign, value);
}

static void put_erp_line(FILE *file, size_t form, size_t i, size_t wild)
{
    static const char *const signs[] = {"￥", "¥", ""};
    bool returned = draw(20) == 0, is_flag = form == 3;
    const char *sign = PICK(signs);
    size_t off = draw(3), hundreds = 1 + draw(99999);
    double price = (double)hundreds / 100, qty = (double)(1 + draw(300)) * (returned ? -1 : 1);
    double revenue = price * qty * paid[form][off] / (form == 3 ? 10000 : 1);
    if (draw(1000) < wild) {
        fprintf(file, "%s\n", PICK(odd_lines));
        return;
    }
    fprintf(file, "2024/%zu/%zu,SO%zu,KH%zu,%s,%s,%s,%.0f", 1 + i / 400 % 12, 1 + i / 15 % 28,
            i / 3, draw(9), PICK(names), PICK(regions),
            is_flag ? (returned ? "是" : "否") : (returned ? "销售退货" : "普通销售"), qty);
    put_erp_amount(file, wild, sign, price);
    fprintf(file, ",%s", draw(100) < wild ? PICK(odd_discounts) : discounts[form][off]);
    if (form == 3)
        fprintf(file, ",%.4f", revenue);
    else if (form == 2)
        fprintf(file, ",m%zu", draw(4));
    else
        put_erp_amount(file, wild, sign, draw(100) < wild ? revenue * 1.5 : revenue);
    put_erp_amount(file, wild, "", form == 1 ? price * .6 : price * qty * .6);
    fputs("\n", file);
}

static void write_erp(const char *path, size_t form, size_t wild)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", headers[form]);
    for (size_t i = 0; i < 5000; i++)
        put_erp_line(file, form, i, i < 150 ? 0 : wild);
    fclose(file);
}

// ---- One record after the other, and by the block ----

struct told {
    struct ka_buf rows, rejects;
    struct ka_import_counts counts;
    struct ka_error err; // the end, when no row can be trusted
};

// tax: of --tax, NULL: none
static void read_export(const char *path, const struct ka_number *tax, bool in_bulk,
                        size_t threads, struct told *told)
{
    struct ka_import_options options = {.reader.kind = KA_INPUT_ANY,
                                        .survey.decimal_mark = '.',
                                        .survey.tax = tax,
                                        .measure.decimal_mark = '.',
                                        .measure.tax = tax,
                                        .measure.return_prefix = tax ? "SO1" : NULL,
                                        .in_bulk = in_bulk,
                                        .threads = threads};
    struct ka_error err = {0};
    struct ka_import_item item;
    struct ka_import *import = ka_import_open(&path, 1, &options, &err);
    assert_non_null(import);
    *told = (struct told){.rows = {0}};
    while (ka_import_next(import, &item, &err))
        if (item.is_reject)
            ka_buf_addf(&told->rejects, "%.*s\n", KA_ARG(item.message));
        else if (item.rows.n > 0)
            ka_buf_add(&told->rows, item.rows);
        else
            ka_import_format(import, &item, &told->rows);
    told->err = err;
    told->counts = *ka_import_counts(import);
    ka_import_close(import);
}

static void clear(struct told *told)
{
    ka_buf_clear(&told->rows);
    ka_buf_clear(&told->rejects);
}

static void assert_same(const struct told *got, const struct told *want)
{
    assert_true(ka_str_eq(ka_buf_str(&got->rejects), ka_buf_str(&want->rejects)));
    assert_true(ka_str_eq(ka_buf_str(&got->rows), ka_buf_str(&want->rows)));
    assert_string_equal(got->err.text, want->err.text);
    assert_memory_equal(&got->counts, &want->counts, sizeof got->counts);
}

static void compare(const char *path, const struct ka_number *tax, bool may_fail)
{
    static const size_t threads[] = {1, 2, 7};
    struct told want, got;
    read_export(path, tax, false, 1, &want);
    if (!may_fail)
        assert_string_equal(want.err.text, "");
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        read_export(path, tax, true, threads[i], &got);
        assert_same(&got, &want);
        clear(&got);
    }
    clear(&want);
    unlink(path);
}

static void blocks_say_what_single_records_say(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 40; seed++) {
        random_state = seed;
        write_export("bulk.csv", seed % 4 * 5, seed % 3 ? "\n" : "\r\n");
        compare("bulk.csv", NULL, false);
    }
}

static void figures_are_derived_in_blocks_as_in_single_records(void **state)
{
    (void)state;
    static const struct ka_number tax = {.mantissa = 13, .digits = 2};
    for (uint64_t seed = 0; seed < 32; seed++) {
        random_state = seed;
        write_erp("erp.csv", seed % 4, seed / 4 % 3 * 4);
        compare("erp.csv", seed / 16 ? &tax : NULL, seed / 4 % 3 > 0);
    }
}

// A day is known by its cell; no cell is the day of a row without one.
static void an_empty_date_is_never_a_day(void **state)
{
    (void)state;
    for (size_t at = 95; at < 110; at++) {
        FILE *file = fopen("bulk.csv", "w");
        assert_non_null(file);
        fputs("date,account,revenue\n", file);
        for (size_t i = 0; i < 300; i++)
            fprintf(file, "%s,A%zu,5\n", i == at ? "" : "2024-01-05", i % 3);
        fclose(file);
        struct told got;
        read_export("bulk.csv", NULL, true, 1, &got);
        assert_string_equal(got.err.text, "");
        assert_int_equal(got.counts.rejected, 1);
        assert_int_equal(got.counts.written.rows, 299);
        clear(&got);
    }
    unlink("bulk.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_say_what_single_records_say),
        cmocka_unit_test(figures_are_derived_in_blocks_as_in_single_records),
        cmocka_unit_test(an_empty_date_is_never_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
