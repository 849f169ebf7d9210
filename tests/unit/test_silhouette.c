// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "stat/agreement.h"
#include "stat/random.h"
#include "stat/silhouette.h"

static void two_pairs(void **state)
{
    (void)state;
    const double x[] = {0, 10, 1, 11};
    const int label[] = {0, 1, 0, 1};
    double s[4];
    ka_silhouette_points(x, 4, 1, label, 2, s);
    near(s[0], 9.5 / 10.5, 1e-15); // a 1, b 10.5
    near(s[1], 8.5 / 9.5, 1e-15);
    near(s[2], 8.5 / 9.5, 1e-15);
    near(s[3], 9.5 / 10.5, 1e-15);
    struct ka_silhouette mean;
    ka_silhouette_mean(x, 4, 1, label, 1, 2, &mean);
    near(mean.mean, (9.5 / 10.5 + 8.5 / 9.5) / 2, 1e-15);
    near(mean.error, 0, 0);
    assert_int_equal(mean.points, 4);
}

static void special_clusters(void **state)
{
    (void)state;
    const double x[] = {0, 1, 9}, same[] = {2, 2, 2, 2};
    const int single[] = {0, 0, 3}, one[] = {1, 1, 1}, halves[] = {0, 0, 1, 1};
    double s[4];
    ka_silhouette_points(x, 3, 1, single, 2, s); // labels 1 and 2 have no member
    near(s[0], 8.0 / 9, 1e-15);
    near(s[2], 0, 0);
    ka_silhouette_points(x, 3, 1, one, 2, s);
    assert_true(isnan(s[0]) && isnan(s[2]));
    ka_silhouette_points(same, 4, 1, halves, 2, s);
    near(s[3], 0, 0);
    const int wrong[] = {0, 1, 0}; // 1 is nearer to the other cluster: a = 9, b = 1
    ka_silhouette_points(x, 3, 1, wrong, 2, s);
    near(s[0], -8.0 / 9, 1e-15);
}

static double distance(const double *x, size_t i, size_t j, size_t d)
{
    double squared = 0;
    for (size_t c = 0; c < d; c++)
        squared += pow(x[i * d + c] - x[j * d + c], 2);
    return sqrt(squared);
}

// The definition, word by word.
static double by_definition(const double *x, size_t n, size_t d, const int *label, size_t i)
{
    double sum[4] = {0}, size[4] = {0}, b = INFINITY;
    for (size_t j = 0; j < n; j++) {
        sum[label[j]] += distance(x, i, j, d);
        size[label[j]]++;
    }
    double a = sum[label[i]] / (size[label[i]] - 1);
    for (int c = 0; c < 4; c++)
        if (c != label[i])
            b = fmin(b, sum[c] / size[c]);
    return (b - a) / fmax(a, b);
}

static void same_as_the_definition(void **state)
{
    (void)state;
    enum { N = 101, D = 3 };
    double x[N * D], s[N];
    int label[N];
    struct ka_random *random = ka_random_new(3);
    for (int i = 0; i < N * D; i++)
        x[i] = ka_random_normal(random, 0, 1);
    for (size_t i = 0; i < N; i++)
        label[i] = (int)(i % 4);
    ka_silhouette_points(x, N, D, label, 2, s);
    for (size_t i = 0; i < N; i++)
        near(s[i], by_definition(x, N, D, label, i), 1e-13);
    ka_random_free(random);
}

static void any_number_of_threads(void **state)
{
    (void)state;
    enum { N = 1501 };
    double x[2 * N], s[N], other[N];
    int label[N];
    struct ka_random *random = ka_random_new(4);
    for (int i = 0; i < 2 * N; i++)
        x[i] = ka_random_normal(random, 0, 1);
    for (int i = 0; i < N; i++)
        label[i] = x[2 * i] > 0;
    ka_silhouette_points(x, N, 2, label, 1, s);
    for (unsigned threads = 2; threads < 8; threads += 5) {
        ka_silhouette_points(x, N, 2, label, threads, other);
        assert_memory_equal(s, other, sizeof s);
    }
    ka_random_free(random);
}

