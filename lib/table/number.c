// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/number.h"

#include <math.h>

#include "table/narrow.h"
#include "table/word.h"

#define INT128_MAX ((ka_int128)(~(ka_uint128)0 >> 1))

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip(struct ka_str *text, size_t n)
{
    *text = (struct ka_str){text->p + n, text->n - n};
}

static char front(struct ka_str text)
{
    return text.n ? *text.p : '\0';
}

// Appends the digits at the front of *rest to *mantissa; returns how many, and as
// many as there can never be when the mantissa overflows.
static size_t take_digits(struct ka_str *rest, ka_int128 *mantissa)
{
    size_t n = 0;
    for (; n < rest->n && is_digit(rest->p[n]); n++) {
        if (*mantissa > (INT128_MAX - 9) / 10)
            return SIZE_MAX;
        *mantissa = *mantissa * 10 + (rest->p[n] - '0');
    }
    skip(rest, n);
    return n;
}

// The digits before the mark; *grouped when they stand in groups of three.
static bool parse_whole(struct ka_str *rest, char decimal_mark, ka_int128 *mantissa,
                        bool *grouped)
{
    bool zero = front(*rest) == '0';
    size_t n = take_digits(rest, mantissa);
    char mark = front(*rest);
    *grouped = mark == ' ' || mark == '\'' || mark == (decimal_mark == '.' ? ',' : '.');
    if (!*grouped)
        return n != SIZE_MAX;
    if (n == 0 || n > 3 || zero)
        return false;
    while (front(*rest) == mark) {
        skip(rest, 1);
        if (take_digits(rest, mantissa) != 3)
            return false;
    }
    return true;
}

// "E5", "E+05", "E-3"
static bool parse_exponent(struct ka_str rest, int *exponent)
{
    skip(&rest, 1);
    bool minus = front(rest) == '-';
    if (minus || front(rest) == '+')
        skip(&rest, 1);
    ka_int128 value = 0;
    size_t n = take_digits(&rest, &value);
    if (n == 0 || n > 4 || rest.n)
        return false;
    *exponent = minus ? -(int)value : (int)value;
    return true;
}

// What is left without sign, currency and unit: digits, groups, fraction, exponent.
static bool parse_digits(struct ka_str rest, char decimal_mark, ka_int128 *mantissa,
                         int *digits)
{
    bool grouped;
    int exponent = 0;
    *mantissa = 0;
    *digits = 0;
    if (!is_digit(front(rest)) && front(rest) != decimal_mark)
        return false;
    if (!parse_whole(&rest, decimal_mark, mantissa, &grouped))
        return false;
    if (front(rest) == decimal_mark) {
        skip(&rest, 1);
        size_t n = take_digits(&rest, mantissa);
        if (n == 0 || n == SIZE_MAX)
            return false;
        *digits = (int)n;
    }
    if (rest.n && (grouped || *rest.p != 'E' || !parse_exponent(rest, &exponent)))
        return false;
    *digits -= exponent;
    return true;
}

// A number being stripped of all that is not digits.
struct peeling {
    struct ka_str text;
    struct ka_number *number;
    bool has_sign, has_unit; // each may stand there once
};

#define MARK(text)                                                                             \
    {                                                                                          \
        (text), sizeof(text) - 1                                                               \
    }

static bool peel_front(struct ka_str *text, struct ka_str mark)
{
    if (front(*text) != *mark.p || !ka_str_has_prefix(*text, mark))
        return false;
    skip(text, mark.n);
    return true;
}

static bool peel_back(struct ka_str *text, struct ka_str mark)
{
    if (text->n == 0 || text->p[text->n - 1] != mark.p[mark.n - 1] ||
        !ka_str_has_suffix(*text, mark))
        return false;
    text->n -= mark.n;
    return true;
}

