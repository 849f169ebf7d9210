// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "stat/pam.h"
#include "stat/random.h"

static struct ka_pam fit(const double *x, size_t n, size_t d, size_t k, unsigned threads)
{
    struct ka_pam pam;
    struct ka_error err = {0};
    assert_true(ka_pam_fit(x, n, d, k, NULL, threads, &pam, &err));
    return pam;
}

static void on_a_line(void **state)
{
    (void)state;
    const double x[] = {11, 2, 12, 3, 1, 10, 4}, weight[] = {9, 1, 1, 1, 1, 1, 1};
    struct ka_pam pam = fit(x, 7, 1, 2, 1);
    near(pam.objective, (1 + 1 + 4) / 7.0, 1e-15);
    assert_int_equal(pam.label[1], 0);  // the larger cluster
    assert_int_equal(pam.medoid[0], 1); // 2 and 3 are as good: the first row
    assert_int_equal(pam.medoid[1], 0);
    assert_int_equal(pam.size[1], 3);
    ka_pam_clear(&pam);
    struct ka_error err = {0};
    assert_true(ka_pam_fit(x, 7, 1, 2, weight, 1, &pam, &err));
    assert_int_equal(pam.medoid[0], 0);
    near(pam.weight[0], 11, 0);
    ka_pam_clear(&pam);
    ka_pam_clear(&pam);
    pam = fit(x, 7, 1, 1, 1);
    assert_int_equal(pam.medoid[0], 6);
    ka_pam_clear(&pam);
}

static double cost(const double *x, size_t n, const size_t *medoid, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double least = INFINITY;
        for (size_t c = 0; c < k; c++)
            least = fmin(
                least, hypot(x[2 * i] - x[2 * medoid[c]], x[2 * i + 1] - x[2 * medoid[c] + 1]));
        sum += least;
    }
    return sum / (double)n;
}

static void no_swap_helps(void **state)
{
    (void)state;
    enum { N = 150, K = 4 };
    double x[2 * N];
    struct ka_random *random = ka_random_new(7);
    for (int i = 0; i < 2 * N; i++)
        x[i] = ka_random_normal(random, 0, 1);
    ka_random_free(random);
    struct ka_pam pam = fit(x, N, 2, K, 2);
    near(pam.objective, cost(x, N, pam.medoid, K), 1e-12);
    for (size_t c = 0; c < K; c++)
        for (size_t i = 0; i < N; i++) {
            size_t kept = pam.medoid[c];
            pam.medoid[c] = i;
            assert_true(cost(x, N, pam.medoid, K) > pam.objective - 1e-12);
            pam.medoid[c] = kept;
        }
    for (unsigned threads = 1; threads < 8; threads += 6) {
        struct ka_pam other = fit(x, N, 2, K, threads);
        assert_memory_equal(pam.label, other.label, N * sizeof *pam.label);
        assert_memory_equal(pam.medoid, other.medoid, K * sizeof *pam.medoid);
        ka_pam_clear(&other);
    }
    ka_pam_clear(&pam);
}

static void refused(void **state)
{
    (void)state;
    const double x[] = {1, 1, 2, 2, 2};
    struct ka_pam pam = fit(x, 5, 1, 2, 1);
    near(pam.objective, 0, 0);
    ka_pam_clear(&pam);
    struct ka_error err = {0};
    assert_false(ka_pam_fit(x, 5, 1, 3, NULL, 1, &pam, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    assert_string_equal(err.text, "fewer than 3 different points");
    err = (struct ka_error){0};
    assert_false(ka_pam_fit(x, 0, 1, 1, NULL, 1, &pam, &err));
    assert_string_equal(err.text, "no points to cluster");
    err = (struct ka_error){0};
    double *many = calloc(KA_PAM_MAX + 1, sizeof *many);
    assert_non_null(many);
    assert_false(ka_pam_fit(many, KA_PAM_MAX + 1, 1, 2, NULL, 1, &pam, &err));
    assert_string_equal(err.text, "PAM takes up to 20000 points; there are 20001");
    free(many);
    ka_pam_clear(&pam);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_a_line),
        cmocka_unit_test(no_swap_helps),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
