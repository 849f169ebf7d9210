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

// No text stands before one that is less, nor before an equal one that stood behind it.
static void compare_texts(const struct ka_str *text, size_t n)
{
    size_t *order = ka_alloc(n, sizeof *order);
    ka_order_texts(text, n, order);
    for (size_t i = 1; i < n; i++) {
        int by_text = ka_str_cmp(text[order[i - 1]], text[order[i]]);
        assert_true(by_text < 0 || (by_text == 0 && order[i - 1] < order[i]));
    }
    free(order);
}

// A NUL is a byte like others, and more than the end of a text.
static void texts_of_any_bytes(void **state)
{
    (void)state;
    const struct ka_str text[] = {KA_STR("ab"),       KA_STR(""),         KA_STR("ab\0"),
                                  KA_STR("\xff\x01"), KA_STR("ab"),       KA_STR("ab\0\0\0c"),
                                  KA_STR("a"),        KA_STR("\x7f"),     KA_STR("abcdefghij"),
                                  KA_STR("ABC"),      KA_STR("abcdefghi")};
    for (size_t n = 0; n <= sizeof text / sizeof *text; n++)
        compare_texts(text, n);
}

static void texts_that_begin_alike(void **state)
{
    (void)state;
    enum { MOST = 3000, LENGTH = 24 };
    static char bytes[MOST][LENGTH];
    static struct ka_str text[MOST];
    uint64_t random = 7;
    for (size_t shared = 0; shared < LENGTH; shared += 5) {
        for (size_t i = 0; i < MOST; i++) {
            for (size_t k = 0; k < LENGTH; k++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                bytes[i][k] = k < shared ? 'K' : (char)('0' + (random >> 60) % 3);
            }
            text[i] = (struct ka_str){bytes[i], LENGTH - (random >> 33) % 4};
        }
        compare_texts(text, MOST);
    }
}

static void words_of_any_size(void **state)
{
    (void)state;
    enum { MOST = 700 };
    uint64_t word[MOST], room[MOST], random = 11, sum = 0;
    static const unsigned shifts[] = {0, 40, 58};
    for (size_t k = 0; k < 3; k++)
        for (size_t n = 0; n <= MOST; n += n < 60 ? 1 : 64) {
            for (size_t i = 0; i < n; i++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                word[i] = (random >> shifts[k]) | (k == 1 ? UINT64_C(5) << 60 : 0);
                sum += word[i];
            }
            ka_order_words(word, n, room);
            for (size_t i = 0; i < n; i++) {
                assert_true(i == 0 || word[i - 1] <= word[i]);
                sum -= word[i];
            }
            assert_true(sum == 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_one),        cmocka_unit_test(signs_and_limits),
        cmocka_unit_test(random_values),          cmocka_unit_test(texts_of_any_bytes),
        cmocka_unit_test(texts_that_begin_alike), cmocka_unit_test(words_of_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
