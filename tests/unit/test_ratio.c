// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/ratio.h"
#include "stat/stat.h"

// By hand: r = 6/12, residuals 0, 1, -1; with two degrees of freedom the quantile of t is
// (2p - 1) / sqrt(2p (1 - p)).
static void by_hand(void **state)
{
    (void)state;
    struct ka_ratio_sums sums = {0};
    ka_ratio_add(&sums, 1, 2);
    ka_ratio_add(&sums, 3, 4);
    ka_ratio_add(&sums, 2, 6);
    struct ka_ratio r = ka_ratio_finish(&sums, .95);
    near(r.value, .5, 1e-15);
    near(r.hi - r.value, (.95 / sqrt(2 * .975 * .025)) * sqrt(2. * 3 / 2) / 12, 1e-12);
    near(r.value - r.lo, r.hi - r.value, 1e-15);
}

// R: svyratio(~y, ~x, svydesign(~1, weights = rep(1, 6))) of package survey, confint(df = 5).
static void as_in_r(void **state)
{
    (void)state;
    const double y[] = {0, 10, 40, 0, 25, 7}, x[] = {100, 80, 300, 50, 120, 90};
    struct ka_ratio_sums sums = {0};
    for (size_t i = 0; i < 6; i++)
        ka_ratio_add(&sums, y[i], x[i]);
    struct ka_ratio r = ka_ratio_finish(&sums, .95);
    near(r.value, .110810810811, 1e-12);
    near(r.lo, .0400051947775, 1e-12);
    near(r.hi, .181616426844, 1e-12);
}

// With all x equal the ratio is a mean, and the interval that of R's t.test: qt(.975, 4) times
// the standard error.
static void a_mean(void **state)
{
    (void)state;
    struct ka_ratio_sums sums = {0};
    const double y[] = {1, 2, 3, 4, 10};
    for (int i = 0; i < 5; i++)
        ka_ratio_add(&sums, y[i], 1);
    struct ka_ratio r = ka_ratio_finish(&sums, .95);
    near(r.value, 4, 1e-15);
    near(r.hi - 4, 2.7764451051977987 * sqrt(12.5 / 5), 1e-12);
}

static void in_proportion(void **state)
{
    (void)state;
    struct ka_ratio_sums sums = {0};
    for (int i = 1; i < 9; i++)
        ka_ratio_add(&sums, .25 * i, i);
    struct ka_ratio r = ka_ratio_finish(&sums, .95);
    near(r.value, .25, 0);
    near(r.hi - r.lo, 0, 1e-7);
}

// A giant that is taken back leaves what the others say.
static void taken_back(void **state)
{
    (void)state;
    struct ka_ratio_sums sums = {0};
    ka_ratio_add(&sums, 1, 3);
    ka_ratio_add(&sums, 1e9, 7e9);
    ka_ratio_add(&sums, 2, 5);
    ka_ratio_remove(&sums, 1e9, 7e9);
    struct ka_ratio r = ka_ratio_finish(&sums, .95);
    assert_int_equal(sums.n, 2);
    near(r.value, 3. / 8, 1e-12);
    near(r.hi - r.value, 12.706204736174698 * sqrt(2 * 2 * .125 * .125) / 8, 1e-9);
}

static void limits(void **state)
{
    (void)state;
    struct ka_ratio_sums sums = {0};
    assert_true(isnan(ka_ratio_finish(&sums, .95).value));
    ka_ratio_add(&sums, 1, 0);
    assert_true(isnan(ka_ratio_finish(&sums, .95).value));
    ka_ratio_remove(&sums, 1, 0);
    ka_ratio_add(&sums, 1, 2);
    struct ka_ratio one = ka_ratio_finish(&sums, .95);
    near(one.value, .5, 0);
    assert_true(isnan(one.lo) && isnan(one.hi));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),       cmocka_unit_test(as_in_r),    cmocka_unit_test(a_mean),
        cmocka_unit_test(in_proportion), cmocka_unit_test(taken_back), cmocka_unit_test(limits),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
