// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <string.h>

#include "stat/assignment.h"
#include "stat/random.h"

static void greedy_is_not_best(void **state)
{
    (void)state;
    const double gain[] = {10, 9, 9, 1};
    size_t column[2];
    near(ka_assignment_best(gain, 2, 2, column), 18, 0);
    assert_int_equal(column[0], 1);
    assert_int_equal(column[1], 0);
}

static void more_of_one_side(void **state)
{
    (void)state;
    const double gain[] = {1, 5, 2, 7, 6, 0};
    size_t column[3];
    near(ka_assignment_best(gain, 2, 3, column), 12, 0);
    assert_int_equal(column[0], 1);
    assert_int_equal(column[1], 0);
    near(ka_assignment_best(gain, 3, 2, column), 13, 0);
    assert_int_equal(column[0], KA_UNASSIGNED);
    assert_int_equal(column[1], 1);
    assert_int_equal(column[2], 0);
    near(ka_assignment_best(gain, 0, 3, column), 0, 0);
    near(ka_assignment_best(gain, 3, 0, column), 0, 0);
    assert_int_equal(column[0], KA_UNASSIGNED);
}

// The best of what is left for the rows from `row` on, by trying all.
static double best_of_all(const double *gain, size_t n, size_t row, unsigned taken)
{
    double best = row == n ? 0 : -INFINITY;
    for (size_t c = 0; row < n && c < n; c++)
        if (!(taken & 1u << c))
            best =
                fmax(best, gain[row * n + c] + best_of_all(gain, n, row + 1, taken | 1u << c));
    return best;
}

static void the_best_of_all_permutations(void **state)
{
    (void)state;
    struct ka_random *random = ka_random_new(2);
    for (int trial = 0; trial < 50; trial++) {
        double gain[36], sum = 0;
        size_t column[6];
        unsigned taken = 0;
        for (int i = 0; i < 36; i++) // whole numbers, so that there are ties
            gain[i] = (double)ka_random_below(random, 9) - 4;
        near(ka_assignment_best(gain, 6, 6, column), best_of_all(gain, 6, 0, 0), 0);
        for (size_t row = 0; row < 6; row++) {
            sum += gain[row * 6 + column[row]];
            taken |= 1u << column[row];
        }
        near(sum, best_of_all(gain, 6, 0, 0), 0);
        assert_int_equal(taken, 63);
    }
    ka_random_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greedy_is_not_best),
        cmocka_unit_test(more_of_one_side),
        cmocka_unit_test(the_best_of_all_permutations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
