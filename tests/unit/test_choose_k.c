// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "stat/agreement.h"
#include "stat/choose_k.h"
#include "stat/gap.h"
#include "stat/random.h"
#include "stat/stability.h"
#include "stat/stat.h"

enum { N = 400, D = 3 };

// Points around `groups` centers that lie 10 apart on a line; truth[i] is the group.
static void plant(double *x, int groups, uint64_t seed, int *truth)
{
    struct ka_random *random = ka_random_new(seed);
    for (int i = 0; i < N; i++) {
        truth[i] = (int)ka_random_below(random, (size_t)groups);
        for (int j = 0; j < D; j++)
            x[D * i + j] = 10.0 * truth[i] * (j + 1) / 3 + ka_random_normal(random, 0, 1);
    }
    ka_random_free(random);
}

static struct ka_k_survey survey(const double *x, size_t n, size_t d, size_t k_max,
                                 struct ka_cluster_options options, size_t draws)
{
    struct ka_k_survey result;
    struct ka_error err = {0};
    assert_true(ka_k_survey_make(x, n, d, k_max, &options, draws, &result, &err));
    return result;
}

static void every_method_finds_what_is_planted(void **state)
{
    (void)state;
    double x[N * D];
    int truth[N];
    plant(x, 4, 2, truth);
    for (int method = KA_METHOD_KMEANS; method <= KA_METHOD_WARD; method++) {
        struct ka_cluster_options options = {
            .method = (enum ka_method)method, .starts = 10, .seed = 1};
        struct ka_k_survey s = survey(x, N, D, 8, options, 20);
        assert_int_equal(s.chosen, 4);
        assert_int_equal(s.by_silhouette, 4);
        assert_int_equal(s.by_gap, method == KA_METHOD_MIXTURE ? 0 : 4);
        assert_int_equal(s.by_bic, method == KA_METHOD_MIXTURE ? 4 : 0);
        for (size_t k = 1; k <= 8; k++)
            assert_int_equal(s.choice[k - 1].k, k);
        assert_true(isnan(s.choice[0].silhouette.mean));
        assert_true(s.choice[3].eligible && s.choice[3].smallest > 50);
        assert_true(s.choice[3].silhouette.mean > .7);
        assert_int_equal(s.choice[3].silhouette.points, N);
        ka_k_survey_clear(&s);
        struct ka_clusters c;
        struct ka_error err = {0};
        options.k = 4;
        assert_true(ka_clusters_fit(x, N, D, &options, &c, &err));
        assert_true(ka_adjusted_rand(c.label, truth, N) > .95);
        assert_true(c.size[0] >= c.size[1] && c.size[1] >= c.size[2] && c.size[2] >= c.size[3]);
        assert_int_equal(ka_clusters_smallest(&c), c.size[3]);
        assert_true(isnan(c.bic) == (method != KA_METHOD_MIXTURE));
        ka_clusters_clear(&c);
        ka_clusters_clear(&c);
    }
}

static void noise_is_one_cluster(void **state)
{
    (void)state;
    double x[N * D], jaccard[5];
    int uniform = 0;
    struct ka_random *random = ka_random_new(4);
    for (; uniform < 2; uniform++) {
        for (int i = 0; i < N * D; i++)
            x[i] = uniform ? ka_random_uniform(random) : ka_random_normal(random, 0, 1);
        struct ka_cluster_options options = {.starts = 5, .seed = 1};
        struct ka_k_survey s = survey(x, N, D, 6, options, 30);
        assert_int_equal(s.by_gap, 1);
        assert_int_equal(s.chosen, 1);
        ka_k_survey_clear(&s);
        options.k = 5;
        struct ka_clusters c;
        struct ka_error err = {0};
        assert_true(ka_clusters_fit(x, N, D, &options, &c, &err));
        ka_stability_measure(x, N, D, c.label, &options, 30, jaccard);
        // One of ten may seem stable by chance; as a whole they are not.
        double mean = 0;
        for (int i = 0; i < 5; i++)
            mean += jaccard[i] / 5;
        assert_true(mean < KA_STABLE - .05);
        ka_clusters_clear(&c);
    }
    ka_random_free(random);
}

static void planted_clusters_are_stable(void **state)
{
    (void)state;
    double x[N * D], jaccard[4], other[4];
    int truth[N];
    plant(x, 3, 5, truth);
    struct ka_cluster_options options = {.starts = 5, .seed = 1, .k = 3, .threads = 1};
    struct ka_clusters c;
    struct ka_error err = {0};
    assert_true(ka_clusters_fit(x, N, D, &options, &c, &err));
    ka_stability_measure(x, N, D, c.label, &options, 20, jaccard);
    for (int i = 0; i < 3; i++)
        near(jaccard[i], 1, .01);
    for (options.threads = 2; options.threads < 8; options.threads += 5) {
        ka_stability_measure(x, N, D, c.label, &options, 20, other);
        assert_memory_equal(jaccard, other, 3 * sizeof *jaccard);
    }
    // One cluster too many: the split one is not stable, the others are.
    ka_clusters_clear(&c);
    options.k = 4;
    assert_true(ka_clusters_fit(x, N, D, &options, &c, &err));
    ka_stability_measure(x, N, D, c.label, &options, 40, jaccard);
    double least = 1, highest = 0;
    for (int i = 0; i < 4; i++) {
        least = fmin(least, jaccard[i]);
        highest = fmax(highest, jaccard[i]);
    }
    assert_true(least < KA_STABLE && highest > .9);
    ka_clusters_clear(&c);
    options.k = 1;
    const int one[N] = {0};
    ka_stability_measure(x, N, D, one, &options, 5, jaccard);
    near(jaccard[0], 1, 0);
}

