// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/map.h"
#include "table/charset.h"

// What a stream gave: its text, encoding, error.
struct outcome {
    struct ka_buf text;
    char encoding[32], hash[33];
    uint64_t bytes;
    struct ka_error err;
};

static void take(struct outcome *out, int fd, const char *encoding)
{
    *out = (struct outcome){.bytes = 0};
    struct ka_charset *cs = ka_charset_new(fd, "x.csv", encoding, &out->err);
    if (cs) {
        while (ka_charset_read(cs, &out->text))
            ;
        assert_false(ka_charset_read(cs, &out->text)); // the end stays the end
        snprintf(out->encoding, sizeof out->encoding, "%s", ka_charset_encoding(cs));
        out->bytes = ka_charset_bytes(cs);
        snprintf(out->hash, sizeof out->hash, "%s", ka_charset_hash(cs));
        assert_string_equal(ka_charset_hash(cs), out->hash);
    }
    ka_charset_free(cs);
    close(fd);
}

static void take_file(struct outcome *out, struct ka_str bytes, const char *encoding)
{
    int fd = memfd_create("input", 0);
    assert_true(write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    lseek(fd, 0, SEEK_SET);
    take(out, fd, encoding);
}

// A pipe in packet mode: each read gets what one write gave, here `step` bytes.
static void take_steps(struct outcome *out, struct ka_str bytes, size_t step,
                       const char *encoding)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_DIRECT), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (size_t i = 0; i < bytes.n; i += step)
            if (write(ends[1], bytes.p + i, bytes.n - i < step ? bytes.n - i : step) < 0)
                break;
        _exit(0);
    }
    close(ends[1]);
    take(out, ends[0], encoding);
    waitpid(child, NULL, 0);
}

// The same outcome from a file and from pipes that give 1, 2, 3 and 7 bytes at a time.
static void expect(struct ka_str bytes, const char *encoding, const char *found,
                   struct ka_str text, const char *error)
{
    static const size_t steps[] = {0, 1, 2, 3, 7};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct outcome out;
        if (steps[i] == 0)
            take_file(&out, bytes, encoding);
        else
            take_steps(&out, bytes, steps[i], encoding);
        assert_string_equal(out.err.text, error);
        assert_int_equal(out.err.code, *error ? KA_BAD_DATA : KA_DONE);
        assert_string_equal(out.encoding, found);
        assert_int_equal(out.text.n, text.n);
        assert_memory_equal(ka_buf_str(&out.text).p, text.p, text.n);
        if (!*error)
            assert_int_equal(out.bytes, bytes.n);
        ka_buf_clear(&out.text);
    }
}

#define EXPECT(bytes, encoding, found, text, error)                                            \
    expect(KA_STR(bytes), encoding, found, KA_STR(text), error)

static void utf8_as_it_is(void **state)
{
    (void)state;
    EXPECT("", NULL, "UTF-8", "", "");
    EXPECT("a", NULL, "UTF-8", "a", "");
    EXPECT("id,revenue\r\n1,2\n", NULL, "UTF-8", "id,revenue\r\n1,2\n", "");
    EXPECT("客户,金额\n", NULL, "UTF-8", "客户,金额\n", "");
    EXPECT("a long beginning of ASCII,é,€,𠮷\n", NULL, "UTF-8",
           "a long beginning of ASCII,é,€,𠮷\n", "");
    EXPECT("客户\n", "utf8", "utf8", "客户\n", "");
}

static void gb18030(void **state)
{
    (void)state;
    // 客户,金额
    EXPECT("\xbf\xcd\xbb\xa7,\xbd\xf0\xb6\xee\n", NULL, "GB18030", "客户,金额\n", "");
    EXPECT("\xbf\xcd", NULL, "GB18030", "客", "");
    EXPECT("ID,\xbf\xcd\xbb\xa7", NULL, "GB18030", "ID,客户", "");
    // Second bytes that are | and \, a character of four bytes (U+20BB7)
    EXPECT("\x81\x7c,\x81\x5c\n\x95\x34\xb2\x35\n", NULL, "GB18030", "亅,乗\n𠮷\n", "");
    EXPECT("\xbf\xcd\xbb\xa7\n", "GBK", "GBK", "客户\n", "");
    EXPECT("\xa4\xa4\xa4\xe5\n", "BIG5", "BIG5", "中文\n", "");
    EXPECT("caf\xe9\n", "ISO-8859-1", "ISO-8859-1", "café\n", "");
}

