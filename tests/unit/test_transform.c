// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <string.h>

#include "stat/transform.h"

static void transforms(void **state)
{
    (void)state;
    double x[] = {0, -3, 3, 4}; // 2 x 2, columns {0, 3} and {-3, 4}
    assert_true(ka_transform_column(x, 2, 2, 0, KA_TRANSFORM_LOG1P));
    near(x[0], 0, 0);
    near(x[2], log(4), 1e-15);
    near(x[1], -3, 0); // the other column is not touched
    assert_true(ka_transform_column(x, 2, 2, 1, KA_TRANSFORM_SIGNED_LOG1P));
    near(x[1], -log(4), 1e-15);
    near(x[3], log(5), 1e-15);
    double y[] = {0, 2.25, 9};
    assert_true(ka_transform_column(y, 3, 1, 0, KA_TRANSFORM_SQRT));
    near(y[1], 1.5, 0);
    assert_true(ka_transform_column(y, 3, 1, 0, KA_TRANSFORM_NONE));
    near(y[2], 3, 0);
}

static void outside_the_domain(void **state)
{
    (void)state;
    const double x[] = {1, -1, 5};
    const enum ka_transform refuse[] = {KA_TRANSFORM_LOG1P, KA_TRANSFORM_SQRT};
    for (int i = 0; i < 2; i++) {
        double copy[3];
        memcpy(copy, x, sizeof x);
        assert_false(ka_transform_column(copy, 3, 1, 0, refuse[i]));
        assert_memory_equal(copy, x, sizeof x);
    }
    double infinite[] = {1, INFINITY}, unknown[] = {NAN};
    assert_false(ka_transform_column(infinite, 2, 1, 0, KA_TRANSFORM_SIGNED_LOG1P));
    assert_false(ka_transform_column(unknown, 1, 1, 0, KA_TRANSFORM_NONE));
}

static void scales(void **state)
{
    (void)state;
    struct ka_scaling scaling;
    double z[] = {2, 4, 4, 4, 5, 5, 7, 9};
    assert_true(ka_scale_column(z, 8, 1, 0, KA_SCALE_Z, &scaling));
    near(scaling.center, 5, 0);
    near(scaling.spread, 2, 1e-15);
    near(z[0], -1.5, 1e-15);
    near(z[7], 2, 1e-15);
    double sample[] = {2, 4, 4, 4, 5, 5, 7, 9};
    assert_true(ka_scale_column(sample, 8, 1, 0, KA_SCALE_Z_SAMPLE, &scaling));
    near(scaling.spread, sqrt(32.0 / 7), 1e-15);
    near(sample[7], 4 / sqrt(32.0 / 7), 1e-15);
    double robust[] = {1, 1, 2, 2, 4, 6, 9};
    assert_true(ka_scale_column(robust, 7, 1, 0, KA_SCALE_ROBUST, &scaling));
    near(scaling.center, 2, 0);
    near(scaling.spread, 1.4826, 1e-15);
    near(robust[6], 7 / 1.4826, 1e-15);
    double iqr[] = {1, 2, 3, 4, 9};
    assert_true(ka_scale_column(iqr, 5, 1, 0, KA_SCALE_IQR, &scaling));
    near(scaling.spread, 2, 1e-15); // quartiles 2 and 4
    near(iqr[4], 3, 1e-15);
    double none[] = {3, 3};
    assert_true(ka_scale_column(none, 2, 1, 0, KA_SCALE_NONE, &scaling));
    near(none[0], 3, 0);
}

static void no_spread(void **state)
{
    (void)state;
    struct ka_scaling scaling;
    double x[] = {.1, 1, .1, 2, .1, 3}; // 3 x 2
    const double same[] = {.1, 1, .1, 2, .1, 3};
    assert_false(ka_scale_column(x, 3, 2, 0, KA_SCALE_Z, &scaling));
    near(scaling.spread, 0, 0);
    assert_false(ka_scale_column(x, 3, 2, 0, KA_SCALE_Z_SAMPLE, &scaling));
    assert_false(ka_scale_column(x, 3, 2, 0, KA_SCALE_ROBUST, &scaling));
    assert_memory_equal(x, same, sizeof x);
    double mostly[] = {0, 0, 0, 5}; // a MAD of 0, though not constant
    assert_false(ka_scale_column(mostly, 4, 1, 0, KA_SCALE_ROBUST, &scaling));
    near(mostly[3], 5, 0);
    assert_true(ka_scale_column(mostly, 4, 1, 0, KA_SCALE_Z, &scaling));
    assert_false(ka_scale_column(mostly, 0, 1, 0, KA_SCALE_Z, &scaling));
    assert_false(ka_scale_column(mostly, 1, 1, 0, KA_SCALE_Z, &scaling));
}

// Median 5, deviations 4 3 2 1 0 1 2 3 95 with median 2.
static void outliers(void **state)
{
    (void)state;
    enum { N = 9 };
    double x[2 * N], z[N];
    const double column[N] = {1, 2, 3, 4, 5, 6, 7, 8, 100}, unit = 1.4826 * 2;
    bool whale[N] = {true};
    for (int i = 0; i < N; i++) {
        x[2 * i] = 7; // no MAD
        x[2 * i + 1] = column[i];
    }
    assert_true(ka_robust_z(x, N, 2, 1, z));
    near(z[0], -4 / unit, 1e-14);
    near(z[8], 95 / unit, 1e-13);
    assert_false(ka_robust_z(x, N, 2, 0, z));
    near(z[8], 0, 0);
    assert_int_equal(ka_whales_mark(x, N, 2, 1, KA_WHALE_LIMIT, whale), 1);
    assert_true(whale[0] && !whale[1] && whale[8]);
    assert_int_equal(ka_whales_mark(x, N, 2, 0, KA_WHALE_LIMIT, whale), 0);
    assert_int_equal(ka_winsorise_column(x, N, 2, 1, KA_WINSOR_LIMIT), 1);
    near(x[17], 5 + 3.5 * unit, 1e-13);
    near(x[1], 1, 0);
    assert_int_equal(ka_winsorise_column(x, N, 2, 1, 1), 4); // 1 and 2, 8 and the last
    near(x[1], 5 - unit, 1e-13);
    assert_int_equal(ka_winsorise_column(x, N, 2, 0, KA_WINSOR_LIMIT), 0);
    near(x[16], 7, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transforms), cmocka_unit_test(outside_the_domain),
        cmocka_unit_test(scales),     cmocka_unit_test(no_spread),
        cmocka_unit_test(outliers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
