// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "sales/kind.h"
#include "sales/import.h"
#include "sales/twins.h"

// A small generator of its own, so that the cases are the same everywhere.
static uint64_t random_state = 1;

static uint64_t draw(uint64_t below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 33) % below;
}

static void write_lines(const char *path, const char *header, char lines[][64], size_t first,
                        size_t end)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(header, file);
    for (size_t i = first; i < end; i++)
        fputs(lines[i], file);
    fclose(file);
}

static const struct ka_import_options defaults = {
    .reader.kind = KA_INPUT_ANY, .survey.decimal_mark = '.', .measure.decimal_mark = '.'};

// Reads all sales of the files; their number, the sum of the dates and of a product of
// date and revenue, which a wrong reading of any row would change.
struct digest {
    size_t rows, rejects;
    int64_t dates, weighted;
    char error[1024];
};

static struct digest read_all(const char *const *paths, size_t count)
{
    struct digest d = {.rows = 0};
    struct ka_error err = {0};
    struct ka_import_item item;
    struct ka_import *import = ka_import_open(paths, count, &defaults, &err);
    while (import && ka_import_next(import, &item, &err)) {
        d.rejects += item.is_reject;
        if (item.is_reject)
            continue;
        d.rows++;
        d.dates += item.sale.date;
        d.weighted += item.sale.date * item.sale.revenue;
    }
    ka_import_close(import);
    snprintf(d.error, sizeof d.error, "%s", err.text);
    return d;
}

enum { ROWS = 12 };

static void shuffle(char lines[ROWS][64])
{
    for (size_t i = ROWS - 1; i > 0; i--) {
        size_t j = draw(i + 1);
        char kept[64];
        memcpy(kept, lines[i], 64);
        memcpy(lines[i], lines[j], 64);
        memcpy(lines[j], kept, 64);
    }
}

// Days 1–12 of January by day/month; only the last tells.
static void make_lines(char lines[ROWS][64])
{
    for (unsigned i = 0; i < ROWS; i++)
        snprintf(lines[i], 64, "%02u/02/2024,a,%u\n", i + 2, 3 * i + 1);
}

static void order_of_rows_changes_no_date(void **state)
{
    (void)state;
    static const char *const path[] = {"shuffled.csv"};
    char lines[ROWS][64];
    make_lines(lines);
    write_lines(*path, "date,customer,amount\n", lines, 0, ROWS);
    struct digest want = read_all(path, 1);
    assert_string_equal(want.error, "");
    assert_int_equal(want.rows, ROWS);
    assert_int_equal(want.dates,
                     12 * 19753 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13);
    for (int i = 0; i < 50; i++) {
        shuffle(lines);
        write_lines(*path, "date,customer,amount\n", lines, 0, ROWS);
        struct digest got = read_all(path, 1);
        assert_int_equal(got.dates, want.dates);
        assert_int_equal(got.weighted, want.weighted);
    }
    unlink(*path);
}

static void cutting_a_file_changes_no_date(void **state)
{
    (void)state;
    static const char *const paths[] = {"left.csv", "right.csv"};
    char lines[ROWS][64];
    make_lines(lines);
    write_lines(*paths, "date,customer,amount\n", lines, 0, ROWS);
    struct digest want = read_all(paths, 1);
    for (size_t cut = 0; cut <= ROWS; cut++) {
        write_lines(paths[0], "date,customer,amount\n", lines, 0, cut);
        write_lines(paths[1], "date,customer,amount\n", lines, cut, ROWS);
        struct digest got = read_all(paths, 2);
        assert_string_equal(got.error, "");
        assert_int_equal(got.weighted, want.weighted);
    }
    unlink(paths[0]);
    unlink(paths[1]);
}

// |value × 10^9 − price × qty × (1000 − off)| is at most half a ten-thousandth, in units
// of 10^-9: price in 10^-2, qty in 10^-4, off in 10^-3.
static void assert_rounded_once(int64_t value, int64_t price, int64_t qty, int64_t off)
{
    ka_int128 exact = (ka_int128)price * qty * (1000 - off);
    ka_int128 difference = (ka_int128)value * 100000 - exact;
    assert_true(difference >= -50000 && difference <= 50000);
    bool tie = difference == 50000 || difference == -50000;
    assert_true(!tie || value % 2 == 0);
}