static void byte_order_marks(void **state)
{
    (void)state;
    EXPECT("\xef\xbb\xbfid\n", NULL, "UTF-8", "id\n", "");
    EXPECT("\xef\xbb\xbf", NULL, "UTF-8", "", "");
    EXPECT("\xef\xbb\xbfid\n", "UTF-8", "UTF-8", "id\n", "");
    EXPECT("\xff\xfei\0d\0\x2d\x4e\n\0", NULL, "UTF-16LE", "id中\n", "");
    EXPECT("\xfe\xff\0i\0d\x4e\x2d\0\n", NULL, "UTF-16BE", "id中\n", "");
    EXPECT("\xff\xfe\x42\xd8\xb7\xdf\n\0", NULL, "UTF-16LE", "𠮷\n", "");
    EXPECT("\xff\xfe\0\0i\0\0\0\n\0\0\0", NULL, "UTF-32LE", "i\n", "");
    EXPECT("\0\0\xfe\xff\0\0\0i", NULL, "UTF-32BE", "i", "");
    EXPECT("\x84\x31\x95\x33\xbf\xcd\n", NULL, "GB18030", "客\n", "");
    EXPECT("\xff\xfei\0", "UTF-16", "UTF-16", "i", "");
    EXPECT("i\0d\0", "UTF-16LE", "UTF-16LE", "id", "");
    EXPECT("\xff\xfei\0", "UTF-16LE", "UTF-16LE", "i", "");
    EXPECT("a\xef\xbb\xbf"
           "b",
           NULL, "UTF-8", "a\ufeffb", ""); // a mark only at the beginning
}

static void broken_bytes_have_a_line(void **state)
{
    (void)state;
    EXPECT("客户\nok\nx\xff\n", NULL, "GB18030", "",
           "x.csv:3: is neither UTF-8 nor GB18030 (byte "
           "0xff at offset 11); name its encoding with --encoding");
    EXPECT("客,\n\xff\n", NULL, "GB18030", "",
           "x.csv:2: is neither UTF-8 nor GB18030 (byte "
           "0xff at offset 5); name its encoding with --encoding"); // UTF-8 came further
    EXPECT("ok\n\xff\n", NULL, "GB18030", "ok\n",
           "x.csv:2: is neither UTF-8 nor GB18030 (byte "
           "0xff at offset 3); name its encoding with --encoding");
    EXPECT("客\nx\xff\n", "UTF-8", "UTF-8", "客\nx",
           "x.csv:2: byte 0xff at offset 5 is not UTF-8");
    EXPECT("\xbf\xcd\n\xff\n", "GBK", "GBK", "客\n",
           "x.csv:2: byte 0xff at offset 3 is not GBK");
    EXPECT("\xbf\xcd\n\xbf,\n", "GBK", "GBK", "客\n",
           "x.csv:2: byte 0xbf at offset 3 is not GBK");
    EXPECT("客\n\xe5,\n", "UTF-8", "UTF-8", "客\n",
           "x.csv:2: byte 0xe5 at offset 4 is not UTF-8");
    EXPECT("\xed\xa0\x80\n", "UTF-8", "UTF-8", "",
           "x.csv:1: byte 0xed at offset 0 is not UTF-8");
}

static void a_cut_end(void **state)
{
    (void)state;
    // UTF-8 even though 客户 without its last byte could be read as GB18030
    EXPECT("a\n客\xe6\x88", NULL, "UTF-8", "a\n客",
           "x.csv:2: the end cuts off a character of UTF-8");
    EXPECT("客\xe6", NULL, "UTF-8", "客", "x.csv:1: the end cuts off a character of UTF-8");
    EXPECT("\n\xbf\xcd\xbb", NULL, "GB18030", "\n客",
           "x.csv:2: the end cuts off a character of GB18030");
    EXPECT("\xff\xfei\0d", NULL, "UTF-16LE", "i",
           "x.csv:1: the end cuts off a character of UTF-16LE");
    EXPECT("\xff\xfei\0\x42\xd8", NULL, "UTF-16LE", "i",
           "x.csv:1: the end cuts off a character of UTF-16LE");
    // One character of GB18030 that looks like the beginning of one in UTF-8
    EXPECT("ID\n\xe8\xad", NULL, "GB18030", "ID\n璀", "");
}