// Heaps at 0 and at 1, so that every silhouette follows from the parts of the heaps.
static void a_sample_of_many(void **state)
{
    (void)state;
    enum { N = KA_SILHOUETTE_EXACT + 1 };
    double *x = malloc(N * sizeof *x);
    int *label = malloc(N * sizeof *label);
    assert_true(x && label);
    for (size_t i = 0; i < N; i++) {
        label[i] = (int)(i % 2);
        x[i] = label[i];
    }
    struct ka_silhouette mean, again;
    ka_silhouette_mean(x, N, 1, label, 1, 2, &mean);
    near(mean.mean, 1, 0);
    near(mean.error, 0, 0);
    assert_int_equal(mean.points, KA_SILHOUETTE_SAMPLE);
    // half of label 0 moves over to 1
    for (size_t i = 0; i < N; i++)
        x[i] = i % 4 == 0 ? 1 : x[i];
    ka_silhouette_mean(x, N, 1, label, 1, 2, &mean);
    // at 0 (a quarter of all): a = 1/2, b = 1, s = 1/2; label 0 at 1: a = 1/2, b = 0, s = -1;
    // label 1: a = 0, b = 1/2, s = 1
    near(mean.mean, .125 - .25 + .5, 5 * mean.error);
    assert_true(mean.error > .005 && mean.error < .01); // sd .82 / 100
    ka_silhouette_mean(x, N, 1, label, 1, 2, &again);
    assert_true(mean.mean == again.mean);
    ka_silhouette_mean(x, N, 1, label, 2, 2, &again);
    assert_true(mean.mean != again.mean);
    free(x);
    free(label);
}

static void adjusted_rand(void **state)
{
    (void)state;
    const int a[] = {0, 0, 1, 2}, b[] = {0, 0, 1, 1}, renamed[] = {7, 7, -3, 0};
    near(ka_adjusted_rand(a, b, 4), 4.0 / 7, 1e-15);
    near(ka_adjusted_rand(b, a, 4), 4.0 / 7, 1e-15);
    near(ka_adjusted_rand(a, renamed, 4), 1, 0);
    const int one[] = {5, 5, 5, 5}, each[] = {0, 1, 2, 3}, crossed[] = {0, 1, 0, 1};
    near(ka_adjusted_rand(one, each, 4), 0, 0);
    near(ka_adjusted_rand(one, one, 4), 1, 0);
    near(ka_adjusted_rand(each, each, 4), 1, 0);
    near(ka_adjusted_rand(b, crossed, 4), -.5, 1e-15);
    assert_true(isnan(ka_adjusted_rand(a, b, 1)));
}

static void mutual_information(void **state)
{
    (void)state;
    const int a[] = {0, 0, 1, 1}, renamed[] = {5, 5, -1, -1}, crossed[] = {0, 1, 0, 1};
    const int three[] = {0, 0, 1, 2}, one[] = {4, 4, 4, 4};
    near(ka_normalized_mutual_information(a, renamed, 4), 1, 1e-15);
    near(ka_normalized_mutual_information(a, crossed, 4), 0, 1e-15);
    // I = ln 2; entropies ln 2 and 1.5 ln 2
    near(ka_normalized_mutual_information(a, three, 4), 2 / 2.5, 1e-15);
    near(ka_normalized_mutual_information(three, a, 4), 2 / 2.5, 1e-15);
    near(ka_normalized_mutual_information(one, a, 4), 0, 1e-15);
    near(ka_normalized_mutual_information(one, one, 4), 1, 0);
    assert_true(isnan(ka_normalized_mutual_information(a, a, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pairs),
        cmocka_unit_test(special_clusters),
        cmocka_unit_test(same_as_the_definition),
        cmocka_unit_test(any_number_of_threads),
        cmocka_unit_test(a_sample_of_many),
        cmocka_unit_test(adjusted_rand),
        cmocka_unit_test(mutual_information),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
