// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sales/sale.h"
#include "sales/sale_rows.h"
#include "table/date.h"
#include "table/decimal.h"

static const char path[] = "sales.csv";

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

// Reads the first row of text; the error, or "" when it was read.
static void read_first(const char *text, struct ka_sale *sale, struct ka_error *err)
{
    struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    struct ka_record record;
    struct ka_sale_reader sales = {0};
    write_file(text);
    struct ka_reader *reader = ka_reader_open(path, &options, err);
    assert_non_null(reader);
    assert_true(ka_reader_next(reader, &record));
    if (ka_sale_reader_init(&sales, reader, &record, err) && ka_reader_next(reader, &record))
        ka_sale_read(&sales, &record, sale, err);
    ka_sale_reader_clear(&sales);
    struct ka_error ignored = {0};
    ka_reader_close(reader, &ignored);
    unlink(path);
}

static void assert_refused(const char *text, const char *message)
{
    struct ka_sale sale;
    struct ka_error err = {0};
    read_first(text, &sale, &err);
    assert_string_equal(err.text, message);
    assert_int_equal(err.code, KA_BAD_DATA);
}

static void wrong_cells_are_named(void **state)
{
    (void)state;
    assert_refused("date,account_id,kind\n",
                   "sales.csv:1: no column 'revenue'; these are there: date, account_id, kind");
    assert_refused("date,account_id,kind,revenue,cost,cost\n",
                   "sales.csv:1: column 'cost' stands twice");
    assert_refused("date,account_id,kind,revenue\n2024-1-5,a,sale,1\n",
                   "sales.csv:2: column 'date': '2024-1-5' is not a date (YYYY-MM-DD)");
    assert_refused("date,account_id,kind,revenue\n2024-01-05,,sale,1\n",
                   "sales.csv:2: column 'account_id' is empty");
    assert_refused(
        "date,account_id,kind,revenue\n2024-01-05,a,sold,1\n",
        "sales.csv:2: column 'kind': 'sold' is not one of sale, return, adjust, free");
    assert_refused("date,account_id,kind,revenue\n2024-01-05,a,sale,1e3\n",
                   "sales.csv:2: column 'revenue': '1e3' is not an amount");
    assert_refused("date,account_id,kind,revenue,high_margin\n2024-01-05,a,sale,1,yes\n",
                   "sales.csv:2: column 'high_margin': 'yes' is not 1 or 0");
    assert_refused("date,account_id,kind,revenue,src_line\n2024-01-05,a,sale,1,-4\n",
                   "sales.csv:2: column 'src_line': '-4' is not a line number");
    assert_refused("date,account_id,kind,revenue\n2024-01-05,a,sale\n",
                   "sales.csv:2: 3 cells, the header has 4");
}

static void unknown_is_not_zero(void **state)
{
    (void)state;
    struct ka_sale sale;
    struct ka_error err = {0};
    read_first("revenue,note,kind,account_id,date,qty\n-1.5,x,return,a,2024-01-05,\n", &sale,
               &err);
    assert_string_equal(err.text, "");
    assert_int_equal(sale.revenue, -15000);
    assert_int_equal(sale.kind, KA_RETURN);
    assert_true(sale.qty == KA_DECIMAL_NONE);
    assert_true(sale.cost == KA_DECIMAL_NONE);
    assert_true(sale.margin == KA_DECIMAL_NONE);
    assert_false(ka_sale_has(&sale, KA_SALE_QTY));
    assert_false(ka_sale_has(&sale, KA_SALE_CHANNEL));
    assert_false(ka_sale_has(&sale, KA_SALE_SRC_LINE));
    assert_true(ka_sale_has(&sale, KA_SALE_REVENUE));
}

static void margin_follows_from_cost(void **state)
{
    (void)state;
    struct ka_sale sale;
    struct ka_error err = {0};
    read_first("date,account_id,kind,revenue,cost\n2024-01-05,a,sale,10,12.5\n", &sale, &err);
    assert_int_equal(sale.margin, -25000);
}

static void a_row_is_written_as_it_was_read(void **state)
{
    (void)state;
    static const char text[] = "date,account_id,kind,qty,revenue,margin,src_line,note\n"
                               "2024-01-05,a,sale,0.5,10.25,,,\"x,y\"\n";
    struct ka_sale sale;
    struct ka_error err = {0};
    read_first(text, &sale, &err);
    assert_string_equal(err.text, "");
    sale.text[KA_SALE_ACCOUNT_ID] = KA_STR("a"); // its record is gone
    bool filled[KA_SALE_COLUMNS] = {
        [KA_SALE_QTY] = true, [KA_SALE_MARGIN] = true, [KA_SALE_SRC_LINE] = true};
    struct ka_str names[] = {KA_STR("note")}, cells[] = {KA_STR("x,y")};
    struct ka_sale_shape shape;
    struct ka_buf got = {0};
    ka_sale_shape_init(&shape, filled, 1);
    ka_sale_format_header(&got, &shape, names);
    ka_sale_format(&got, &shape, &sale, cells);
    assert_string_equal(got.p, text);
    ka_buf_clear(&got);
}

static void names_lead_back_to_columns(void **state)
{
    (void)state;
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        assert_int_equal(ka_sale_column_named(ka_str(ka_sale_column_name(column))), column);
    assert_int_equal(ka_sale_column_named(KA_STR("Date")), KA_SALE_COLUMNS);
}

