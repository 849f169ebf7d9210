// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "stat/coverage.h"
#include "stat/describe.h"
#include "stat/random.h"
#include "stat/resample.h"
#include "stat/sample.h"

static const double incomes[] = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
static const double epsilon[] = {.5, 1, 2};

static const struct ka_population ten = {incomes, NULL, 10, epsilon, 3};

// R boot, 100,000 replicates, BCa of the corrected Gini coefficient: .384 to .711.
static void published_interval(void **state)
{
    (void)state;
    struct ka_interval interval[KA_FIGURES];
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){100000, .95, 1, 0}, interval);
    near(interval[KA_FIGURE_GINI_CORRECTED].lo, .384, .005);
    near(interval[KA_FIGURE_GINI_CORRECTED].hi, .711, .005);
    assert_int_equal(interval[KA_FIGURE_GINI_CORRECTED].undefined, 0);
}

static void same_intervals(const struct ka_interval *a, const struct ka_interval *b,
                           double tolerance)
{
    for (int f = 0; f < KA_FIGURE_ATKINSON + 3; f++) {
        near(a[f].lo, b[f].lo, tolerance);
        near(a[f].hi, b[f].hi, tolerance);
    }
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    struct ka_interval one[KA_FIGURES], four[KA_FIGURES], other[KA_FIGURES];
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){500, .95, 7, 1}, one);
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){500, .95, 7, 4}, four);
    assert_memory_equal(one, four, sizeof one[0] * (KA_FIGURE_ATKINSON + 3));
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){500, .95, 8, 1}, other);
    assert_true(one[KA_FIGURE_GINI].lo != other[KA_FIGURE_GINI].lo);
}

static void scale_does_not_matter(void **state)
{
    (void)state;
    double large[10];
    for (size_t i = 0; i < 10; i++)
        large[i] = incomes[i] * 7.1e6;
    struct ka_interval one[KA_FIGURES], other[KA_FIGURES];
    const struct ka_bootstrap bootstrap = {500, .9, 7, 0};
    ka_figures_bootstrap(&ten, &bootstrap, one);
    ka_figures_bootstrap(&(struct ka_population){large, NULL, 10, epsilon, 3}, &bootstrap,
                         other);
    same_intervals(one, other, 1e-11);
}

static void an_interval_holds_its_estimate(void **state)
{
    (void)state;
    struct ka_interval interval[KA_FIGURES], wider[KA_FIGURES];
    double value[KA_FIGURES];
    ka_figures_compute(&ten, value);
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){2000, .8, 1, 0}, interval);
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){2000, .99, 1, 0}, wider);
    for (int f = 0; f < KA_FIGURE_ATKINSON + 3; f++) {
        assert_true(interval[f].lo <= value[f] && value[f] <= interval[f].hi);
        assert_true(wider[f].lo <= interval[f].lo && interval[f].hi <= wider[f].hi);
    }
}

// Two members, 1 and 3: a sample is (1,1), (1,3), (3,3) with probability 1/4, 1/2, 1/4, so the
// Gini coefficient is 0 or 1/4, and the total interval is these two.
static void closed_form(void **state)
{
    (void)state;
    const double two[] = {1, 3};
    struct ka_interval interval[KA_FIGURES];
    ka_figures_bootstrap(&(struct ka_population){two, NULL, 2, NULL, 0},
                         &(struct ka_bootstrap){2000, .95, 1, 0}, interval);
    near(interval[KA_FIGURE_GINI].lo, 0, 1e-15);
    near(interval[KA_FIGURE_GINI].hi, .25, 1e-15);
    near(interval[KA_FIGURE_HHI].lo, .5, 1e-15);
    near(interval[KA_FIGURE_HHI].hi, .625, 1e-15);
    near(interval[KA_FIGURE_ASYMMETRY].hi, 1, .51); // all equal: the middle of 0..2
    assert_true(isnan(interval[KA_FIGURE_ATKINSON].lo));
}

