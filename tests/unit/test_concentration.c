// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "stat/concentration.h"

static const double incomes[] = {1463, 8304, 2445, 541, 22261, 3438, 5401, 4437, 11904, 6392};

static struct ka_concentration of(const double *x, size_t n)
{
    struct ka_concentration c;
    ka_concentration_compute(x, n, &c);
    return c;
}

#define OF(...)                                                                                \
    of((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

// R ineq, DescTools and boot on these ten incomes.
static void published_incomes(void **state)
{
    (void)state;
    struct ka_concentration c = of(incomes, 10);
    assert_int_equal(c.n, 10);
    near(c.total, 66586, 0);
    near(c.mean, 6658.6, 1e-12);
    near(c.gini, .4620911, 5e-8);
    near(c.gini_rsv, .4620911, 5e-8);
    near(c.gini_corrected, .5134346, 5e-8);
    near(c.hhi, .1840812, 5e-8);
    near(c.rosenbluth, .1859051, 5e-8);
    near(c.effective, 5.432384, 5e-7);
    near(c.theil_t, .3623412, 5e-8);
    near(c.theil_l, .4335946, 5e-8);
    near(c.hoover, .3378067, 5e-8);
    near(c.asymmetry_lo, 1.0935259, 5e-8);
    near(c.asymmetry_hi, 1.0935259, 5e-8);
    near(c.hhi_normalised, (c.hhi - .1) / .9, 1e-15);
    near(ka_atkinson(incomes, NULL, 10, .5), .1796591, 5e-8);
    near(ka_atkinson(incomes, NULL, 10, 1), .3518251, 5e-8);
    near(ka_atkinson(incomes, NULL, 10, 2), .6290111, 5e-8);
}

// Damgaard, Weiner 2000, figure 2: the same Gini, from one large or from many small.
static void lorenz_asymmetry(void **state)
{
    (void)state;
    double s = 50.0 / 9;
    struct ka_concentration large = OF(s, s, s, s, s, s, s, s, s, 50);
    struct ka_concentration small = OF(2, 2, 2, 2, 2, 18, 18, 18, 18, 18);
    near(large.gini_corrected, .4444444, 5e-8);
    near(small.gini_corrected, .4444444, 5e-8);
    near(large.asymmetry_lo, 1.46, 1e-12);
    near(large.asymmetry_hi, 1.46, 1e-12);
    near(small.asymmetry_lo, .74, .005);
    // 2 of 4 equal the mean: from (1/4, 1/8) to (3/4, 5/8)
    struct ka_concentration interval = OF(1, 2, 2, 3);
    near(interval.asymmetry_lo, .375, 1e-15);
    near(interval.asymmetry_hi, 1.375, 1e-15);
}

static void equal_shares(void **state)
{
    (void)state;
    double x[6] = {.1, .1, .1, .1, .1, .1}; // their mean is not .1, by rounding
    struct ka_concentration c = of(x, 6);
    near(c.gini, 0, 0);
    near(c.gini_corrected, 0, 0);
    near(c.hoover, 0, 0);
    near(c.theil_t, 0, 0);
    near(c.theil_l, 0, 0);
    near(c.hhi, 1.0 / 6, 1e-16);
    near(c.hhi_normalised, 0, 1e-16);
    near(c.effective, 6, 1e-14);
    near(c.rosenbluth, 1.0 / 6, 1e-16);
    near(c.asymmetry_lo, 0, 0);
    near(c.asymmetry_hi, 2, 0);
    near(ka_atkinson(x, NULL, 6, .5), 0, 0);
    assert_int_equal(c.make80, 5);
}

static void one_takes_all(void **state)
{
    (void)state;
    struct ka_concentration c = OF(0, 0, 42, 0, 0);
    near(c.gini, .8, 1e-15);
    near(c.gini_corrected, 1, 1e-15);
    near(c.hhi, 1, 1e-15);
    near(c.effective, 1, 1e-15);
    near(c.hhi_normalised, 1, 1e-15);
    near(c.rosenbluth, 1, 1e-14);
    near(c.hoover, .8, 1e-15);
    near(c.theil_t, log(5), 1e-15);
    assert_true(isnan(c.theil_l));
    near(c.cr4, 1, 0);
    near(c.top20_share, 1, 0);
    assert_int_equal(c.make80, 1);
    near(c.make80_share, .2, 1e-16);
    near(ka_atkinson((double[]){0, 42}, NULL, 2, 1), 1, 0);
    near(ka_atkinson((double[]){0, 42}, NULL, 2, .5), .5, 1e-15);
    near(OF(10, 10, 0, 0, 0).gini, .6, 1e-15);
}

static void tops(void **state)
{
    (void)state;
    // n = 11: the top 20 % are ceil(2.2) = 3, the top 25 % ceil(2.75) = 3
    struct ka_concentration c = OF(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 45);
    near(c.top20_share, .64, 1e-15);
    near(c.top25_share, .64, 1e-15);
    near(c.cr4, .72, 1e-15);
    near(c.cr8, .94, 1e-15);
    assert_int_equal(c.make80, 6); // .45 .55 .64 .72 .79 .85
    near(c.make80_share, 6.0 / 11, 1e-15);
    // reached exactly, in figures that binary fractions cannot hold
    assert_int_equal(OF(.4, .4, .1, .1).make80, 2);
    assert_int_equal(OF(.62, .26, .22).make80, 2);
    assert_int_equal(OF(.84, .11, .1).make80, 1);
    assert_int_equal(ka_top_count(15, 20), 3);
    assert_int_equal(ka_top_count(16, 20), 4);
    assert_int_equal(ka_top_count(1, 25), 1);
    assert_int_equal(ka_top_count(0, 25), 0);
}

static void negative_amounts(void **state)
{
    (void)state;
    struct ka_concentration c = OF(-7, -15, 11, -10, 2, 4, 40);
    near(c.gini_rsv, .6998395, 5e-8); // R package GiniWegNeg
    assert_true(isnan(c.gini) && isnan(c.gini_corrected) && isnan(c.hhi));
    assert_true(isnan(c.theil_t) && isnan(c.theil_l) && isnan(c.hoover));
    assert_true(isnan(c.asymmetry_lo) && isnan(c.rosenbluth));
    near(c.total, 25, 0);
    near(c.cr4, 57.0 / 25, 1e-15); // passes 1
    assert_int_equal(c.make80, 1);
    struct ka_concentration loss = OF(-3, 1);
    near(loss.total, -2, 0);
    near(loss.gini_rsv, .5, 1e-15); // (4 / 4) / 2 over 4 / 2
    assert_true(isnan(loss.cr4) && isnan(loss.top20_share) && isnan(loss.make80_share));
    assert_true(isnan(loss.make80));
    assert_true(isnan(ka_atkinson((double[]){-3, 10}, NULL, 2, .5)));
    near(OF(-1, -1, -1).gini_rsv, 0, 0);
}

static void too_little(void **state)
{
    (void)state;
    struct ka_concentration none = of(NULL, 0);
    assert_int_equal(none.n, 0);
    near(none.total, 0, 0);
    assert_true(isnan(none.mean) && isnan(none.gini_rsv) && isnan(none.hhi));
    struct ka_concentration one = OF(5);
    near(one.gini, 0, 0);
    near(one.hhi, 1, 0);
    near(one.cr8, 1, 0);
    assert_true(isnan(one.gini_corrected) && isnan(one.hhi_normalised));
    struct ka_concentration zeros = OF(0, 0);
    assert_true(isnan(zeros.gini_rsv) && isnan(zeros.gini) && isnan(zeros.cr4));
}

// The figures that do not depend on n.
static void same_figures(const struct ka_concentration *a, const struct ka_concentration *b)
{
    near(a->gini_rsv, b->gini_rsv, 1e-13);
    near(a->gini, b->gini, 1e-13);
    near(a->top20_share, b->top20_share, 1e-13);
    near(a->make80_share, b->make80_share, 1e-13);
    near(a->hoover, b->hoover, 1e-13);
    near(a->theil_t, b->theil_t, 1e-13);
    near(a->theil_l, b->theil_l, 1e-13);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    double x[] = {.1, 1e9, .3, 7, 1e-3, 123.45, .7, 7, 55, 2e5}, reversed[10];
    for (size_t i = 0; i < 10; i++)
        reversed[i] = x[9 - i];
    struct ka_concentration a = of(x, 10), b = of(reversed, 10);
    assert_memory_equal(&a, &b, sizeof a);
    assert_true(ka_atkinson(x, NULL, 10, 1) == ka_atkinson(reversed, NULL, 10, 1));
}

static void scale_does_not_matter(void **state)
{
    (void)state;
    double x[10];
    for (size_t i = 0; i < 10; i++)
        x[i] = incomes[i] * 7.0321e-4;
    struct ka_concentration a = of(incomes, 10), b = of(x, 10);
    same_figures(&a, &b);
    near(a.hhi, b.hhi, 1e-13);
    near(a.cr4, b.cr4, 1e-13);
    near(a.asymmetry_lo, b.asymmetry_lo, 1e-13);
}

// Replication of the population keeps the inequality and divides the concentration.
static void replication(void **state)
{
    (void)state;
    double x[30];
    for (size_t i = 0; i < 30; i++)
        x[i] = incomes[i / 3];
    struct ka_concentration once = of(incomes, 10), thrice = of(x, 30);
    same_figures(&once, &thrice);
    near(thrice.hhi, once.hhi / 3, 1e-13);
    near(thrice.rosenbluth, once.rosenbluth / 3, 1e-13);
}

static void counts_are_replication(void **state)
{
    (void)state;
    const double sorted[] = {1, 2, 4, 5, 9, 30};
    const double count[] = {0, 3, 2, 0, 4, 1};
    struct ka_concentration counted, written;
    ka_concentration_sorted(sorted, count, 6, &counted);
    written = OF(2, 2, 2, 4, 4, 9, 9, 9, 9, 30);
    same_figures(&counted, &written);
    assert_int_equal(counted.n, 10);
    assert_int_equal(counted.make80, written.make80);
    near(counted.total, written.total, 0);
    near(counted.cr4, written.cr4, 1e-15);
    near(counted.cr8, written.cr8, 1e-15);
    near(counted.hhi, written.hhi, 1e-15);
    near(counted.asymmetry_lo, written.asymmetry_lo, 1e-15);
    near(counted.asymmetry_hi, written.asymmetry_hi, 1e-15);
    // an amount that does not occur has no say: the negative, the one at the mean, the largest
    const double wide[] = {-5, 2, 4, 8.5, 9, 30, 1000};
    const double narrow[] = {0, 3, 2, 0, 4, 1, 0};
    ka_concentration_sorted(wide, narrow, 7, &counted);
    same_figures(&counted, &written);
    near(counted.cr4, written.cr4, 1e-15);
    near(counted.asymmetry_lo, written.asymmetry_lo, 1e-15);
}

// Class midpoints with their frequencies; the scale of weights matters to n alone.
static void weights(void **state)
{
    (void)state;
    const double x[] = {2.5, 7.5, 15, 35, 75, 150}, w[] = {25, 13, 10, 5, 5, 2};
    struct ka_concentration c, whole;
    ka_concentration_sorted(x, w, 6, &c);
    near(c.gini, .6566810, 5e-8); // DescTools
    near(c.gini_corrected, .6678112, 5e-8);
    const double y[] = {1, 2, 4}, f[] = {3, 1, 2}, g[] = {.3, .1, .2};
    ka_concentration_sorted(y, g, 3, &c);
    ka_concentration_sorted(y, f, 3, &whole);
    near(c.gini, whole.gini, 1e-14);
    near(c.hoover, whole.hoover, 1e-14);
    near(c.theil_l, whole.theil_l, 1e-14);
    assert_true(isnan(c.gini_corrected)); // total weight below 1
    const double eight[] = {1, 1, 1, 2, 4, 4};
    for (double epsilon = 0; epsilon <= 2; epsilon += .5)
        near(ka_atkinson(y, f, 3, epsilon), ka_atkinson(eight, NULL, 6, epsilon), 1e-14);
    const double zero[] = {0, 1, 1};
    ka_concentration_sorted((double[]){-9, 1, 3}, zero, 3, &c);
    near(c.gini, .25, 1e-15);
}

static void theil_split(void **state)
{
    (void)state;
    struct ka_theil_split split;
    const size_t halves[] = {0, 1, 1, 0, 1, 0, 0, 1, 0, 1};
    ka_theil_split(incomes, NULL, halves, 10, 2, &split);
    near(split.total, of(incomes, 10).theil_t, 1e-14);
    near(split.between + split.within, split.total, 1e-15);
    near(split.between_share, split.between / split.total, 1e-15);
    assert_true(split.between > 0 && split.within > 0);
    // other numbers for the groups, and one that is empty
    const size_t renamed[] = {2, 0, 0, 2, 0, 2, 2, 0, 2, 0};
    struct ka_theil_split again;
    ka_theil_split(incomes, NULL, renamed, 10, 3, &again);
    assert_memory_equal(&split, &again, sizeof split);
    // equal within: all of it is between; equal means: none of it
    const size_t pairs[] = {0, 0, 1, 1};
    ka_theil_split((double[]){1, 1, 3, 3}, NULL, pairs, 4, 2, &split);
    near(split.within, 0, 0);
    near(split.between_share, 1, 0);
    near(split.total, .25 * log(.5) + .75 * log(1.5), 1e-15);
    ka_theil_split((double[]){1, 3, 3, 1}, NULL, pairs, 4, 2, &split);
    near(split.between, 0, 0);
    near(split.within, split.total, 0);
    // weighted is replicated
    const double three[] = {1, 2, 5}, times[] = {2, 1, 1}, written[] = {1, 1, 2, 5};
    struct ka_theil_split weighted;
    ka_theil_split(three, times, (size_t[]){0, 0, 1}, 3, 2, &weighted);
    ka_theil_split(written, NULL, (size_t[]){0, 0, 0, 1}, 4, 2, &again);
    near(weighted.between, again.between, 1e-15);
    near(weighted.within, again.within, 1e-15);
    // a group that has nothing
    ka_theil_split((double[]){0, 0, 2, 2}, NULL, pairs, 4, 2, &split);
    near(split.total, log(2), 1e-15);
    ka_theil_split((double[]){-1, 0, 2, 2}, NULL, pairs, 4, 2, &split);
    assert_true(isnan(split.total) && isnan(split.between_share));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_incomes),
        cmocka_unit_test(lorenz_asymmetry),
        cmocka_unit_test(equal_shares),
        cmocka_unit_test(one_takes_all),
        cmocka_unit_test(tops),
        cmocka_unit_test(negative_amounts),
        cmocka_unit_test(too_little),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(scale_does_not_matter),
        cmocka_unit_test(replication),
        cmocka_unit_test(counts_are_replication),
        cmocka_unit_test(weights),
        cmocka_unit_test(theil_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
