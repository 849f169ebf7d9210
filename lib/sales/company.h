// SPDX-License-Identifier: GPL-3.0-or-later
// What an account is compared with: the figures of the whole company, which a shard of its
// accounts does not have.  They are written as a table from the ledger of any part of the rows,
// and add up over parts.
#ifndef KA_SALES_COMPANY_H
#define KA_SALES_COMPANY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "sales/ledger.h"
#include "table/frame.h"

struct ka_company_product {
    ka_int128 revenue;            // of all lines
    struct ka_product_sums sums;  // of lines with a margin
    struct ka_newest high_margin; // flag
};

// Zero-initialised is empty; read the first part into that.
struct ka_company {
    size_t parts;
    int32_t asof;        // the last day that counted, KA_DATE_NONE: none was said
    int32_t first, last; // of the rows
    ka_int128 lines;     // how many
    ka_int128 revenue;
    bool has_margin, has_qty; // some line has one
    struct ka_map products, trades, texts;
    struct ka_company_product *product; // [products]
    struct ka_item_sums *trade;         // [trades]
    size_t product_cap, trade_cap;
};

// The figures of a closed ledger as a table: figure, product, date, value.  frame is zeroed.
// asof: as it was said.
void ka_company_make(const struct ka_ledger *ledger, int32_t asof, struct ka_frame *frame);

// Adds such a table.  False with a message on bad data, and when the parts have different asof.
bool ka_company_read(struct ka_company *company, const char *path, struct ka_error *err);

// Gives a ledger that is joined, of some of the accounts, the products, the dates and what
// else there is of all: ledger->company.  Borrowed.
void ka_company_apply(const struct ka_company *company, struct ka_ledger *ledger);

// What all accounts paid for that product in that month; zeros where none did.
struct ka_item_sums ka_company_trade(const struct ka_company *company, struct ka_str product,
                                     int32_t month);

// Revenue of all high-margin products, which ka_products_high_margin tells of a closed ledger.
ka_int128 ka_company_high_margin(const struct ka_company *company,
                                 const struct ka_ledger *ledger, const bool *high_margin);

void ka_company_clear(struct ka_company *company);

#endif
