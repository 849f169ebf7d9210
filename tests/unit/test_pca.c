// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/pca.h"
#include "stat/random.h"

static struct ka_pca compute(const double *x, size_t n, size_t d)
{
    struct ka_pca pca;
    struct ka_error err = {0};
    assert_true(ka_pca_compute(x, n, d, &pca, &err));
    return pca;
}

// Points (+-3, +-1) turned by 30 degrees and moved.
static void an_ellipse(void **state)
{
    (void)state;
    const double cosine = sqrt(3) / 2, sine = .5;
    double x[8];
    for (int i = 0; i < 4; i++) {
        double u = i % 2 ? 3 : -3, v = i / 2 ? 1 : -1;
        x[2 * i] = 100 + cosine * u - sine * v;
        x[2 * i + 1] = 7 + sine * u + cosine * v;
    }
    struct ka_pca pca = compute(x, 4, 2);
    assert_int_equal(pca.components, 2);
    near(pca.mean[0], 100, 1e-13);
    near(pca.variance[0], 12, 1e-12);
    near(pca.variance[1], 4.0 / 3, 1e-12);
    near(pca.share[0], .9, 1e-13);
    near(pca.share[1], .1, 1e-13);
    near(pca.loading[0], cosine, 1e-13);
    near(pca.loading[1], sine, 1e-13);
    near(pca.loading[2], -sine, 1e-13); // the largest entry, not the first, is positive
    near(pca.loading[3], cosine, 1e-13);
    near(pca.score[0], -3, 1e-12);
    near(pca.score[7], 1, 1e-12);
    ka_pca_clear(&pca);
    ka_pca_clear(&pca);
}

static void scores_keep_the_distances(void **state)
{
    (void)state;
    enum { N = 40, D = 5 };
    double x[N * D];
    struct ka_random *random = ka_random_new(1);
    for (int i = 0; i < N * D; i++)
        x[i] = ka_random_normal(random, i % D, 1 + i % D);
    ka_random_free(random);
    struct ka_pca pca = compute(x, N, D);
    double share = 0;
    for (int c = 0; c < D; c++) {
        share += pca.share[c];
        assert_true(c == 0 || pca.variance[c] <= pca.variance[c - 1]);
        for (int b = 0; b < D; b++) {
            double product = 0;
            for (int j = 0; j < D; j++)
                product += pca.loading[c * D + j] * pca.loading[b * D + j];
            near(product, b == c, 1e-12);
        }
    }
    near(share, 1, 1e-12);
    for (int i = 1; i < N; i++) {
        double in_x = 0, in_scores = 0;
        for (int j = 0; j < D; j++) {
            in_x += pow(x[i * D + j] - x[j], 2);
            in_scores += pow(pca.score[i * D + j] - pca.score[j], 2);
        }
        near(in_scores, in_x, 1e-10);
    }
    ka_pca_clear(&pca);
}

static void collinear_and_few(void **state)
{
    (void)state;
    const double line[] = {1, 2, 2, 4, 3, 6, 5, 10};
    struct ka_pca pca = compute(line, 4, 2);
    near(pca.share[0], 1, 1e-14);
    near(pca.variance[1], 0, 1e-14);
    near(pca.loading[1], 2 / sqrt(5), 1e-14);
    ka_pca_clear(&pca);
    const double two[] = {0, 0, 0, 1, 1, -1};
    pca = compute(two, 2, 3); // fewer points than coordinates
    assert_int_equal(pca.components, 1);
    near(pca.loading[0], 1 / sqrt(3), 1e-14); // equal amounts: the first is positive
    near(pca.score[1] - pca.score[0], sqrt(3), 1e-14);
    ka_pca_clear(&pca);
}

static void nothing_to_see(void **state)
{
    (void)state;
    const double x[] = {.1, .2, .1, .2, .1, .2};
    struct ka_pca pca;
    struct ka_error err = {0};
    assert_false(ka_pca_compute(x, 3, 2, &pca, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    ka_pca_clear(&pca);
    err = (struct ka_error){0};
    assert_false(ka_pca_compute(x, 1, 2, &pca, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    ka_pca_clear(&pca);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ellipse),
        cmocka_unit_test(scores_keep_the_distances),
        cmocka_unit_test(collinear_and_few),
        cmocka_unit_test(nothing_to_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
