// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/program.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/meta.h"
#include "table/writer.h"

static char path[32]; // of the newest output: a run writes a file only once

struct sheet {
    struct ka_output out;
    struct ka_writer writer;
};

static void name_output(void)
{
    static int number;
    snprintf(path, sizeof path, "test_writer_%d.csv", ++number);
}

static void begin(struct sheet *sheet)
{
    struct ka_error err = {0};
    name_output();
    assert_true(ka_output_open(&sheet->out, path, &err));
    ka_writer_init(&sheet->writer, &sheet->out);
}

static void assert_file(const char *expected)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char got[4096];
    size_t n = fread(got, 1, sizeof got - 1, file);
    fclose(file);
    unlink(path);
    got[n] = '\0';
    assert_string_equal(got, expected);
}

static void assert_sheet(struct sheet *sheet, const char *expected)
{
    struct ka_error err = {0};
    assert_true(ka_output_commit(&sheet->out, &err));
    assert_file(expected);
}

static void assert_cell(const char *text, const char *expected)
{
    struct ka_buf out = {0};
    ka_cell_format(&out, ka_str(text));
    assert_string_equal(ka_buf_str(&out).p, expected);
    ka_buf_clear(&out);
}

static void quotes_only_where_needed(void **state)
{
    (void)state;
    assert_cell("", "");
    assert_cell("plain", "plain");
    assert_cell("得力集团", "得力集团");
    assert_cell("inner blank; semicolon | 'apostrophe'",
                "inner blank; semicolon | 'apostrophe'");
    assert_cell("a,b", "\"a,b\"");
    assert_cell("5\" disk", "\"5\"\" disk\"");
    assert_cell("\"", "\"\"\"\"");
    assert_cell("\"\"x\"", "\"\"\"\"\"x\"\"\"");
    assert_cell("two\nlines", "\"two\nlines\"");
    assert_cell("two\rlines", "\"two\rlines\"");
    assert_cell(" before", "\" before\"");
    assert_cell("behind ", "\"behind \"");
    assert_cell("\t", "\"\t\"");
}

static void rows_end_with_lf(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    ka_writer_put_text(&sheet.writer, "account");
    ka_writer_put_text(&sheet.writer, "note");
    ka_writer_end(&sheet.writer);
    ka_writer_put_text(&sheet.writer, "得力");
    ka_writer_put_text(&sheet.writer, "");
    ka_writer_end(&sheet.writer);
    assert_int_equal(sheet.writer.rows, 2);
    assert_sheet(&sheet, "account,note\n得力,\n");
}

// Readers skip empty lines, so a row of one empty cell must not be one.
static void a_lone_empty_cell_is_quoted(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    ka_writer_put_text(&sheet.writer, "a");
    ka_writer_end(&sheet.writer);
    ka_writer_put_text(&sheet.writer, "");
    ka_writer_end(&sheet.writer);
    ka_writer_put_real(&sheet.writer, (double)NAN);
    ka_writer_end(&sheet.writer);
    ka_writer_put_text(&sheet.writer, "");
    ka_writer_put_text(&sheet.writer, "");
    ka_writer_end(&sheet.writer);
    assert_sheet(&sheet, "a\n\"\"\n\"\"\n,\n");
}

static void typed_values(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    ka_writer_put_decimal(&sheet.writer, -125000);
    ka_writer_put_decimal(&sheet.writer, KA_DECIMAL_NONE);
    ka_writer_put_integer(&sheet.writer, INT64_MIN);
    ka_writer_put_integer(&sheet.writer, 0);
    ka_writer_put_integer(&sheet.writer, INT64_MAX);
    ka_writer_put_date(&sheet.writer, ka_date_from(2024, 2, 29));
    ka_writer_put_date(&sheet.writer, KA_DATE_NONE);
    ka_writer_put_real(&sheet.writer, 0.5);
    ka_writer_put_real(&sheet.writer, (double)NAN);
    ka_writer_end(&sheet.writer);
    assert_sheet(&sheet,
                 "-12.5,,-9223372036854775808,0,9223372036854775807,2024-02-29,,0.5,\n");
}

static void assert_real(double value, const char *expected)
{
    struct ka_buf out = {0};
    ka_real_format(&out, value);
    assert_string_equal(ka_buf_str(&out).p, expected);
    ka_buf_clear(&out);
}

static void reals_have_ten_digits(void **state)
{
    (void)state;
    assert_real(0.0, "0");
    assert_real(-0.0, "0");
    assert_real(1.0 / 3.0, "0.3333333333");
    assert_real(-1234.5, "-1234.5");
    assert_real(1e-7, "1e-07");
    assert_real(9999999999.0, "9999999999");
    assert_real(-9999999999.0, "-9999999999");
    assert_real(1e10, "1e+10");
    assert_real(12345678901.0, "1.23456789e+10");
    assert_real((double)NAN, "");
    assert_real((double)INFINITY, "");
    assert_real((double)-INFINITY, "");
}

// The short way for whole numbers must print what %.10g prints.
static void whole_reals_print_as_others(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 10000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        double value = (double)((int64_t)random >> (random % 60));
        char expected[32];
        snprintf(expected, sizeof expected, "%.10g", value);
        assert_real(value, expected);
    }
}