static void what_is_no_text(void **state)
{
    (void)state;
    static const char nul[] = "a NUL character: not text, or UTF-16 without a byte-order mark "
                              "(then name it with --encoding UTF-16LE)";
    struct ka_buf message = {0};
    ka_buf_addf(&message, "x.csv:1: %s", nul);
    EXPECT("i\0d\0", NULL, "UTF-8", "i", message.p);
    EXPECT("\x2d\x4ei\0d\0", NULL, "UTF-8", "-Ni", message.p);
    EXPECT("\xa2\x5bi\0d\0", NULL, "UTF-8", "", message.p); // 客id
    EXPECT("a\0", "UTF-8", "UTF-8", "a", message.p);
    ka_buf_reset(&message);
    ka_buf_addf(&message, "x.csv:3: %.*sBE)", (int)(sizeof nul - 1 - strlen("LE)")), nul);
    EXPECT("a\n客\n\0", "UTF-8", "UTF-8", "a\n客\n", message.p);
    EXPECT("a\n客\n\0", NULL, "UTF-8", "a\n", message.p);
    ka_buf_reset(&message);
    ka_buf_addf(&message, "x.csv:1: %.*sBE)", (int)(sizeof nul - 1 - strlen("LE)")), nul);
    EXPECT("\0i\0d", NULL, "UTF-8", "", message.p);
    ka_buf_clear(&message);
    EXPECT("PK\3\4...", NULL, "UTF-8", "",
           "x.csv: is an Excel workbook (or another zip file): save it as CSV");
    EXPECT("PK\3\4...", "GBK", "GBK", "",
           "x.csv: is an Excel workbook (or another zip file): save it as CSV");
    EXPECT("\xd0\xcf\x11\xe0\xa1\xb1", NULL, "UTF-8", "",
           "x.csv: is an old Excel workbook: save it as CSV");
    EXPECT("\x1f\x8b\x08", NULL, "UTF-8", "",
           "x.csv: is compressed: unpack it first (gzip -dc)");
    EXPECT("PK,SK\n", NULL, "UTF-8", "PK,SK\n", "");
}

static void unknown_encodings(void **state)
{
    (void)state;
    static const char *const names[] = {"gbx", "", "GBK//IGNORE", "UTF-8/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ka_error err = {0};
        char expected[80];
        snprintf(expected, sizeof expected, "unknown encoding '%s' (iconv -l lists them)",
                 names[i]);
        assert_null(ka_charset_new(0, "x.csv", names[i], &err));
        assert_int_equal(err.code, KA_USAGE);
        assert_string_equal(err.text, expected);
    }
}

// A repeated text of more than `size` bytes.
static struct ka_buf repeat(struct ka_str start, struct ka_str text, size_t size)
{
    struct ka_buf out = {0};
    ka_buf_add(&out, start);
    while (out.n <= size)
        ka_buf_add(&out, text);
    return out;
}

// Characters across every block's end, and across the end of the window of detection.
static void blocks_end_within_characters(void **state)
{
    (void)state;
    static const struct {
        struct ka_str text;
        const char *as_utf8, *encoding;
    } cases[] = {
        {{"中", 3}, "中", "UTF-8"},
        {{"𠮷", 4}, "𠮷", "UTF-8"},
        {{"\xd6\xd0", 2}, "中", "GB18030"},
        {{"\x81\x39\xee\x39", 4}, "㐀", "GB18030"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t ahead = 0; ahead < 4; ahead++) {
            struct ka_str start = {"abcd", ahead};
            struct ka_buf in = repeat(start, cases[i].text, 1500000);
            size_t count = (in.n - ahead) / cases[i].text.n, n = strlen(cases[i].as_utf8);
            struct outcome out;
            take_file(&out, ka_buf_str(&in), NULL);
            assert_string_equal(out.err.text, "");
            assert_string_equal(out.encoding, cases[i].encoding);
            assert_int_equal(out.text.n, ahead + count * n);
            for (size_t at = ahead; at < out.text.n; at += n)
                if (memcmp(out.text.p + at, cases[i].as_utf8, n) != 0)
                    fail_msg("broken at %zu", at);
            ka_buf_clear(&out.text);
            ka_buf_clear(&in);
        }
}

// What is converted without iconv is what iconv would have made of it: all characters of two
// bytes, met for the first time and again, among ASCII and characters of four.
static void gb18030_as_iconv_has_it(void **state)
{
    (void)state;
    struct ka_buf in = {0}, want = {0};
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    for (int round = 0; round < 2; round++)
        for (int first = 0x81; first < 0xff; first++)
            for (int second = 0x40; second < 0xff; second++) {
                char text[] = {(char)first, (char)second, 'a', '\x81', '\x39', '\xee', '\x39'};
                char utf8[32], *from = text, *to = utf8;
                size_t n = second % 5 == 0 ? 7 : second % 3 == 0 ? 3 : 2;
                size_t left = n, room = sizeof utf8;
                if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
                    iconv(converter, NULL, NULL, NULL, NULL);
                    continue;
                }
                ka_buf_add(&in, (struct ka_str){text, n});
                ka_buf_add(&want, (struct ka_str){utf8, (size_t)(to - utf8)});
            }
    iconv_close(converter);
    struct outcome out;
    take_file(&out, ka_buf_str(&in), "GB18030");
    assert_string_equal(out.err.text, "");
    assert_int_equal(out.text.n, want.n);
    assert_memory_equal(out.text.p, want.p, want.n);
    ka_buf_clear(&out.text);
    ka_buf_clear(&want);
    ka_buf_clear(&in);
}

