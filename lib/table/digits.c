// SPDX-License-Identifier: GPL-3.0-or-later
// A double is mantissa × 2^exponent.  Times 10^k, with k from 0 to 22, it still is an exact
// integer of at most 127 bits over a power of two, so that ten digits and what is left
// behind them are known without error, and rounding (half to even, as printf does) is a
// comparison.  That covers 1e-12 to 1e10; printf has the rest.
#include "table/digits.h"

#include <endian.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/wide.h"

enum { DIGITS = 10, SMALLEST = -12, MANTISSA_BITS = 52, BIAS = 1023 };

#define TEN_DIGITS UINT64_C(10000000000)

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

// The n last digits of value, two by two from behind.
static void put_digits(char *out, uint64_t value, int n)
{
    for (; n >= 2; n -= 2, value /= 100)
        memcpy(out + n - 2, pairs + 2 * (value % 100), 2);
    if (n > 0)
        *out = (char)('0' + value % 10);
}

// Below 10^8: halves, pairs, digits, all of them in one word, the first in the lowest byte, and
// no loop whose end would be guessed wrongly.
static char *put_word(char *out, uint64_t value)
{
    uint64_t halves = value / 10000 | value % 10000 << 32;
    uint64_t hundreds = halves * 10486 >> 20 & UINT64_C(0x0000007f0000007f);
    uint64_t fours = hundreds | (halves - 100 * hundreds) << 16;
    uint64_t tens = fours * 103 >> 10 & UINT64_C(0x000f000f000f000f);
    uint64_t digits = tens | (fours - 10 * tens) << 8;
    int zeros = __builtin_ctzll(digits | UINT64_C(1) << 56) / 8; // but for the last digit
    uint64_t text = htole64((digits | UINT64_C(0x3030303030303030)) >> 8 * zeros);
    memcpy(out, &text, sizeof text);
    return out + 8 - zeros;
}

static int count_digits(uint64_t value)
{
    int n = 1;
    for (; value >= 10000; value /= 10000)
        n += 4;
    return n + (value >= 10) + (value >= 100) + (value >= 1000);
}

char *ka_put_integer(char *out, int64_t value)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (value < 0)
        *out++ = '-';
    if (size < 100000000)
        return put_word(out, size);
    int n = count_digits(size);
    put_digits(out, size, n);
    return out + n;
}

char *ka_put_fraction(char *out, unsigned fraction)
{
    unsigned first = fraction / 100, last = fraction % 100;
    memcpy(out, pairs + 2 * first, 2);
    memcpy(out + 2, pairs + 2 * last, 2);
    out += last ? 4 : 2;
    return out - (out[-1] == '0');
}

// ---- Reals ----

static ka_uint128 power_of_ten(int n)
{
    static const uint64_t powers[] = {
        1,       10,       100,       1000,       10000,      100000,
        1000000, 10000000, 100000000, 1000000000, TEN_DIGITS, UINT64_C(100000000000)};
    return n <= 11 ? powers[n] : (ka_uint128)powers[11] * powers[n - 11];
}

struct binary {
    uint64_t mantissa;
    int exponent; // of the first bit
};

static struct binary split(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint64_t first = UINT64_C(1) << MANTISSA_BITS;
    return (struct binary){(bits & (first - 1)) | first, (int)(bits >> MANTISSA_BITS) - BIAS};
}

// value × 10^k, which is below 2^64, half to even.
static uint64_t scale(struct binary value, int k)
{
    int shift = MANTISSA_BITS - value.exponent;
    ka_uint128 product = value.mantissa * power_of_ten(k), half = (ka_uint128)1 << (shift - 1);
    uint64_t digits = (uint64_t)(product >> shift);
    ka_uint128 rest = product & (2 * half - 1);
    return digits + (rest > half || (rest == half && digits % 2));
}

// The ten digits of value, and the power of ten of the first.
static uint64_t find_digits(double value, int *power)
{
    static const double tens[] = {1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5,
                                  1e-4,  1e-3,  1e-2,  1e-1, 1,    1e1,  1e2,  1e3,
                                  1e4,   1e5,   1e6,   1e7,  1e8,  1e9,  1e10};
    struct binary binary = split(value);
    // 2^exponent <= value < 2^(exponent + 1): the power of ten is this or one more.
    *power = binary.exponent * 78913 >> 18; // lg 2, near enough for every exponent
    *power = *power < SMALLEST ? SMALLEST : *power;
    *power += value >= tens[*power + 1 - SMALLEST];
    uint64_t digits = scale(binary, DIGITS - 1 - *power);
    if (digits < TEN_DIGITS)
        return digits;
    ++*power;
    return digits / 10; // 10^10 itself: all nines were rounded up
}

// From 1e-12 on and below 9999999999.5, behind which 1e+10 begins.
static char *put_short(char *out, double value)
{
    char room[2 * DIGITS] = {0}; // ten are copied, however few are wanted
    int power, n = DIGITS;
    put_digits(room, find_digits(value, &power), DIGITS);
    while (room[n - 1] == '0')
        n--;
    if (power < -4) { // 1.25e-07
        out[0] = room[0];
        out[1] = '.';
        memcpy(out + 2, room + 1, DIGITS);
        out += n > 1 ? n + 1 : 1;
        memcpy(out, "e-", 2);
        put_digits(out + 2, (uint64_t)-power, 2);
        return out + 4;
    }
    if (power < 0) { // 0.00125
        memcpy(out, "0.0000", 6);
        memcpy(out + 1 - power, room, DIGITS);
        return out + 1 - power + n;
    }
    memcpy(out, room, DIGITS);
    if (n <= power + 1) // 1250
        return out + power + 1;
    out[power + 1] = '.'; // 12.5
    memcpy(out + power + 2, room + power + 1, DIGITS);
    return out + n + 1;
}

char *ka_put_real(char *out, double value)
{
    double size = fabs(value);
    if (!isfinite(value))
        return out;
    // A whole number below 10^10 has no more than the ten digits of %.10g; this is also what
    // makes -0 a 0.
    if (size < 1e10 && value == (double)(int64_t)value)
        return ka_put_integer(out, (int64_t)value);
    if (!(size >= 1e-12 && size < 9999999999.5))
        return out + snprintf(out, KA_DIGITS_ROOM, "%.10g", value);
    if (value < 0)
        *out++ = '-';
    return put_short(out, size);
}
