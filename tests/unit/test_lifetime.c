// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "base/mem.h"
#include "stat/lifetime.h"
#include "stat/stat.h"

static const struct ka_lifetime published[] = {
    {.model = KA_BGNBD, .parameter = {.243, 4.414, .793, 2.426}},
    {.model = KA_MBGNBD, .parameter = {.525, 6.183, .891, 1.614}},
    {.model = KA_PARETONBD, .parameter = {.553, 10.578, .606, 11.669}},
    {.model = KA_PARETONBD, .parameter = {.8, 20, 1.7, 6}},
    {.model = KA_NBD, .parameter = {.385, 12.07}},
};
enum { PUBLISHED = sizeof published / sizeof *published };

static double ll_of(const struct ka_lifetime *fit, struct ka_history history)
{
    struct ka_histories h;
    ka_histories_make(&h, &history, NULL, 1);
    double ll = ka_lifetime_ll(fit->model, fit->parameter, &h, NULL);
    ka_histories_clear(&h);
    return ll;
}

// Fader, Hardie, Lee (2005): E[Y(39) | x=2, t_x=30.43, T=38.86] = 1.226.  Fader, Hardie, Lee
// (2005), "A note on implementing the Pareto/NBD": 25.46 and .9979 at the fitted parameters.
static void published_expectations(void **state)
{
    (void)state;
    near(ka_lifetime_expected(&published[0], &(struct ka_history){2, 30.43, 38.86}, 39),
         1.226028, 5e-7);
    const struct ka_lifetime pareto = {.model = KA_PARETONBD,
                                       .parameter = {.553276, 10.577622, .606214, 11.667927}};
    const struct ka_history history = {26, 30.86, 31};
    near(ka_lifetime_expected(&pareto, &history, 52), 25.45654, 5e-6);
    near(ka_lifetime_alive(&pareto, &history), .99792, 5e-6);
}

// Where a textbook formula underflows.
static void many_purchases(void **state)
{
    (void)state;
    const struct ka_lifetime fit = {.model = KA_PARETONBD,
                                    .parameter = {.55, 10.58, .61, 11.67}};
    near(ka_lifetime_expected(&fit, &(struct ka_history){132, 200, 200}, 10), 6.2060517889632,
         2e-12);
    near(ka_lifetime_expected(&fit, &(struct ka_history){133, 200, 200}, 10), 6.2528722475748,
         2e-12);
    for (uint32_t x = 1; x < 20000; x = x * 3 / 2 + 1)
        for (size_t i = 0; i < PUBLISHED; i++) {
            const struct ka_history history = {x, 150, 200};
            double alive = ka_lifetime_alive(&published[i], &history);
            double expected = ka_lifetime_expected(&published[i], &history, 10);
            assert_true(alive >= 0 && alive <= 1);
            assert_true(expected >= 0 && expected <= (x + 1) / 20.);
            assert_true(isfinite(ll_of(&published[i], history)));
        }
}

// The chance of no repeat has a closed form, in the Pareto/NBD an integral over the day to go.
static void no_repeat(void **state)
{
    (void)state;
    const struct ka_history none = {0, 0, 30};
    for (size_t i = 0; i < PUBLISHED; i++) {
        const double *p = published[i].parameter;
        double silent = pow(p[1] / (p[1] + 30), p[0]), expected = silent;
        if (published[i].model == KA_MBGNBD)
            expected = p[2] / (p[2] + p[3]) + p[3] / (p[2] + p[3]) * silent;
        if (published[i].model == KA_PARETONBD) {
            expected *= pow(p[3] / (p[3] + 30), p[2]);
            enum { STEPS = 3000 };
            for (int k = 0; k <= STEPS; k++) { // Simpson's rule
                double t = 30. * k / STEPS;
                double weight = k == 0 || k == STEPS ? 1 : k % 2 ? 4 : 2;
                expected += weight * 30 / (3 * STEPS) * pow(p[1] / (p[1] + t), p[0]) * p[2] /
                            (p[3] + t) * pow(p[3] / (p[3] + t), p[2]);
            }
        }
        near(ll_of(&published[i], none), log(expected), 1e-11);
    }
}

