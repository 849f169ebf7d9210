// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/describe.h"
#include "stat/pareto_tail.h"
#include "stat/random.h"

static void two_values(void **state)
{
    (void)state;
    struct ka_pareto_tail tail;
    ka_pareto_tail_fit((double[]){exp(2), 1}, 2, &tail);
    near(tail.alpha, 2, 1e-15); // 1 + 2 / ln(e^2)
    near(tail.x_min, 1, 0);
    near(tail.ks, .5, 1e-15); // at the first point; 1 - e^-2 - 1/2 at the second is less
    assert_int_equal(tail.n_tail, 2);
}

static void no_tail(void **state)
{
    (void)state;
    struct ka_pareto_tail tail;
    ka_pareto_tail_fit((double[]){5, 5, 0, -9}, 4, &tail);
    assert_true(isnan(tail.alpha) && isnan(tail.x_min) && isnan(tail.ks));
    assert_int_equal(tail.n_tail, 0);
    ka_pareto_tail_fit(NULL, 0, &tail);
    assert_true(isnan(tail.alpha));
}

// Clauset, Shalizi, Newman 2009, step by step: every value as x_min, every point of its tail.
static struct ka_pareto_tail by_definition(const double *ascending, size_t n)
{
    struct ka_pareto_tail best = {NAN, NAN, INFINITY, 0};
    for (size_t j = 0; j < n; j++) {
        double m = (double)(n - j), sum = 0, ks = 0;
        for (size_t i = j; i < n; i++)
            sum += log(ascending[i] / ascending[j]);
        if (sum == 0 || (j > 0 && ascending[j] == ascending[j - 1]))
            continue;
        for (size_t i = j; i < n; i++) {
            double p = 1 - pow(ascending[i] / ascending[j], -m / sum);
            ks = fmax(ks, fmax((double)(i - j + 1) / m - p, p - (double)(i - j) / m));
        }
        if (ks < best.ks)
            best = (struct ka_pareto_tail){1 + m / sum, ascending[j], ks, n - j};
    }
    return best;
}

// Amounts of several kinds: exact power law, log-normal, whole numbers with ties, a body
// with a tail.
static double draw(struct ka_random *random, int kind)
{
    double u = 1 - ka_random_uniform(random);
    switch (kind) {
    case 0:
        return pow(u, -1 / 1.5);
    case 1:
        return exp(ka_random_normal(random, 3, 2));
    case 2:
        return floor(10 * pow(u, -1 / 1.2));
    default:
        return ka_random_uniform(random) < .5 ? 10 * u : 10 * pow(u, -1 / 2.5);
    }
}

static void same_as_the_definition(void **state)
{
    (void)state;
    enum { N = 300 };
    struct ka_random *random = ka_random_new(11);
    for (int trial = 0; trial < 20; trial++) {
        double x[N], shuffled[N];
        for (int i = 0; i < N; i++)
            shuffled[i] = x[i] = draw(random, trial % 4);
        ka_sort_reals(x, N);
        struct ka_pareto_tail expected = by_definition(x, N), tail;
        ka_pareto_tail_fit(shuffled, N, &tail);
        near(tail.x_min, expected.x_min, 0);
        near(tail.alpha, expected.alpha, 1e-9);
        near(tail.ks, expected.ks, 1e-12);
        assert_int_equal(tail.n_tail, expected.n_tail);
    }
    ka_random_free(random);
}

// Two candidates with a distance of exactly 1/2: where half of the tail has the least value.
static void the_longer_of_equal_tails(void **state)
{
    (void)state;
    enum { N = 1024 };
    double x[N] = {1e-9, 2e-9};
    for (int i = 2; i < N; i++)
        x[i] = i < 513 ? 1 : i < 1020 ? 10 : i < 1022 ? 20 : 40;
    struct ka_pareto_tail tail;
    ka_pareto_tail_fit(x, N, &tail);
    near(tail.ks, .5, 0);
    near(tail.x_min, 1, 0); // not 20
    assert_int_equal(tail.n_tail, 1022);
}

static void a_planted_tail_is_found(void **state)
{
    (void)state;
    enum { N = 20000 };
    static double x[N];
    struct ka_random *random = ka_random_new(2);
    for (int i = 0; i < N; i++)
        x[i] = draw(random, 3); // half of all is the tail, x_min 10, alpha 3.5
    struct ka_pareto_tail tail, scaled;
    ka_pareto_tail_fit(x, N, &tail);
    near(tail.alpha, 3.5, .1); // the standard error is .025
    near(tail.x_min, 10, 1.5);
    for (int i = 0; i < N; i++)
        x[i] *= 1024;
    ka_pareto_tail_fit(x, N, &scaled);
    near(scaled.x_min, tail.x_min * 1024, 0);
    near(scaled.alpha, tail.alpha, 1e-9);
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_values),
        cmocka_unit_test(no_tail),
        cmocka_unit_test(same_as_the_definition),
        cmocka_unit_test(the_longer_of_equal_tails),
        cmocka_unit_test(a_planted_tail_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
