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

#include "table/date.h"
#include "table/decimal.h"
#include "table/frame.h"
#include "table/meta.h"

static const struct ka_reader_options contract = {.kind = KA_INPUT_CONTRACT};

static bool load(struct ka_frame *frame, const char *text, struct ka_error *err)
{
    FILE *file = fopen("x.csv", "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    *frame = (struct ka_frame){0};
    *err = (struct ka_error){0};
    bool good = ka_frame_load(frame, "x.csv", &contract, err);
    unlink("x.csv");
    return good;
}

static void assert_refused(const char *text, const char *message)
{
    struct ka_frame frame;
    struct ka_error err;
    assert_false(load(&frame, text, &err));
    assert_string_equal(err.text, message);
    assert_int_equal(err.code, KA_BAD_DATA);
    ka_frame_clear(&frame);
}

static void assert_cell(const struct ka_frame *frame, size_t column, size_t row,
                        const char *expected)
{
    if (!ka_str_eq(ka_frame_cell(frame, column, row), ka_str(expected)))
        fail_msg("cell %zu of row %zu is '%.*s', not '%s'", column, row,
                 KA_ARG(ka_frame_cell(frame, column, row)), expected);
}

static void assert_written(const struct ka_frame *frame, const size_t *order,
                           const char *expected)
{
    struct ka_output out = {.fd = -1, .path = "memory"};
    struct ka_writer writer;
    ka_writer_init(&writer, &out);
    ka_frame_write(frame, order, &writer);
    assert_string_equal(out.pending.p, expected);
    ka_buf_clear(&out.pending);
}

static void cells_by_column_and_row(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    assert_true(load(&frame, "account,note\n得力,\"two\nlines\"\n\n,last\n", &err));
    assert_int_equal(frame.width, 2);
    assert_int_equal(frame.rows, 2);
    assert_string_equal(frame.source, "x.csv");
    assert_cell(&frame, 0, 0, "得力");
    assert_cell(&frame, 1, 0, "two\nlines");
    assert_cell(&frame, 0, 1, "");
    assert_cell(&frame, 1, 1, "last");
    assert_int_equal(frame.lines[0], 2);
    assert_int_equal(frame.lines[1], 5);
    assert_int_equal(ka_frame_find(&frame, "note"), 1);
    assert_true(ka_frame_find(&frame, "Note") == KA_NONE);
    ka_frame_clear(&frame);
    ka_frame_clear(&frame);
}

static void a_header_alone_is_a_table(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    assert_true(load(&frame, "a,b", &err));
    assert_int_equal(frame.rows, 0);
    assert_true(ka_frame_decimals(&frame, 0, NULL, &err));
    assert_written(&frame, NULL, "a,b\n");
    ka_frame_clear(&frame);
}

static void what_is_no_table_is_refused(void **state)
{
    (void)state;
    assert_refused("", "x.csv: the input is empty, a header line was expected");
    assert_refused("\n\r\n", "x.csv: the input is empty, a header line was expected");
    assert_refused("a,b,a\n", "x.csv:1: column 'a' stands twice");
    assert_refused("\na,,\n", "x.csv:2: column '' stands twice");
    assert_refused("a,b\n1,2\n1,2,3\n", "x.csv:3: 3 cells, the header has 2");
    assert_refused("a,b\n\"1\n2\",3\n\n4\n", "x.csv:5: 1 cell, the header has 2");
    assert_refused("a,b\n1,2\"\n", "x.csv:2: a quote inside an unquoted cell");
    assert_refused("a\"b,c\n", "x.csv:1: a quote inside an unquoted cell");
    assert_refused("\"a", "x.csv:1: the quote that opens here is never closed");
    assert_refused("a\n1\n\"the tool that wrote this failed before its end\n",
                   "x.csv:3: the input is incomplete: the tool before this one failed");
}

static void a_file_that_is_not_there(void **state)
{
    (void)state;
    struct ka_frame frame = {0};
    struct ka_error err = {0};
    assert_false(ka_frame_load(&frame, "absent.csv", &contract, &err));
    assert_string_equal(err.text, "cannot open 'absent.csv': No such file or directory");
    assert_int_equal(err.code, KA_SYSTEM);
    ka_frame_clear(&frame);
}

static void a_missing_column_lists_those_there(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    size_t column;
    assert_true(load(&frame, "a,\"b\nb\",c\n", &err));
    assert_true(ka_frame_need(&frame, "c", &column, &err));
    assert_int_equal(column, 2);
    assert_false(ka_frame_need(&frame, "revenue", &column, &err));
    assert_string_equal(err.text, "x.csv: no column 'revenue'; there are: a, b b, c");
    assert_int_equal(err.code, KA_BAD_DATA);
    ka_frame_clear(&frame);
}

static void a_long_list_of_columns_is_cut(void **state)
{
    (void)state;
    struct ka_frame frame = {0};
    struct ka_error err = {0};
    size_t column;
    for (int i = 0; i < 300; i++) {
        char name[32];
        snprintf(name, sizeof name, "第%d列", i);
        ka_frame_append(&frame, name);
    }
    assert_false(ka_frame_need(&frame, "x", &column, &err));
    assert_true(ka_str_has_prefix(ka_str(err.text),
                                  KA_STR("table: no column 'x'; there are: 第0列, ")));
    assert_true(ka_str_has_suffix(ka_str(err.text), KA_STR("列, …")));
    ka_frame_clear(&frame);
}

static void columns_as_numbers(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    int64_t decimals[3];
    double reals[3];
    int32_t dates[3];
    assert_true(
        load(&frame, "d,r,day\n-12.5,1e-07,2024-02-29\n,,\n1000,-3,1970-01-01\n", &err));
    assert_true(ka_frame_decimals(&frame, 0, decimals, &err));
    assert_int_equal(decimals[0], -125000);
    assert_int_equal(decimals[1], KA_DECIMAL_NONE);
    assert_int_equal(decimals[2], 10000000);
    assert_true(ka_frame_reals(&frame, 1, reals, &err));
    assert_true(reals[0] == 1e-7 && isnan(reals[1]) && reals[2] == -3);
    assert_true(ka_frame_dates(&frame, 2, dates, &err));
    assert_int_equal(dates[0], ka_date_from(2024, 2, 29));
    assert_int_equal(dates[1], KA_DATE_NONE);
    assert_int_equal(dates[2], 0);
    ka_frame_clear(&frame);
}

static void what_is_no_number_is_named(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    int64_t decimals[2];
    double reals[2];
    int32_t dates[2];
    assert_true(
        load(&frame, "revenue,share,date\n1,1,2024-01-01\n\n12x,0x10,1/5/2024\n", &err));
    assert_false(ka_frame_decimals(&frame, 0, decimals, &err));
    assert_string_equal(err.text, "x.csv:4: column 'revenue': '12x' is not a decimal");
    assert_int_equal(err.code, KA_BAD_DATA);
    err = (struct ka_error){0};
    assert_false(ka_frame_reals(&frame, 1, reals, &err));
    assert_string_equal(err.text, "x.csv:4: column 'share': '0x10' is not a number");
    err = (struct ka_error){0};
    assert_false(ka_frame_dates(&frame, 2, dates, &err));
    assert_string_equal(err.text,
                        "x.csv:4: column 'date': '1/5/2024' is not a date (YYYY-MM-DD)");
    ka_frame_clear(&frame);
}

static void a_computed_table_names_the_line_to_be(void **state)
{
    (void)state;
    struct ka_frame frame = {.rows = 1};
    struct ka_error err = {0};
    double real;
    ka_column_add(ka_frame_append(&frame, "account"), KA_STR("得力"));
    assert_false(ka_frame_reals(&frame, 0, &real, &err));
    assert_string_equal(err.text, "table:2: column 'account': '得力' is not a number");
    ka_frame_clear(&frame);
}

static void appended_columns(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    assert_true(load(&frame, "id,rank,name\nx,9,X\ny,8,Y\n", &err));
    struct ka_column *rank = ka_frame_append(&frame, "rank");
    ka_column_add_integer(rank, 1);
    ka_column_add_integer(rank, -2);
    struct ka_column *share = ka_frame_append(&frame, "share");
    ka_column_add_real(share, 1.0 / 3.0);
    ka_column_add_real(share, (double)NAN);
    struct ka_column *revenue = ka_frame_append(&frame, "revenue");
    ka_column_add_decimal(revenue, KA_DECIMAL_NONE);
    ka_column_add_decimal(revenue, 12500);
    assert_int_equal(ka_frame_find(&frame, "name"), 1);
    assert_int_equal(ka_frame_find(&frame, "rank"), 2);
    assert_written(&frame, NULL,
                   "id,name,rank,share,revenue\nx,X,1,0.3333333333,\ny,Y,-2,,1.25\n");
    ka_frame_clear(&frame);
}

static void rows_in_another_order(void **state)
{
    (void)state;
    struct ka_frame frame;
    struct ka_error err;
    assert_true(load(&frame, "a\n1\n\"\"\n3\n", &err));
    assert_written(&frame, (const size_t[]){2, 0, 1}, "a\n3\n1\n\"\"\n");
    ka_frame_clear(&frame);
}

static void other_columns_pass_through(void **state)
{
    (void)state;
    static const char text[] =
        "\" a\",\"b,b\",\"c\"\"c\",名\n001,+5,\"\n\",1e5\n =1,  ,\"x \",\"\"\n";
    struct ka_frame frame;
    struct ka_error err;
    assert_true(load(&frame, text, &err));
    assert_written(&frame, NULL,
                   "\" a\",\"b,b\",\"c\"\"c\",名\n001,+5,\"\n\",1e5\n\" =1\",\"  \",\"x \",\n");
    ka_frame_clear(&frame);
}

static void provenance_of_an_input(void **state)
{
    (void)state;
    FILE *file = fopen("x.csv", "wb");
    fputs("a\n1\n", file);
    fclose(file);
    struct ka_error err = {0};
    struct ka_record record;
    struct ka_reader *reader = ka_reader_open("x.csv", &contract, &err);
    assert_non_null(reader);
    while (ka_reader_next(reader, &record))
        ;
    struct ka_meta meta = {0};
    ka_meta_add_input(&meta, reader);
    struct ka_str rows = ka_buf_str(&meta.rows);
    assert_true(ka_str_has_prefix(
        rows, KA_STR("input.1.name,x.csv\ninput.1.encoding,UTF-8\ninput.1.bytes,4\ninput.1.xxh3,")));
    assert_true(ka_meta_write(&meta, NULL, &err));
    assert_true(ka_reader_close(reader, &err));
    unlink("x.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_by_column_and_row),
        cmocka_unit_test(a_header_alone_is_a_table),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(a_file_that_is_not_there),
        cmocka_unit_test(a_missing_column_lists_those_there),
        cmocka_unit_test(a_long_list_of_columns_is_cut),
        cmocka_unit_test(columns_as_numbers),
        cmocka_unit_test(what_is_no_number_is_named),
        cmocka_unit_test(a_computed_table_names_the_line_to_be),
        cmocka_unit_test(appended_columns),
        cmocka_unit_test(rows_in_another_order),
        cmocka_unit_test(other_columns_pass_through),
        cmocka_unit_test(provenance_of_an_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
