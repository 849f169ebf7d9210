// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/discount_cell.h"

enum { MOST_DIGITS = 18 }; // of a discount that is meant

static const char *parse(struct ka_discount *d, struct ka_str cell, char decimal_mark)
{
    if (d->is_empty)
        return NULL;
    d->is_paid = ka_str_has_suffix(cell, KA_STR("折"));
    if (d->is_paid)
        cell.n -= sizeof "折" - 1;
    if (!ka_number_parse(cell, decimal_mark, &d->number) || d->number.currency ||
        d->number.digits > MOST_DIGITS)
        return "is not a discount";
    d->value = ka_number_to_double(&d->number);
    if (d->number.mantissa < 0 || d->value > 100)
        return "is not a discount between 0 and 100";
    if (d->is_paid)
        d->scale = d->value > 10 ? 2 : 1;
    if (d->number.percent)
        d->scale = 2;
    d->number.percent = false;
    return NULL;
}

// The power of ten that is a whole when d is read like this.
static int scale_of(const struct ka_discount *d, unsigned reading)
{
    if (d->scale >= 0)
        return d->scale;
    if (reading != KA_READ_PAID)
        return reading == KA_READ_PERCENT ? 2 : 0;
    return d->value <= 1 ? 0 : d->value <= 10 ? 1 : 2;
}

struct ka_number ka_discount_off(const struct ka_discount *discount, unsigned reading)
{
    struct ka_number off = discount->number;
    off.digits += scale_of(discount, reading);
    if (reading != KA_READ_PAID)
        return off;
    ka_int128 whole = 1;
    if (off.digits < 0 && ka_times_ten(off.mantissa, -off.digits, &off.mantissa))
        off.digits = 0; // it is 100 at most
    ka_times_ten(1, off.digits, &whole);
    off.mantissa = whole - off.mantissa;
    return off;
}

void ka_discount_read(struct ka_discount *discount, struct ka_str cell, char decimal_mark)
{
    bool is_empty = cell.n == 0;
    *discount = (struct ka_discount){
        .scale = -1, .is_empty = is_empty, .is_none = is_empty || ka_str_eq(cell, KA_STR("0"))};
    discount->problem = parse(discount, cell, decimal_mark);
    for (int i = 0; i < KA_READINGS && ka_discount_is_some(discount); i++) {
        struct ka_number off = ka_discount_off(discount, 1u << i);
        discount->paid[i] = 1 - ka_number_to_double(&off);
    }
}

unsigned ka_discount_readings(const struct ka_discount *discount, unsigned possible)
{
    if (discount->is_paid)
        return KA_READ_PAID;
    if (discount->scale >= 0 || (possible & KA_READ_OFF) != KA_READ_OFF || discount->value == 1)
        return possible;
    return possible & ~(unsigned)(discount->value < 1 ? KA_READ_PERCENT : KA_READ_FRACTION);
}
