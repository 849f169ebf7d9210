// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "stat/agreement.h"
#include "stat/kmeans.h"
#include "stat/mixture.h"
#include "stat/random.h"
#include "stat/stat.h"

static struct ka_mixture fit(const double *x, size_t n, size_t d,
                             struct ka_mixture_options options)
{
    struct ka_mixture mixture;
    struct ka_error err = {0};
    assert_true(ka_mixture_fit(x, n, d, &options, &mixture, &err));
    return mixture;
}

// The closed form: log-likelihood -n/2 (d ln 2 pi + ln |S| + d) with S of divisor n.
static void one_component(void **state)
{
    (void)state;
    const double x[] = {0, 0, 2, 0, 0, 4, 2, 4}; // variances 1 and 4
    struct ka_mixture one = fit(x, 4, 2, (struct ka_mixture_options){1, 1, 1});
    double likelihood = -2 * (2 * log(2 * M_PI) + log(4) + 2);
    near(one.log_likelihood, likelihood, 1e-4); // the ridge
    near(one.bic, 5 * log(4) - 2 * one.log_likelihood, 1e-12);
    near(one.mean[1], 2, 1e-14);
    near(one.covariance[0], 1, 1e-5);
    near(one.covariance[3], 4, 1e-5);
    near(one.covariance[1], 0, 1e-14);
    near(one.share[0], 1, 0);
    assert_int_equal(one.degenerate, 0);
    ka_mixture_clear(&one);
    ka_mixture_clear(&one);
}

enum { N = 2000 };

// Two groups of 60 and 40 %, long in different directions and crossing near their ends, and
// whether k-means could tell them apart.
static void plant(double *x, int *truth, uint64_t seed)
{
    struct ka_random *random = ka_random_new(seed);
    for (int i = 0; i < N; i++) {
        truth[i] = ka_random_uniform(random) < .4;
        x[2 * i] = ka_random_normal(random, 0, truth[i] ? .3 : 4);
        x[2 * i + 1] =
            truth[i] ? ka_random_normal(random, 5, 4) : ka_random_normal(random, -6, .3);
    }
    ka_random_free(random);
}

static void different_shapes(void **state)
{
    (void)state;
    double x[2 * N];
    int truth[N];
    plant(x, truth, 5);
    struct ka_mixture m = fit(x, N, 2, (struct ka_mixture_options){2, 10, 1});
    assert_true(ka_adjusted_rand(m.label, truth, N) > .95);
    near(m.share[0], .6, .03);
    near(m.mean[1], -6, .05);
    near(m.mean[3], 5, .5);
    near(sqrt(m.covariance[0]), 4, .2);
    near(sqrt(m.covariance[3]), .3, .02);
    near(sqrt(m.covariance[4]), .3, .02);
    for (int i = 0; i < N; i++)
        near(m.probability[2 * i] + m.probability[2 * i + 1], 1, 1e-14);
    double least = INFINITY;
    size_t best = 0;
    for (size_t k = 1; k < 5; k++) {
        struct ka_mixture other = fit(x, N, 2, (struct ka_mixture_options){k, 5, 1});
        best = other.bic < least ? k : best;
        least = fmin(least, other.bic);
        ka_mixture_clear(&other);
    }
    assert_int_equal(best, 2);
    ka_mixture_clear(&m);
}

