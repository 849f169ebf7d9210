// SPDX-License-Identifier: GPL-3.0-or-later
#include "near.h"

#include <stdio.h>
#include <string.h>

#include "out/calendar.h"

static void is(const char *name, const char *value, const char *want)
{
    struct ka_buf out = {0};
    ka_calendar_text(&out, name, ka_str(value));
    assert_string_equal(out.p, want);
    ka_buf_clear(&out);
}

// RFC 5545, 3.3.11 and its example of a text.
static void escapes(void **state)
{
    (void)state;
    is("X", "a;b,c\\d\ne\r\nf\rg\th:\"", "X:a\\;b\\,c\\\\d\\ne\\nf\\ng\th:\"\r\n");
    is("DESCRIPTION", "Project XYZ Final Review\nConference Room - 3B",
       "DESCRIPTION:Project XYZ Final Review\\nConference Room - 3B\r\n");
    is("X", "\x01|\x7f|\xff|\xe4\xb8",
       "X:\xef\xbf\xbd|\xef\xbf\xbd|\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd\r\n");
    is("X", "", "X:\r\n");
}

// Whatever the length, no line has more than 75 octets, none begins within a character, and
// unfolded it is what it was.
static void folds(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n++) {
        struct ka_buf value = {0}, out = {0}, unfolded = {0};
        for (size_t i = 0; i < n; i++)
            ka_buf_add_text(&value, i % 3 == 0   ? "x"
                                    : i % 3 == 1 ? "\xe5\xae\xa2"
                                                 : "\xf0\x9f\x98\x80");
        ka_calendar_text(&out, "SUMMARY", ka_buf_str(&value));
        struct ka_str rest = ka_buf_str(&out), line;
        for (size_t lines = 0; ka_str_next(&rest, '\n', &line) && line.n > 0; lines++) {
            assert_true(line.n <= 76 && line.p[line.n - 1] == '\r');
            assert_true(lines == 0 || line.p[0] == ' ');
            size_t from = lines > 0;
            assert_true(((unsigned char)line.p[from] & 0xc0) != 0x80);
            ka_buf_add(&unfolded, (struct ka_str){line.p + from, line.n - from - 1});
        }
        assert_int_equal(unfolded.n, 8 + value.n);
        assert_memory_equal(unfolded.p + 8, value.p ? value.p : "", value.n);
        ka_buf_clear(&value);
        ka_buf_clear(&out);
        ka_buf_clear(&unfolded);
    }
}

// 75 octets fit on a line, the 76th does not.
static void just_fits(void **state)
{
    (void)state;
    char text[80], want[90];
    memset(text, 'x', 73);
    text[73] = '\0';
    snprintf(want, sizeof want, "X:%s\r\n", text);
    is("X", text, want);
    snprintf(want, sizeof want, "X:%s\r\n y\r\n", text);
    strcat(text, "y");
    is("X", text, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(folds),
        cmocka_unit_test(just_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
