// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/escape.h"
#include "out/mime.h"

static void assert_base64(const char *bytes, const char *expected)
{
    struct ka_buf out = {0};
    ka_buf_add_text(&out, "");
    ka_escape_base64(&out, ka_str(bytes), true);
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
}

// RFC 4648, section 10.
static void base64_is_that_of_the_standard(void **state)
{
    (void)state;
    assert_base64("", "");
    assert_base64("f", "Zg==");
    assert_base64("fo", "Zm8=");
    assert_base64("foo", "Zm9v");
    assert_base64("foob", "Zm9vYg==");
    assert_base64("fooba", "Zm9vYmE=");
    assert_base64("foobar", "Zm9vYmFy");
    assert_base64("\xff\xfe\xfd", "//79");
}

// RFC 2045, 6.8: no line above 76 characters.
static void base64_comes_in_lines(void **state)
{
    (void)state;
    char bytes[58];
    memset(bytes, 'x', sizeof bytes);
    for (size_t n = 56; n <= 58; n++) {
        struct ka_buf out = {0};
        ka_escape_base64(&out, (struct ka_str){bytes, n}, false);
        assert_int_equal(out.n, n <= 57 ? 77 : 77 + 5);
        assert_int_equal(out.p[76], '\n');
        assert_int_equal(out.p[out.n - 1], '\n');
        ka_buf_clear(&out);
    }
}

static void assert_header(const char *text, const char *expected)
{
    struct ka_buf out = {0};
    ka_buf_add_text(&out, "");
    ka_mime_header(&out, ka_str(text));
    assert_string_equal(out.p, expected);
    ka_buf_clear(&out);
}

// RFC 2047: what is not ASCII, could be taken for an encoded word or would end the header.
static void headers_are_encoded_where_they_must(void **state)
{
    (void)state;
    assert_header("Report of March", "Report of March");
    assert_header("大客户报告", "=?UTF-8?B?5aSn5a6i5oi35oql5ZGK?=");
    assert_header("=?x?=", "=?UTF-8?B?PT94Pz0=?=");
    assert_header("a\nBcc: b", "=?UTF-8?B?YQpCY2M6IGI=?=");
}

// Lines of at most 76 characters, each word of whole characters.
static void long_headers_are_folded(void **state)
{
    (void)state;
    struct ka_buf text = {0}, out = {0};
    for (int i = 0; i < 40; i++)
        ka_buf_add_text(&text, "长");
    ka_mime_header(&out, ka_buf_str(&text));
    struct ka_str rest = ka_buf_str(&out), line;
    while (ka_str_next(&rest, '\n', &line)) {
        assert_true(line.n <= 76 - sizeof "Subject: ");
        assert_true(ka_str_contains(line, KA_STR("=?UTF-8?B?6ZW/")));
    }
    ka_buf_clear(&text);
    ka_buf_clear(&out);
}

static bool write_to(const char *to, struct ka_buf *out)
{
    struct ka_document doc = {0};
    struct ka_error err = {0};
    ka_document_begin(&doc, KA_EN, KA_STR("t"), KA_STR(""));
    bool done = ka_mime_write(&doc, &(struct ka_mail){&to, 1, KA_STR("s")}, out, &err);
    assert_int_equal(err.code, done ? KA_DONE : KA_USAGE);
    ka_document_clear(&doc);
    return done;
}

static void addresses_are_checked_and_names_encoded(void **state)
{
    (void)state;
    static const struct {
        const char *to, *header;
    } good[] = {{"a@b.c", "To: a@b.c\n"},
                {"root", "To: root\n"},
                {"Ann Lee <a@b.c>", "To: \"Ann Lee\" <a@b.c>\n"},
                {"张三 <a@b.c>", "To: =?UTF-8?B?5byg5LiJ?= <a@b.c>\n"},
                {"<a@b.c>", "To: a@b.c\n"}};
    static const char *const bad[] = {
        "",       "a b",          "a@b.c, d@e.f", "a@b.c\nBcc: x",
        "Ann <a", "Ann <a@b> <>", "张@b.c",       "\"A\" <a@b.c>"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct ka_buf out = {0};
        assert_true(write_to(good[i].to, &out));
        assert_true(ka_str_has_prefix(ka_buf_str(&out), ka_str(good[i].header)));
        ka_buf_clear(&out);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ka_buf out = {0};
        assert_false(write_to(bad[i], &out));
        ka_buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_is_that_of_the_standard),
        cmocka_unit_test(base64_comes_in_lines),
        cmocka_unit_test(headers_are_encoded_where_they_must),
        cmocka_unit_test(long_headers_are_folded),
        cmocka_unit_test(addresses_are_checked_and_names_encoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
