// SPDX-License-Identifier: GPL-3.0-or-later
// Records against sums that are made in an array.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <string.h>

#include "sales/cells.h"
#include "sales/order_codes.h"
#include "table/decimal.h"

enum { HIGH = 40, LOW = 50 };

static uint64_t next(uint64_t *seed) // xorshift
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    return *seed ^= *seed << 17;
}

// Ids that differ in their upper and in their lower bytes.
static void make_id(uint64_t *id, uint64_t high, uint64_t low)
{
    id[0] = high << 57 | 5;
    id[1] = low << 3;
}

static void records_of_the_same_are_one(void **state)
{
    (void)state;
    static int64_t sum[HIGH][LOW][2];
    struct ka_cells cells, rest;
    uint64_t seed = 88172645463325252u, id[2];
    ka_cells_init(&cells, 2, 2);
    ka_cells_init(&rest, 2, 2);
    for (size_t i = 0; i < 50000; i++) {
        uint64_t high = next(&seed) % HIGH, low = next(&seed) % LOW;
        const int64_t add[] = {(int64_t)(next(&seed) % 1000) - 500, 1};
        make_id(id, high, low);
        ka_cells_add(i % 3 ? &cells : &rest, id, add);
        sum[high][low][0] += add[0];
        sum[high][low][1] += add[1];
    }
    assert_true(cells.cap < 4 * HIGH * LOW); // and not 50000
    ka_cells_append(&cells, &rest);
    ka_cells_settle(&cells);
    assert_int_equal(cells.count, HIGH * LOW);
    for (size_t i = 0; i < cells.count; i++) {
        const uint64_t *record = cells.word + i * 4;
        make_id(id, i / LOW, i % LOW);
        assert_memory_equal(record, id, sizeof id);
        assert_memory_equal(record + 2, sum[i / LOW][i % LOW], 2 * sizeof(int64_t));
    }
    ka_cells_clear(&cells);
    ka_cells_clear(&rest);
}

static void a_sum_that_does_not_fit_stays_apart(void **state)
{
    (void)state;
    struct ka_cells cells;
    ka_int128 total = 0;
    ka_cells_init(&cells, 1, 1);
    for (uint64_t i = 0; i < 300; i++)
        ka_cells_add(&cells, (uint64_t[]){i % 3}, (int64_t[]){INT64_MAX - (int64_t)i});
    ka_cells_settle(&cells);
    assert_int_equal(cells.count, 300);
    for (size_t i = 0; i < 300; i++) {
        assert_int_equal(cells.word[2 * i], i / 100);
        total += (int64_t)cells.word[2 * i + 1];
    }
    assert_true(total == (ka_int128)INT64_MAX * 300 - 299 * 150);
    ka_cells_clear(&cells);
}

static void nothing_is_sorted_too(void **state)
{
    (void)state;
    struct ka_cells cells;
    ka_cells_init(&cells, 2, 0);
    ka_cells_settle(&cells);
    assert_int_equal(cells.count, 0);
    ka_cells_add(&cells, (uint64_t[]){1, 2}, NULL);
    ka_cells_add(&cells, (uint64_t[]){1, 1}, NULL);
    ka_cells_add(&cells, (uint64_t[]){1, 2}, NULL);
    ka_cells_settle(&cells);
    assert_int_equal(cells.count, 2);
    assert_int_equal(cells.word[1], 1);
    ka_cells_clear(&cells);
}

static const char *const ids[] = {"",
                                  "0",
                                  "00",
                                  "7",
                                  "07",
                                  "a",
                                  "a7",
                                  "a07",
                                  "7a",
                                  "999999999",
                                  "1999999999",
                                  "2999999999",
                                  "0999999999",
                                  "\xe5\x8d\x95"
                                  "7",
                                  "-7"};
enum { IDS = sizeof ids / sizeof *ids };

static void codes_are_one_to_one(void **state)
{
    (void)state;
    struct ka_order_codes codes = {0};
    uint64_t code[IDS];
    for (size_t i = 0; i < IDS; i++)
        code[i] = ka_order_code(&codes, ka_str(ids[i]));
    for (size_t i = 0; i < IDS; i++)
        for (size_t k = 0; k < IDS; k++)
            assert_int_equal(ka_order_code(&codes, ka_str(ids[k])) == code[i], i == k);
    assert_int_equal(codes.heads.count, 8); // nothing a 7a 1 2 0 and two more
    for (int32_t day = -1; day <= 1; day++)
        for (size_t i = 0; i < IDS; i++)
            assert_true(ka_order_code_of_day(day) != code[i]);
    assert_true(ka_order_code_of_day(-1) != ka_order_code_of_day(1));
    ka_order_codes_clear(&codes);
}

static void codes_move_to_others(void **state)
{
    (void)state;
    struct ka_order_codes from = {0}, to = {0};
    uint32_t head[IDS];
    uint64_t code[IDS];
    for (size_t i = 0; i < IDS; i++)
        ka_order_code(&to, ka_str(ids[IDS - 1 - i]));
    for (size_t i = 0; i < IDS; i++)
        code[i] = ka_order_code(&from, ka_str(ids[i]));
    for (size_t i = 0; i < from.heads.count; i++)
        head[i] = (uint32_t)ka_map_find(&to.heads, from.heads.keys[i]);
    for (size_t i = 0; i < IDS; i++)
        assert_int_equal(ka_order_code_move(code[i], head), ka_order_code(&to, ka_str(ids[i])));
    uint64_t day = ka_order_code_of_day(-5);
    assert_int_equal(ka_order_code_move(day, head), day);
    ka_order_codes_clear(&from);
    ka_order_codes_clear(&to);
}

// Those of a few heads, and of a head a day for a hundred years.
static void usual_codes_are_short(void **state)
{
    (void)state;
    struct ka_order_codes codes = {0};
    enum { DAYS = 36525, FEW = 30 };
    for (int i = 0; i < DAYS; i++) {
        char id[40];
        int n = snprintf(id, sizeof id, "SO%d-%0*d", i, i % 5 + 1, i % 10);
        if (i < FEW)
            n = snprintf(id, sizeof id, "%c-%09d", 'A' + i, 999999999 - i);
        uint64_t code = ka_order_code(&codes, (struct ka_str){id, (size_t)n}), shorter;
        assert_true(ka_order_code_shorten(code, &shorter));
        assert_true(shorter >> KA_ORDER_SHORT_BITS == 0);
        assert_true(ka_order_code_lengthen(shorter) == code);
    }
    static const char *const long_ones[] = {"far-000001", "far-131072"};
    for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++) {
        uint64_t shorter;
        assert_false(
            ka_order_code_shorten(ka_order_code(&codes, ka_str(long_ones[i])), &shorter));
    }
    ka_order_codes_clear(&codes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_the_same_are_one),
        cmocka_unit_test(a_sum_that_does_not_fit_stays_apart),
        cmocka_unit_test(nothing_is_sorted_too),
        cmocka_unit_test(codes_are_one_to_one),
        cmocka_unit_test(codes_move_to_others),
        cmocka_unit_test(usual_codes_are_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
