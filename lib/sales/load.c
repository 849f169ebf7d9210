// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/load.h"

#include <math.h>

#include "stat/random.h"
#include "table/date.h"
#include "table/decimal.h"
#include "table/writer.h"

enum { DAYS = 1096, FIRST_DAY = 19358 }; // three years from 2023-01-01

static void put_code(struct ka_buf *row, const char *letters, uint64_t number, uint64_t first)
{
    ka_buf_add_text(row, letters);
    ka_integer_format(row, (int64_t)(first + number));
    ka_buf_add_char(row, ',');
}

// Log-uniform over 1 … n has the frequencies of Zipf's law, nearly.
static uint64_t draw_account(struct ka_random *random, uint64_t accounts)
{
    double account = exp(ka_random_uniform(random) * log((double)accounts + 1));
    return (uint64_t)account - 1;
}

static void put_account(struct ka_buf *row, uint64_t account)
{
    put_code(row, "KH", account, 100000);
    bool quoted = account * 2654435761 % 100 < 44;
    put_code(row, quoted ? "\"Office Trade Co., No. " : "Office Trade ", account, 1);
    if (quoted) {
        row->p[row->n - 1] = '"';
        ka_buf_add_char(row, ',');
    }
}

static void put_amounts(struct ka_buf *row, struct ka_random *random)
{
    bool returned = ka_random_uniform(random) < 0.02;
    int64_t sign = returned ? -1 : 1;
    int64_t qty = 1 + (int64_t)(ka_random_uniform(random) * 200);
    int64_t cents = 500 + (int64_t)(ka_random_uniform(random) * 20000);
    ka_buf_add_text(row, returned ? "return," : "sale,");
    ka_integer_format(row, sign * qty);
    ka_buf_add_char(row, ',');
    ka_decimal_format(row, sign * qty * cents * 100);
    ka_buf_add_char(row, ',');
    ka_decimal_format(row, sign * qty * (cents * 7 / 10) * 100);
    ka_buf_add_char(row, '\n');
}

void ka_load_write(struct ka_output *output, uint64_t rows, uint64_t accounts, uint64_t seed)
{
    struct ka_random *random = ka_random_new(seed);
    struct ka_buf row = {0};
    ka_output_write(output, KA_STR("date,order_id,account_id,account,region,product_id,kind,"
                                   "qty,revenue,cost\n"));
    for (uint64_t i = 0; i < rows; i++) {
        ka_buf_reset(&row);
        ka_date_format(&row, FIRST_DAY + (int32_t)(i * DAYS / rows));
        ka_buf_add_char(&row, ',');
        put_code(&row, "SO", i / 3, 10000000);
        put_account(&row, draw_account(random, accounts));
        put_code(&row, "R", (uint64_t)(ka_random_uniform(random) * 30), 10);
        put_code(&row, "P", (uint64_t)(ka_random_uniform(random) * 500), 1000);
        put_amounts(&row, random);
        ka_output_write(output, ka_buf_str(&row));
    }
    ka_buf_clear(&row);
    ka_random_free(random);
}
