// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include "stat/auc.h"
#include "stat/random.h"
#include "stat/stat.h"

// The example of scikit-learn's roc_auc_score: labels 0 0 1 1, scores .1 .4 .35 .8: 0.75.  By
// hand: placements 1/2, 1 and 1, 1/2, each with variance 1/8; z .975 cut at 1.
static void by_hand(void **state)
{
    (void)state;
    const double score[] = {.1, .4, .35, .8};
    const bool positive[] = {false, false, true, true};
    struct ka_auc auc = ka_auc(score, positive, 4, .95);
    near(auc.value, .75, 1e-15);
    near(auc.lo, .75 - 1.959963984540054 * sqrt(.125 / 2 + .125 / 2), 1e-12);
    near(auc.hi, 1, 0);
    assert_int_equal(auc.positives, 2);
    assert_int_equal(auc.negatives, 2);
}

// S100B of 113 patients, 41 of them with a poor outcome (Turck et al. 2010, as package pROC has
// it): auc .7314, 95 % DeLong .6301 to .8326 (pROC, ci(roc(outcome, s100b))).
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
    struct ka_auc auc = ka_auc(score, positive, ALL, .95);
    near(auc.value, .7313685637, 1e-10);
    near(auc.lo, .6301182118, 1e-9);
    near(auc.hi, .8326189156, 1e-9);
}

static double wins(double a, double b)
{
    return a > b ? 1 : a == b ? .5 : 0;
}

// The definition: all pairs, and the variances of their row and column means.
static void against_the_definition(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    double score[30];
    bool positive[30];
    for (int trial = 0; trial < 200; trial++) {
        double sum = 0, variance = 0;
        for (int i = 0; i < 30; i++) {
            score[i] = (double)ka_random_below(random, 9);
            positive[i] = i % 3 == 0;
        }
        for (int i = 0; i < 30; i++)
            for (int j = 0; j < 30; j++)
                if (positive[i] && !positive[j])
                    sum += wins(score[i], score[j]);
        double auc = sum / 200;
        for (int i = 0; i < 30; i++) {
            double own = 0, others = positive[i] ? 20 : 10, mine = positive[i] ? 10 : 20;
            for (int j = 0; j < 30; j++)
                if (positive[i] != positive[j])
                    own += positive[i] ? wins(score[i], score[j]) : wins(score[j], score[i]);
            variance += pow(own / others - auc, 2) / (mine - 1) / mine;
        }
        struct ka_auc found = ka_auc(score, positive, 30, .9);
        near(found.value, auc, 1e-12);
        near(found.lo, fmax(0, auc - 1.6448536269514722 * sqrt(variance)), 1e-9);
        near(found.hi, fmin(1, auc + 1.6448536269514722 * sqrt(variance)), 1e-9);
    }
    ka_random_free(random);
}

static void limits(void **state)
{
    (void)state;
    const double score[] = {1, 2, 3, 4};
    const bool apart[] = {false, false, true, true}, all[] = {true, true, true, true},
               one[] = {false, false, false, true};
    struct ka_auc found = ka_auc(score, apart, 4, .95);
    near(found.value, 1, 0);
    assert_true(isnan(found.lo) && isnan(found.hi));
    assert_true(isnan(ka_auc(score, all, 4, .95).value));
    assert_true(isnan(ka_auc(score, all, 0, .95).value));
    found = ka_auc(score, one, 4, .95);
    near(found.value, 1, 0);
    assert_true(isnan(found.lo));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(published),
        cmocka_unit_test(against_the_definition),
        cmocka_unit_test(limits),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
