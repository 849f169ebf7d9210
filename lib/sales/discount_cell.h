// SPDX-License-Identifier: GPL-3.0-or-later
// A discount as it stands in a cell, and what it takes off the price when it is read one way
// or another.  Which way is right a whole column tells (sales/survey.h).
#ifndef KA_SALES_DISCOUNT_CELL_H
#define KA_SALES_DISCOUNT_CELL_H

#include <stdbool.h>

#include "base/str.h"
#include "table/number.h"

// How a column's discounts can be read.
enum ka_discount_reading {
    KA_READ_FRACTION = 1, // 0.2 is off
    KA_READ_PERCENT = 2,  // 20 is off
    KA_READ_OFF = KA_READ_FRACTION | KA_READ_PERCENT,
    KA_READ_PAID = 4, // 0.8, 8 or 80: below a tenth nothing is sold
    KA_READINGS = 3,
};

struct ka_discount {
    const char *problem; // NULL, or why the cell is no discount
    struct ka_number number;
    int scale;     // the power of ten of a whole that the cell itself names, -1: it does not
    bool is_empty; // the cell
    bool is_none;  // it is empty or "0"
    bool is_paid;  // 8折
    double value;  // of the number
    double paid[KA_READINGS]; // the fraction that is left to pay, by the reading's place
};

void ka_discount_read(struct ka_discount *discount, struct ka_str cell, char decimal_mark);

// True when there is one.
static inline bool ka_discount_is_some(const struct ka_discount *discount)
{
    return !discount->problem && !discount->is_empty && discount->number.mantissa != 0;
}

// The fraction that is taken off; reading: one of them.
struct ka_number ka_discount_off(const struct ka_discount *discount, unsigned reading);

// Those of the possible readings under which the cell alone makes sense.
unsigned ka_discount_readings(const struct ka_discount *discount, unsigned possible);

#endif
