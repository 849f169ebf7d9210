// SPDX-License-Identifier: GPL-3.0-or-later
// What plain.c, plain_cells.c and plain_row.c share; nobody else's business.
#ifndef KA_SALES_PLAIN_STATE_H
#define KA_SALES_PLAIN_STATE_H

#include "base/map.h"
#include "sales/pairs.h"
#include "sales/plain.h"
#include "table/decimal.h"

// How a column of the row comes about.
enum ka_plain_source {
    KA_FROM_NOTHING,
    KA_FROM_DAY,
    KA_FROM_TEXT, // a cell
    KA_FROM_PARTY,
    KA_FROM_ARTICLE,
    KA_FROM_KIND,
    KA_FROM_AMOUNT, // a cell that is a figure
    KA_FROM_MARGIN,
    KA_FROM_CURRENCY,
    KA_FROM_END, // src and src_line
};

struct ka_plain_step {
    enum ka_plain_source source;
    enum ka_sale_column column;
    size_t place;   // of the cell, KA_NONE; of an amount: its number
    bool is_joined; // filled by the accounts table when it is empty
};

enum { KA_AMOUNTS = 6 };
enum {
    KA_AMOUNT_QTY,
    KA_AMOUNT_LIST_PRICE,
    KA_AMOUNT_UNIT_PRICE,
    KA_AMOUNT_REVENUE,
    KA_AMOUNT_COST,
    KA_AMOUNT_MARGIN
};

// A figure that is written as the contract has it, but for zeros at its end.
struct ka_plain_amount {
    int64_t value; // KA_DECIMAL_NONE: the cell is empty
    struct ka_str text;
};

// All that a row is made of.
struct ka_plain_row {
    const struct ka_record *record;
    const struct ka_day *day;
    struct ka_pair *party;
    const struct ka_pair *article, *kind, *currency;
    struct ka_plain_amount amounts[KA_AMOUNTS];
};

struct ka_plain {
    const struct ka_bulk_job *job;
    const struct ka_layout *layout;
    struct ka_convert *convert;
    struct ka_plain_step steps[KA_SALE_COLUMNS];
    size_t step_count;
    size_t copies;      // of a cell in a row, at most
    struct ka_str text; // of the records, which may be read beyond (see put)
    struct ka_pairs parties, articles, kinds, currencies;
    const struct ka_pair *last_kind, *last_currency; // rows that are alike stand together
    const struct ka_str *cells;                      // of the record in hand
    struct ka_plain_row blank;                       // with no amount known
    int read[KA_AMOUNTS], read_count;                // amounts that there are cells of
    struct ka_buf end;                               // the cell src and the comma behind it
    struct ka_buf quoted;                            // a cell that needs quotes
};

// The columns of the amounts.
extern const enum ka_sale_column ka_plain_amounts[KA_AMOUNTS];

static inline bool ka_plain_has(const struct ka_plain *plain, int field)
{
    return plain->layout->place[field] != KA_NONE;
}

// Of the record in hand, without blanks around it.
static inline struct ka_str ka_plain_cell(const struct ka_plain *plain, size_t place)
{
    return place == KA_NONE ? KA_STR("") : ka_str_trim(plain->cells[place]);
}

// Sets party, article, kind and currency of the row, which has its record; hash is the one of
// its account.
void ka_plain_meet(struct ka_plain *plain, struct ka_plain_row *row, uint64_t hash);

#endif