static void no_doubt(void **state)
{
    (void)state;
    double equal[50];
    for (size_t i = 0; i < 50; i++)
        equal[i] = .1;
    struct ka_interval interval[KA_FIGURES];
    ka_figures_bootstrap(&(struct ka_population){equal, NULL, 50, epsilon, 3},
                         &(struct ka_bootstrap){100, .95, 1, 0}, interval);
    near(interval[KA_FIGURE_GINI].lo, 0, 0);
    near(interval[KA_FIGURE_GINI].hi, 0, 0);
    near(interval[KA_FIGURE_TOP20_SHARE].lo, .2, 1e-12);
    near(interval[KA_FIGURE_TOP20_SHARE].hi, .2, 1e-12);
    near(interval[KA_FIGURE_MAKE80].lo, 40, 0);
}

static void none_where_there_is_no_figure(void **state)
{
    (void)state;
    const double loss[] = {-10, -1, 2, 3, 40};
    struct ka_interval interval[KA_FIGURES];
    const struct ka_bootstrap bootstrap = {400, .95, 1, 0};
    ka_figures_bootstrap(&(struct ka_population){loss, NULL, 5, epsilon, 3}, &bootstrap,
                         interval);
    assert_true(isnan(interval[KA_FIGURE_GINI].lo) && isnan(interval[KA_FIGURE_HHI].hi));
    assert_true(interval[KA_FIGURE_GINI_RSV].lo < interval[KA_FIGURE_GINI_RSV].hi);
    // without the largest the total is often below 0: a third of the samples have no share
    assert_true(interval[KA_FIGURE_TOP20_SHARE].undefined > 0);
    assert_true(isnan(interval[KA_FIGURE_TOP20_SHARE].lo));
    // a zero makes the mean logarithmic deviation unknown, Atkinson's index of 1 a limit
    const double zero[] = {0, 1, 2, 3, 40};
    ka_figures_bootstrap(&(struct ka_population){zero, NULL, 5, epsilon, 3}, &bootstrap,
                         interval);
    assert_true(isnan(interval[KA_FIGURE_THEIL_L].lo));
    assert_true(isnan(interval[KA_FIGURE_ATKINSON + 1].lo));
    assert_true(interval[KA_FIGURE_ATKINSON].lo < interval[KA_FIGURE_ATKINSON].hi);
    ka_figures_bootstrap(&(struct ka_population){zero, NULL, 1, epsilon, 3}, &bootstrap,
                         interval);
    assert_true(isnan(interval[KA_FIGURE_GINI].lo));
}

// A replicate is what concentration.c makes of the same draw: the extremes of thirty draws are
// the bounds of an interval at a level next to 1.
static void replicates_are_the_figures(void **state)
{
    (void)state;
    const double x[] = {-3, 1, 2, 2, 5, 30}, w[] = {0, 2.5, 1, 3, 0, 1.5};
    const struct ka_population population = {x, w, 6, epsilon, 3};
    struct ka_interval interval[KA_FIGURES];
    double value[KA_FIGURES], lo[KA_FIGURES], hi[KA_FIGURES];
    struct ka_random *seeds = ka_random_new(3);
    struct ka_random *random = ka_random_new(ka_random_seed(seeds));
    for (int f = 0; f < KA_FIGURES; f++) {
        lo[f] = INFINITY;
        hi[f] = -INFINITY;
    }
    for (size_t i = 0; i < 30; i++) {
        uint32_t count[6];
        double drawn[6];
        ka_random_counts(random, 6, 6, count);
        for (size_t j = 0; j < 6; j++)
            drawn[j] = count[j] * w[j];
        ka_figures_compute(&(struct ka_population){x, drawn, 6, epsilon, 3}, value);
        for (int f = 0; f < KA_FIGURES; f++) {
            lo[f] = fmin(lo[f], value[f]);
            hi[f] = fmax(hi[f], value[f]);
        }
    }
    ka_random_free(random);
    ka_random_free(seeds);
    ka_figures_bootstrap(&population, &(struct ka_bootstrap){30, 1 - 1e-12, 3, 1}, interval);
    for (int f = 0; f < KA_FIGURE_ATKINSON + 3; f++)
        if (!isnan(interval[f].lo)) {
            near(interval[f].lo, lo[f], 1e-9);
            near(interval[f].hi, hi[f], 1e-9);
        }
    assert_false(isnan(interval[KA_FIGURE_GINI].lo) || isnan(interval[KA_FIGURE_THEIL_L].lo));
}

