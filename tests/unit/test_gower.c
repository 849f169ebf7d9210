// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdlib.h>

#include "stat/gower.h"
#include "stat/random.h"
#include "stat/stat.h"

static void by_hand(void **state)
{
    (void)state;
    struct ka_gower_point a = {{1, 2, 3}, 10}, b = {{1, 5, 3}, 40};
    struct ka_gower_point c = {{1, KA_GOWER_NONE, 4}, NAN};
    struct ka_gower_point none = {{KA_GOWER_NONE, KA_GOWER_NONE, KA_GOWER_NONE}, NAN};
    near(ka_gower(&a, &b, 60), (1 + .5) / 4, 1e-15);
    near(ka_gower(&a, &c, 60), .5, 1e-15);
    near(ka_gower(&a, &a, 60), 0, 0);
    assert_true(isnan(ka_gower(&a, &none, 60)));
}

// R: daisy(data.frame(a, b, c, log1p(size)), metric = "gower") of package cluster.
static void as_in_r(void **state)
{
    (void)state;
    const struct ka_gower_point p[] = {{{0, 0, 1}, log1p(10)},
                                       {{0, 1, 1}, log1p(250)},
                                       {{1, 1, 2}, log1p(4000)},
                                       {{KA_GOWER_NONE, 1, 2}, NAN}};
    double range = log1p(4000) - log1p(10);
    near(ka_gower(&p[0], &p[1], range), .382604443661, 1e-11);
    near(ka_gower(&p[0], &p[2], range), 1, 1e-15);
    near(ka_gower(&p[1], &p[2], range), .617395556339, 1e-11);
    near(ka_gower(&p[0], &p[3], range), 1, 1e-15);
    near(ka_gower(&p[1], &p[3], range), .5, 1e-15);
    near(ka_gower(&p[2], &p[3], range), 0, 0);
}

static struct ka_gower_point draw(struct ka_random *random)
{
    struct ka_gower_point p;
    for (int i = 0; i < KA_GOWER_CODES; i++) {
        size_t code = ka_random_below(random, 4);
        p.code[i] = code == 3 ? KA_GOWER_NONE : (uint32_t)code;
    }
    p.x = ka_random_uniform(random) < .2 ? NAN : (double)ka_random_below(random, 12);
    return p;
}

static const struct ka_gower_point *all;
static const struct ka_gower_point *asked;

static int compare(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    double x = ka_gower(asked, &all[a], 11), y = ka_gower(asked, &all[b], 11);
    if (isnan(x) || isnan(y))
        return !!isnan(x) - !!isnan(y);
    return x != y ? (x > y) - (x < y) : (a > b) - (a < b);
}

// Many ties and unknowns: as sorting all by distance and number finds them.
static void against_the_definition(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(1);
    struct ka_gower_point points[60];
    for (int trial = 0; trial < 400; trial++) {
        size_t n = ka_random_below(random, 61), order[60], wanted = 0;
        for (size_t i = 0; i < n; i++) {
            points[i] = draw(random);
            order[i] = i;
        }
        struct ka_gower_point query = draw(random);
        size_t except = trial % 2 ? ka_random_below(random, 60) : SIZE_MAX;
        if (except < n)
            query = points[except];
        all = points;
        asked = &query;
        qsort(order, n, sizeof *order, compare);
        struct ka_gower_index *index = ka_gower_index_new(points, n, 11);
        struct ka_gower_near found[3];
        size_t count = ka_gower_nearest(index, &query, except, found, 3);
        for (size_t i = 0; i < n && wanted < 3; i++) {
            double distance = ka_gower(&query, &points[order[i]], 11);
            if (order[i] == except || isnan(distance))
                continue;
            assert_true(wanted < count);
            assert_int_equal(found[wanted].point, order[i]);
            near(found[wanted].distance, distance, 0);
            wanted++;
        }
        assert_int_equal(count, wanted);
        ka_gower_index_free(index);
    }
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(as_in_r),
        cmocka_unit_test(against_the_definition),
    };
    ka_stat_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
