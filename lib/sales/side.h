// SPDX-License-Identifier: GPL-3.0-or-later
// The side tables that sales rows are joined with: master data of accounts and
// products, aliases of accounts, exchange rates.
#ifndef KA_SALES_SIDE_H
#define KA_SALES_SIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "sales/sale.h"
#include "table/number.h"
#include "table/frame.h"

// One account as the export writes it, resolved once.
struct ka_party {
    struct ka_str id;   // alias applied, NFKC, trimmed; "" when there is none
    struct ka_str name; // as the export has it, trimmed; the master's when it has none.  Of an
                        // alias the master's, else the id that stands for a name, else ""
    size_t master;      // row in the accounts table, KA_NONE
    uint64_t lines;     // sales that were joined with it
    int32_t last;       // their newest date
    bool is_total;      // called as a sum is: 合计
    bool is_alias;      // of the account it is resolved to
};

struct ka_article {
    struct ka_str id, name;
    size_t master; // row in the products table, KA_NONE
};

// What the products table says of one product, read once.
struct ka_goods {
    int64_t list_price, cost;  // of a piece in the base currency, or KA_DECIMAL_NONE
    struct ka_str high_margin; // "1", "0", ""
};

enum { KA_SIDE_ACCOUNT_COLUMNS = 7, KA_SIDE_PRODUCT_COLUMNS = 2 };

struct ka_side {
    size_t account_places[KA_SIDE_ACCOUNT_COLUMNS]; // of what accounts and products add
    size_t product_places[KA_SIDE_PRODUCT_COLUMNS];
    struct ka_goods *goods; // by row of the products table
    struct ka_frame accounts, products;
    struct ka_map account_ids, account_names, aliases, alias_targets, product_ids;
    struct ka_map product_names, rate_keys;
    size_t *account_rows; // by number in account_names; KA_NONE: not unique
    size_t *product_rows; // by number in product_names
    size_t *alias_to;     // alias number → number in alias_targets, at the end of its chain
    uint64_t *alias_lines;
    struct ka_number *rates;
    size_t account_cap, product_cap, alias_cap, alias_line_cap, rate_cap;
    struct ka_map party_keys, article_keys; // the cells as they came
    struct ka_party *parties;
    struct ka_article *articles;
    size_t party_cap, article_cap;
    struct ka_arena arena;
    const struct ka_side *next; // of another thread, whose parties count with these
};

struct ka_side_paths {
    const char *accounts, *alias, *products, *fx; // NULL: none
};

bool ka_side_load(struct ka_side *side, const struct ka_side_paths *paths,
                  struct ka_error *err);
void ka_side_clear(struct ka_side *side);

// For a thread of its own: the tables of another side, and a memory of parties and articles
// of its own.  Merging lets the parties count with those of into, which borrows all of part.
// Counting adds lines to the party of this number.
void ka_side_share(struct ka_side *side, const struct ka_side *tables);
void ka_side_merge(struct ka_side *into, struct ka_side *part);
void ka_side_count(struct ka_side *side, size_t party, uint64_t lines, int32_t last);

// Takes back the line that was added last; `last` is the newest date before it.
void ka_side_uncount(struct ka_side *side, size_t party, int32_t last);

void ka_side_unshare(struct ka_side *side);

// text in NFKC without blanks around it: what ids and names are compared by.  Lives as
// long as side.
struct ka_str ka_side_canonical(struct ka_side *side, struct ka_str text);

// "1" for 1 是 yes true y, "0" for 0 否 no false n, "" for nothing; false for all else.
bool ka_side_flag(struct ka_str cell, struct ka_str *flag);

// Where the columns are that the tables add; called once, when they are read.
void ka_side_find_columns(struct ka_side *side);

// Key of a currency and month in rate_keys, made in room.
struct ka_str ka_side_rate_key(struct ka_str currency, int32_t month, struct ka_buf *room);

// The account of a row.  code empty (no such column): the id is the name's canonical
// form, or the code of the one account in the master table that has this name.
// Borrowed until the next call.
struct ka_party *ka_side_party(struct ka_side *side, struct ka_str code, struct ka_str name);

const struct ka_article *ka_side_article(struct ka_side *side, struct ka_str code,
                                         struct ka_str name);

// Fills what the row leaves empty: parent_id, channel, group, axis, region, industry,
// manager; product, family, list_price, high_margin.
void ka_side_fill_account(const struct ka_side *side, const struct ka_party *party,
                          struct ka_sale *sale);
void ka_side_fill_product(const struct ka_side *side, const struct ka_article *article,
                          struct ka_sale *sale);

// Cost of one piece by the products table, or KA_DECIMAL_NONE.
int64_t ka_side_unit_cost(const struct ka_side *side, const struct ka_article *article);

// Whether the tables could fill this column.
bool ka_side_fills(const struct ka_side *side, enum ka_sale_column column);

// Rate of a currency (a code) in a month; false when there is none.
bool ka_side_rate(const struct ka_side *side, struct ka_str currency, int32_t month,
                  struct ka_number *rate);

// Accounts that occurred and are not in the master table; *example is the first of them
// bytewise.
size_t ka_side_strangers(const struct ka_side *side, struct ka_str *example);

// Codes of accounts that a spreadsheet took for numbers: 1.23457E+11.
size_t ka_side_mangled(const struct ka_side *side, struct ka_str *example);

// Accounts that aliases led to and that are neither in the master table nor in the data
// by themselves.
size_t ka_side_unmet_targets(const struct ka_side *side, struct ka_str *example);

#endif
