// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "stat/random.h"
#include "stat/ward.h"

static struct ka_ward build(const double *x, size_t n, size_t d)
{
    struct ka_ward ward;
    struct ka_error err = {0};
    assert_true(ka_ward_build(x, n, d, &ward, &err));
    return ward;
}

static void check(const struct ka_merge *merge, size_t a, size_t b, double height, size_t size)
{
    assert_int_equal(merge->a, a);
    assert_int_equal(merge->b, b);
    near(merge->height, height, 1e-13);
    assert_int_equal(merge->size, size);
}

// The rise of the inertia is |A||B| / (|A| + |B|) times the squared distance of the means.
static void by_hand(void **state)
{
    (void)state;
    const double x[] = {0, 10, 1, 13, 30};
    struct ka_ward ward = build(x, 5, 1);
    check(&ward.merge[0], 0, 2, 1, 2);
    check(&ward.merge[1], 1, 3, 3, 2);
    check(&ward.merge[2], 5, 6, sqrt(2 * 11.0 * 11.0), 4);       // means .5 and 11.5
    check(&ward.merge[3], 4, 7, sqrt(2 * 4.0 / 5 * 24 * 24), 5); // means 30 and 6
    int label[5];
    ka_ward_cut(&ward, 3, label);
    const int three[] = {0, 1, 0, 1, 2}, one[5] = {0};
    assert_memory_equal(label, three, sizeof three);
    ka_ward_cut(&ward, 1, label);
    assert_memory_equal(label, one, sizeof one);
    ka_ward_cut(&ward, 5, label);
    assert_int_equal(label[4], 4);
    ka_ward_clear(&ward);
    ka_ward_clear(&ward);
}

static void mean_of(const double *x, size_t n, const int *label, int c, double *mean,
                    double *size)
{
    mean[0] = mean[1] = *size = 0;
    for (size_t i = 0; i < n; i++)
        if (label[i] == c) {
            mean[0] += x[2 * i];
            mean[1] += x[2 * i + 1];
            *size += 1;
        }
    mean[0] /= *size;
    mean[1] /= *size;
}

// Before each merge, the two clusters are those that cost least of all pairs.
static void each_merge_is_the_cheapest(void **state)
{
    (void)state;
    enum { N = 25 };
    double x[2 * N], last = 0;
    int label[N];
    struct ka_random *random = ka_random_new(3);
    for (int i = 0; i < 2 * N; i++)
        x[i] = ka_random_normal(random, 0, 1);
    ka_random_free(random);
    struct ka_ward ward = build(x, N, 2);
    for (size_t m = 0; m + 1 < N; m++) {
        double least = INFINITY;
        ka_ward_cut(&ward, N - m, label);
        for (int a = 0; a < (int)(N - m); a++)
            for (int b = 0; b < a; b++) {
                double p[2], q[2], of_a, of_b;
                mean_of(x, N, label, a, p, &of_a);
                mean_of(x, N, label, b, q, &of_b);
                double rise =
                    of_a * of_b / (of_a + of_b) * (pow(p[0] - q[0], 2) + pow(p[1] - q[1], 2));
                least = fmin(least, rise);
            }
        near(ward.merge[m].height, sqrt(2 * least), 1e-12);
        assert_true(ward.merge[m].height >= last);
        last = ward.merge[m].height;
    }
    ka_ward_clear(&ward);
}

static void ties_and_duplicates(void **state)
{
    (void)state;
    const double x[] = {5, 5, 5, 7, 7, 9};
    struct ka_ward ward = build(x, 6, 1), again = build(x, 6, 1);
    near(ward.merge[2].height, 0, 0);
    near(ward.merge[3].height, 2 * 2 / sqrt(3), 1e-13); // 7, 7 and 9: 2/3 x 4, doubled
    assert_memory_equal(ward.merge, again.merge, 5 * sizeof *ward.merge);
    ka_ward_clear(&ward);
    ka_ward_clear(&again);
    ward = build(x, 1, 1);
    int label[] = {7};
    ka_ward_cut(&ward, 1, label);
    assert_int_equal(label[0], 0);
    ka_ward_clear(&ward);
}

static void refused(void **state)
{
    (void)state;
    struct ka_ward ward;
    struct ka_error err = {0};
    assert_false(ka_ward_build(NULL, 0, 1, &ward, &err));
    assert_string_equal(err.text, "no points to cluster");
    err = (struct ka_error){0};
    assert_false(ka_ward_build(NULL, KA_WARD_MAX + 1, 1, &ward, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
    assert_string_equal(err.text, "Ward's method takes up to 5000 points; there are 5001");
    ka_ward_clear(&ward);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(each_merge_is_the_cheapest),
        cmocka_unit_test(ties_and_duplicates),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