static void derived_revenue_is_exact(void **state)
{
    (void)state;
    static const char *const path[] = {"derived.csv"};
    struct ka_error err = {0};
    struct ka_import_item item;
    for (int i = 0; i < 200; i++) {
        int64_t price = (int64_t)draw(1000000), off = (int64_t)draw(1000);
        int64_t qty = (int64_t)draw(100000000) + 1;
        FILE *file = fopen(*path, "w");
        assert_non_null(file);
        fprintf(file,
                "date,customer,unit price,qty,discount\n2024-01-05,a,%d.%02d,%d.%04d,0.%03d\n",
                (int)(price / 100), (int)(price % 100), (int)(qty / 10000), (int)(qty % 10000),
                (int)off);
        fclose(file);
        struct ka_import *import = ka_import_open(path, 1, &defaults, &err);
        assert_non_null(import);
        assert_true(ka_import_next(import, &item, &err));
        assert_false(item.is_reject);
        assert_rounded_once(item.sale.revenue, price, qty, off);
        ka_import_close(import);
    }
    unlink(*path);
}

static void a_margin_is_revenue_less_cost(void **state)
{
    (void)state;
    static const char *const path[] = {"margins.csv"};
    static const char *const tables[] = {
        "date,customer,amount,cost,qty\n2024-01-05,a,10,3,1\n",
        "date,customer,amount,margin,qty\n2024-01-05,a,10,3,1\n",
        "date,customer,amount,unit cost,qty\n2024-01-05,a,10,3,2\n",
        "date,customer,amount,cost,qty\n2024-01-05,a,-10,3,-1\n",
        "date,customer,amount,margin,type,qty\n2024-01-05,a,10,3,return,1\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct ka_error err = {0};
        struct ka_import_item item;
        FILE *file = fopen(*path, "w");
        assert_non_null(file);
        fputs(tables[i], file);
        fclose(file);
        struct ka_import *import = ka_import_open(path, 1, &defaults, &err);
        assert_non_null(import);
        assert_true(ka_import_next(import, &item, &err));
        assert_int_equal(item.sale.margin, item.sale.revenue - item.sale.cost);
        bool is_return = item.sale.kind == KA_RETURN;
        assert_true(is_return == (item.sale.revenue < 0) && is_return == (item.sale.cost < 0));
        ka_import_close(import);
    }
    unlink(*path);
}

static void words_say_what_kind(void **state)
{
    (void)state;
    assert_int_equal(ka_kind_of(KA_STR("销售退货单"), 0, NULL), KA_RETURN);
    assert_int_equal(ka_kind_of(KA_STR("Credit Memo"), 0, NULL), KA_RETURN);
    assert_int_equal(ka_kind_of(KA_STR("Credit card"), 0, NULL), KA_SALE);
    assert_int_equal(ka_kind_of(KA_STR("RETURN"), 0, NULL), KA_RETURN);
    assert_int_equal(ka_kind_of(KA_STR("普通销售"), 0, NULL), KA_SALE);
    assert_int_equal(ka_kind_of(KA_STR("赠品"), 0, NULL), KA_FREE);
    assert_int_equal(ka_kind_of(KA_STR("价格调整"), 0, NULL), KA_ADJUST);
    assert_int_equal(ka_kind_of(KA_STR("是"), 0, NULL), KA_SALE);
    assert_int_equal(ka_kind_of(KA_STR("是"), KA_RETURN_FLAG, NULL), KA_RETURN);
    assert_int_equal(ka_kind_of(KA_STR("否"), KA_RETURN_FLAG, NULL), KA_SALE);
    assert_int_equal(ka_kind_of(KA_STR("Y"), KA_FREE_FLAG, NULL), KA_FREE);
    static const char *const no_returns[] = {"不退货",     "支持退货", "7天无理由退货",
                                             "Non-return", "未退货",   "non-refundable"};
    for (size_t i = 0; i < sizeof no_returns / sizeof *no_returns; i++) {
        assert_int_equal(ka_kind_of(ka_str(no_returns[i]), 0, NULL), KA_SALE);
        assert_int_equal(ka_kind_of(ka_str(no_returns[i]), KA_RETURN_FLAG, NULL), KA_SALE);
    }
    bool known;
    assert_int_equal(ka_kind_of(KA_STR("普通销售"), 0, &known), KA_SALE);
    assert_true(known);
    assert_int_equal(ka_kind_of(KA_STR("Zulu"), 0, &known), KA_SALE);
    assert_false(known);
}