static void the_window_begins_with_the_first_that_is_not_ascii(void **state)
{
    (void)state;
    struct ka_buf in = repeat(KA_STR(""), KA_STR("1,2\n"), 3000000);
    size_t ascii = in.n;
    ka_buf_add(&in, KA_STR("\xbf\xcd\xbb\xa7\n"));
    struct outcome out;
    take_file(&out, ka_buf_str(&in), NULL);
    assert_string_equal(out.encoding, "GB18030");
    assert_int_equal(out.text.n, ascii + strlen("客户\n"));
    assert_string_equal(out.text.p + ascii, "客户\n");
    ka_buf_clear(&out.text);
    ka_buf_clear(&in);
}

// UTF-8 was decided by the window; a byte far behind it is wrong.
static void a_late_error_has_its_line(void **state)
{
    (void)state;
    struct ka_buf in = repeat(KA_STR(""), KA_STR("客户,12\n"), 2000000);
    size_t good = in.n;
    char expected[160];
    snprintf(expected, sizeof expected,
             "x.csv:%zu: byte 0xbf at offset %zu is not UTF-8; if all of it is in another "
             "encoding, name it with --encoding",
             good / 10 + 1, good);
    ka_buf_add(&in, KA_STR("\xbf\xcd\n"));
    struct outcome out;
    take_file(&out, ka_buf_str(&in), NULL);
    assert_string_equal(out.err.text, expected);
    assert_int_equal(out.text.n, good); // what is before it was given
    ka_buf_clear(&out.text);
    ka_buf_clear(&in);
}

static void the_hash_is_of_raw_bytes(void **state)
{
    (void)state;
    struct ka_str bytes = KA_STR("\xff\xfei\0d\0\n\0");
    struct ka_hash *hash = ka_hash_new();
    char hex[33];
    ka_hash_add(hash, bytes.p, bytes.n);
    ka_hash_finish(hash, hex);
    struct outcome out;
    take_file(&out, bytes, NULL);
    assert_string_equal(out.hash, hex);
    assert_int_equal(out.bytes, 8);
    ka_buf_clear(&out.text);
}

static void a_read_that_fails(void **state)
{
    (void)state;
    struct outcome out;
    take(&out, open("/", O_RDONLY | O_DIRECTORY), NULL);
    assert_int_equal(out.err.code, KA_SYSTEM);
    assert_string_equal(out.err.text, "cannot read 'x.csv': Is a directory");
}

static void nothing(int signal)
{
    (void)signal;
}

static void a_signal_is_no_error(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        usleep(30000);
        _exit(write(ends[1], "id\n", 3) != 3);
    }
    close(ends[1]);
    struct sigaction action = {.sa_handler = nothing}, before; // no SA_RESTART
    sigaction(SIGALRM, &action, &before);
    struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &often, NULL);
    struct outcome out;
    take(&out, ends[0], NULL);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
    waitpid(child, NULL, 0);
    assert_string_equal(out.err.text, "");
    assert_string_equal(out.text.p, "id\n");
    ka_buf_clear(&out.text);
}

// Text that has come is given without waiting for more.
static void a_slow_stream_is_given_at_once(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct ka_error err = {0};
    struct ka_buf text = {0};
    struct ka_charset *cs = ka_charset_new(ends[0], "x.csv", "UTF-8", &err);
    assert_true(write(ends[1], "客户\n", 7) == 7);
    assert_true(ka_charset_read(cs, &text));
    assert_string_equal(text.p, "客户\n");
    close(ends[1]);
    assert_false(ka_charset_read(cs, &text));
    ka_charset_free(cs);
    ka_charset_free(NULL);
    close(ends[0]);
    ka_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_as_it_is),
        cmocka_unit_test(gb18030),
        cmocka_unit_test(byte_order_marks),
        cmocka_unit_test(broken_bytes_have_a_line),
        cmocka_unit_test(a_cut_end),
        cmocka_unit_test(what_is_no_text),
        cmocka_unit_test(unknown_encodings),
        cmocka_unit_test(blocks_end_within_characters),
        cmocka_unit_test(gb18030_as_iconv_has_it),
        cmocka_unit_test(the_window_begins_with_the_first_that_is_not_ascii),
        cmocka_unit_test(a_late_error_has_its_line),
        cmocka_unit_test(the_hash_is_of_raw_bytes),
        cmocka_unit_test(a_read_that_fails),
        cmocka_unit_test(a_signal_is_no_error),
        cmocka_unit_test(a_slow_stream_is_given_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