// The share of the lowest half of 1 and 3: 1/4, or 1/2 when one is drawn twice.
static void lorenz_band(void **state)
{
    (void)state;
    const double two[] = {1, 3}, half = .5, quarter = .25;
    struct ka_interval one;
    const struct ka_bootstrap bootstrap = {2000, .95, 1, 0};
    ka_lorenz_bootstrap(&(struct ka_population){two, NULL, 2, NULL, 0}, &half, &quarter, 1,
                        &bootstrap, &one);
    near(one.lo, .25, 1e-15);
    near(one.hi, .5, 1e-15);
    // the top fifth is two of ten: its band is that of the share of the top 20 %
    struct ka_interval band, figure[KA_FIGURES];
    double value[KA_FIGURES], p = .8, y;
    ka_figures_compute(&ten, value);
    ka_figures_bootstrap(&ten, &bootstrap, figure);
    y = 1 - value[KA_FIGURE_TOP20_SHARE];
    ka_lorenz_bootstrap(&ten, &p, &y, 1, &bootstrap, &band);
    near(band.lo, 1 - figure[KA_FIGURE_TOP20_SHARE].hi, 1e-9);
    near(band.hi, 1 - figure[KA_FIGURE_TOP20_SHARE].lo, 1e-9);
}

static void counts(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    uint32_t count[5];
    double sum[5] = {0};
    for (int i = 0; i < 1000; i++) {
        size_t all = 0;
        ka_random_counts(random, 5, 20, count);
        for (size_t j = 0; j < 5; j++) {
            all += count[j];
            sum[j] += count[j];
        }
        assert_int_equal(all, 20);
    }
    for (size_t j = 0; j < 5; j++)
        near(sum[j], 4000, 5 * sqrt(20000 * .2 * .8));
    ka_random_free(random);
}

// Replicates that are the quantiles of a normal distribution about the estimate: no bias, no
// acceleration, so the interval is that of the normal distribution.  A skew shifts both bounds.
static void bca_by_hand(void **state)
{
    (void)state;
    double x[999];
    struct ka_influence even = {0}, skew = {0};
    ka_influence_add(&even, -1);
    ka_influence_add(&even, 1);
    ka_influence_add(&even, NAN);
    for (int i = 0; i < 20; i++)
        ka_influence_add(&skew, i == 0 ? 19 : -1);
    for (int i = 0; i < 999; i++)
        x[i] = i;
    struct ka_interval interval = ka_bca(499, x, 999, &even, .9);
    near(interval.lo, 49, 1e-9);
    near(interval.hi, 949, 1e-9);
    // a = (19^3 - 19) / (6 (19^2 + 19)^1.5) = .1529708...; z = 1.6448536
    double a = 6840 / (6 * pow(380, 1.5)), z = 1.6448536269514722;
    interval = ka_bca(499, x, 999, &skew, .9);
    near(interval.lo, 1000 * .5 * erfc(z / (1 + a * z) / sqrt(2)) - 1, 1e-6);
    near(interval.hi, 1000 * .5 * erfc(-z / (1 - a * z) / sqrt(2)) - 1, 1e-6);
    // a median-biased estimate: both quantiles move by 2 z0
    for (int i = 0; i < 999; i++)
        x[i] = i;
    interval = ka_bca(249, x, 999, &even, .9); // 249.5 of 999 below
    assert_true(interval.lo < 20 && interval.hi < 700);
    // a tenth unknown: none
    for (int i = 0; i < 100; i++)
        x[i] = NAN;
    interval = ka_bca(499, x, 999, &even, .9);
    assert_true(isnan(interval.lo));
    assert_int_equal(interval.undefined, 100);
}

