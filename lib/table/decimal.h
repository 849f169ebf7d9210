// SPDX-License-Identifier: GPL-3.0-or-later
// Exact decimals: an int64_t of ten-thousandths; sums in 128 bits.
#ifndef KA_TABLE_DECIMAL_H
#define KA_TABLE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/wide.h"
#include "table/word.h"

#define KA_DECIMAL_DIGITS 4
#define KA_DECIMAL_ONE INT64_C(10000)
#define KA_DECIMAL_NONE INT64_MIN // unknown: the empty cell

// The contract's form: an optional -, digits, and perhaps a point with one to four
// digits.  Empty gives KA_DECIMAL_NONE.  False when text is anything else or does not
// fit; *value is then as it was.
bool ka_decimal_parse(struct ka_str text, int64_t *value);

// The same, and faster, of a text that begins where KA_DECIMAL_AHEAD bytes may be read.
enum { KA_DECIMAL_AHEAD = 9 };

extern const int64_t ka_decimal_units[KA_DECIMAL_DIGITS + 1]; // of the last of n decimals

static inline bool ka_decimal_parse_ahead(struct ka_str text, int64_t *value)
{
    size_t minus = *text.p == '-', n = text.n - minus;
    if (n - 1 < 8) {
        struct ka_word word = ka_word_parse(ka_word_load(text.p + minus), n, '.');
        if (!word.wrong && word.fraction <= KA_DECIMAL_DIGITS) {
            int64_t size = (int64_t)word.digits * ka_decimal_units[word.fraction];
            *value = minus ? -size : size;
            return true;
        }
    }
    return ka_decimal_parse(text, value);
}

// Shortest form that reads back as the same value: "-12.5", "1000", "" for NONE.
void ka_decimal_format(struct ka_buf *out, int64_t value);
char *ka_decimal_put(char *to, int64_t value); // the same, behind up to 24 bytes
void ka_decimal_format_sum(struct ka_buf *out, ka_int128 value); // every value is a number

// And the way back; false when text is no amount of at most four decimals.
bool ka_decimal_parse_sum(struct ka_str text, ka_int128 *value);

// The nearest double; above 2^53 ten-thousandths perhaps the one beside it.
static inline double ka_decimal_real(ka_int128 value)
{
    return (double)value / 10000.0;
}

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

// value × 10^n for n from 0 on; false when it does not fit, and *out is then as it was.
bool ka_times_ten(ka_int128 value, int n, ka_int128 *out);

// value / divisor, half to even; divisor > 0.
ka_int128 ka_divide_even(ka_int128 value, ka_int128 divisor);

#endif
