// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "stat/describe.h"
#include "stat/sum.h"

static void sums_are_compensated(void **state)
{
    (void)state;
    const double x[] = {1, 1e100, 1, -1e100}, y[] = {1e100, 1, -1e100, 1};
    near(ka_total(x, 4), 2, 0);
    near(ka_total(y, 4), 2, 0);
    struct ka_sum tenths = {0};
    for (int i = 0; i < 10000000; i++)
        ka_sum_add(&tenths, .1);
    near(ka_sum_value(&tenths), 1e6, 1e-9);
}

static void sorting(void **state)
{
    (void)state;
    double x[] = {3, -1, 2, -1};
    size_t order[4];
    ka_order_reals(x, 4, order);
    const size_t expected[] = {1, 3, 2, 0};
    assert_memory_equal(order, expected, sizeof order);
    double *sorted = ka_sorted_reals(x, 4);
    near(x[0], 3, 0);
    ka_sort_reals(x, 4);
    const double ascending[] = {-1, -1, 2, 3};
    assert_memory_equal(x, ascending, sizeof x);
    assert_memory_equal(sorted, ascending, sizeof x);
    free(sorted);
    ka_sort_reals(NULL, 0);
}

static void mid_ranks(void **state)
{
    (void)state;
    const double x[] = {10, 20, 10, 5, 20, 20};
    const double expected[] = {2.5, 5, 2.5, 1, 5, 5};
    double rank[6];
    ka_rank_reals(x, 6, rank);
    assert_memory_equal(rank, expected, sizeof rank);
}

static void location_and_spread(void **state)
{
    (void)state;
    const double x[] = {2, 4, 4, 4, 5, 5, 7, 9}, y[] = {1, 1, 2, 2, 4, 6, 9};
    near(ka_mean(x, 8), 5, 0);
    near(ka_sd(x, 8), sqrt(32.0 / 7), 1e-15);
    near(ka_median(x, 8), 4.5, 0);
    near(ka_median(y, 7), 2, 0);
    near(ka_mad(y, 7), 1, 0);
    assert_true(isnan(ka_mean(x, 0)) && isnan(ka_sd(x, 1)));
    assert_true(isnan(ka_median(x, 0)) && isnan(ka_mad(x, 0)));
    near(ka_mad(x, 1), 0, 0);
}

// R: quantile(c(1, 3, 4, 10), …), type 7.
static void quantiles(void **state)
{
    (void)state;
    const double x[] = {10, 3, 1, 4};
    near(ka_quantile(x, 4, 0), 1, 0);
    near(ka_quantile(x, 4, .25), 2.5, 0);
    near(ka_quantile(x, 4, .5), 3.5, 0);
    near(ka_quantile(x, 4, .8), 6.4, 1e-14);
    near(ka_quantile(x, 4, 1), 10, 0);
    near(ka_quantile(x, 1, .3), 10, 0);
    const double sorted[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    near(ka_quantile_sorted(sorted, 10, .25), 3.25, 0);
    near(ka_quantile_sorted(sorted, 10, .95), 9.55, 1e-14);
}

static void weighted_quantiles(void **state)
{
    (void)state;
    const double x[] = {30, 10, 20, 5}, w[] = {1, 2, 1, 0};
    near(ka_quantile_weighted(x, w, 4, .5), 10, 0);
    near(ka_quantile_weighted(x, w, 4, .51), 20, 0);
    near(ka_quantile_weighted(x, w, 4, .75), 20, 0);
    near(ka_quantile_weighted(x, w, 4, 1), 30, 0);
    near(ka_quantile_weighted(x, w, 4, 0), 10, 0); // 5 weighs nothing
    const double y[] = {1, 2, 3, 4}, tenths[] = {.1, .2, .4, .3};
    near(ka_quantile_weighted(y, tenths, 4, .3), 2, 0); // .1 + .2 reaches .3
    assert_true(isnan(ka_quantile_weighted(x, w, 0, .5)));
}

static void entropy(void **state)
{
    (void)state;
    near(ka_entropy((double[]){3, 3, 3, 3}, 4), log(4), 1e-15);
    near(ka_entropy((double[]){0, 8, 0}, 3), 0, 0);
    near(ka_entropy((double[]){1, 1, 2}, 3), 1.5 * log(2), 1e-15);
    assert_true(isnan(ka_entropy((double[]){0, 0}, 2)));
    assert_true(isnan(ka_entropy((double[]){3, -1}, 2)));
}

static void theil_sen(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2, 3, 4, 5}, line[] = {1, 3, 5, 7, 9, 500};
    near(ka_theil_sen(x, line, 6), 2, 0); // one wild value does not move it
    // the example of Sen 1968
    const double t[] = {1, 2, 3, 4, 10, 12, 18}, y[] = {9, 15, 19, 20, 45, 55, 78};
    near(ka_theil_sen(t, y, 7), 4, 1e-15);
    const double same[] = {2, 2, 3}, z[] = {0, 9, 1};
    near(ka_theil_sen(same, z, 3), -3.5, 0); // of 1 and -8
    assert_true(isnan(ka_theil_sen(same, z, 2)) && isnan(ka_theil_sen(x, line, 1)));
}

static void correlation(void **state)
{
    (void)state;
    const double x[] = {1, 9, 2, 7, 3, 8}, y[] = {1, 3, 2};
    near(ka_correlation(x, 2, y, 1, 3), .5, 1e-15);
    near(ka_correlation(x, 2, x, 2, 3), 1, 1e-15);
    const double constant[] = {4, 4, 4};
    assert_true(isnan(ka_correlation(constant, 1, y, 1, 3)));
}

// Of all slopes, however many are equal and in whatever order they come.
static void theil_sen_is_the_median_of_the_slopes(void **state)
{
    (void)state;
    enum { MOST = 13 };
    double x[MOST], y[MOST], slope[MOST * MOST];
    uint64_t random = 3;
    for (size_t n = 2; n <= MOST; n++)
        for (size_t values = 1; values < 100; values += 9) {
            size_t pairs = 0;
            for (size_t i = 0; i < n; i++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                x[i] = (double)i;
                y[i] = (double)((random >> 40) % values);
                for (size_t j = 0; j < i; j++)
                    slope[pairs++] = (y[i] - y[j]) / (x[i] - x[j]);
            }
            assert_true(ka_theil_sen(x, y, n) == ka_median(slope, pairs));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(theil_sen_is_the_median_of_the_slopes),
        cmocka_unit_test(sums_are_compensated),
        cmocka_unit_test(sorting),
        cmocka_unit_test(mid_ranks),
        cmocka_unit_test(location_and_spread),
        cmocka_unit_test(quantiles),
        cmocka_unit_test(weighted_quantiles),
        cmocka_unit_test(entropy),
        cmocka_unit_test(theil_sen),
        cmocka_unit_test(correlation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
