// SPDX-License-Identifier: GPL-3.0-or-later
// A double is mantissa × 2^exponent.  Times 10^k, with k from 0 to 22, it still is an exact
// integer of at most 127 bits over a power of two, so that ten digits and what is left
// behind them are known without error, and rounding (half to even, as printf does) is a
// comparison.
#include "table/real.h"

#include <math.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 uint128;

enum { DIGITS = 10, SMALLEST = -12, MANTISSA_BITS = 53 };

#define TEN_DIGITS UINT64_C(10000000000)

static uint128 power_of_ten(int n)
{
    static const uint64_t powers[] = {
        1,       10,       100,       1000,       10000,      100000,
        1000000, 10000000, 100000000, 1000000000, TEN_DIGITS, UINT64_C(100000000000)};
    return n <= 11 ? powers[n] : (uint128)powers[11] * powers[n - 11];
}

// value × 10^k, which is below 2^64, half to even.
static uint64_t scale(double value, int k)
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(value, &exponent), MANTISSA_BITS);
    int shift = MANTISSA_BITS - exponent;
    uint128 product = mantissa * power_of_ten(k), half = (uint128)1 << (shift - 1);
    uint64_t digits = (uint64_t)(product >> shift);
    uint128 rest = product & (2 * half - 1);
    return digits + (rest > half || (rest == half && digits % 2));
}

// The ten digits of value, and the power of ten of the first.
static uint64_t find_digits(double value, int *power)
{
    static const double tens[] = {1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5,
                                  1e-4,  1e-3,  1e-2,  1e-1, 1,    1e1,  1e2,  1e3,
                                  1e4,   1e5,   1e6,   1e7,  1e8,  1e9,  1e10};
    int binary;
    frexp(value, &binary);
    // 2^(binary - 1) <= value; a power of ten has 3.32 of two, so this is right or one short.
    *power = (int)floor((binary - 1) * 0.30102999566398120);
    *power = *power < SMALLEST ? SMALLEST : *power;
    *power += value >= tens[*power + 1 - SMALLEST];
    uint64_t digits = scale(value, DIGITS - 1 - *power);
    if (digits < TEN_DIGITS)
        return digits;
    ++*power;
    return digits / 10; // 10^10 itself: all nines were rounded up
}

// Writes the n last digits of value.
static char *put(char *out, uint64_t value, int n)
{
    for (int i = n - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + n;
}

static char *put_text(char *out, const char *text, int n)
{
    for (int i = 0; i < n; i++)
        *out++ = text[i];
    return out;
}

bool ka_real_format_short(struct ka_buf *out, double value)
{
    double size = fabs(value);
    if (!(size >= 1e-12 && size < 9999999999.5)) // there begins 1e+10
        return false;
    int power, n = DIGITS;
    uint64_t digits = find_digits(size, &power);
    for (; digits % 10 == 0; digits /= 10)
        n--;
    char text[DIGITS + 1 + 8], room[DIGITS], *p = text;
    put(room, digits, n);
    if (value < 0)
        *p++ = '-';
    if (power < -4) {
        *p++ = room[0];
        if (n > 1)
            *p++ = '.';
        p = put_text(p, room + 1, n - 1);
        p = put(put_text(p, "e-", 2), (uint64_t)-power, 2);
    } else if (power < 0) {
        p = put_text(p, "0.0000", 1 - power);
        p = put_text(p, room, n);
    } else {
        for (int i = 0; i <= power; i++)
            *p++ = i < n ? room[i] : '0';
        if (n > power + 1)
            *p++ = '.';
        p = put_text(p, room + power + 1, n > power + 1 ? n - power - 1 : 0);
    }
    ka_buf_add(out, (struct ka_str){text, (size_t)(p - text)});
    return true;
}