static void make_sample(struct ka_histories *h, const struct ka_lifetime *truth, size_t n,
                        uint64_t seed)
{
    struct ka_history *each = ka_alloc(n, sizeof *each);
    struct ka_random *random = ka_random_new(seed);
    for (size_t i = 0; i < n; i++)
        each[i] = ka_lifetime_draw(truth, 20 + 60 * ka_random_uniform(random), random);
    ka_histories_make(h, each, NULL, n);
    ka_random_free(random);
    free(each);
}

static void gradients(void **state)
{
    (void)state;
    struct ka_histories h;
    make_sample(&h, &published[0], 200, 1);
    for (size_t i = 0; i < PUBLISHED; i++) {
        double slope[4];
        ka_lifetime_ll(published[i].model, published[i].parameter, &h, slope);
        for (size_t j = 0; j < ka_lifetime_dimension(published[i].model); j++) {
            struct ka_lifetime up = published[i], down = published[i];
            double step = 1e-4 * up.parameter[j];
            up.parameter[j] += step;
            down.parameter[j] -= step;
            double difference = ka_lifetime_ll(up.model, up.parameter, &h, NULL) -
                                ka_lifetime_ll(down.model, down.parameter, &h, NULL);
            near(slope[j], difference / (2 * step), 1e-5 * (1 + fabs(slope[j])));
        }
    }
    ka_histories_clear(&h);
}

// Repeats and the time of the last, drawn and expected, agree within three standard errors, of
// somebody new and of those with a history.
static void simulation_agrees(void **state)
{
    (void)state;
    enum { N = 5000 };
    const struct ka_history seen[] = {{0, 0, 0}, {0, 0, 12}, {3, 10, 15}, {40, 100, 101}};
    struct ka_random *random = ka_random_new(3);
    for (size_t i = 0; i < PUBLISHED; i++)
        for (size_t k = 0; k < 4; k++) {
            double sum = 0, squares = 0;
            for (int j = 0; j < N; j++) {
                double y = k == 0
                               ? ka_lifetime_draw(&published[i], 40, random).x
                               : ka_lifetime_draw_future(&published[i], &seen[k], 40, random);
                sum += y;
                squares += y * y;
            }
            double se = sqrt((squares / N - sum / N * sum / N) / N);
            near(sum / N, ka_lifetime_expected(&published[i], &seen[k], 40), 3.5 * se);
        }
    ka_random_free(random);
}

// a = 1, s = 1 and a + b = 1 are zeros of the textbook's denominators; the expectation has
// nothing there, and goes on where the series gives way to the integral.
static void no_gap(void **state)
{
    (void)state;
    static const double places[][2] = {{1, 2.4}, {.4, .6}, {1, 11.7}};
    for (size_t k = 0; k < 3; k++)
        for (uint32_t x = 0; x < 3; x++) {
            struct ka_lifetime at = {.model = k == 2 ? KA_PARETONBD : KA_BGNBD,
                                     .parameter = {.24, 4.4, places[k][0], places[k][1]}};
            struct ka_history history = {x, 3 * x, 10};
            double here = ka_lifetime_expected(&at, &history, 39);
            at.parameter[2] *= 1 + 1e-7;
            near(ka_lifetime_expected(&at, &history, 39), here, 5e-7 * here);
        }
    for (double r = 1; r < 3000; r *= 1.3) { // a series of ever larger terms, then the integral
        struct ka_lifetime at = {.model = KA_BGNBD, .parameter = {r, 10 * r, .6, 2}};
        struct ka_history history = {1, 8, 10};
        double e = ka_lifetime_expected(&at, &history, 1e-6);
        near(e, ka_lifetime_alive(&at, &history) * (r + 1) / (10 * r + 10) * 1e-6, 1e-4 * e);
        e = ka_lifetime_expected(&at, &history, 50);
        at.parameter[0] *= 1 + 1e-9;
        near(ka_lifetime_expected(&at, &history, 50), e, 1e-7 * e);
    }
}

