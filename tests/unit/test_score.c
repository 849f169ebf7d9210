// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sales/score.h"
#include "stat/random.h"
#include "stat/stat.h"

// ---- Making rows and rules ----

static void put(struct ka_frame *frame, const char *name, const double *values)
{
    struct ka_column *column = ka_frame_append(frame, name);
    for (size_t row = 0; row < frame->rows; row++)
        ka_column_add_real(column, values[row]);
}

// "criterion column op limit weight needed" a line.
static struct ka_rules rules_of(const char *text)
{
    char path[] = "/tmp/ka-test-rules-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    struct ka_rules rules;
    struct ka_error err = {0};
    fprintf(file, "criterion,column,op,limit,weight,needed\n%s", text);
    fclose(file);
    if (!ka_rules_load(&rules, path, &err))
        fail_msg("%s", err.text);
    remove(path);
    return rules;
}

static struct ka_scoring score_of(const struct ka_frame *frame, const struct ka_rules *rules)
{
    struct ka_scoring scoring = {0};
    struct ka_error err = {0};
    if (!ka_scoring_make(&scoring, frame, rules, 1000, 1, &err))
        fail_msg("%s", err.text);
    return scoring;
}

// ---- Verdicts ----

// Every pair of answers of an any and a must: 1 passes, 0 fails, NAN is unknown.
static void verdict_of_each_answer(void **state)
{
    (void)state;
    const double any[] = {1, 1, 1, 0, 0, 0, NAN, NAN, NAN};
    const double must[] = {1, NAN, 0, 1, NAN, 0, 1, NAN, 0};
    const enum ka_verdict expected[] = {
        KA_VERDICT_KEY,      KA_VERDICT_POTENTIAL, KA_VERDICT_WATCH,
        KA_VERDICT_ORDINARY, KA_VERDICT_ORDINARY,  KA_VERDICT_ORDINARY,
        KA_VERDICT_UNKNOWN,  KA_VERDICT_UNKNOWN,   KA_VERDICT_ORDINARY};
    struct ka_frame frame = {.rows = 9};
    put(&frame, "x", any);
    put(&frame, "y", must);
    struct ka_rules rules = rules_of("a,x,>=,1,1,any\nb,z,>,0,1,any\nm,y,>,0,1,must\n");
    struct ka_scoring s = score_of(&frame, &rules);
    for (size_t row = 0; row < 9; row++)
        assert_int_equal(s.of[row].verdict, expected[row]);
    near(s.of[0].score, 100, 0);
    near(s.of[2].score, 50, 0);
    near(s.of[2].evidence, 2. / 3, 1e-15);
    assert_true(isnan(s.of[7].score));
    ka_scoring_clear(&s);
    ka_rules_clear(&rules);
    ka_frame_clear(&frame);
}

// More than half of the known weight: 3 of 5 passes, 2 of 4 does not, an unknown takes no part.
static void majority(void **state)
{
    (void)state;
    const double x[] = {1, 0, 1, NAN}, y[] = {0, 1, 0, 1}, z[] = {NAN, NAN, 0, NAN};
    const enum ka_answer expected[] = {KA_ANSWER_PASS, KA_ANSWER_FAIL, KA_ANSWER_FAIL,
                                       KA_ANSWER_PASS};
    struct ka_frame frame = {.rows = 4};
    put(&frame, "x", x);
    put(&frame, "y", y);
    put(&frame, "z", z);
    struct ka_rules rules = rules_of("m,x,>,0,3,must\nm,y,>,0,2,must\nm,z,>,0,1,must\n");
    struct ka_scoring s = score_of(&frame, &rules);
    for (size_t row = 0; row < 4; row++)
        assert_int_equal(ka_scoring_criterion(&s, row, 0), expected[row]);
    ka_scoring_clear(&s);
    ka_rules_clear(&rules);
    ka_frame_clear(&frame);
}