static bool peel_sign(struct peeling *peeling)
{
    struct ka_str *text = &peeling->text;
    if (peeling->has_sign || text->n < 2)
        return false;
    if (*text->p == '(' && text->p[text->n - 1] == ')')
        *text = (struct ka_str){text->p + 1, text->n - 2};
    else if (!peel_front(text, KA_STR("-")) && !peel_back(text, KA_STR("-")))
        return peeling->has_sign = peel_front(text, KA_STR("+"));
    return peeling->has_sign = peeling->number->has_sign = true;
}

// A mark that ends another one stands behind it.
static const struct currency {
    struct ka_str mark;
    const char *code;
} currencies[] = {
    {MARK("¥"), "CNY"},      {MARK("￥"), "CNY"},   {MARK("CNY"), "CNY"},
    {MARK("RMB"), "CNY"},    {MARK("US$"), "USD"},  {MARK("HK$"), "HKD"},
    {MARK("$"), "USD"},      {MARK("USD"), "USD"},  {MARK("HKD"), "HKD"},
    {MARK("€"), "EUR"},      {MARK("EUR"), "EUR"},  {MARK("£"), "GBP"},
    {MARK("￡"), "GBP"},     {MARK("GBP"), "GBP"},  {MARK("JPY"), "JPY"},
    {MARK("美元"), "USD"},   {MARK("港元"), "HKD"}, {MARK("港币"), "HKD"},
    {MARK("欧元"), "EUR"},   {MARK("日元"), "JPY"}, {MARK("英镑"), "GBP"},
    {MARK("人民币"), "CNY"}, {MARK("元"), "CNY"},   {MARK("圆"), "CNY"},
};

static bool peel_currency(struct peeling *peeling)
{
    const char *known = peeling->number->currency;
    for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++) {
        const struct currency *c = &currencies[i];
        if ((!known || strcmp(known, c->code) == 0) &&
            (peel_front(&peeling->text, c->mark) || peel_back(&peeling->text, c->mark))) {
            peeling->number->currency = c->code;
            return true;
        }
    }
    return false;
}

static bool peel_unit(struct peeling *peeling)
{
    static const struct unit {
        struct ka_str mark;
        int digits;
        bool percent;
    } units[] = {{MARK("%"), 0, true}, {MARK("‰"), 1, true}, {MARK("百万"), -6},
                 {MARK("千万"), -7},   {MARK("万"), -4},     {MARK("亿"), -8},
                 {MARK("千"), -3}};
    if (peeling->has_unit)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (peel_back(&peeling->text, units[i].mark)) {
            peeling->number->digits = units[i].digits;
            peeling->number->percent = units[i].percent;
            return peeling->has_unit = true;
        }
    return false;
}

// Zeros behind the fourth decimal would only make products overflow.
static void cut_zeros(struct ka_number *number)
{
    while (number->digits > KA_DECIMAL_DIGITS && number->mantissa % 10 == 0) {
        number->digits = number->mantissa ? number->digits - 1 : 0;
        number->mantissa /= 10;
    }
}

// Three digits.
static bool take_group(const char *p, uint64_t *value)
{
    unsigned a = (unsigned char)(p[0] - '0'), b = (unsigned char)(p[1] - '0'),
             c = (unsigned char)(p[2] - '0');
    *value = *value * 1000 + a * 100 + b * 10 + c;
    return (a <= 9) & (b <= 9) & (c <= 9);
}

enum { GROUPS = 3 }; // at most, behind the first

