// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people and systems write them, exactly.
#ifndef KA_TABLE_NUMBER_H
#define KA_TABLE_NUMBER_H

#include "table/decimal.h"

// A number as people and systems write it, not yet cut to four digits:
// mantissa × 10^-digits.  Parsed, it has no zeros behind the fourth decimal.
struct ka_number {
    ka_int128 mantissa;
    int digits;           // below zero for "1.5万" and "2E+09"
    bool percent;         // "15%" has mantissa 15, digits 0, percent; "15‰" digits 1
    bool has_sign;        // a minus, parentheses or a trailing minus
    const char *currency; // "CNY", "USD" … when a currency stands there, else NULL
};

// Takes, in half or full width and with blanks around:
//   digits with an optional fraction ("12", "12.50", ".5"), whole part grouped by threes
//   by the comma (or the point, when decimal_mark is the comma), by a blank or by an
//   apostrophe, one of them throughout: "1,234,567.5", "1 234", "1'234";
//   the exponent of a number that is not grouped: "1.5e3", "1.234E+05";
//   one sign: + or − before, - behind ("1,234.50-"), or parentheses "(1,234.50)";
//   a currency before or behind: ¥ ￥ $ US$ HK$ € £ CNY RMB USD HKD EUR GBP JPY 人民币
//   元 圆 美元 港元 港币 欧元 英镑 日元 (¥ and 元 are CNY, $ is USD; two must agree);
//   one of 千 万 百万 千万 亿 behind, or one of % ‰.
// decimal_mark is '.' or ','.  False for all else: "", "-", "¥", "12,3x", "1-2", "--1",
// "(-5)", "1.2.3", "5.", "NaN"; other groups than threes ("12,34", "1,2345", "12,34,567"),
// for they may be another's decimals, as may be "0,234" and "1,234E+05"; a mantissa of
// 2^127 or more (38 digits always fit).
bool ka_number_parse(struct ka_str text, char decimal_mark, struct ka_number *number);

// The double nearest to mantissa × 10^-digits where both can be doubles and digits is no more
// than 22, else one near it; per cent and currency aside.
double ka_number_to_double(const struct ka_number *number);

// number (a percentage divided by 100) × 10^digits as an integer, half to even;
// *rounded is set, never cleared, when digits were lost.  False when it does not fit
// (KA_DECIMAL_NONE is no value).
bool ka_number_scale(const struct ka_number *number, int digits, int64_t *value, bool *rounded);

#endif
