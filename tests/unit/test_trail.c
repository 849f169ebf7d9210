// SPDX-License-Identifier: GPL-3.0-or-later
// A trail gives back what was written, once.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "sales/trail.h"

static void assert_line(const struct ka_trail_line *got, const struct ka_trail_line *want)
{
    assert_int_equal(got->is_purchase, want->is_purchase);
    assert_int_equal(got->has_goods, want->has_goods);
    assert_int_equal(got->item, want->item);
    assert_true(got->revenue == want->revenue && got->qty == want->qty);
    if (want->is_purchase) {
        assert_int_equal(got->date, want->date);
        assert_true(got->order == want->order);
    }
}

static void numbers_of_any_size_come_back(void **state)
{
    (void)state;
    static const int64_t amounts[] = {
        0,     1,         -1,           99,         100,       -100,          10000,
        12300, 123450000, -70000000000, INT64_MAX,  INT64_MIN, INT64_MIN / 2, INT64_MAX - 807,
        255,   256,       -12800,       1638350000, 4294967296};
    static const uint64_t orders[] = {0, 1, 7, 255, UINT64_MAX, 1, UINT64_C(1) << 63, 12, 12};
    enum { N = 64, AMOUNTS = sizeof amounts / sizeof *amounts };
    struct ka_trails trails = {0};
    struct ka_trail_line line[N], got;
    for (size_t i = 0; i < N; i++) {
        bool is_purchase = i % 4 != 3;
        line[i] = (struct ka_trail_line){.is_purchase = is_purchase,
                                         .has_goods = i % 5 != 4,
                                         .date = is_purchase ? (int32_t)(i * i) - 900 : 0,
                                         .order = is_purchase ? orders[i % 9] : 0};
        if (i == 8)
            line[i].date = INT32_MAX;
        if (i == 9)
            line[i].date = INT32_MIN;
        if (line[i].has_goods) {
            line[i].item = i % 7 ? (uint32_t)(i * i * i) : UINT32_MAX;
            line[i].revenue = amounts[i % AMOUNTS];
            line[i].qty = amounts[i * 7 % AMOUNTS];
        }
        ka_trails_add(&trails, (uint32_t)i % 3, &line[i]);
    }
    size_t *start = ka_trails_sort(&trails, 4);
    for (size_t place = 0; place < 4; place++) { // the last has none
        struct ka_trail_walk walk = {trails.cell + start[place],
                                     trails.cell + start[place + 1]};
        for (size_t i = place; place < 3 && i < N; i += 3) {
            assert_true(ka_trail_next(&walk, &got));
            assert_line(&got, &line[i]);
        }
        assert_false(ka_trail_next(&walk, &got));
    }
    assert_int_equal(start[4], trails.count);
    free(start);
    ka_trails_clear(&trails);
    ka_trails_clear(&trails);
}

// 20 orders of 5 items, told again and again, among which there are others of another trail.
static void what_is_told_again_takes_no_room(void **state)
{
    (void)state;
    struct ka_trails trails = {0};
    enum { ROUNDS = 20000, ORDERS = 20, ITEMS = 5, CELLS = 200000 };
    for (uint32_t i = 0; i < ROUNDS * ORDERS; i++) {
        struct ka_trail_line line = {.is_purchase = true,
                                     .has_goods = true,
                                     .date = (int32_t)(i % ORDERS / 2),
                                     .order = UINT64_C(1) << 40 | i % ORDERS,
                                     .item = i % ITEMS,
                                     .revenue = 12300,
                                     .qty = -1};
        ka_trails_add(&trails, 7, &line);
        line.order = UINT64_C(1) << 40 | i;
        line.date = 1;
        if (i % 1000 == 0)
            ka_trails_add(&trails, 2, &line);
    }
    assert_true(trails.count < CELLS && trails.cap < CELLS);
    int64_t revenue[ITEMS] = {0}, qty[ITEMS] = {0};
    bool met[ORDERS] = {0};
    struct ka_trail_line line;
    size_t *start = ka_trails_sort(&trails, 8), others = 0;
    struct ka_trail_walk walk = {trails.cell + start[2], trails.cell + start[3]};
    while (ka_trail_next(&walk, &line))
        others += line.is_purchase;
    assert_int_equal(others, ROUNDS * ORDERS / 1000);
    walk = (struct ka_trail_walk){trails.cell + start[7], trails.cell + start[8]};
    while (ka_trail_next(&walk, &line)) {
        if (line.is_purchase) {
            uint64_t order = line.order ^ UINT64_C(1) << 40;
            assert_true(order < ORDERS && line.date == (int32_t)(order / 2));
            met[order] = true;
        }
        assert_true(line.item < ITEMS);
        revenue[line.item] += line.revenue;
        qty[line.item] += line.qty;
    }
    for (size_t i = 0; i < ORDERS; i++)
        assert_true(met[i]);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_int_equal(revenue[i], INT64_C(12300) * ROUNDS * ORDERS / ITEMS);
        assert_int_equal(qty[i], -ROUNDS * ORDERS / ITEMS);
    }
    free(start);
    ka_trails_clear(&trails);
}

// Sums that would not fit stay apart.
static void large_sums_are_not_lost(void **state)
{
    (void)state;
    struct ka_trails trails = {0};
    enum { LINES = 100000 };
    __extension__ typedef __int128 wide;
    wide sum = 0;
    for (size_t i = 0; i < LINES; i++)
        ka_trails_add(&trails, 0,
                      &(struct ka_trail_line){.has_goods = true, .revenue = INT64_MAX / 3});
    struct ka_trail_line line;
    struct ka_trail_walk walk = {trails.cell, trails.cell + trails.count};
    while (ka_trail_next(&walk, &line)) {
        assert_false(line.is_purchase);
        sum += line.revenue;
    }
    assert_true(sum == (wide)(INT64_MAX / 3) * LINES);
    ka_trails_clear(&trails);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_any_size_come_back),
        cmocka_unit_test(what_is_told_again_takes_no_room),
        cmocka_unit_test(large_sums_are_not_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
