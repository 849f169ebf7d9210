// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdbool.h>
#include <stdlib.h>

#include "stat/nearest.h"
#include "stat/random.h"
#include "stat/stat.h"

enum { POINTS = 60, GROUPS = 3 };

// By looking at every point.
static size_t take_by_hand(const struct ka_nearest_point *points, bool *taken, size_t group,
                           double value)
{
    size_t best = POINTS;
    for (size_t i = 0; i < POINTS; i++) // by id
        if (!taken[i] && points[i].group == group &&
            (best == POINTS ||
             fabs(points[i].value - value) < fabs(points[best].value - value)))
            best = i;
    if (best < POINTS)
        taken[best] = true;
    return best;
}

// Small whole values: many ties on either side; more takes than there are points.
static void like_by_hand(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    for (int trial = 0; trial < 200; trial++) {
        struct ka_nearest_point points[POINTS], sorted[POINTS];
        bool taken[POINTS] = {false};
        for (size_t i = 0; i < POINTS; i++)
            sorted[i] = points[i] = (struct ka_nearest_point){
                ka_random_below(random, GROUPS), (double)ka_random_below(random, 15), i};
        struct ka_nearest nearest;
        ka_nearest_init(&nearest, sorted, POINTS);
        for (int k = 0; k < 2 * POINTS; k++) {
            size_t group = ka_random_below(random, GROUPS + 1);
            double value = (double)ka_random_below(random, 31) / 2;
            size_t want = take_by_hand(points, taken, group, value);
            const struct ka_nearest_point *got = ka_nearest_take(&nearest, group, value);
            assert_true(got ? got->id == want : want == POINTS);
        }
        ka_nearest_clear(&nearest);
    }
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(like_by_hand)};
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
