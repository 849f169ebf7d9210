// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "stat/agreement.h"
#include "stat/kmeans.h"
#include "stat/random.h"

static struct ka_kmeans fit(const double *x, size_t n, size_t d,
                            struct ka_kmeans_options options)
{
    struct ka_kmeans result;
    struct ka_error err = {0};
    assert_true(ka_kmeans_fit(x, n, d, &options, &result, &err));
    assert_int_equal(result.n, n);
    assert_int_equal(result.k, options.k);
    return result;
}

// n points around `groups` centers that lie 10 apart on a line through 3 dimensions;
// truth[i] is the group.
static double *planted(size_t n, int groups, uint64_t seed, int *truth)
{
    struct ka_random *random = ka_random_new(seed);
    double *x = malloc(n * 3 * sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < n; i++) {
        truth[i] = (int)ka_random_below(random, (size_t)groups);
        for (size_t j = 0; j < 3; j++)
            x[3 * i + j] =
                10.0 * truth[i] * (double)(j + 1) / 3 + ka_random_normal(random, 0, 1);
    }
    ka_random_free(random);
    return x;
}

static void on_a_line(void **state)
{
    (void)state;
    const double x[] = {11, 2, 12, 3, 1, 10};
    struct ka_kmeans result = fit(x, 6, 1, (struct ka_kmeans_options){2, 5, 1, NULL});
    near(result.inertia, 4, 1e-15);
    const int label[] = {0, 1, 0, 1, 1, 0}; // same size: the first member decides
    assert_memory_equal(result.label, label, sizeof label);
    near(result.center[0], 11, 1e-15);
    near(result.center[1], 2, 1e-15);
    near(result.weight[0], 3, 0);
    assert_int_equal(result.size[1], 3);
    ka_kmeans_clear(&result);
    ka_kmeans_clear(&result);
}

static void clusters_are_ordered_by_weight(void **state)
{
    (void)state;
    const double x[] = {0, 50, 51, 100, 101, 102}, weight[] = {7, 1, 2, 1, 1, 2};
    struct ka_kmeans result = fit(x, 6, 1, (struct ka_kmeans_options){3, 5, 1, weight});
    const int label[] = {0, 2, 2, 1, 1, 1};
    assert_memory_equal(result.label, label, sizeof label);
    near(result.weight[0], 7, 0);
    near(result.weight[1], 4, 0);
    near(result.weight[2], 3, 0);
    near(result.center[2], 50.5, 0);
    const size_t size[] = {1, 3, 2};
    assert_memory_equal(result.size, size, sizeof size);
    ka_kmeans_clear(&result);
}

static void extreme_k(void **state)
{
    (void)state;
    const double x[] = {0, 0, 3, 4, 6, 8};
    struct ka_kmeans one = fit(x, 3, 2, (struct ka_kmeans_options){1, 1, 1, NULL});
    near(one.inertia, 50, 1e-14);
    near(one.center[1], 4, 1e-15);
    struct ka_kmeans all = fit(x, 3, 2, (struct ka_kmeans_options){3, 1, 1, NULL});
    near(all.inertia, 0, 0);
    const int label[] = {0, 1, 2};
    assert_memory_equal(all.label, label, sizeof label);
    ka_kmeans_clear(&one);
    ka_kmeans_clear(&all);
}