static uint64_t hash_number(uint64_t number)
{
    return ka_hash_of(KA_KEY(number));
}

static void add_numbers(struct ka_twins *twins, uint64_t from, uint64_t end)
{
    for (uint64_t i = from; i < end; i++)
        ka_twins_add(twins, &(uint64_t){hash_number(i)}, 1);
}

static void twins_are_found_in_any_number(void **state)
{
    (void)state;
    struct ka_twins twins = {0};
    for (uint64_t round = 0; round < 3; round++) {
        add_numbers(&twins, 0, 5000);
        assert_int_equal(ka_twins_count(&twins), 5000 * round);
        assert_int_equal(ka_twins_count(&twins), 5000 * round); // asking changes nothing
    }
    ka_twins_clear(&twins);
}

static void twins_are_found_within_their_reach(void **state)
{
    (void)state;
    struct ka_twins twins = {0};
    add_numbers(&twins, 0, KA_TWINS_REACH);
    assert_false(twins.turned);
    add_numbers(&twins, KA_TWINS_REACH, 3 * KA_TWINS_REACH);
    assert_true(twins.turned);
    assert_int_equal(ka_twins_count(&twins), 0);
    add_numbers(&twins, 2 * KA_TWINS_REACH, 2 * KA_TWINS_REACH + 1); // as far as they reach
    assert_int_equal(ka_twins_count(&twins), 1);
    add_numbers(&twins, 0, 1); // forgotten
    assert_int_equal(ka_twins_count(&twins), 1);
    add_numbers(&twins, 0, 1);
    assert_int_equal(ka_twins_count(&twins), 2);
    ka_twins_clear(&twins);
}

// The filter takes few for suspects that are none, or memory and time would grow.
static void strangers_are_seldom_suspects(void **state)
{
    (void)state;
    struct ka_twins twins = {0};
    add_numbers(&twins, 0, 2 * KA_TWINS_REACH);
    assert_true(twins.suspect_count < KA_TWINS_REACH / 16);
    ka_twins_clear(&twins);
}

// Numbers that are no hashes all have the same bits for the filter: all are suspects.
static void twins_are_counted_exactly(void **state)
{
    (void)state;
    struct ka_twins one = {0}, all = {0};
    size_t n = KA_TWINS_REACH + KA_TWINS_REACH / 2;
    uint64_t *hashes = ka_alloc(n, sizeof *hashes);
    for (size_t i = 0; i < n; i++)
        ka_twins_add(&one, &(uint64_t){hashes[i] = i % 1000}, 1);
    ka_twins_add(&all, hashes, n);
    assert_int_equal(ka_twins_count(&one), n - 1000);
    assert_int_equal(ka_twins_count(&all), n - 1000);
    free(hashes);
    ka_twins_clear(&one);
    ka_twins_clear(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_rows_changes_no_date),
        cmocka_unit_test(cutting_a_file_changes_no_date),
        cmocka_unit_test(derived_revenue_is_exact),
        cmocka_unit_test(a_margin_is_revenue_less_cost),
        cmocka_unit_test(words_say_what_kind),
        cmocka_unit_test(twins_are_found_in_any_number),
        cmocka_unit_test(twins_are_found_within_their_reach),
        cmocka_unit_test(strangers_are_seldom_suspects),
        cmocka_unit_test(twins_are_counted_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
