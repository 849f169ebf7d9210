// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/proportion.h"
#include "stat/stat.h"

// Newcombe 1998, table I, method 3; R: prop.test(x, n, correct = FALSE).
static void wilson_published(void **state)
{
    (void)state;
    const struct {
        double x, n, lo, hi;
    } published[] = {{81, 263, .2553, .3662},
                     {15, 148, .0624, .1605},
                     {0, 20, 0, .1611},
                     {1, 29, .0061, .1718}};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct ka_proportion p = ka_wilson(published[i].x, published[i].n, .95);
        near(p.value, published[i].x / published[i].n, 1e-15);
        near(p.lo, published[i].lo, 5e-5);
        near(p.hi, published[i].hi, 5e-5);
    }
}

// Its ends are where the score test just does not reject: |p - end| = z sqrt(end (1 - end) /
// n).
static void wilson_inverts_the_score_test(void **state)
{
    (void)state;
    for (int x = 1; x < 40; x++) {
        struct ka_proportion p = ka_wilson(x, 40, .9);
        double z = 1.6448536269514722;
        near(p.value - p.lo, z * sqrt(p.lo * (1 - p.lo) / 40), 1e-12);
        near(p.hi - p.value, z * sqrt(p.hi * (1 - p.hi) / 40), 1e-12);
    }
}

static void wilson_limits(void **state)
{
    (void)state;
    double z2 = 1.959963984540054 * 1.959963984540054;
    struct ka_proportion none = ka_wilson(0, 10, .95), all = ka_wilson(10, 10, .95);
    near(none.lo, 0, 0);
    near(none.hi, z2 / (10 + z2), 1e-15);
    near(all.lo, 10 / (10 + z2), 1e-15);
    near(all.hi, 1, 0);
    struct ka_proportion nothing = ka_wilson(0, 0, .95);
    assert_true(isnan(nothing.value) && isnan(nothing.lo) && isnan(nothing.hi));
}

// With independent marks the variance is (1 - p_a) (1 - p_b) / (n p_a p_b).
static void lift_of_independence(void **state)
{
    (void)state;
    struct ka_proportion lift = ka_lift(20, 40, 50, 100, .95);
    double half = 1.959963984540054 * sqrt(.6 * .5 / (100 * .4 * .5));
    near(lift.value, 1, 1e-15);
    near(log(lift.hi), half, 1e-12);
    near(log(lift.lo), -half, 1e-12);
}

// One mark that all have tells nothing, and that is certain.
static void lift_limits(void **state)
{
    (void)state;
    struct ka_proportion all = ka_lift(40, 40, 100, 100, .95);
    near(all.value, 1, 1e-15);
    near(all.lo, 1, 1e-7);
    near(all.hi, 1, 1e-7);
    struct ka_proportion apart = ka_lift(0, 4, 5, 100, .95);
    near(apart.value, 0, 0);
    assert_true(isnan(apart.lo) && isnan(apart.hi));
    assert_true(isnan(ka_lift(0, 0, 5, 100, .95).value));
    assert_true(isnan(ka_lift(0, 0, 0, 0, .95).value));
}

// The delta method by numerical differentiation of the logarithm in the four cells.
static double log_lift(const double cell[4])
{
    double n = cell[0] + cell[1] + cell[2] + cell[3];
    return log(cell[0] * n / ((cell[0] + cell[1]) * (cell[0] + cell[2])));
}

static void lift_by_differences(void **state)
{
    (void)state;
    const double cell[] = {12, 30, 7, 51};
    double variance = 0, mean = 0, n = 100;
    for (int i = 0; i < 4; i++) {
        double up[4], down[4];
        for (int j = 0; j < 4; j++) {
            up[j] = cell[j] + (i == j ? 1e-4 : 0);
            down[j] = cell[j] - (i == j ? 1e-4 : 0);
        }
        double slope = (log_lift(up) - log_lift(down)) / 2e-4;
        variance += cell[i] * slope * slope;
        mean += cell[i] * slope;
    }
    variance -= mean * mean / n;
    struct ka_proportion lift = ka_lift(12, 42, 19, 100, .95);
    near(log(lift.hi / lift.value), 1.959963984540054 * sqrt(variance), 1e-7);
    near(lift.value, 12 * 100 / (42. * 19), 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_published), cmocka_unit_test(wilson_inverts_the_score_test),
        cmocka_unit_test(wilson_limits),    cmocka_unit_test(lift_of_independence),
        cmocka_unit_test(lift_limits),      cmocka_unit_test(lift_by_differences),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