static void too_few_different_points(void **state)
{
    (void)state;
    const double x[] = {1, 2, 1, 2, 5, 6, 1, 2, 5, 6};
    struct ka_kmeans_options options = {3, 4, 1, NULL};
    struct ka_kmeans result;
    struct ka_error err = {0};
    assert_false(ka_kmeans_fit(x, 5, 2, &options, &result, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    assert_string_equal(err.text, "fewer than 3 different points");
    ka_kmeans_clear(&result);
    err = (struct ka_error){0};
    assert_false(ka_kmeans_fit(NULL, 0, 2, &options, &result, &err));
    assert_string_equal(err.text, "no points to cluster");
    struct ka_kmeans two = fit(x, 5, 2, (struct ka_kmeans_options){2, 4, 1, NULL});
    near(two.inertia, 0, 0);
    ka_kmeans_clear(&two);
}

static double inertia_of(const double *x, size_t n, const int *label, int k)
{
    double inertia = 0;
    for (int c = 0; c < k; c++) {
        double sum[2] = {0}, size = 0;
        for (size_t i = 0; i < n; i++)
            if (label[i] == c) {
                sum[0] += x[2 * i];
                sum[1] += x[2 * i + 1];
                size++;
            }
        for (size_t i = 0; i < n; i++)
            if (label[i] == c)
                inertia +=
                    pow(x[2 * i] - sum[0] / size, 2) + pow(x[2 * i + 1] - sum[1] / size, 2);
    }
    return inertia;
}

// The least inertia of all 3^9 partitions of nine points.
static void the_best_of_all_partitions(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(5);
    for (int trial = 0; trial < 10; trial++) {
        double x[18], least = INFINITY;
        for (int i = 0; i < 18; i++)
            x[i] = ka_random_uniform(random);
        for (int code = 0; code < 19683; code++) {
            int label[9];
            for (int i = 0, rest = code; i < 9; i++, rest /= 3)
                label[i] = rest % 3;
            least = fmin(least, inertia_of(x, 9, label, 3));
        }
        struct ka_kmeans result = fit(x, 9, 2, (struct ka_kmeans_options){3, 30, 1, NULL});
        near(result.inertia, least, 1e-12);
        near(result.inertia, inertia_of(x, 9, result.label, 3), 1e-12);
        ka_kmeans_clear(&result);
    }
    ka_random_free(random);
}

// Where Lloyd's iteration alone would stop, the move of a single point often still helps.
static void no_single_move_helps(void **state)
{
    (void)state;
    enum { N = 30, K = 4 };
    struct ka_random *random = ka_random_new(8);
    for (uint64_t seed = 1; seed <= 20; seed++) {
        double x[2 * N];
        for (int i = 0; i < 2 * N; i++)
            x[i] = ka_random_uniform(random);
        struct ka_kmeans result = fit(x, N, 2, (struct ka_kmeans_options){K, 1, seed, NULL});
        for (int i = 0; i < N * K; i++) {
            int label[N];
            memcpy(label, result.label, sizeof label);
            label[i / K] = i % K;
            assert_true(result.size[result.label[i / K]] == 1 ||
                        inertia_of(x, N, label, K) >= result.inertia - 1e-12);
        }
        ka_kmeans_clear(&result);
    }
    ka_random_free(random);
}

// On many points without structure the way is long; where it ends, plain rounds without a
// tolerance gain less than a millionth.
static void the_result_is_converged(void **state)
{
    (void)state;
    enum { N = 30000, D = 4, K = 5 };
    double *x = malloc(N * D * sizeof *x);
    assert_non_null(x);
    struct ka_random *random = ka_random_new(6);
    for (int i = 0; i < N * D; i++)
        x[i] = ka_random_normal(random, 0, 1);
    ka_random_free(random);
    struct ka_kmeans result = fit(x, N, D, (struct ka_kmeans_options){K, 1, 1, NULL});
    double least = result.inertia, center[K * D];
    memcpy(center, result.center, sizeof center);
    for (int round = 0; round < 100; round++) {
        double sum[K * D] = {0}, size[K] = {0}, inertia = 0;
        for (int i = 0; i < N; i++) {
            double nearest = INFINITY;
            int label = 0;
            for (int c = 0; c < K; c++) {
                double squared = 0;
                for (int j = 0; j < D; j++)
                    squared += pow(x[D * i + j] - center[D * c + j], 2);
                label = squared < nearest ? c : label;
                nearest = fmin(nearest, squared);
            }
            inertia += nearest;
            size[label]++;
            for (int j = 0; j < D; j++)
                sum[D * label + j] += x[D * i + j];
        }
        least = fmin(least, inertia);
        for (int at = 0; at < K * D; at++)
            center[at] = sum[at] / size[at / D];
    }
    near(result.inertia / least, 1, 1e-6);
    ka_kmeans_clear(&result);
    free(x);
}

// Groups that run into each other, of more points than the starts look at.
static void any_number_of_threads(void **state)
{
    (void)state;
    enum { SMALL = 700, LARGE = 3 * KA_KMEANS_SAMPLE };
    double *x = malloc(2 * LARGE * sizeof *x);
    assert_non_null(x);
    struct ka_random *random = ka_random_new(6);
    for (int i = 0; i < 2 * LARGE; i++)
        x[i] = ka_random_normal(random, i % 6, 1);
    ka_random_free(random);
    for (size_t n = SMALL; n <= LARGE; n += LARGE - SMALL) {
        struct ka_kmeans one = fit(x, n, 2, (struct ka_kmeans_options){4, 8, 1, NULL, 1});
        for (unsigned threads = 2; threads < 8; threads += 5) {
            struct ka_kmeans other =
                fit(x, n, 2, (struct ka_kmeans_options){4, 8, 1, NULL, threads});
            assert_memory_equal(one.label, other.label, n * sizeof *one.label);
            assert_memory_equal(one.center, other.center, 8 * sizeof *one.center);
            assert_memory_equal(&one.inertia, &other.inertia, sizeof one.inertia);
            ka_kmeans_clear(&other);
        }
        near(one.inertia, inertia_of(x, n, one.label, 4), 1e-7);
        ka_kmeans_clear(&one);
    }
    free(x);
}

// A sample of so many equal points need not have three different ones.
static void few_different_among_many(void **state)
{
    (void)state;
    enum { N = 5 * KA_KMEANS_SAMPLE };
    double *x = calloc(N, sizeof *x);
    assert_non_null(x);
    x[7] = 3;
    x[N - 1] = 8;
    struct ka_kmeans result = fit(x, N, 1, (struct ka_kmeans_options){3, 2, 1, NULL});
    near(result.inertia, 0, 0);
    assert_int_equal(result.size[0], N - 2);
    assert_int_equal(result.label[7], 1);
    assert_int_equal(result.label[N - 1], 2);
    ka_kmeans_clear(&result);
    free(x);
}

// One of very few samples on which Lloyd's iteration, from seed 11, leaves a cluster without
// a member.
static void no_cluster_is_empty(void **state)
{
    (void)state;
    const double x[] = {15, 11, 4,  14, 7,  7,  2,  13, 4, 26, 16, 1,  6,  24, 10, 15,
                        29, 29, 25, 18, 15, 29, 6,  24, 4, 9,  25, 18, 27, 25, 2,  24,
                        9,  8,  7,  28, 25, 4,  10, 9,  4, 14, 25, 6,  28, 1};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct ka_kmeans result = fit(x, 23, 2, (struct ka_kmeans_options){5, 1, seed, NULL});
        for (int c = 0; c < 5; c++)
            assert_true(result.size[c] > 0);
        near(result.inertia, inertia_of(x, 23, result.label, 5), 1e-9);
        ka_kmeans_clear(&result);
    }
}

static void planted_groups_are_found(void **state)
{
    (void)state;
    enum { N = 1003 };
    int truth[N];
    double *x = planted(N, 5, 9, truth);
    struct ka_kmeans first = fit(x, N, 3, (struct ka_kmeans_options){5, 10, 1, NULL});
    near(ka_adjusted_rand(first.label, truth, N), 1, 0);
    for (int c = 1; c < 5; c++)
        assert_true(first.size[c] <= first.size[c - 1]);
    for (uint64_t seed = 2; seed < 6; seed++) { // the seed does not change the labels
        struct ka_kmeans other = fit(x, N, 3, (struct ka_kmeans_options){5, 10, seed, NULL});
        assert_memory_equal(first.label, other.label, N * sizeof *first.label);
        ka_kmeans_clear(&other);
    }
    ka_kmeans_clear(&first);
    free(x);
}

// More clusters than the data have.
static void invariances(void **state)
{
    (void)state;
    enum { N = 200 };
    int truth[N];
    double *x = planted(N, 3, 4, truth), *moved = malloc(N * 3 * sizeof *moved);
    assert_non_null(moved);
    for (size_t i = 0; i < N * 3; i++)
        moved[i] = 1000 * x[i] + 77;
    struct ka_kmeans_options options = {7, 50, 3, NULL};
    struct ka_kmeans a = fit(x, N, 3, options), b = fit(x, N, 3, options);
    struct ka_kmeans c = fit(moved, N, 3, options);
    assert_memory_equal(a.label, b.label, N * sizeof *a.label);
    assert_true(a.inertia == b.inertia);
    assert_memory_equal(a.label, c.label, N * sizeof *a.label);
    near(c.inertia / 1e6, a.inertia, 1e-9);
    for (int i = 0; i < 7; i++)
        assert_true(a.size[i] > 0);
    ka_kmeans_clear(&a);
    ka_kmeans_clear(&b);
    ka_kmeans_clear(&c);
    free(moved);
    free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_a_line),
        cmocka_unit_test(clusters_are_ordered_by_weight),
        cmocka_unit_test(extreme_k),
        cmocka_unit_test(too_few_different_points),
        cmocka_unit_test(the_best_of_all_partitions),
        cmocka_unit_test(no_single_move_helps),
        cmocka_unit_test(the_result_is_converged),
        cmocka_unit_test(any_number_of_threads),
        cmocka_unit_test(few_different_among_many),
        cmocka_unit_test(no_cluster_is_empty),
        cmocka_unit_test(planted_groups_are_found),
        cmocka_unit_test(invariances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
