// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one record → revenue, cost, margin, kind: what a sale is, derived
// exactly and rounded once.
#ifndef KA_SALES_MEASURE_H
#define KA_SALES_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "sales/layout.h"
#include "sales/sale.h"
#include "sales/survey.h"
#include "table/number.h"

// Why a record is no sale.  says completes "column 'revenue': '12,3x' …"; cell empty:
// "column 'revenue' …".  field KA_FIELDS: not about one column.
struct ka_flaw {
    int field;
    struct ka_str cell;
    const char *says;
};

// "0.13" or "13%", from 0 to below 1.
bool ka_tax_parse(const char *text, struct ka_number *tax, struct ka_error *err);

// The figures as the record has them.
struct ka_amounts {
    bool known[KA_FIELDS];
    struct ka_number number[KA_FIELDS];      // of the discount: the fraction taken off
    const char *sign[KA_FIELDS];             // code by the sign beside the amount, or NULL
    const struct ka_number *rate[KA_FIELDS]; // to the base currency, NULL: it is in it
    bool margin_off, revenue_off; // cost + margin, price × quantity … are another revenue
    bool is_net;                  // revenue has no tax in it, as the rows tell
    bool is_derived;              // its cell is empty, price and quantity are not
    unsigned rounded;             // amounts with more than four decimals
};

struct ka_measure_rules {
    char decimal_mark;
    const struct ka_number *tax; // 0.13: prices and revenue include it; NULL: they do not
    const char *return_prefix;   // of order ids, NULL: none
};

// Nothing is known.
void ka_amounts_begin(struct ka_amounts *amounts, const struct ka_survey *survey);

bool ka_amounts_read(struct ka_amounts *amounts, const struct ka_measure_rules *rules,
                     const struct ka_survey *survey, const struct ka_record *record,
                     struct ka_flaw *flaw);

// True for an empty cell and for what systems write where they have no figure.
bool ka_amount_is_missing(int field, struct ka_str cell);

// The end of reading: what revenue is made of must be there.  has_discount: the record's cell
// has one, read or not.
bool ka_amounts_check(struct ka_amounts *amounts, const struct ka_layout *layout,
                      bool has_discount, struct ka_flaw *flaw);

// Sets qty, prices, revenue, cost, margin and kind of sale, which holds the order id and,
// in kind, what the type column says.
//   revenue = given, or unit price × quantity × (1 − discount) − discount amount;
//             / (1 + tax) × rate
//   cost = given, or unit cost × quantity, or revenue − margin, or list_cost × quantity
//   margin = revenue − cost
// Tax is taken out of prices and revenue, not out of columns whose header says that
// it is not in them, and not out of cost and margin.  list_cost:
// cost of one piece in the base currency, KA_DECIMAL_NONE when unknown.
// A return has quantity, revenue and cost below zero, whatever signs the export used.
bool ka_amounts_derive(struct ka_amounts *amounts, const struct ka_measure_rules *rules,
                       const struct ka_layout *layout, int64_t list_cost, struct ka_sale *sale,
                       struct ka_flaw *flaw);

#endif
