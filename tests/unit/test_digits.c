// SPDX-License-Identifier: GPL-3.0-or-later
// Figures without printf against printf, over millions of doubles of every kind.
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "table/digits.h"

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void compare(double value)
{
    char text[KA_DIGITS_ROOM], expected[KA_DIGITS_ROOM] = "";
    *ka_put_real(text, value) = '\0';
    if (isfinite(value))
        snprintf(expected, sizeof expected, "%.10g", value == 0 ? 0 : value);
    if (strcmp(text, expected) != 0)
        fail_msg("%a: %s, not %s", value, text, expected);
}

static void compare_all_around(double value)
{
    compare(value);
    compare(-value);
    compare(nextafter(value, 0));
    compare(nextafter(value, INFINITY));
}

static void shares_of_integers(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 1000000; i++) {
        uint64_t total = 1 + next_random(&random) % UINT64_C(2000000000000);
        uint64_t part = next_random(&random) % (total >> next_random(&random) % 40 | 1);
        compare((double)part / (double)total);
    }
}

static void any_size(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int i = 0; i < 1000000; i++) {
        double fraction = (double)(next_random(&random) >> 11) + 1;
        compare(ldexp(fraction, -60 - (int)(next_random(&random) % 60)));
    }
}

// Halfway between two neighbours of ten digits, in binary exactly, and beside it.
static void halves(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 1000000; i++) {
        int bits = 1 + (int)(next_random(&random) % 40);
        uint64_t ten_digits = 1000000000 + next_random(&random) % UINT64_C(9000000000);
        compare_all_around(ldexp((double)(2 * ten_digits + 1), -1 - bits % 3));
        compare_all_around((double)(next_random(&random) >> (63 - bits)) * ldexp(1, -bits));
        compare_all_around(((double)ten_digits + .5) * pow(10, -(bits % 22)));
    }
}

static void powers(void **state)
{
    (void)state;
    for (int power = -320; power < 309; power++)
        for (int nines = 1; nines < 18; nines++) {
            compare_all_around(pow(10, power));
            compare_all_around(pow(10, power) * (1 - pow(10, -nines)));
            compare_all_around(pow(10, power) * (1 - .5 * pow(10, -nines)));
        }
    for (int power = -1074; power < 1024; power++)
        compare_all_around(ldexp(1, power));
    compare(0);
    compare(-0.0);
    compare(NAN);
    compare(INFINITY);
}

static void integers(void **state)
{
    (void)state;
    uint64_t random = 4;
    char text[KA_DIGITS_ROOM], expected[KA_DIGITS_ROOM];
    for (int i = 0; i < 1000000; i++) {
        int64_t value = (int64_t)next_random(&random) >> i % 64;
        value = i == 0 ? INT64_MIN : i == 1 ? INT64_MAX : value;
        *ka_put_integer(text, value) = '\0';
        snprintf(expected, sizeof expected, "%" PRId64, value);
        assert_string_equal(text, expected);
    }
    for (int64_t power = 1; power < INT64_MAX / 10; power *= 10)
        for (int64_t value = power - 1; value <= power + 1; value++) {
            *ka_put_integer(text, -value) = '\0';
            snprintf(expected, sizeof expected, "%" PRId64, -value);
            assert_string_equal(text, expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_of_integers),
        cmocka_unit_test(any_size),
        cmocka_unit_test(halves),
        cmocka_unit_test(powers),
        cmocka_unit_test(integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