// Long groups side by side: with a shared covariance they are found, with k-means not.
static void shared_covariance(void **state)
{
    (void)state;
    double x[2 * N];
    int truth[N];
    struct ka_random *random = ka_random_new(9);
    for (int i = 0; i < N; i++) {
        truth[i] = i % 3 == 0;
        double along = ka_random_normal(random, 0, 5);
        x[2 * i] = along;
        x[2 * i + 1] = along + 3 * truth[i] + ka_random_normal(random, 0, .4);
    }
    ka_random_free(random);
    struct ka_mixture_options options = {2, 20, 1, KA_COVARIANCE_SHARED, NULL, 1};
    struct ka_mixture m = fit(x, N, 2, options);
    assert_true(ka_adjusted_rand(m.label, truth, N) > .95);
    assert_memory_equal(m.covariance, m.covariance + 4, 4 * sizeof *m.covariance);
    near(m.covariance[0], 25, 3);
    near(m.covariance[3] - m.covariance[0], .16, .8);
    near(m.bic, (1 + 4 + 3) * log(N) - 2 * m.log_likelihood, 1e-9);
    for (unsigned threads = 2; threads < 8; threads += 5) {
        options.threads = threads;
        struct ka_mixture other = fit(x, N, 2, options);
        assert_memory_equal(m.probability, other.probability, 2 * N * sizeof *m.probability);
        assert_memory_equal(&m.bic, &other.bic, sizeof m.bic);
        ka_mixture_clear(&other);
    }
    ka_mixture_clear(&m);
}

// A heap of equal points has no covariance: it is found, and reported.
static void degenerate(void **state)
{
    (void)state;
    enum { M = 60 };
    double x[2 * M], line[2 * M];
    struct ka_random *random = ka_random_new(3);
    for (int i = 0; i < 2 * M; i++)
        x[i] = i < M ? 50 : ka_random_normal(random, 0, 1);
    struct ka_mixture m = fit(x, M, 2, (struct ka_mixture_options){2, 3, 1});
    assert_int_equal(m.degenerate, 1);
    assert_int_equal(m.size[0], M / 2);
    assert_true(isfinite(m.bic));
    ka_mixture_clear(&m);
    for (int i = 0; i < M; i++) { // collinear columns
        line[2 * i] = ka_random_normal(random, 0, 1);
        line[2 * i + 1] = 2 * line[2 * i];
    }
    m = fit(line, M, 2, (struct ka_mixture_options){1, 1, 1});
    assert_int_equal(m.degenerate, 1);
    assert_true(isfinite(m.log_likelihood));
    ka_mixture_clear(&m);
    ka_random_free(random);
}

static void far_from_the_origin(void **state)
{
    (void)state;
    double x[2 * N], moved[2 * N];
    int truth[N];
    plant(x, truth, 8);
    for (int i = 0; i < 2 * N; i++)
        moved[i] = 1e4 * x[i] + 1e7;
    struct ka_mixture a = fit(x, N, 2, (struct ka_mixture_options){2, 5, 1});
    struct ka_mixture b = fit(moved, N, 2, (struct ka_mixture_options){2, 5, 1});
    assert_memory_equal(a.label, b.label, N * sizeof *a.label);
    near(b.log_likelihood, a.log_likelihood - 2 * N * log(1e4), 1e-3);
    ka_mixture_clear(&a);
    ka_mixture_clear(&b);
}

static void refused(void **state)
{
    (void)state;
    const double x[] = {1, 1, 2, 2}, same[] = {3, 3, 3};
    struct ka_mixture m;
    struct ka_error err = {0};
    struct ka_mixture_options options = {3, 2, 1};
    assert_false(ka_mixture_fit(x, 4, 1, &options, &m, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    assert_string_equal(err.text, "fewer than 3 different points");
    ka_mixture_clear(&m);
    err = (struct ka_error){0};
    options.k = 1;
    assert_false(ka_mixture_fit(same, 3, 1, &options, &m, &err));
    assert_string_equal(err.text, "all points are the same: no mixture");
    err = (struct ka_error){0};
    assert_false(ka_mixture_fit(NULL, 0, 1, &options, &m, &err));
    assert_string_equal(err.text, "no points to cluster");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_component),       cmocka_unit_test(different_shapes),
        cmocka_unit_test(shared_covariance),   cmocka_unit_test(degenerate),
        cmocka_unit_test(far_from_the_origin), cmocka_unit_test(refused),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
