// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/decimal.h"

#include "table/digits.h"
#include "table/number.h"
#include "table/word.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const int64_t ka_decimal_units[] = {KA_DECIMAL_ONE, KA_DECIMAL_ONE / 10, KA_DECIMAL_ONE / 100,
                                    KA_DECIMAL_ONE / 1000, 1};

// ---- The contract's form ----

// Any length, digit by digit.
static bool parse_long(const char *p, size_t n, int64_t *value)
{
    const char *start = p, *end = p + n;
    int64_t sum = 0, unit = KA_DECIMAL_ONE;
    for (; p < end && is_digit(*p); p++)
        if (__builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, (*p - '0') * KA_DECIMAL_ONE, &sum))
            return false;
    bool whole = p == end, marked = p > start && !whole && *p == '.';
    size_t digits = marked ? (size_t)(end - p) - 1 : 0;
    if (!whole && (digits < 1 || digits > KA_DECIMAL_DIGITS))
        return false;
    for (p += marked; p < end; p++) {
        unit /= 10;
        if (!is_digit(*p) || __builtin_add_overflow(sum, (*p - '0') * unit, &sum))
            return false;
    }
    *value = sum;
    return start < end;
}

bool ka_decimal_parse(struct ka_str text, int64_t *value)
{
    if (text.n == 0) {
        *value = KA_DECIMAL_NONE;
        return true;
    }
    size_t minus = *text.p == '-';
    uint64_t digits;
    size_t fraction;
    int64_t size;
    bool good = ka_words_parse(text.p + minus, text.n - minus, '.', &digits, &fraction) &&
                fraction <= KA_DECIMAL_DIGITS &&
                !__builtin_mul_overflow((int64_t)digits, ka_decimal_units[fraction], &size);
    if (!good && !parse_long(text.p + minus, text.n - minus, &size))
        return false;
    *value = minus ? -size : size;
    return true;
}

// ---- Text of an amount ----

char *ka_decimal_put(char *to, int64_t value)
{
    if (value == KA_DECIMAL_NONE)
        return to;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    unsigned fraction = (unsigned)(rest % KA_DECIMAL_ONE);
    if (value < 0)
        *to++ = '-';
    to = ka_put_integer(to, (int64_t)(rest / KA_DECIMAL_ONE));
    if (fraction == 0)
        return to;
    *to = '.';
    return ka_put_fraction(to + 1, fraction);
}

void ka_decimal_format(struct ka_buf *out, int64_t value)
{
    char text[KA_DIGITS_ROOM];
    ka_buf_add(out, (struct ka_str){text, (size_t)(ka_decimal_put(text, value) - text)});
}

// Writes value in at least width digits backwards from end; returns the first.
static char *put_digits(char *end, uint64_t value, int width)
{
    for (; value || width > 0; value /= 10, width--)
        *--end = (char)('0' + value % 10);
    return end;
}

void ka_decimal_format_sum(struct ka_buf *out, ka_int128 value)
{
    static const uint64_t chunk = UINT64_C(1000000000000000000);
    if (value == (int64_t)value && value != KA_DECIMAL_NONE) { // nearly all
        ka_decimal_format(out, (int64_t)value);
        return;
    }
    char room[48], *end = room + sizeof room, *p = end;
    ka_uint128 rest = value < 0 ? -(ka_uint128)value : (ka_uint128)value;
    unsigned fraction = (unsigned)(rest % KA_DECIMAL_ONE);
    int width = KA_DECIMAL_DIGITS;
    for (; fraction && fraction % 10 == 0; fraction /= 10)
        width--;
    if (fraction) {
        p = put_digits(p, fraction, width);
        *--p = '.';
    }
    for (rest /= KA_DECIMAL_ONE; rest >= chunk; rest /= chunk)
        p = put_digits(p, (uint64_t)(rest % chunk), 18);
    p = put_digits(p, (uint64_t)rest, 1);
    if (value < 0)
        *--p = '-';
    ka_buf_add(out, (struct ka_str){p, (size_t)(end - p)});
}

ka_int128 ka_divide_even(ka_int128 value, ka_int128 divisor)
{
    bool is_short = value == (int64_t)value && divisor == (int64_t)divisor; // most are
    ka_int128 quotient = is_short ? (int64_t)value / (int64_t)divisor : value / divisor;
    ka_int128 rest = value - quotient * divisor;
    if (rest < 0)
        rest = -rest;
    bool away = rest > divisor - rest || (rest == divisor - rest && quotient % 2 != 0);
    return away ? quotient + (value < 0 ? -1 : 1) : quotient;
}

bool ka_times_ten(ka_int128 value, int n, ka_int128 *out)
{
    static const int64_t powers[] = {1,
                                     10,
                                     100,
                                     1000,
                                     10000,
                                     100000,
                                     1000000,
                                     10000000,
                                     100000000,
                                     1000000000,
                                     10000000000,
                                     100000000000,
                                     1000000000000,
                                     10000000000000,
                                     100000000000000,
                                     1000000000000000,
                                     10000000000000000,
                                     100000000000000000,
                                     1000000000000000000};
    const int count = sizeof powers / sizeof *powers;
    if (n < count && value == (int64_t)value) { // what is common, and fits
        *out = value * powers[n > 0 ? n : 0];
        return true;
    }
    for (; n > 0 && value != 0; n--)
        if (__builtin_mul_overflow(value, 10, &value))
            return false;
    *out = value;
    return true;
}

bool ka_decimal_parse_sum(struct ka_str text, ka_int128 *value)
{
    struct ka_number number;
    return ka_number_parse(text, '.', &number) && number.digits >= 0 &&
           number.digits <= KA_DECIMAL_DIGITS && !number.percent && !number.currency &&
           ka_times_ten(number.mantissa, KA_DECIMAL_DIGITS - number.digits, value);
}
