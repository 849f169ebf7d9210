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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_cells_are_named),
        cmocka_unit_test(unknown_is_not_zero),
        cmocka_unit_test(margin_follows_from_cost),
        cmocka_unit_test(a_row_is_written_as_it_was_read),
        cmocka_unit_test(names_lead_back_to_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
