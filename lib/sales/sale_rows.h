// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the sales table by the batch, column by column: of a column the same is done for all
// of them, which is several times as fast as to read row by row what each column wants.
#ifndef KA_SALES_SALE_ROWS_H
#define KA_SALES_SALE_ROWS_H

#include "sales/sale.h"

enum { KA_SALE_ROWS = 64 };

// As struct ka_sale has them; what a row does not have is unknown.
struct ka_sale_rows {
    size_t n;
    const struct ka_str *key; // what they are added up by: key_text or one of the columns
    struct ka_str key_text[KA_SALE_ROWS];
    int32_t date[KA_SALE_ROWS];
    uint8_t kind[KA_SALE_ROWS];
    struct ka_str text[KA_SALE_COLUMNS][KA_SALE_ROWS]; // of the text columns
    int64_t amount[KA_SALE_COLUMNS][KA_SALE_ROWS];     // of the decimal columns
    char last_day[10];                                 // of the date that came last
    int32_t last_date;                                 // KA_DATE_NONE: none did
};

// No rows.
void ka_sale_rows_init(struct ka_sale_rows *rows);

// Fills in the rows of a run after ka_sale_reader_pick, at most KA_SALE_ROWS, up to the first
// in which something is wrong, of which ka_sale_reread then tells.  Their text lives as long
// as the run; the keys are those of column `key` of the record.
void ka_sale_rows_read(struct ka_sale_rows *rows, const struct ka_sale_reader *sales,
                       const struct ka_run *run, size_t key);

// Row i as the sale has it.
void ka_sale_rows_put(struct ka_sale_rows *rows, size_t i, const struct ka_sale *sale,
                      struct ka_str key);

// Row `to` becomes the same as row `from`.
void ka_sale_rows_move(struct ka_sale_rows *rows, size_t from, size_t to);

#endif
