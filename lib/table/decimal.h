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

// value × 10^n for n from 0 on; false when it does not fit, and *out is then as it was.
bool ka_times_ten(ka_int128 value, int n, ka_int128 *out);

// value / divisor, half to even; divisor > 0.
ka_int128 ka_divide_even(ka_int128 value, ka_int128 divisor);

#endif