// Two rules of weights 3 and 2 disagree: the share of draws in which the first outweighs the
// second is P(Beta(30, 20) > 1/2) = P(Bin(49, 1/2) <= 29) = .923796 (a sum of binomials).
static void stability_in_closed_form(void **state)
{
    (void)state;
    const double x[] = {1, 1}, y[] = {0, 1};
    struct ka_frame frame = {.rows = 2};
    double expected = 0, term = 1;
    put(&frame, "x", x);
    put(&frame, "y", y);
    for (int k = 0; k <= 29; k++, term *= (double)(50 - k) / k)
        expected += ldexp(term, -49);
    struct ka_rules rules = rules_of("m,x,>,0,3,must\nm,y,>,0,2,must\n");
    struct ka_scoring s = score_of(&frame, &rules);
    near(s.of[0].stability, expected, 4 * sqrt(expected * (1 - expected) / 1000));
    near(s.of[1].stability, 1, 0);
    ka_scoring_clear(&s);
    ka_rules_clear(&rules);
    ka_frame_clear(&frame);
}

// ---- Purchases ----

enum { ROWS = 24 };

static double share_by_definition(const double *w, size_t i)
{
    size_t as_much = 0;
    for (size_t j = 0; j < ROWS; j++)
        as_much += w[j] > w[i] || j == i;
    return (double)as_much / ROWS;
}

static void purchases_against_the_definition(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    for (int trial = 0; trial < 50; trial++) {
        double revenue[ROWS], high[ROWS], w[ROWS], total = 0;
        struct ka_frame frame = {.rows = ROWS};
        struct ka_purchases p = {0};
        struct ka_error err = {0};
        for (size_t i = 0; i < ROWS; i++) {
            revenue[i] = (double)(5 + ka_random_below(random, 20)); // ties
            high[i] = (double)ka_random_below(random, 5);
            total += w[i] = revenue[i] + high[i];
        }
        put(&frame, "revenue", revenue);
        put(&frame, "high_margin_revenue", high);
        assert_true(ka_purchases_make(&p, &frame, &err));
        for (size_t i = 0; i < ROWS; i++) {
            near(ka_purchases_number_share(&p, i, p.value[i]), share_by_definition(w, i), 0);
            near(ka_purchases_ratio(&p, i, p.value[i]), ROWS * w[i] / total, 1e-12);
            double share = (double)(1 + ka_random_below(random, 22)) / ROWS;
            int64_t at = llround(1e4 * ka_purchases_at_share(&p, i, share));
            assert_true(ka_purchases_number_share(&p, i, at) <= share + 1e-12);
            assert_true(ka_purchases_number_share(&p, i, at - 1) > share);
            at = (int64_t)ceil(1e4 * ka_purchases_at_ratio(&p, i, 1.25));
            assert_true(ka_purchases_ratio(&p, i, at) >= 1.25 - 1e-12);
            assert_true(ka_purchases_ratio(&p, i, at - 1) < 1.25);
        }
        ka_purchases_clear(&p);
        ka_frame_clear(&frame);
    }
    ka_random_free(random);
}

// ---- Flips ----

enum { COLUMNS = 7 };
static const char *const columns[COLUMNS] = {
    "revenue",     "high_margin_revenue", "net_profit",  "growth_rate",
    "price_index", "fact_culture",        "recency_days"};

static void draw_table(double table[COLUMNS][ROWS], struct ka_random *random)
{
    for (size_t row = 0; row < ROWS; row++) {
        double revenue = round(exp(ka_random_normal(random, 9, 1.5)) * 100) / 100;
        table[0][row] = revenue;
        table[1][row] = round(revenue * ka_random_uniform(random) * 100) / 100;
        table[2][row] = round(revenue * ka_random_normal(random, .1, .15) * 100) / 100;
        table[3][row] = ka_random_normal(random, 0, .3);
        table[4][row] = ka_random_normal(random, .97, .05);
        table[5][row] = (double)ka_random_below(random, 11) / 2;
        table[6][row] = (double)ka_random_below(random, 200);
        for (size_t c = 2; c < COLUMNS; c++)
            if (ka_random_below(random, 12) == 0)
                table[c][row] = NAN;
    }
}

