// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/prediction.h"

static const double level = .95;

// Weights of 1: the mean, with the interval of a sum of m new draws of a normal sample,
// m mean ± t s sqrt(m (1 + m / n)).  t(.975; 3) is 3.182446305 in every table.
static void equal_weights_are_the_interval_of_new_draws(void **state)
{
    (void)state;
    const double y[] = {8, 12, 9, 11}, w[] = {1, 1, 1, 1};
    struct ka_prediction p = ka_predict(y, w, 4, 2, level);
    double half = 3.182446305284263 * sqrt(10. / 3) * sqrt(2 * (1 + 2 / 4.));
    near(p.rate, 10, 1e-12);
    near(p.value, 20, 1e-12);
    near(p.lo, 20 - half, 1e-9);
    near(p.hi, 20 + half, 1e-9);
}

// Two parts: rate 40 / 4, s^2 = (8 - 10)^2 / 1 + (32 - 30)^2 / 3 = 16 / 3, variance
// 16 / 3 * 2 * 6 / 4 = 16; t(.975; 1) = tan(.475 pi).
static void unequal_weights_by_hand(void **state)
{
    (void)state;
    const double y[] = {8, 32}, w[] = {1, 3};
    struct ka_prediction p = ka_predict(y, w, 2, 2, level);
    double half = 4 * tan(.475 * acos(-1));
    near(p.value, 20, 1e-12);
    near(p.hi - p.value, half, 1e-8);
    near(p.value - p.lo, half, 1e-8);
}

// R: predict(lm(y ~ 0 + w, weights = 1/w), data.frame(w = 40), interval = "prediction",
// weights = 1/40).
static void as_in_r(void **state)
{
    (void)state;
    const double y[] = {120, 90, 150, 80, 60, 100}, w[] = {21, 18, 22, 20, 15, 11};
    struct ka_prediction p = ka_predict(y, w, 6, 40, .95);
    near(p.value, 224.299065421, 1e-9);
    near(p.lo, 86.0827030551, 1e-8);
    near(p.hi, 362.515427786, 1e-8);
}

static void no_scatter_no_width(void **state)
{
    (void)state;
    const double y[] = {5, 10, 15}, w[] = {1, 2, 3};
    struct ka_prediction p = ka_predict(y, w, 3, 6, level);
    near(p.value, 30, 1e-12);
    near(p.hi - p.lo, 0, 1e-6);
}

// A unit of money or of weight changes nothing but the unit.
static void units(void **state)
{
    (void)state;
    const double y[] = {3, 9, 5}, w[] = {1, 2, 2}, y7[] = {21, 63, 35}, w3[] = {3, 6, 6};
    struct ka_prediction p = ka_predict(y, w, 3, 4, level),
                         q = ka_predict(y7, w3, 3, 12, level);
    near(q.value, 7 * p.value, 1e-9);
    near(q.lo, 7 * p.lo, 1e-9);
    near(q.hi, 7 * p.hi, 1e-9);
}

static void what_cannot_be_told(void **state)
{
    (void)state;
    const double y[] = {8, 3}, w[] = {2, 0};
    struct ka_prediction p = ka_predict(y, w, 2, 3, level);
    near(p.value, 12, 1e-12);
    assert_true(isnan(p.lo) && isnan(p.hi));
    p = ka_predict(y, w, 0, 3, level);
    assert_true(isnan(p.value));
    p = ka_predict(y, w, 1, 0, level);
    near(p.hi - p.lo + p.value, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_the_interval_of_new_draws),
        cmocka_unit_test(unequal_weights_by_hand),
        cmocka_unit_test(as_in_r),
        cmocka_unit_test(no_scatter_no_width),
        cmocka_unit_test(units),
        cmocka_unit_test(what_cannot_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