static void discounting(void **state)
{
    (void)state;
    for (size_t i = 0; i < PUBLISHED; i++) {
        const struct ka_history history = {4, 20, 22};
        double by_hour = 0, last = 0;
        for (int k = 1; k <= 2000; k++) {
            double e = ka_lifetime_expected(&published[i], &history, 52. * k / 2000);
            by_hour += (e - last) * exp(-.002 * 52. * (k - .5) / 2000);
            last = e;
        }
        struct ka_outlook outlook = ka_lifetime_outlook(&published[i], &history, 52, .002);
        near(outlook.discounted, by_hour, 1e-6);
        near(outlook.expected, last, 1e-12);
        near(outlook.alive, ka_lifetime_alive(&published[i], &history), 0);
        near(ka_lifetime_outlook(&published[i], &history, 52, 0).discounted, last, 1e-12);
    }
}

// The small version of tests/slow/lifetimes.c: within four standard errors.
static void recovery(void **state)
{
    (void)state;
    for (size_t i = 0; i < PUBLISHED; i++) {
        struct ka_histories h;
        make_sample(&h, &published[i], 4000, 5);
        struct ka_lifetime fit = ka_lifetime_fit(published[i].model, &h, NULL);
        assert_int_equal(fit.model, published[i].model);
        assert_false(fit.boundary);
        for (size_t j = 0; j < ka_lifetime_dimension(fit.model); j++)
            near(log(fit.parameter[j] / published[i].parameter[j]), 0,
                 4 * fit.se[j] / fit.parameter[j]);
        ka_histories_clear(&h);
    }
}

// In other units of time the shape is the same; in any order and grouping too.
static void invariances(void **state)
{
    (void)state;
    enum { N = 1500 };
    struct ka_history each[N], days[N];
    struct ka_random *random = ka_random_new(7);
    for (size_t i = 0; i < N; i++) {
        each[i] =
            ka_lifetime_draw(&published[0], floor(20 + 9 * ka_random_uniform(random)), random);
        each[i].t_x = floor(each[i].t_x);
        days[N - 1 - i] = (struct ka_history){each[i].x, 7 * each[i].t_x, 7 * each[i].T};
    }
    struct ka_histories h, in_days;
    ka_histories_make(&h, each, NULL, N);
    ka_histories_make(&in_days, days, NULL, N);
    assert_true(h.n < N);
    assert_int_equal(h.n, in_days.n);
    struct ka_lifetime fit = ka_lifetime_fit(KA_BGNBD, &h, NULL);
    struct ka_lifetime other = ka_lifetime_fit(KA_BGNBD, &in_days, NULL);
    const double scale[] = {1, 7, 1, 1};
    for (int i = 0; i < 4; i++)
        near(other.parameter[i] / (scale[i] * fit.parameter[i]), 1, 1e-5);
    ka_histories_clear(&h);
    ka_histories_clear(&in_days);
    ka_random_free(random);
}

// Nobody ever goes: the NBD, or hardly any drop-out; never an explosion.
static void without_drop_out(void **state)
{
    (void)state;
    const struct ka_lifetime truth = {.model = KA_NBD, .parameter = {1.3, 8}};
    int nested = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct ka_histories h;
        make_sample(&h, &truth, 400, seed);
        for (int model = KA_BGNBD; model <= KA_PARETONBD; model++) {
            struct ka_lifetime fit = ka_lifetime_fit((enum ka_lifetime_model)model, &h, NULL);
            nested += fit.model == KA_NBD;
            assert_int_equal(fit.model == KA_NBD, fit.boundary);
            double expected = 0, rate = 0;
            for (size_t i = 0; i < h.n; i++) {
                expected += h.count[i] * ka_lifetime_expected(&fit, &h.of[i], 52);
                rate += h.count[i] * (1.3 + h.of[i].x) / (8 + h.of[i].T) * 52;
            }
            near(expected / rate, 1, .1);
        }
        ka_histories_clear(&h);
    }
    assert_true(nested >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_expectations),
        cmocka_unit_test(many_purchases),
        cmocka_unit_test(no_repeat),
        cmocka_unit_test(gradients),
        cmocka_unit_test(simulation_agrees),
        cmocka_unit_test(no_gap),
        cmocka_unit_test(discounting),
        cmocka_unit_test(recovery),
        cmocka_unit_test(invariances),
        cmocka_unit_test(without_drop_out),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