// ---- Studentised intervals of the Gini coefficient ----

// Against the influence of each member by a finite difference: error² = Σ L² / n².
static void gini_error(void **state)
{
    (void)state;
    struct ka_base base;
    struct ka_sample sample;
    double weight[10], squares = 0, step = 1e-6;
    ka_base_init(&base, &ten);
    ka_sample_init(&sample, &base);
    for (int i = 0; i < 10; i++)
        weight[i] = 1;
    ka_sample_fill(&sample, weight);
    for (int i = 0; i < 10; i++) {
        struct ka_concentration c, more;
        ka_concentration_sorted(incomes, weight, 10, &c);
        weight[i] += step;
        ka_concentration_sorted(incomes, weight, 10, &more);
        weight[i] = 1;
        squares += pow((more.gini - c.gini) / step, 2);
    }
    near(ka_sample_gini_error(&sample), sqrt(squares), 1e-6);
    // A sample that has one member twice and another not at all.
    weight[9] = 2, weight[0] = 0;
    ka_sample_fill(&sample, weight);
    double twice = ka_sample_gini_error(&sample);
    const double drawn[] = {1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261, 22261};
    struct ka_base other;
    ka_sample_clear(&sample);
    ka_base_init(&other, &(struct ka_population){drawn, NULL, 10, NULL, 0});
    ka_sample_init(&sample, &other);
    weight[9] = weight[0] = 1;
    ka_sample_fill(&sample, weight);
    near(ka_sample_gini_error(&sample), twice, 1e-3);
    ka_sample_clear(&sample);
    ka_base_clear(&other);
    ka_base_clear(&base);
}

// Pivots 1 … 999: the bounds are the estimate less its error times their quantiles.
static void bootstrap_t_by_hand(void **state)
{
    (void)state;
    double pivot[999];
    for (int i = 0; i < 999; i++)
        pivot[i] = 999 - i;
    struct ka_interval interval = ka_bootstrap_t(5000, 2, pivot, 999, .9);
    near(interval.lo, 5000 - 2 * 950, 1e-9);
    near(interval.hi, 5000 - 2 * 50, 1e-9);
    assert_int_equal(interval.method, KA_BOOTSTRAP_T);
    assert_true(isnan(ka_bootstrap_t(5000, 0, pivot, 999, .9).lo));
    for (int i = 0; i < 100; i++)
        pivot[i] = NAN;
    assert_true(isnan(ka_bootstrap_t(5000, 2, pivot, 999, .9).lo));
}

static void studentised(void **state)
{
    (void)state;
    struct ka_interval bca[KA_FIGURES], t[KA_FIGURES];
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){2000, .95, 1, 0, KA_BCA}, bca);
    ka_figures_bootstrap(&ten, &(struct ka_bootstrap){2000, .95, 1, 2, KA_BOOTSTRAP_T}, t);
    const struct ka_interval *g = &t[KA_FIGURE_GINI_CORRECTED];
    assert_int_equal(g->method, KA_BOOTSTRAP_T);
    assert_true(0 < g->lo && g->lo < .5134346 && .5134346 < g->hi && g->hi < 1);
    near(t[KA_FIGURE_GINI].hi, g->hi * .9, 1e-15);
    near(t[KA_FIGURE_HOOVER].lo, bca[KA_FIGURE_HOOVER].lo, 0); // the others are as they were
    assert_int_equal(t[KA_FIGURE_HOOVER].method, KA_BCA);
    // All equal: there is nothing to divide by.
    const double equal[] = {7, 7, 7};
    ka_figures_bootstrap(&(struct ka_population){equal, NULL, 3, NULL, 0},
                         &(struct ka_bootstrap){100, .95, 1, 0, KA_BOOTSTRAP_T}, t);
    assert_int_equal(t[KA_FIGURE_GINI].method, KA_BCA);
    near(t[KA_FIGURE_GINI].hi, 0, 0);
}

