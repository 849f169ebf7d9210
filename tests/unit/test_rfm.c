// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "stat/describe.h"
#include "stat/random.h"
#include "stat/rfm.h"

static void equal_parts(void **state)
{
    (void)state;
    double x[100], cut[4];
    for (int i = 0; i < 100; i++)
        x[i] = (i * 37) % 100 + 1; // 1..100, shuffled
    ka_rfm_cuts(x, 100, 5, cut);
    const double expected[] = {20, 40, 60, 80};
    assert_memory_equal(cut, expected, sizeof cut);
    assert_int_equal(ka_rfm_score(20, cut, 5, false), 1);
    assert_int_equal(ka_rfm_score(20.5, cut, 5, false), 2);
    assert_int_equal(ka_rfm_score(100, cut, 5, false), 5);
    assert_int_equal(ka_rfm_score(1e9, cut, 5, false), 5);
    assert_int_equal(ka_rfm_score(-7, cut, 5, false), 1);
    assert_int_equal(ka_rfm_score(20, cut, 5, true), 5);
    assert_int_equal(ka_rfm_score(81, cut, 5, true), 1);
    assert_int_equal(ka_rfm_score(NAN, cut, 5, true), 0);
}

// The definition itself, on samples full of ties: bin = 1 + floor((rank - 1/2) bins / n).
static void bins_by_mid_rank(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    for (int trial = 0; trial < 200; trial++) {
        size_t n = 1 + ka_random_below(random, 60);
        int bins = 2 + (int)ka_random_below(random, 9);
        double x[60], rank[60], cut[9];
        for (size_t i = 0; i < n; i++)
            x[i] = (double)ka_random_below(random, 12);
        ka_rank_reals(x, n, rank);
        ka_rfm_cuts(x, n, bins, cut);
        for (size_t i = 0; i < n; i++) {
            int bin = 1 + (int)((rank[i] - .5) * bins / (double)n + 1e-9);
            assert_int_equal(ka_rfm_score(x[i], cut, bins, false), bin);
            assert_int_equal(ka_rfm_score(x[i], cut, bins, true), bins + 1 - bin);
        }
    }
    ka_random_free(random);
}

static void heavy_ties(void **state)
{
    (void)state;
    const double x[] = {1, 1, 1, 1, 1, 1, 1, 2, 3, 9};
    double cut[4];
    ka_rfm_cuts(x, 10, 5, cut); // mid-ranks 4, 8, 9, 10: bins 2, 4, 5, 5
    assert_true(isinf(cut[0]) && cut[0] < 0);
    near(cut[1], 1, 0);
    near(cut[2], 1, 0);
    near(cut[3], 2, 0);
    const double same[] = {7, 7, 7};
    ka_rfm_cuts(same, 3, 5, cut);
    assert_int_equal(ka_rfm_score(7, cut, 5, false), 3);
    assert_int_equal(ka_rfm_score(7, cut, 5, true), 3);
}

static void unknown_values_are_left_out(void **state)
{
    (void)state;
    const double x[] = {NAN, 4, 1, NAN, 3, 2, NAN};
    double cut[1];
    ka_rfm_cuts(x, 7, 2, cut);
    near(cut[0], 2, 0);
    ka_rfm_cuts(x, 1, 2, cut); // nothing known
    assert_true(isinf(cut[0]));
}

// Cuts from one month score the next: the limits hold, the parts need not be equal.
static void frozen_cuts(void **state)
{
    (void)state;
    const double before[] = {1, 2, 3, 4, 5}, after[] = {4, 5, 6, 7, 8};
    const int expected[] = {4, 5, 5, 5, 5};
    double cut[4];
    ka_rfm_cuts(before, 5, 5, cut);
    for (int i = 0; i < 5; i++)
        assert_int_equal(ka_rfm_score(after[i], cut, 5, false), expected[i]);
}

// Ranges of recency and of frequency and monetary together, as published.
static const struct range {
    const char *segment;
    int recency_low, recency_high, value_low, value_high;
} published[] = {
    {"champions", 4, 5, 4, 5},
    {"loyal", 2, 5, 3, 5},
    {"potential_loyalist", 3, 5, 1, 3},
    {"new", 4, 5, 0, 1},
    {"promising", 3, 4, 0, 1},
    {"need_attention", 2, 3, 2, 3},
    {"about_to_sleep", 2, 3, 0, 2},
    {"at_risk", 0, 2, 2, 5},
    {"cant_lose", 0, 1, 4, 5},
    {"hibernating", 1, 2, 1, 2},
    {"lost", 0, 2, 0, 2},
};

enum { SEGMENTS = sizeof published / sizeof *published };

static int range_of(const char *segment)
{
    for (int s = 0; s < SEGMENTS; s++)
        if (strcmp(segment, published[s].segment) == 0)
            return s;
    fail_msg("segment '%s' is not one of the names", segment);
    return -1;
}

static void the_list_has_each_segment_in_order(void **state)
{
    (void)state;
    for (int s = 0; s < SEGMENTS; s++)
        assert_string_equal(ka_rfm_segments[s], published[s].segment);
    assert_null(ka_rfm_segments[SEGMENTS]);
}

static void every_score_has_a_published_segment(void **state)
{
    (void)state;
    bool used[SEGMENTS] = {false};
    for (int r = 1; r <= 5; r++)
        for (int f = 1; f <= 5; f++)
            for (int m = 1; m <= 5; m++) {
                int s = range_of(ka_rfm_segment(r, f, m));
                double value = (f + m) / 2.0;
                used[s] = true;
                assert_true(r >= published[s].recency_low && r <= published[s].recency_high);
                assert_true(value >= published[s].value_low - .5 &&
                            value <= published[s].value_high);
            }
    for (int s = 0; s < SEGMENTS; s++)
        assert_true(used[s]);
}

static void segment_corners(void **state)
{
    (void)state;
    assert_string_equal(ka_rfm_segment(5, 5, 5), "champions");
    assert_string_equal(ka_rfm_segment(5, 4, 3), "champions"); // 3.5 counts as 4
    assert_string_equal(ka_rfm_segment(5, 1, 1), "new");
    assert_string_equal(ka_rfm_segment(1, 5, 5), "cant_lose");
    assert_string_equal(ka_rfm_segment(1, 1, 1), "lost");
    assert_string_equal(ka_rfm_segment(3, 3, 3), "need_attention");
    assert_null(ka_rfm_segment(0, 3, 3));
    assert_null(ka_rfm_segment(3, 6, 3));
    assert_null(ka_rfm_segment(3, 3, -1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_parts),
        cmocka_unit_test(bins_by_mid_rank),
        cmocka_unit_test(heavy_ties),
        cmocka_unit_test(unknown_values_are_left_out),
        cmocka_unit_test(frozen_cuts),
        cmocka_unit_test(the_list_has_each_segment_in_order),
        cmocka_unit_test(every_score_has_a_published_segment),
        cmocka_unit_test(segment_corners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
