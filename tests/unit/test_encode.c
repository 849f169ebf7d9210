// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table/encode.h"

static void check(const char *encoding, const char *text, struct ka_str expected)
{
    struct ka_error err = {0};
    struct ka_buf out = {0};
    struct ka_encoder *encoder = ka_encoder_new(encoding, &err);
    assert_non_null(encoder);
    assert_true(ka_encoder_add(encoder, &out, ka_str(text), &err));
    assert_int_equal(out.n, expected.n);
    assert_memory_equal(out.p, expected.p, expected.n);
    ka_encoder_free(encoder);
    ka_buf_clear(&out);
}

static void test_known_bytes(void **state)
{
    (void)state;
    check("UTF-8", "墨水,￥", KA_STR("墨水,￥"));
    check("GB18030", "墨水,￥", KA_STR("\xC4\xAB\xCB\xAE,\xA3\xA4"));
    check("GB18030", "\xF0\xA0\x80\x80", KA_STR("\x95\x32\x82\x36")); // U+20000: four bytes
}

// More than the room that a step converts into.
static void test_long_text(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_buf text = {0}, out = {0};
    for (int i = 0; i < 5000; i++)
        ka_buf_add_text(&text, "水x");
    struct ka_encoder *encoder = ka_encoder_new("GB18030", &err);
    assert_true(ka_encoder_add(encoder, &out, ka_buf_str(&text), &err));
    assert_int_equal(out.n, 15000);
    for (size_t i = 0; i < out.n; i += 3)
        assert_memory_equal(out.p + i, "\xCB\xAEx", 3);
    ka_encoder_free(encoder);
    ka_buf_clear(&text);
    ka_buf_clear(&out);
}

static void test_errors(void **state)
{
    (void)state;
    struct ka_error err = {0};
    assert_null(ka_encoder_new("klingon", &err));
    assert_int_equal(err.code, KA_USAGE);
    assert_string_equal(err.text, "encoding 'klingon' is not known");
    err = (struct ka_error){0};
    struct ka_buf out = {0};
    struct ka_encoder *encoder = ka_encoder_new("ASCII", &err);
    assert_false(ka_encoder_add(encoder, &out, KA_STR("abc 水"), &err));
    assert_int_equal(err.code, KA_BAD_DATA);
    assert_string_equal(err.text, "'水' cannot be written in ASCII");
    ka_encoder_free(encoder);
    ka_buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_bytes),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
