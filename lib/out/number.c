// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define UNKNOWN "–"
#define MINUS "−"

// 0.d[0]d[1]… × 10^point; d[0] is not '0', and zero has no digits at all.
struct digits {
    char d[32];
    int n, point;
    bool negative;
};

static void trim(struct digits *v)
{
    int zeros = 0;
    while (zeros < v->n && v->d[zeros] == '0')
        zeros++;
    memmove(v->d, v->d + zeros, (size_t)(v->n - zeros));
    v->n -= zeros;
    v->point -= zeros;
    if (v->n == 0)
        v->point = 0;
}

static struct digits shifted(struct digits v, int power)
{
    if (v.n > 0)
        v.point += power;
    return v;
}

static struct digits from_integer(int64_t value, int decimals)
{
    struct digits v = {.negative = value < 0};
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    v.n = snprintf(v.d, sizeof v.d, "%" PRIu64, magnitude);
    v.point = v.n - decimals;
    trim(&v);
    return v;
}

static struct digits from_real(double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.14e", fabs(value)); // d.dddddddddddddde±dd
    struct digits v = {.negative = value < 0, .n = 15};
    v.d[0] = text[0];
    memcpy(v.d + 1, text + 2, 14);
    v.point = atoi(strchr(text, 'e') + 1) + 1;
    trim(&v);
    return v;
}

// Half to even, so that figures rounded one by one lean neither way.
static bool rounds_up(const struct digits *v, int keep)
{
    if (v->d[keep] != '5')
        return v->d[keep] > '5';
    for (int i = keep + 1; i < v->n; i++)
        if (v->d[i] != '0')
            return true;
    return keep > 0 && (v->d[keep - 1] - '0') % 2 == 1;
}

static void round_at(struct digits *v, int decimals)
{
    int keep = v->point + decimals;
    if (keep >= v->n)
        return;
    bool up = keep >= 0 && rounds_up(v, keep);
    v->n = keep > 0 ? keep : 0;
    int i = v->n - 1;
    for (; up && i >= 0 && v->d[i] == '9'; i--)
        v->d[i] = '0';
    if (up && i >= 0) {
        v->d[i]++;
    } else if (up) { // 9.99 is 10.0: a digit more in front
        memmove(v->d + 1, v->d, (size_t)v->n);
        v->d[0] = '1';
        v->n++;
        v->point++;
    }
    trim(v);
}

static char digit(const struct digits *v, int i)
{
    return i >= 0 && i < v->n ? v->d[i] : '0';
}

static void write_digits(struct ka_buf *out, const struct digits *v, int decimals)
{
    if (v->negative && v->n > 0)
        ka_buf_add_text(out, MINUS);
    if (v->point <= 0)
        ka_buf_add_char(out, '0');
    for (int i = 0; i < v->point; i++) {
        if (i > 0 && (v->point - i) % 3 == 0)
            ka_buf_add_char(out, ',');
        ka_buf_add_char(out, digit(v, i));
    }
    if (decimals > 0)
        ka_buf_add_char(out, '.');
    for (int i = 0; i < decimals; i++)
        ka_buf_add_char(out, digit(v, v->point + i));
}

static void write_rounded(struct ka_buf *out, struct digits v, int decimals)
{
    round_at(&v, decimals);
    write_digits(out, &v, decimals);
}

void ka_number_money(struct ka_buf *out, int64_t ten_thousandths, int decimals)
{
    if (ten_thousandths == KA_UNKNOWN)
        ka_buf_add_text(out, UNKNOWN);
    else
        write_rounded(out, from_integer(ten_thousandths, 4), decimals);
}

void ka_number_count(struct ka_buf *out, int64_t count)
{
    if (count == KA_UNKNOWN)
        ka_buf_add_text(out, UNKNOWN);
    else
        write_rounded(out, from_integer(count, 0), 0);
}

void ka_number_real(struct ka_buf *out, double value, int decimals)
{
    if (isfinite(value))
        write_rounded(out, from_real(value), decimals);
    else
        ka_buf_add_text(out, UNKNOWN);
}

static void write_percent(struct ka_buf *out, struct digits v, int decimals, bool plus)
{
    v = shifted(v, 2);
    round_at(&v, decimals);
    if (plus && !v.negative && v.n > 0)
        ka_buf_add_char(out, '+');
    write_digits(out, &v, decimals);
    ka_buf_add_char(out, '%');
}

void ka_number_percent(struct ka_buf *out, double fraction, int decimals)
{
    if (isfinite(fraction))
        write_percent(out, from_real(fraction), decimals, false);
    else
        ka_buf_add_text(out, UNKNOWN);
}

void ka_number_change(struct ka_buf *out, double fraction, int decimals)
{
    if (isfinite(fraction))
        write_percent(out, from_real(fraction), decimals, true);
    else
        ka_buf_add_text(out, UNKNOWN);
}

struct unit {
    int power; // of ten
    const char *name;
};

static const struct unit units[2][5] = {
    [KA_ZH] = {{0, ""}, {4, "万"}, {8, "亿"}, {12, "万亿"}},
    [KA_EN] = {{0, ""}, {3, "k"}, {6, "M"}, {9, "B"}, {12, "T"}},
};

static int decimals_of_three_digits(const struct digits *v)
{
    return v->n == 0 || v->point >= 3 ? 0 : 3 - v->point;
}

// The unit is chosen after rounding, so that 999.9 万 and a bit never reads 10000 万.
static void write_compact(struct ka_buf *out, enum ka_lang lang, const struct digits *exact)
{
    struct digits v;
    const struct unit *unit = units[lang];
    for (;; unit++) {
        v = shifted(*exact, -unit->power);
        round_at(&v, decimals_of_three_digits(&v));
        if (unit + 1 == units[lang] + 5 || !unit[1].name ||
            v.point <= unit[1].power - unit->power)
            break;
    }
    int decimals = v.n > v.point ? v.n - v.point : 0;
    while (decimals > 0 && digit(&v, v.point + decimals - 1) == '0')
        decimals--;
    write_digits(out, &v, decimals);
    ka_buf_add_text(out, unit->name);
}

void ka_number_compact(struct ka_buf *out, enum ka_lang lang, double value)
{
    if (!isfinite(value)) {
        ka_buf_add_text(out, UNKNOWN);
        return;
    }
    struct digits v = from_real(value);
    write_compact(out, lang, &v);
}

void ka_number_compact_money(struct ka_buf *out, enum ka_lang lang, int64_t ten_thousandths)
{
    if (ten_thousandths == KA_UNKNOWN) {
        ka_buf_add_text(out, UNKNOWN);
        return;
    }
    struct digits v = from_integer(ten_thousandths, 4);
    write_compact(out, lang, &v);
}
