// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/describe.h"
#include "stat/random.h"
#include "stat/stat.h"

enum { N = 100000 };
static double draws[N];

// The reference generator: outputs 1 and 10,000 for the seed 5489 (C++ standard, mt19937).
static void mersenne_twister(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(5489);
    assert_int_equal(ka_random_seed(random), 3499211612u);
    for (int i = 2; i < 10000; i++)
        ka_random_seed(random);
    assert_int_equal(ka_random_seed(random), 4123659995u);
    ka_random_free(random);
    ka_random_free(NULL);
}

static void all_of_the_seed_counts(void **state)
{
    (void)state;
    struct ka_random *a = ka_random_new(5), *b = ka_random_new(UINT64_C(1) << 32 | 5);
    assert_true(ka_random_seed(a) != ka_random_seed(b));
    ka_random_free(a);
    ka_random_free(b);
}

// Mean and standard deviation of the draws, within five standard errors of the mean.
static void moments(double mean, double sd)
{
    near(ka_mean(draws, N), mean, 5 * sd / sqrt(N));
    near(ka_sd(draws, N), sd, .03 * sd);
}

#define DRAW(call)                                                                             \
    for (int i = 0; i < N; i++)                                                                \
    draws[i] = (double)(call)

static void distributions(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    DRAW(ka_random_uniform(random));
    moments(.5, sqrt(1.0 / 12));
    DRAW(ka_random_below(random, 10));
    moments(4.5, sqrt(99.0 / 12));
    DRAW(ka_random_normal(random, 3, 2));
    moments(3, 2);
    DRAW(ka_random_gamma(random, 2.5, 4));
    moments(10, sqrt(40));
    DRAW(ka_random_exponential(random, 7));
    moments(7, 7);
    DRAW(ka_random_poisson(random, 3.5));
    moments(3.5, sqrt(3.5));
    DRAW(ka_random_beta(random, 2, 3));
    moments(.4, .2);
    ka_random_free(random);
}

static void choices(void **state)
{
    (void)state;
    const double weight[] = {0, 1, 0, 3, 0};
    struct ka_random *random = ka_random_new(1);
    double threes = 0;
    for (int i = 0; i < N; i++) {
        size_t chosen = ka_random_choice(random, weight, 5);
        assert_true(chosen == 1 || chosen == 3);
        threes += chosen == 3;
    }
    near(threes / N, .75, 5 * sqrt(.75 * .25 / N));
    ka_random_free(random);
}

static void shuffles(void **state)
{
    (void)state;
    int x[] = {0, 1, 2, 3}, first[4] = {0};
    struct ka_random *random = ka_random_new(1);
    for (int i = 0; i < N; i++) {
        ka_random_shuffle(random, x, 4, sizeof *x);
        first[x[0]]++;
        assert_int_equal(1 << x[0] | 1 << x[1] | 1 << x[2] | 1 << x[3], 15);
    }
    for (int i = 0; i < 4; i++)
        near((double)first[i] / N, .25, 5 * sqrt(.25 * .75 / N));
    ka_random_shuffle(random, NULL, 0, 4);
    ka_random_free(random);
}

static void samples(void **state)
{
    (void)state;
    size_t index[3], seen[5] = {0};
    struct ka_random *random = ka_random_new(1);
    for (int i = 0; i < N; i++) {
        ka_random_sample(random, 5, 3, index);
        assert_true(index[0] < index[1] && index[1] < index[2] && index[2] < 5);
        for (int j = 0; j < 3; j++)
            seen[index[j]]++;
    }
    for (int i = 0; i < 5; i++)
        near((double)seen[i] / N, .6, 5 * sqrt(.6 * .4 / N));
    ka_random_sample(random, 3, 3, index);
    assert_int_equal(index[2], 2);
    ka_random_free(random);
}

// Mean alpha / total, variance mean (1 - mean) / (total + 1).
static void dirichlet(void **state)
{
    (void)state;
    const double alpha[] = {1, 3, 6};
    double share[3], sum[3] = {0}, squares[3] = {0};
    struct ka_random *random = ka_random_new(1);
    for (int i = 0; i < N; i++) {
        ka_random_dirichlet(random, alpha, 3, share);
        near(share[0] + share[1] + share[2], 1, 1e-12);
        for (int j = 0; j < 3; j++) {
            sum[j] += share[j];
            squares[j] += share[j] * share[j];
        }
    }
    for (int j = 0; j < 3; j++) {
        double mean = alpha[j] / 10, variance = mean * (1 - mean) / 11;
        near(sum[j] / N, mean, 5 * sqrt(variance / N));
        near(squares[j] / N - sum[j] * sum[j] / N / N, variance, .05 * variance);
    }
    ka_random_free(random);
}

// Without ka_stat_begin GSL would abort the program here.
static void gsl_does_not_abort(void **state)
{
    (void)state;
    ka_stat_begin();
    struct ka_random *random = ka_random_new(1);
    assert_int_equal(ka_random_below(random, 0), 0);
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mersenne_twister), cmocka_unit_test(all_of_the_seed_counts),
        cmocka_unit_test(distributions),    cmocka_unit_test(choices),
        cmocka_unit_test(shuffles),         cmocka_unit_test(samples),
        cmocka_unit_test(dirichlet),        cmocka_unit_test(gsl_does_not_abort),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
