// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/auc.h"
#include "stat/random.h"
#include "stat/stat.h"

// The example of scikit-learn's roc_auc_score: labels 0 0 1 1, scores .1 .4 .35 .8: 0.75.
static void by_hand(void **state)
{
    (void)state;
    const double score[] = {.1, .4, .35, .8};
    const bool positive[] = {false, false, true, true};
    near(ka_auc(score, positive, 4), .75, 1e-15);
}

// S100B of 113 patients, 41 of them with a poor outcome (Turck et al. 2010, as package pROC has
// it): auc .7314 (pROC, roc(outcome, s100b)).
static void published(void **state)
{
    (void)state;
    enum { POOR = 41, ALL = 113 };
    static const double score[ALL] = {
        0.13, 0.1,  0.16, 0.12, 0.44, 0.71, 0.49, 0.07, 0.33, 0.09, 0.07, 0.41, 0.35,
        0.48, 0.96, 0.25, 0.86, 0.52, 2.07, 0.07, 0.77, 0.3,  0.03, 0.09, 0.23, 0.7,
        0.27, 0.71, 0.08, 0.26, 0.13, 0.1,  0.11, 0.22, 0.56, 0.14, 0.58, 0.32, 0.82,
        0.74, 0.44, 0.13, 0.14, 0.1,  0.04, 0.47, 0.18, 0.1,  0.1,  0.04, 0.08, 0.04,
        0.09, 0.11, 0.07, 0.17, 0.07, 0.11, 0.13, 0.19, 0.05, 0.16, 0.14, 0.34, 0.09,
        0.5,  0.46, 0.16, 0.07, 0.43, 0.45, 0.11, 0.08, 0.09, 0.08, 0.06, 0.13, 0.1,
        0.14, 0.15, 0.06, 0.05, 0.09, 0.04, 0.09, 0.08, 0.16, 0.09, 0.08, 0.33, 0.11,
        0.28, 0.07, 0.1,  0.32, 0.07, 0.05, 0.24, 0.38, 0.1,  0.15, 0.08, 0.14, 0.1,
        0.07, 0.04, 0.19, 0.15, 0.47, 0.17, 0.15, 0.5,  0.48};
    bool positive[ALL];
    for (size_t i = 0; i < ALL; i++)
        positive[i] = i < POOR;
    near(ka_auc(score, positive, ALL), .7313685637, 1e-10);
}

static double wins(double a, double b)
{
    return a > b ? 1 : a == b ? .5 : 0;
}

// The definition: all pairs.
static void against_the_definition(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    double score[30];
    bool positive[30];
    for (int trial = 0; trial < 200; trial++) {
        double sum = 0;
        for (int i = 0; i < 30; i++) {
            score[i] = (double)ka_random_below(random, 9);
            positive[i] = i % 3 == 0;
        }
        for (int i = 0; i < 30; i++)
            for (int j = 0; j < 30; j++)
                if (positive[i] && !positive[j])
                    sum += wins(score[i], score[j]);
        near(ka_auc(score, positive, 30), sum / 200, 1e-12);
    }
    ka_random_free(random);
}

static void limits(void **state)
{
    (void)state;
    const double score[] = {1, 2, 3, 4};
    const bool apart[] = {false, false, true, true}, all[] = {true, true, true, true},
               one[] = {false, false, false, true};
    near(ka_auc(score, apart, 4), 1, 0);
    near(ka_auc(score, one, 4), 1, 0);
    assert_true(isnan(ka_auc(score, all, 4)));
    assert_true(isnan(ka_auc(score, all, 0)));
}

// Of a mean the jackknife's interval is Student's: .2 .4 .9 have mean .5 and s^2 .13.
static void jackknife(void **state)
{
    (void)state;
    const double without[] = {.65, .55, .3}, alike[] = {.5, .5, .5};
    double lo, hi;
    ka_auc_jackknife(.5, without, 3, .95, &lo, &hi);
    near(lo, 0, 0);
    near(hi, 1, 0);
    ka_auc_jackknife(.5, without, 3, .5, &lo, &hi); // t .816497
    near(lo, .5 - .8164965809277260 * sqrt(.13 / 3), 1e-12);
    near(hi, .5 + .8164965809277260 * sqrt(.13 / 3), 1e-12);
    ka_auc_jackknife(.5, alike, 3, .95, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
    ka_auc_jackknife(1, without, 1, .95, &lo, &hi);
    assert_true(isnan(lo) && isnan(hi));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(published),
        cmocka_unit_test(against_the_definition),
        cmocka_unit_test(limits),
        cmocka_unit_test(jackknife),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