// In how many of 200 samples from a Pareto distribution the interval holds the true figure.
static double cover(enum ka_interval_method method, double exponent, size_t n)
{
    int held = 0;
    double x[200], truth = 1 / (2 * exponent - 1);
    struct ka_random *random = ka_random_new(5);
    for (uint64_t s = 0; s < 200; s++) {
        struct ka_interval interval[KA_FIGURES];
        for (size_t i = 0; i < n; i++)
            x[i] = pow(1 - ka_random_uniform(random), -1 / exponent);
        ka_sort_reals(x, n);
        ka_figures_bootstrap(&(struct ka_population){x, NULL, n, NULL, 0},
                             &(struct ka_bootstrap){500, .95, s, 0, method}, interval);
        held += interval[KA_FIGURE_GINI_CORRECTED].lo <= truth &&
                truth <= interval[KA_FIGURE_GINI_CORRECTED].hi;
    }
    ka_random_free(random);
    return held / 200.;
}

// What the table tells is found again, as far as 200 samples can tell; make check-slow looks
// closer.
static void coverage(void **state)
{
    (void)state;
    for (int method = KA_BCA; method <= KA_BOOTSTRAP_T; method++)
        for (size_t n = 50; n <= 200; n += 150) {
            double told = ka_gini_coverage((enum ka_interval_method)method, n, 3).held;
            near(cover((enum ka_interval_method)method, 3, n), told, .06);
        }
    assert_true(cover(KA_BOOTSTRAP_T, 3, 50) > cover(KA_BCA, 3, 50) + .04);
}

static void coverage_is_that_of_the_case_below(void **state)
{
    (void)state;
    struct ka_coverage c = ka_gini_coverage(KA_BCA, 199, 2.9);
    assert_int_equal(c.n, 50);
    near(c.exponent, 2, 0);
    assert_false(c.beyond);
    assert_true(ka_gini_coverage(KA_BCA, 19, 3).beyond);
    assert_true(ka_gini_coverage(KA_BCA, 500, 1.4).beyond);
    near(ka_gini_coverage(KA_BCA, 19, 3).held, ka_gini_coverage(KA_BCA, 20, 3).held, 0);
    assert_true(ka_gini_coverage(KA_BCA, 1000000, 9).held >= .93);
}

struct squares {
    size_t of[1000];
    atomic_int calls;
};

static void square(size_t block, void *context)
{
    struct squares *s = context;
    s->of[block] = block * block;
    atomic_fetch_add(&s->calls, 1);
}

static void every_block_once(void **state)
{
    (void)state;
    assert_true(ka_processors() >= 1);
    for (unsigned threads = 0; threads < 5; threads++) {
        static struct squares s;
        memset(&s, 0, sizeof s);
        ka_run_blocks(1000, threads, square, &s);
        assert_int_equal(s.calls, 1000);
        for (size_t i = 0; i < 1000; i++)
            assert_int_equal(s.of[i], i * i);
        ka_run_blocks(0, threads, square, &s);
        assert_int_equal(s.calls, 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_interval),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(scale_does_not_matter),
        cmocka_unit_test(an_interval_holds_its_estimate),
        cmocka_unit_test(closed_form),
        cmocka_unit_test(no_doubt),
        cmocka_unit_test(none_where_there_is_no_figure),
        cmocka_unit_test(replicates_are_the_figures),
        cmocka_unit_test(lorenz_band),
        cmocka_unit_test(counts),
        cmocka_unit_test(bca_by_hand),
        cmocka_unit_test(gini_error),
        cmocka_unit_test(bootstrap_t_by_hand),
        cmocka_unit_test(studentised),
        cmocka_unit_test(coverage),
        cmocka_unit_test(coverage_is_that_of_the_case_below),
        cmocka_unit_test(every_block_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