static void reals_are_parsed_strictly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},      {"-12.5", -12.5},    {".5", 0.5},   {"5.", 5},
                {"1e3", 1000}, {"1.5E-07", 1.5e-7}, {"2e+2", 200}, {"007", 7}};
    static const char *const bad[] = {"",    "-",   ".",    "-.",    "+5",    " 5",    "5 ",
                                      "1e",  "1e+", "1e5x", "x",     "0x10",  "inf",   "-inf",
                                      "nan", "NaN", "1,5",  "1 000", "1e999", "1.2.3", "--1"};
    double value;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(ka_real_parse(ka_str(good[i].text), &value));
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ka_real_parse(ka_str(bad[i]), &value));
    struct ka_buf longest = {0};
    for (int i = 0; i < 300; i++)
        ka_buf_add_char(&longest, '1');
    assert_true(ka_real_parse(ka_buf_str(&longest), &value));
    assert_true(fabs(value / 1.111111111111111e299 - 1) < 1e-14);
    ka_buf_clear(&longest);
}

static void spreadsheets_get_a_mark_and_a_guard(void **state)
{
    (void)state;
    static const char *const cells[] = {"=1+1", "+86138", "-5",       "-1.5e-07", "-x", "@here",
                                        "\tx",  "\rx",    "=a,\"b\"", "a=b",      ""};
    struct sheet sheet;
    begin(&sheet);
    sheet.writer.spreadsheet = true;
    ka_writer_put_text(&sheet.writer, "名称");
    ka_writer_end(&sheet.writer);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        ka_writer_put_text(&sheet.writer, cells[i]);
    ka_writer_put_decimal(&sheet.writer, -50000);
    ka_writer_put_integer(&sheet.writer, -5);
    ka_writer_put_real(&sheet.writer, -0.5);
    ka_writer_end(&sheet.writer);
    assert_sheet(&sheet,
                 "\xef\xbb\xbf名称\r\n"
                 "'=1+1,'+86138,-5,-1.5e-07,'-x,'@here,\"'\tx\",\"'\rx\",\"'=a,\"\"b\"\"\","
                 "a=b,,-5,-5,-0.5\r\n");
}

static void data_are_not_guarded(void **state)
{
    (void)state;
    struct sheet sheet;
    begin(&sheet);
    ka_writer_put_text(&sheet.writer, "=1+1");
    ka_writer_put_text(&sheet.writer, "@x");
    ka_writer_end(&sheet.writer);
    assert_sheet(&sheet, "=1+1,@x\n");
}

// However much was put, what has left before a row ended is whole rows.
static void a_pipe_holds_whole_rows(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct ka_output out = {.fd = ends[1], .path = "pipe"};
    struct ka_writer writer;
    ka_writer_init(&writer, &out);
    static char long_cell[40000];
    memset(long_cell, 'x', sizeof long_cell - 1);
    ka_writer_put_text(&writer, "first");
    ka_writer_end(&writer);
    ka_writer_put_text(&writer, long_cell);
    ka_writer_put_text(&writer, long_cell);
    assert_false(out.begun);
    ka_buf_clear(&out.pending);
    close(ends[0]);
    close(ends[1]);
}

static void meta_is_key_and_value(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_meta meta = {0};
    char *argv[] = {(char[]){"ka-test"}, (char[]){"a b"}, NULL};
    const struct ka_program program = {
        .name = "ka-test", .options = (const struct ka_option[]){{0}}, .examples = NULL};
    ka_program_begin(&program, 2, argv);
    ka_meta_begin(&meta, "ka-test");
    ka_meta_add(&meta, "rows.in", "%d", 42);
    ka_meta_add(&meta, "note", "%s, %s", "a", "\"b\"");
    name_output();
    assert_true(ka_meta_write(&meta, path, &err));
    assert_file("key,value\ntool,ka-test\nversion," KA_VERSION
                "\ncommand,ka-test 'a b'\nrows.in,42\n"
                "note,\"a, \"\"b\"\"\"\n");
    assert_null(meta.rows.p);
}

static void meta_without_a_path_writes_nothing(void **state)
{
    (void)state;
    struct ka_error err = {0};
    struct ka_meta meta = {0};
    ka_meta_add(&meta, "key", "value");
    assert_true(ka_meta_write(&meta, NULL, &err));
    assert_null(meta.rows.p);
    ka_meta_add(&meta, "key", "value");
    assert_false(ka_meta_write(&meta, "no such folder/meta.csv", &err));
    assert_int_equal(err.code, KA_SYSTEM);
    assert_null(meta.rows.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_only_where_needed),
        cmocka_unit_test(rows_end_with_lf),
        cmocka_unit_test(a_lone_empty_cell_is_quoted),
        cmocka_unit_test(typed_values),
        cmocka_unit_test(reals_have_ten_digits),
        cmocka_unit_test(whole_reals_print_as_others),
        cmocka_unit_test(reals_are_parsed_strictly),
        cmocka_unit_test(spreadsheets_get_a_mark_and_a_guard),
        cmocka_unit_test(data_are_not_guarded),
        cmocka_unit_test(a_pipe_holds_whole_rows),
        cmocka_unit_test(meta_is_key_and_value),
        cmocka_unit_test(meta_without_a_path_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
