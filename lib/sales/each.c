// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/each.h"

#include "sales/input.h"

static void pick(struct ka_sale_reader *sales, const enum ka_sale_column *columns, size_t count)
{
    bool needed[KA_SALE_COLUMNS];
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        needed[column] = ka_sale_column_required((enum ka_sale_column)column);
    for (size_t i = 0; i < count; i++)
        needed[columns[i]] = true;
    ka_sale_reader_pick(sales, needed, sales->place[KA_SALE_ACCOUNT_ID]);
}

static bool read_rows(const struct ka_sale_reader *sales, ka_sale_take *take, void *context,
                      struct ka_error *err)
{
    struct ka_record record;
    struct ka_sale sale;
    bool good = true, first = true;
    while (good && ka_reader_next(sales->reader, &record)) {
        good = (first ? ka_sale_read(sales, &record, &sale, err)
                      : ka_sale_reread(sales, &record, &sale, err)) &&
               take(&sale, context, err);
        first = false;
    }
    return good;
}

bool ka_sales_each(const char *path, struct ka_meta *meta, const enum ka_sale_column *columns,
                   size_t count, ka_sale_take *take, void *context, struct ka_error *err)
{
    struct ka_record header;
    struct ka_reader *reader = ka_input_open(path, KA_INPUT_CONTRACT, meta, &header, err);
    if (!reader)
        return false;
    struct ka_sale_reader sales;
    bool good = ka_sale_reader_init(&sales, reader, &header, err);
    if (good) {
        pick(&sales, columns, count);
        good = read_rows(&sales, take, context, err);
    }
    ka_sale_reader_clear(&sales);
    return ka_input_close(reader, meta, good, err);
}