// One point far off has the best silhouette, but is no cluster.
static void a_whale_is_no_structure(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 1000};
    struct ka_k_survey s =
        survey(x, 5, 1, 6, (struct ka_cluster_options){.starts = 10, .seed = 1}, 0);
    assert_int_equal(s.chosen, 1);
    assert_int_equal(s.by_silhouette, 0);
    assert_int_equal(s.by_gap, 0);
    assert_true(s.choice[1].silhouette.mean > .7);
    assert_int_equal(s.choice[1].smallest, 1);
    assert_false(s.choice[1].eligible);
    assert_true(isnan(s.choice[5].inertia)); // k = 6 of 5 points
    assert_false(s.choice[5].eligible);
    ka_k_survey_clear(&s);
    assert_int_equal(ka_cluster_least(5), 3);
    assert_int_equal(ka_cluster_least(150), 3);
    assert_int_equal(ka_cluster_least(151), 4);
    assert_int_equal(ka_cluster_least(1000), 20);
}

static void points_that_are_all_the_same(void **state)
{
    (void)state;
    const double x[] = {3, 3, 3, 3};
    struct ka_k_survey s =
        survey(x, 4, 1, 3, (struct ka_cluster_options){.starts = 2, .seed = 1}, 5);
    assert_int_equal(s.chosen, 1);
    assert_true(isnan(s.choice[0].gap));
    ka_k_survey_clear(&s);
    struct ka_error err = {0};
    struct ka_cluster_options none = {.starts = 1};
    assert_false(ka_k_survey_make(x, 0, 1, 3, &none, 5, &s, &err));
    assert_string_equal(err.text, "no points to cluster");
    ka_k_survey_clear(&s);
    struct ka_clusters c;
    for (int method = KA_METHOD_KMEANS; method <= KA_METHOD_WARD; method++) {
        struct ka_cluster_options many = {
            .method = (enum ka_method)method, .k = 5, .starts = 1};
        err = (struct ka_error){0};
        assert_false(ka_clusters_fit(x, 4, 1, &many, &c, &err));
        assert_int_equal(err.code, KA_NOT_ESTIMABLE);
        assert_string_equal(err.text, "fewer than 5 different points");
        ka_clusters_clear(&c);
    }
}

static void first_within_an_error_of_the_first_maximum(void **state)
{
    (void)state;
    const double rising[] = {.1, .2, .3}, no_error[] = {0, 0, 0}, error[] = {.05, .05, .15};
    assert_int_equal(ka_gap_choose(rising, no_error, 3), 3);
    assert_int_equal(ka_gap_choose(rising, error, 3), 2);
    const double peak[] = {.1, .5, .4, .9}, four[] = {0, 0, 0, 0};
    assert_int_equal(ka_gap_choose(peak, four, 4), 2);
    const double ends[] = {.1, .2, NAN, NAN}, nan_error[] = {0, 0, NAN, NAN};
    assert_int_equal(ka_gap_choose(ends, nan_error, 4), 2);
    assert_int_equal(ka_gap_choose(rising, no_error, 1), 1);
}

// Of one dimension, uniform over its own range, the expected log inertia is that of the data.
static void gap_of_even_points(void **state)
{
    (void)state;
    double x[101], gap[2], error[2], other[2];
    for (int i = 0; i < 101; i++)
        x[i] = i;
    struct ka_gap_options options = {200, 3, 1, 1};
    struct ka_error err = {0};
    assert_true(ka_gap_compute(x, 101, 1, 2, &options, gap, error, &err));
    near(gap[0], 0, .05);
    near(gap[1], 0, .1); // the draws are parted where that is best
    assert_true(error[0] > .04 && error[0] < .2);
    options.threads = 2;
    assert_true(ka_gap_compute(x, 101, 1, 2, &options, other, error, &err));
    assert_memory_equal(gap, other, sizeof gap);
    const double three[] = {0, 0, 1, 5};
    double gaps[4], errors[4];
    assert_true(ka_gap_compute(three, 4, 1, 4, &options, gaps, errors, &err));
    assert_true(isfinite(gaps[1]) && isnan(gaps[2]) && isnan(errors[2]) && isnan(gaps[3]));
    assert_false(ka_gap_compute(three, 1, 1, 4, &options, gaps, errors, &err));
    assert_int_equal(err.code, KA_NOT_ESTIMABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_finds_what_is_planted),
        cmocka_unit_test(noise_is_one_cluster),
        cmocka_unit_test(planted_clusters_are_stable),
        cmocka_unit_test(a_whale_is_no_structure),
        cmocka_unit_test(points_that_are_all_the_same),
        cmocka_unit_test(first_within_an_error_of_the_first_maximum),
        cmocka_unit_test(gap_of_even_points),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