// ---- Rows by the batch ----

enum { ROWS = 60 };
static const char head[] =
    "date,order_id,account_id,channel,high_margin,kind,qty,revenue,cost\n";

// Of all kinds and with every column empty in turn; cell `column` of row `at` is `wrong`.
static void write_rows(size_t at, int column, const char *wrong)
{
    static const char *const kinds[] = {"sale", "return", "adjust", "free"};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(head, file);
    for (size_t i = 0; i < ROWS; i++) {
        char cell[9][32] = {"", "", "", "", "", "", "", "", ""};
        snprintf(cell[0], sizeof *cell, "2024-%02zu-%02zu", i / 9 + 1, i % 9 / 3 + 1);
        snprintf(cell[1], sizeof *cell, i % 5 ? "SO%zu" : "", i / 2);
        snprintf(cell[2], sizeof *cell, i % 7 ? "K%zu" : "\"K, %zu\"", i);
        snprintf(cell[3], sizeof *cell, i % 3 ? "电商" : "");
        snprintf(cell[4], sizeof *cell, i % 4 ? "%zu" : "", i % 2);
        snprintf(cell[5], sizeof *cell, "%s", kinds[i / 4 % 4]);
        snprintf(cell[6], sizeof *cell, i % 6 ? "%zu" : "", i);
        snprintf(cell[7], sizeof *cell, "-%zu.%02zu", i * i * i * i, i);
        snprintf(cell[8], sizeof *cell, i % 8 ? "%zu.5" : "", i * 1000);
        if (i == at)
            snprintf(cell[column], sizeof *cell, "%s", wrong);
        for (int k = 0; k < 9; k++)
            fprintf(file, "%s%c", cell[k], k < 8 ? ',' : '\n');
    }
    fclose(file);
}

static void assert_row(const struct ka_sale_rows *rows, size_t i, const struct ka_sale *sale,
                       struct ka_str key)
{
    assert_true(ka_str_eq(rows->key[i], key));
    assert_int_equal(rows->date[i], sale->date);
    assert_int_equal(rows->kind[i], sale->kind);
    for (int c = 0; c < KA_SALE_COLUMNS; c++) {
        enum ka_sale_column column = (enum ka_sale_column)c;
        if (ka_sale_column_type(column) == 'd')
            assert_int_equal(rows->amount[c][i], ka_sale_decimal(sale, column));
        else if (column != KA_SALE_DATE && column != KA_SALE_KIND)
            assert_true(ka_str_eq(rows->text[c][i], sale->text[c]));
    }
}

// The rows of the file by the batch are those one by one, up to the first that is wrong: the
// `good` first.  Key: the column with this place.
static void compare_rows(size_t good, size_t key)
{
    struct ka_reader_options options = {.kind = KA_INPUT_CONTRACT};
    struct ka_record record, records[ROWS];
    struct ka_sale_reader sales = {0};
    struct ka_sale_rows rows;
    struct ka_sale sale;
    struct ka_run run;
    struct ka_error err = {0};
    bool needed[KA_SALE_COLUMNS];
    struct ka_reader *reader = ka_reader_open(path, &options, &err);
    assert_non_null(reader);
    memset(needed, true, sizeof needed);
    assert_true(ka_reader_next(reader, &record));
    assert_true(ka_sale_reader_init(&sales, reader, &record, &err));
    size_t place = ka_sale_reader_pick(&sales, needed, key);
    assert_int_equal(ka_reader_run(reader, &run, sales.width, ROWS), ROWS);
    ka_sale_rows_init(&rows);
    ka_sale_rows_read(&rows, &sales, &run, sales.picked[place]);
    assert_int_equal(rows.n, good);
    ka_sale_clear(&sale);
    assert_int_equal(ka_reader_batch(reader, records, ROWS), ROWS);
    for (size_t i = 0; i < ROWS && ka_sale_reread(&sales, &records[i], &sale, &err); i++)
        assert_row(&rows, i, &sale, records[i].cells[place]);
    assert_int_equal(ka_failed(&err), good < ROWS);
    ka_sale_reader_clear(&sales);
    ka_reader_close(reader, &err);
    unlink(path);
}

static void rows_by_the_batch_are_those_one_by_one(void **state)
{
    (void)state;
    for (size_t key = 0; key < 9; key++) {
        write_rows(ROWS, 0, "");
        compare_rows(ROWS, key);
    }
    static const struct {
        int column;
        const char *cell;
    } wrong[] = {{0, ""},  {0, "2024-02-30"}, {0, "2024-1-5"}, {2, ""},
                 {4, "2"}, {5, ""},           {5, "adjusts"},  {6, "x"},
                 {7, ""},  {7, "-"},          {8, "1e3"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        for (size_t at = 0; at < ROWS; at += ROWS - 1) {
            write_rows(at, wrong[i].column, wrong[i].cell);
            compare_rows(at, 2);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_cells_are_named),
        cmocka_unit_test(unknown_is_not_zero),
        cmocka_unit_test(margin_follows_from_cost),
        cmocka_unit_test(a_row_is_written_as_it_was_read),
        cmocka_unit_test(names_lead_back_to_columns),
        cmocka_unit_test(rows_by_the_batch_are_those_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
