// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "out/number.h"
#include "out/phrase.h"

#define EXPECT(call, text)                                                                     \
    do {                                                                                       \
        struct ka_buf out = {0};                                                               \
        call;                                                                                  \
        assert_string_equal(out.p, text);                                                      \
        ka_buf_clear(&out);                                                                    \
    } while (0)

static void money_is_exact_and_half_to_even(void **state)
{
    (void)state;
    EXPECT(ka_number_money(&out, 0, 2), "0.00");
    EXPECT(ka_number_money(&out, 12345675000, 2), "1,234,567.50");
    EXPECT(ka_number_money(&out, 9999999, 0), "1,000");
    EXPECT(ka_number_money(&out, 5000, 0), "0"); // 0.5
    EXPECT(ka_number_money(&out, 15000, 0), "2");
    EXPECT(ka_number_money(&out, 25000, 0), "2");
    EXPECT(ka_number_money(&out, 25001, 0), "3");
    EXPECT(ka_number_money(&out, 10050, 2), "1.00"); // 1.005
    EXPECT(ka_number_money(&out, 10150, 2), "1.02");
    EXPECT(ka_number_money(&out, 1, 4), "0.0001");
    EXPECT(ka_number_money(&out, -1, 2), "0.00"); // no minus before a zero
    EXPECT(ka_number_money(&out, -12345678, 1), "−1,234.6");
    EXPECT(ka_number_money(&out, INT64_MAX, 4), "922,337,203,685,477.5807");
    EXPECT(ka_number_money(&out, INT64_MIN + 1, 0), "−922,337,203,685,478");
    EXPECT(ka_number_money(&out, KA_UNKNOWN, 2), "–");
}

static void counts_are_grouped(void **state)
{
    (void)state;
    EXPECT(ka_number_count(&out, 0), "0");
    EXPECT(ka_number_count(&out, 999), "999");
    EXPECT(ka_number_count(&out, 1000), "1,000");
    EXPECT(ka_number_count(&out, -1234567), "−1,234,567");
    EXPECT(ka_number_count(&out, KA_UNKNOWN), "–");
}

static void reals_round_as_their_decimals_do(void **state)
{
    (void)state;
    EXPECT(ka_number_real(&out, 0, 2), "0.00");
    EXPECT(ka_number_real(&out, -0.0, 2), "0.00");
    EXPECT(ka_number_real(&out, 2.675, 2), "2.68"); // its double lies below
    EXPECT(ka_number_real(&out, 2.665, 2), "2.66");
    EXPECT(ka_number_real(&out, 0.049, 1), "0.0");
    EXPECT(ka_number_real(&out, 0.051, 1), "0.1");
    EXPECT(ka_number_real(&out, 0.0004, 2), "0.00");
    EXPECT(ka_number_real(&out, 99.995, 2), "100.00"); // 99.99|5, odd before
    EXPECT(ka_number_real(&out, 1e15, 0), "1,000,000,000,000,000");
    EXPECT(ka_number_real(&out, -1234.5, 1), "−1,234.5");
    EXPECT(ka_number_real(&out, NAN, 1), "–");
    EXPECT(ka_number_real(&out, INFINITY, 1), "–");
}

static void fractions_become_per_cent(void **state)
{
    (void)state;
    EXPECT(ka_number_percent(&out, 0.1235, 1), "12.4%");
    EXPECT(ka_number_percent(&out, 0.1225, 1), "12.2%");
    EXPECT(ka_number_percent(&out, 1, 0), "100%");
    EXPECT(ka_number_percent(&out, -0.03, 1), "−3.0%");
    EXPECT(ka_number_percent(&out, 12.5, 1), "1,250.0%");
    EXPECT(ka_number_percent(&out, NAN, 1), "–");
    EXPECT(ka_number_change(&out, 0.1235, 1), "+12.4%");
    EXPECT(ka_number_change(&out, -0.03, 1), "−3.0%");
    EXPECT(ka_number_change(&out, 0, 1), "0.0%");
    EXPECT(ka_number_change(&out, 0.0001, 1), "0.0%");
    EXPECT(ka_number_change(&out, NAN, 1), "–");
}

static void compact_takes_the_units_of_the_language(void **state)
{
    (void)state;
    EXPECT(ka_number_compact(&out, KA_ZH, 0), "0");
    EXPECT(ka_number_compact(&out, KA_ZH, 0.01234), "0.0123");
    EXPECT(ka_number_compact(&out, KA_ZH, 1234), "1,234");
    EXPECT(ka_number_compact(&out, KA_ZH, 123400), "12.3万");
    EXPECT(ka_number_compact(&out, KA_ZH, 12345678), "1,235万");
    EXPECT(ka_number_compact(&out, KA_ZH, 125000000), "1.25亿");
    EXPECT(ka_number_compact(&out, KA_ZH, 120000000), "1.2亿");
    EXPECT(ka_number_compact(&out, KA_ZH, 1.2e12), "1.2万亿");
    EXPECT(ka_number_compact(&out, KA_ZH, 9999.4), "9,999");
    EXPECT(ka_number_compact(&out, KA_ZH, 9999.6), "1万"); // never 10,000 nor 0万
    EXPECT(ka_number_compact(&out, KA_ZH, 99996000), "1亿");
    EXPECT(ka_number_compact(&out, KA_EN, 123456), "123k");
    EXPECT(ka_number_compact(&out, KA_EN, 999.6), "1k");
    EXPECT(ka_number_compact(&out, KA_EN, 1250000), "1.25M");
    EXPECT(ka_number_compact(&out, KA_EN, -1250000), "−1.25M");
    EXPECT(ka_number_compact(&out, KA_EN, 3e9), "3B");
    EXPECT(ka_number_compact(&out, KA_EN, 12345e12), "12,345T");
    EXPECT(ka_number_compact(&out, KA_EN, NAN), "–");
    EXPECT(ka_number_compact_money(&out, KA_ZH, 1234000000), "12.3万");
    EXPECT(ka_number_compact_money(&out, KA_EN, -1), "−0.0001");
    EXPECT(ka_number_compact_money(&out, KA_EN, KA_UNKNOWN), "–");
}

static void every_phrase_is_found_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < ka_phrase_count; i++) {
        const struct ka_phrase *phrase = &ka_phrases[i];
        assert_true(i == 0 || strcmp(ka_phrases[i - 1].key, phrase->key) < 0);
        assert_string_equal(ka_phrase(KA_ZH, phrase->key), phrase->text[KA_ZH]);
        assert_string_equal(ka_phrase(KA_EN, phrase->key), phrase->text[KA_EN]);
        assert_true(*phrase->text[KA_ZH] && *phrase->text[KA_EN]);
    }
    assert_string_equal(ka_phrase(KA_ZH, "cost_to_serve"), "服务成本");
    assert_string_equal(ka_phrase(KA_EN, "a column of mine"), "a column of mine");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_exact_and_half_to_even),
        cmocka_unit_test(counts_are_grouped),
        cmocka_unit_test(reals_round_as_their_decimals_do),
        cmocka_unit_test(fractions_become_per_cent),
        cmocka_unit_test(compact_takes_the_units_of_the_language),
        cmocka_unit_test(every_phrase_is_found_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
