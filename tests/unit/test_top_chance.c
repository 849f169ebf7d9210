// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "stat/pareto_tail.h"
#include "stat/random.h"
#include "stat/top_chance.h"

enum { MANY = 40000 };
#define SE(p) (5 * sqrt((p) * (1 - (p)) / MANY))

// One of two: 20 for sure against two draws of 0 or 30.
static void closed_form(void **state)
{
    (void)state;
    const double part[] = {20, 0, 30}, fixed[] = {0, -15};
    const size_t start[] = {0, 1, 3};
    double chance[2];
    struct ka_parts parts = {part, NULL, start, 2};
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){MANY, .95, 1, 0}, chance);
    near(chance[0], .25, SE(.25));
    near(chance[1], .75, SE(.25));
    near(chance[0] + chance[1], 1, 1e-12);
    parts.fixed = fixed; // 45, 15 or -15 now
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){MANY, .95, 1, 0}, chance);
    near(chance[0], .75, SE(.25));
}

static void ties_and_losses(void **state)
{
    (void)state;
    const double part[] = {7, 7, 1, -5};
    const size_t start[] = {0, 1, 2, 3, 4};
    const struct ka_parts parts = {part, NULL, start, 4};
    double chance[4];
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){10, .95, 1, 0}, chance);
    near(chance[0], 1, 0);
    near(chance[1], 1, 0); // a tie at the cut is in
    near(chance[2], 0, 0);
    ka_top_chance(&parts, 100, &(struct ka_bootstrap){10, .95, 1, 0}, chance);
    near(chance[2], 1, 0);
    near(chance[3], 0, 0); // a loss is in no top
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){0, .95, 1, 0}, chance);
    assert_true(isnan(chance[0]));
    ka_top_chance(&(struct ka_parts){NULL, NULL, start, 0}, 20,
                  &(struct ka_bootstrap){10, .95, 1, 0}, chance);
}

// As many are in the top as there is room for, whoever they are, for any number of threads.
static void room(void **state)
{
    (void)state;
    enum { N = 101, EACH = 4 };
    double part[N * EACH], one[N], three[N], sum = 0;
    size_t start[N + 1];
    struct ka_random *random = ka_random_new(5);
    for (size_t i = 0; i < N * EACH; i++)
        part[i] = ka_random_exponential(random, 1);
    for (size_t i = 0; i <= N; i++)
        start[i] = i * EACH;
    ka_random_free(random);
    const struct ka_parts parts = {part, NULL, start, N};
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){300, .95, 9, 1}, one);
    ka_top_chance(&parts, 20, &(struct ka_bootstrap){300, .95, 9, 3}, three);
    assert_memory_equal(one, three, sizeof one);
    for (size_t i = 0; i < N; i++)
        sum += one[i];
    near(sum, 21, 1e-9);
}

// n logarithms beyond a known x_min: the interval of the exponent is that of an exponential
// rate.
static void tail_interval(void **state)
{
    (void)state;
    double lo, hi;
    // 2 degrees of freedom: the quantiles of chi-squared are -2 ln(1 - p)
    const struct ka_pareto_tail two = {.alpha = 3, .x_min = 1, .n_tail = 2};
    ka_pareto_tail_interval(&two, .95, &lo, &hi);
    near(lo, 1 - log(.975), 1e-12);
    near(hi, 1 - log(.025), 1e-12);
    const struct ka_pareto_tail many = {.alpha = 2.5, .x_min = 1, .n_tail = 100000};
    ka_pareto_tail_interval(&many, .95, &lo, &hi);
    near(lo, 2.5 - 1.959964 * 1.5 / sqrt(1e5), 1e-4);
    near(hi, 2.5 + 1.959964 * 1.5 / sqrt(1e5), 1e-4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_form),
        cmocka_unit_test(ties_and_losses),
        cmocka_unit_test(room),
        cmocka_unit_test(tail_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
