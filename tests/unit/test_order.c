// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/order.h"

static void compare(const int64_t *value, size_t n)
{
    size_t *order = ka_alloc(n, sizeof *order);
    char *seen = ka_zalloc(n, 1);
    ka_order_descending(value, n, order);
    for (size_t i = 0; i < n; i++) {
        assert_true(order[i] < n && !seen[order[i]]);
        seen[order[i]] = 1;
        if (i == 0)
            continue;
        int64_t before = value[order[i - 1]], here = value[order[i]];
        assert_true(before > here || (before == here && order[i - 1] < order[i]));
    }
    free(seen);
    free(order);
}

static void nothing_and_one(void **state)
{
    (void)state;
    const int64_t one[] = {7};
    compare(one, 0);
    compare(one, 1);
}

static void signs_and_limits(void **state)
{
    (void)state;
    const int64_t value[] = {0,    -1,        1,         INT64_MIN, INT64_MAX, INT64_MIN + 1,
                             0,    INT64_MAX, INT64_MIN, 2,         -2,        2047,
                             2048, -2048};
    compare(value, sizeof value / sizeof *value);
}

// Few values: most are ties.  Many: every digit counts.
static void random_values(void **state)
{
    (void)state;
    uint64_t random = 5;
    enum { MOST = 20000 };
    static int64_t value[MOST];
    for (int bits = 0; bits < 64; bits++) {
        for (size_t i = 0; i < MOST; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            value[i] = (int64_t)random >> bits;
        }
        compare(value, MOST >> bits % 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_one),
        cmocka_unit_test(signs_and_limits),
        cmocka_unit_test(random_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
