// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/kendall.h"
#include "stat/random.h"
#include "stat/stat.h"

// By hand: of the six pairs four are concordant, one is tied in x, one in y;
// 4 / sqrt(5 × 5).  R: cor(c(1,2,2,3), c(1,2,3,3), method = "kendall") is 0.8.
static void ties_by_hand(void **state)
{
    (void)state;
    const double x[] = {1, 2, 2, 3}, y[] = {1, 2, 3, 3};
    near(ka_kendall(x, y, 4, .95).tau, .8, 1e-15);
}

// The example of R's cor.test (Hollander & Wolfe 1973, p. 187): T = 26 of 36 pairs
// concordant, tau 0.4444444.
static void hollander_wolfe(void **state)
{
    (void)state;
    const double x[] = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1};
    const double y[] = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
    near(ka_kendall(x, y, 9, .95).tau, 4. / 9, 1e-15);
}

// The example of SciPy's kendalltau, with ties in both: -0.47140452079103173, which is
// -4 / sqrt(8 × 9).
static void ties_in_both(void **state)
{
    (void)state;
    const double x[] = {12, 2, 1, 12, 2}, y[] = {1, 4, 7, 1, 0};
    near(ka_kendall(x, y, 5, .95).tau, -.47140452079103173, 1e-15);
}

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

// The definition, pair by pair.
static double by_definition(const double *x, const double *y, int n)
{
    double score = 0, in_x = 0, in_y = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            score += sign(x[i] - x[j]) * sign(y[i] - y[j]);
            in_x += x[i] != x[j];
            in_y += y[i] != y[j];
        }
    return score / sqrt(in_x * in_y);
}

static void against_the_definition(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    double x[40], y[40], minus[40];
    for (int trial = 0; trial < 300; trial++) {
        size_t n = 2 + ka_random_below(random, 39);
        for (size_t i = 0; i < n; i++) {
            x[i] = (double)ka_random_below(random, 9);
            y[i] = (double)ka_random_below(random, 2 + (size_t)trial % 30);
            minus[i] = -y[i];
        }
        double expected = by_definition(x, y, (int)n), tau = ka_kendall(x, y, n, .95).tau;
        if (isnan(expected)) {
            assert_true(isnan(tau));
            continue;
        }
        near(tau, expected, 1e-13);
        near(ka_kendall(y, x, n, .95).tau, tau, 1e-13);
        near(ka_kendall(x, minus, n, .95).tau, -tau, 1e-13);
    }
    ka_random_free(random);
}

static void limits(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5, 6}, same[] = {7, 7, 7, 7, 7, 7};
    struct ka_kendall k = ka_kendall(x, x, 6, .95);
    near(k.tau, 1, 0);
    assert_true(isnan(k.lo) && isnan(k.hi));
    assert_true(isnan(ka_kendall(x, same, 6, .95).tau));
    assert_true(isnan(ka_kendall(x, x, 1, .95).tau));
}

// 53 pairs: tanh(z ± 1.959964 × sqrt(.437 / 49)).
static void interval(void **state)
{
    (void)state;
    double x[53], y[53];
    for (int i = 0; i < 53; i++) {
        x[i] = i;
        y[i] = (i * 20) % 53;
    }
    struct ka_kendall k = ka_kendall(x, y, 53, .95);
    double half = 1.959963984540054 * sqrt(.437 / 49), z = .5 * log((1 + k.tau) / (1 - k.tau));
    near(k.lo, tanh(z - half), 1e-12);
    near(k.hi, tanh(z + half), 1e-12);
}

// Where tau is 0, 95 % intervals hold 0 in about 95 % of samples.
static void coverage(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(2);
    double x[30], y[30];
    int held = 0;
    for (int trial = 0; trial < 2000; trial++) {
        for (int i = 0; i < 30; i++) {
            x[i] = ka_random_normal(random, 0, 1);
            y[i] = ka_random_normal(random, 0, 1);
        }
        struct ka_kendall k = ka_kendall(x, y, 30, .95);
        held += k.lo <= 0 && k.hi >= 0;
    }
    near(held / 2000., .95, .015);
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_by_hand), cmocka_unit_test(hollander_wolfe),
        cmocka_unit_test(ties_in_both), cmocka_unit_test(against_the_definition),
        cmocka_unit_test(limits),       cmocka_unit_test(interval),
        cmocka_unit_test(coverage),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
