// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/spend.h"
#include "stat/stat.h"

static const struct ka_spend truth = {.p = 6.25, .q = 3.74, .gamma = 15.44, .usable = true};

enum { N = 3000 };

static void draw(struct ka_spending *each, size_t n, const struct ka_spend *spend,
                 uint64_t seed)
{
    struct ka_random *random = ka_random_new(seed);
    for (size_t i = 0; i < n; i++) {
        double x = 1 + (double)ka_random_below(random, 8);
        each[i] = (struct ka_spending){x, ka_spend_draw_mean(spend, x, random), 1};
    }
    ka_random_free(random);
}

static void recovery(void **state)
{
    (void)state;
    static struct ka_spending each[N];
    draw(each, N, &truth, 1);
    struct ka_spend fit = ka_spend_fit(each, N);
    assert_true(fit.usable);
    near(fit.p, truth.p, 3 * fit.se[0]);
    near(fit.q, truth.q, 3 * fit.se[1]);
    near(fit.gamma, truth.gamma, 3 * fit.se[2]);
    assert_true(fit.ll >= ka_spend_ll(&truth, each, N));
    for (size_t i = 0; i < N; i++)
        each[i].mean *= 1e6; // another currency
    struct ka_spend other = ka_spend_fit(each, N);
    near(other.p / fit.p, 1, 1e-5);
    near(other.gamma / fit.gamma, 1e6, 20);
}

// One purchase: the mean is a beta prime variable, whose density is known.
static void density_of_one(void **state)
{
    (void)state;
    const struct ka_spending one = {1, 20, 1};
    double u = 20 / truth.gamma;
    double expected = (truth.p - 1) * log(u) - (truth.p + truth.q) * log1p(u) -
                      (lgamma(truth.p) + lgamma(truth.q) - lgamma(truth.p + truth.q)) -
                      log(truth.gamma);
    near(ka_spend_ll(&truth, &one, 1), expected, 1e-12);
}

// With nothing known the mean of all, with ever more the mean of one's own.
static void expectation(void **state)
{
    (void)state;
    near(ka_spend_expected(&truth, 0, 0), 6.25 * 15.44 / 2.74, 1e-12);
    near(ka_spend_expected(&truth, 1e9, 50), 50, 1e-6);
    struct ka_random *random = ka_random_new(2);
    double sum = 0;
    for (int i = 0; i < 20000; i++)
        sum += ka_spend_draw(&truth, 3, 50, 2, random);
    near(sum / 20000, 2 * ka_spend_expected(&truth, 3, 50), .3);
    near(ka_spend_draw(&truth, 3, 50, 0, random), 0, 0);
    ka_random_free(random);
}

// q <= 1: there is no mean of means.
static void no_mean(void **state)
{
    (void)state;
    static struct ka_spending each[N];
    const struct ka_spend heavy = {.p = 3, .q = .6, .gamma = 10};
    draw(each, N, &heavy, 3);
    struct ka_spend fit = ka_spend_fit(each, N);
    near(fit.q, .6, .1);
    assert_false(fit.usable);
    assert_false(ka_spend_fit(each, 0).usable);
    for (size_t i = 0; i < N; i++)
        each[i].mean = 5; // all the same: p runs away
    assert_false(ka_spend_fit(each, N).usable);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recovery),
        cmocka_unit_test(density_of_one),
        cmocka_unit_test(expectation),
        cmocka_unit_test(no_mean),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
