// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/concentration.h"
#include "stat/hhi.h"

static void closed_forms(void **state)
{
    (void)state;
    near(ka_hhi((const double[]){3}, 1), 1, 0);
    near(ka_hhi((const double[]){2, 2, 2, 2}, 4), .25, 1e-15);
    near(ka_hhi((const double[]){6, 3, 1}, 3), .46, 1e-15);
    near(ka_hhi((const double[]){0, 5, 0}, 3), 1, 0);
}

static void as_the_whole_table_of_figures(void **state)
{
    (void)state;
    const double x[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
    struct ka_concentration all;
    ka_concentration_compute(x, 10, &all);
    near(ka_hhi(x, 10), all.hhi, 1e-15);
    near(ka_hhi(x, 10), .1840812, 5e-8); // R, ineq
}

static void none(void **state)
{
    (void)state;
    assert_true(isnan(ka_hhi(NULL, 0)));
    assert_true(isnan(ka_hhi((const double[]){0, 0}, 2)));
    assert_true(isnan(ka_hhi((const double[]){3, -1}, 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_forms),
        cmocka_unit_test(as_the_whole_table_of_figures),
        cmocka_unit_test(none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
