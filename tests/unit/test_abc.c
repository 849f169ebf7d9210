// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/abc.h"

static void assert_classes(const struct ka_abc_item *item, const char *classes)
{
    for (size_t i = 0; classes[i]; i++)
        if (item[i].class != classes[i])
            fail_msg("item %zu is in class '%c', not '%c'", i, item[i].class, classes[i]);
}

static void fixed_limits(void **state)
{
    (void)state;
    const int64_t x[] = {50, 20, 15, 8, 4, 2, 1};
    struct ka_abc_item item[7];
    ka_abc_fixed(x, 7, .8, .95, item);
    // 50 70 85: the third crosses .8 and is still A; 93 97: the fifth crosses .95
    assert_classes(item, "AAABBCC");
    near(item[0].share, .5, 0);
    near(item[3].cum_share, .93, 0);
    assert_true(item[6].cum_share == 1);
    assert_true(item[1].top20 && !item[2].top20); // ceil(1.4) = 2, ceil(1.75) = 2
    assert_true(item[1].top25 && !item[2].top25);
    assert_false(item[0].tie);
}

// 80 % is reached by the second item, exactly: the third is B.
static void limit_met_exactly(void **state)
{
    (void)state;
    const int64_t x[] = {60, 20, 15, 5};
    struct ka_abc_item item[4];
    ka_abc_fixed(x, 4, .8, .95, item);
    assert_classes(item, "AABC");
    const int64_t thirds[] = {70, 20, 10};
    ka_abc_fixed(thirds, 3, .7, .9, item);
    assert_classes(item, "ABC");
}

static void ties_stay_together(void **state)
{
    (void)state;
    const int64_t x[] = {40, 20, 20, 10, 5, 5};
    struct ka_abc_item item[6];
    ka_abc_fixed(x, 6, .5, .9, item);
    assert_classes(item, "AAABCC");
    assert_true(item[1].tie && item[2].tie && item[4].tie && !item[3].tie);
    near(item[1].cum_share, .6, 0); // shares go on item by item
    near(item[2].cum_share, .8, 0);
    const int64_t y[] = {9, 4, 4, 4, 1, 1, 1, 1, 1, 1}; // top 20 % of ten: 2
    struct ka_abc_item ten[10];
    ka_abc_fixed(y, 10, .8, .95, ten);
    assert_true(ten[3].top20 && !ten[4].top20);
    assert_true(ten[3].top25 && !ten[4].top25);
}

static void not_positive(void **state)
{
    (void)state;
    const int64_t x[] = {80, 40, 0, -20};
    struct ka_abc_item item[4];
    ka_abc_fixed(x, 4, .8, .95, item);
    assert_classes(item, "ABNN"); // T is 100: the first meets 80 %
    near(item[1].cum_share, 1.2, 1e-15);
    assert_true(item[3].cum_share == 1);
    near(item[3].share, -.2, 1e-15);
}

static void nothing_to_share(void **state)
{
    (void)state;
    const int64_t x[] = {10, 0, -30};
    struct ka_abc_item item[3];
    struct ka_abc_limits limits;
    ka_abc_fixed(x, 3, .8, .95, item);
    assert_int_equal(item[0].class, 0);
    assert_int_equal(item[1].class, 'N');
    assert_true(isnan(item[0].share) && isnan(item[2].cum_share));
    ka_abc_computed(x, 3, item, &limits);
    assert_int_equal(item[0].class, 0);
    assert_int_equal(limits.a, 0);
    // the tops hold nothing that is not positive, though a tie group reaches in
    const int64_t zeros[] = {5, 0, 0, 0, 0, 0};
    struct ka_abc_item six[6];
    ka_abc_fixed(zeros, 6, .8, .95, six);
    assert_true(six[0].top20 && !six[1].top20 && !six[1].top25);
    ka_abc_fixed(NULL, 0, .8, .95, six);
    ka_abc_computed(NULL, 0, six, &limits);
    assert_int_equal(limits.c, 0);
}

// Sums beyond 64 bits.
static void large_amounts(void **state)
{
    (void)state;
    const int64_t big = INT64_MAX;
    const int64_t x[] = {big, big, big, big, big / 2};
    struct ka_abc_item item[5];
    ka_abc_fixed(x, 5, .8, .95, item);
    assert_classes(item, "AAAAB");
    near(item[0].share, 1 / 4.5, 1e-15);
    assert_true(item[4].cum_share == 1);
}

// n = 6, T = 100.  p^2 + (1 - y)^2: .2778 .2011 .2900 …: Pareto point 2; mean 16.7: break-even
// 2; (p - 2/6)^2 + (1 - y)^2 from 2 on: .0900 .0678 .1211 …: C limit 3, inside a tie group.
static void computed_limits(void **state)
{
    (void)state;
    const int64_t x[] = {50, 20, 10, 10, 5, 5};
    struct ka_abc_item item[6];
    struct ka_abc_limits limits;
    ka_abc_computed(x, 6, item, &limits);
    assert_int_equal(limits.pareto, 2);
    assert_int_equal(limits.break_even, 2);
    assert_int_equal(limits.a, 2);
    assert_int_equal(limits.c, 3);
    assert_classes(item, "AABBCC");
    near(item[2].cum_share, .8, 0);
}

// All equal: the Pareto point is in the middle, all have the mean, and one tie group is A.
static void computed_equal(void **state)
{
    (void)state;
    const int64_t x[] = {3, 3, 3, 3};
    struct ka_abc_item item[4];
    struct ka_abc_limits limits;
    ka_abc_computed(x, 4, item, &limits);
    assert_int_equal(limits.pareto, 2);
    assert_int_equal(limits.break_even, 4);
    assert_int_equal(limits.a, 2);
    assert_int_equal(limits.c, 4);
    assert_classes(item, "AAAA");
}

// Break-even before the Pareto point: one far above the rest, then a slow decline.
static void computed_break_even_first(void **state)
{
    (void)state;
    const int64_t x[] = {100, 12, 11, 10, 9, 8, 7, 6, 5, 4};
    struct ka_abc_item item[10];
    struct ka_abc_limits limits;
    ka_abc_computed(x, 10, item, &limits); // T 172, mean 17.2
    assert_int_equal(limits.break_even, 1);
    assert_int_equal(limits.pareto, 2); // .1852 .1617 .1712
    assert_int_equal(limits.a, 1);
    assert_int_equal(limits.c, 3); // from p = .2 on: .1217 .0912 .0914
    assert_classes(item, "ABBCCCCCCC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_limits),
        cmocka_unit_test(limit_met_exactly),
        cmocka_unit_test(ties_stay_together),
        cmocka_unit_test(not_positive),
        cmocka_unit_test(nothing_to_share),
        cmocka_unit_test(large_amounts),
        cmocka_unit_test(computed_limits),
        cmocka_unit_test(computed_equal),
        cmocka_unit_test(computed_break_even_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