static enum ka_verdict judge_table(double table[COLUMNS][ROWS], const struct ka_rules *rules,
                                   size_t row)
{
    struct ka_frame frame = {.rows = ROWS};
    for (size_t c = 0; c < COLUMNS; c++)
        put(&frame, columns[c], table[c]);
    struct ka_scoring s = score_of(&frame, rules);
    enum ka_verdict verdict = s.of[row].verdict;
    ka_scoring_clear(&s);
    ka_frame_clear(&frame);
    return verdict;
}

// Applied to the data, every flip flips, to the verdict that it names; half of the way does
// not.
static void flips_flip(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(7);
    struct ka_rules rules;
    size_t flips = 0, of_revenue = 0;
    ka_rules_ship(&rules);
    for (int trial = 0; trial < 12; trial++) {
        double table[COLUMNS][ROWS];
        struct ka_frame frame = {.rows = ROWS};
        draw_table(table, random);
        for (size_t c = 0; c < COLUMNS; c++)
            put(&frame, columns[c], table[c]);
        struct ka_scoring s = score_of(&frame, &rules);
        for (size_t row = 0; row < ROWS; row++) {
            const struct ka_flip *flip = &s.of[row].flip;
            if (flip->rule == KA_NONE)
                continue;
            size_t c = 0;
            while (strcmp(columns[c], s.figures[flip->figure].column) != 0)
                c++;
            double from = table[c][row];
            near(flip->from, from, 1e-9 * fabs(from)); // ten digits in the frame
            table[c][row] = flip->to;
            assert_int_equal(judge_table(table, &rules, row), flip->verdict);
            assert_int_not_equal(flip->verdict, s.of[row].verdict);
            table[c][row] =
                c < 3 ? round((from + flip->to) * 5e3) / 1e4 : (from + flip->to) / 2;
            if (fabs(flip->to - from) > 1e-3)
                assert_int_equal(judge_table(table, &rules, row), s.of[row].verdict);
            table[c][row] = from;
            flips++;
            of_revenue += c == 0;
        }
        ka_scoring_clear(&s);
        ka_frame_clear(&frame);
    }
    assert_true(flips > 200 && of_revenue > 20);
    ka_rules_clear(&rules);
    ka_random_free(random);
}

// The nearest figure in spreads: y is 1 from its limit, x 2, but x spreads ten times as far.
static void flips_are_compared_by_spread(void **state)
{
    (void)state;
    const double x[] = {2, 10, 20, 30, -10}, y[] = {1, 2, 3, 0, 1};
    struct ka_frame frame = {.rows = 5};
    put(&frame, "x", x);
    put(&frame, "y", y);
    struct ka_rules rules = rules_of("a,x,>,0,1,must\nb,y,>,0,1,must\n");
    struct ka_scoring s = score_of(&frame, &rules);
    near(s.figures[0].spread, 1.4826 * 10, 1e-12); // |x - 10|: 8 0 10 20 20
    near(s.figures[1].spread, 1.4826 * 1, 1e-12);  // |y - 1|: 0 1 2 1 0
    assert_string_equal(s.figures[s.of[0].flip.figure].column, "x");
    near(s.of[0].flip.to, 0, 0);
    assert_int_equal(s.of[0].flip.verdict, KA_VERDICT_WATCH);
    assert_int_equal(s.of[3].verdict, KA_VERDICT_WATCH);
    near(s.of[3].flip.to, 1e-4, 0); // just above the limit
    ka_scoring_clear(&s);
    ka_rules_clear(&rules);
    ka_frame_clear(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdict_of_each_answer),
        cmocka_unit_test(majority),
        cmocka_unit_test(stability_in_closed_form),
        cmocka_unit_test(purchases_against_the_definition),
        cmocka_unit_test(flips_flip),
        cmocka_unit_test(flips_are_compared_by_spread),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