// "12,345.67": digits in groups by the comma (by the point, when the comma is the mark),
// perhaps a fraction of four digits at most.
static bool parse_grouped(struct ka_str text, char decimal_mark, uint64_t *digits,
                          size_t *fraction)
{
    const char group = decimal_mark == '.' ? ',' : '.', *p = text.p, *end = p + text.n;
    *digits = 0;
    for (; p < end && p < text.p + 3 && is_digit(*p); p++)
        *digits = *digits * 10 + (uint64_t)(*p - '0');
    if (p == text.p || *text.p == '0' || p == end || *p != group)
        return false;
    for (int i = 0; i < GROUPS && end - p >= 4 && *p == group; i++, p += 4)
        if (!take_group(p + 1, digits))
            return false;
    *fraction = p < end ? (size_t)(end - p) - 1 : 0;
    if (p == end)
        return true;
    if (*p++ != decimal_mark || *fraction - 1 >= KA_DECIMAL_DIGITS)
        return false;
    for (; p < end && is_digit(*p); p++)
        *digits = *digits * 10 + (uint64_t)(*p - '0');
    return p == end;
}

// The currency whose sign stands in front, and is taken off; NULL: none does.
static const char *take_sign(struct ka_str *text)
{
    switch (front(*text)) {
    case '$':
        return skip(text, 1), "USD";
    case '\xc2':
        return peel_front(text, KA_STR("¥")) ? "CNY" : NULL;
    case '\xe2':
        return peel_front(text, KA_STR("€")) ? "EUR" : NULL;
    case '\xef':
        return peel_front(text, KA_STR("￥")) ? "CNY" : NULL;
    default:
        return NULL;
    }
}

// Perhaps a minus and a sign of currency, then digits: nearly all cells that are amounts.
static bool parse_common(struct ka_str text, char decimal_mark, struct ka_number *number)
{
    uint64_t digits;
    size_t fraction;
    bool minus = peel_front(&text, KA_STR("-"));
    const char *currency = take_sign(&text);
    minus = minus || (currency && peel_front(&text, KA_STR("-")));
    if (!ka_words_parse(text.p, text.n, decimal_mark, &digits, &fraction) &&
        !parse_grouped(text, decimal_mark, &digits, &fraction))
        return false;
    *number = (struct ka_number){.mantissa = minus ? -(ka_int128)digits : (ka_int128)digits,
                                 .digits = (int)fraction,
                                 .has_sign = minus,
                                 .currency = currency};
    return true;
}

bool ka_number_parse(struct ka_str text, char decimal_mark, struct ka_number *number)
{
    if (parse_common(text, decimal_mark, number)) {
        cut_zeros(number);
        return true;
    }
    *number = (struct ka_number){.digits = 0};
    char room[KA_NARROW_SIZE];
    int digits;
    if (parse_digits(text, decimal_mark, &number->mantissa, &number->digits)) {
        cut_zeros(number);
        return true;
    }
    number->digits = 0;
    struct peeling peeling = {.text = ka_narrow(text, room), .number = number};
    while (!parse_digits(peeling.text, decimal_mark, &number->mantissa, &digits)) {
        if (!peel_sign(&peeling) && !peel_currency(&peeling) && !peel_unit(&peeling))
            return false;
        peeling.text = ka_str_trim(peeling.text);
    }
    number->digits += digits;
    if (number->has_sign)
        number->mantissa = -number->mantissa;
    cut_zeros(number);
    return !number->percent || !number->currency;
}

double ka_number_to_double(const struct ka_number *number)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int digits = number->digits, exact = sizeof powers / sizeof *powers;
    double power = digits >= 0 && digits < exact ? powers[digits] : pow(10, digits);
    return (double)number->mantissa / power;
}

bool ka_number_scale(const struct ka_number *number, int digits, int64_t *value, bool *rounded)
{
    int shift = digits - number->digits - (number->percent ? 2 : 0);
    ka_int128 scaled = 0, power;
    if (shift >= 0) {
        if (!ka_times_ten(number->mantissa, shift, &scaled))
            return false;
    } else if (ka_times_ten(1, -shift, &power)) {
        scaled = ka_divide_even(number->mantissa, power);
        *rounded |= number->mantissa % power != 0;
    } else // below half a unit, whatever the mantissa
        *rounded |= number->mantissa != 0;
    if (scaled > INT64_MAX || scaled <= INT64_MIN)
        return false;
    *value = (int64_t)scaled;
    return true;
}
