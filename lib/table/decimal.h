// SPDX-License-Identifier: GPL-3.0-or-later
// Exact decimals: an int64_t of ten-thousandths; sums in 128 bits.
#ifndef KA_TABLE_DECIMAL_H
#define KA_TABLE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define KA_DECIMAL_DIGITS 4
#define KA_DECIMAL_ONE INT64_C(10000)
#define KA_DECIMAL_NONE INT64_MIN // unknown: the empty cell

__extension__ typedef __int128 ka_int128; // a number, so that sums read as such

// The contract's form: an optional -, digits, at most four after a point.  Empty
// gives KA_DECIMAL_NONE.  False when text is anything else or does not fit.
bool ka_decimal_parse(struct ka_str text, int64_t *value);

// Shortest form that reads back as the same value: "-12.5", "1000", "" for NONE.
void ka_decimal_format(struct ka_buf *out, int64_t value);
void ka_decimal_format_sum(struct ka_buf *out, ka_int128 value);

static inline double ka_decimal_real(ka_int128 value) // the nearest double
{
    return (double)value / 10000.0;
}

// A number as people and systems write it, not yet cut to four digits:
// mantissa × 10^-digits.
struct ka_number {
    ka_int128 mantissa;
    int digits;
    bool percent;  // "15%" has mantissa 15, digits 0, percent
    bool has_sign; // a minus, parentheses or a trailing minus
};

// Grouping commas and blanks, ¥ ￥ $ € 元 万元 万 亿 CNY RMB USD … before or behind,
// full-width digits, (1,234.50), 1,234.50-, U+2212, per cent.  decimal_mark is '.' or
// ','; the other one groups by threes, or the text is refused ("1,5" is no 15).
// False when text is no number; empty is not a number either.
bool ka_number_parse(struct ka_str text, char decimal_mark, struct ka_number *number);

// number (a percentage divided by 100) × 10^digits as an integer, half to even;
// *rounded is set, never cleared, when digits were lost.  False when it does not fit.
bool ka_number_scale(const struct ka_number *number, int digits, int64_t *value,
                     bool *rounded);

// value / divisor, half to even; divisor > 0.
ka_int128 ka_divide_even(ka_int128 value, ka_int128 divisor);

#endif
