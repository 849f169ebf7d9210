// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of column names as ERP systems, shops and people write them.
#ifndef KA_SALES_ALIAS_H
#define KA_SALES_ALIAS_H

#include <stdbool.h>

#include "base/map.h"
#include "base/str.h"
#include "sales/sale.h"

// What an export's column can be: a column of the sales table, or something that one
// is derived from.
enum ka_import_field {
    KA_FIELD_UNIT_COST = KA_SALE_COLUMNS, // cost of goods of one piece
    KA_FIELD_TAX,                         // its presence says that the amount has none in it
    KA_FIELD_DISCOUNT_AMOUNT,             // money off the whole line
    KA_FIELDS,
};

const char *ka_field_name(int field);   // "revenue", "unit_cost"
int ka_field_named(struct ka_str name); // KA_FIELDS: no field; src, src_line are none
bool ka_field_is_money(int field);      // an amount of money

// What a header says of its column beside what it is.
enum ka_trait {
    KA_TAXED = 1, // tax is in it: 价税合计
    KA_NET = 2,   // tax is not: 无税金额
    KA_LOCAL = 4, // in the books' own currency, whatever the order's was: 本币金额
    KA_OFF = 8,   // a discount that says what is taken off
    KA_PAID = 16, // a discount that says what remains to be paid: 扣率
    KA_PERCENT = 32,
    KA_THOUSANDS = 64,      // 千元
    KA_TEN_THOUSANDS = 128, // 万元
    KA_RETURN_FLAG = 256,   // yes or no: 是否退货
    KA_FREE_FLAG = 512,     // 是否赠品
};

// rank: of two headers for one field the lower one wins; two of the same rank
// cannot be told apart.
struct ka_alias {
    int field, rank;
    unsigned traits;
    const char *currency; // code, when the unit names one: 金额(USD); else NULL
};

struct ka_alias_index {
    struct ka_map names;      // folded
    struct ka_alias *aliases; // by number in names
    size_t cap;
};

void ka_alias_index_init(struct ka_alias_index *index);
void ka_alias_index_clear(struct ka_alias_index *index);

// Looks a header up, with its unit cut off where it has one (金额(万元), Discount %).
// False when it is not known.
bool ka_alias_find(const struct ka_alias_index *index, struct ka_str header,
                   struct ka_alias *alias);

#endif
