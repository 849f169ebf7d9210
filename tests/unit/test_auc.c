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
        cmocka_unit_test(against_the_definition),
        cmocka_unit_test(limits),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
