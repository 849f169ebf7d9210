// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/axis.h"

#include <math.h>
#include <stdio.h>

#include "out/number.h"

#define NEAR 0.15 // of the range
#define BEYOND 0.04

static void put(struct ka_ticks *ticks, double at, struct ka_str label)
{
    if (ticks->count == KA_TICKS_MOST)
        return;
    ticks->at[ticks->count] = at;
    snprintf(ticks->label[ticks->count++], sizeof *ticks->label, "%.*s", KA_ARG(label));
}

// The smallest of 1, 2, 5 × 10^k that is at least raw.
static double round_step(double raw)
{
    double power = pow(10, floor(log10(raw)));
    for (int i = 0; i < 3; i++)
        if (power * (double[]){1, 2, 5}[i] >= raw * (1 - 1e-9))
            return power * (double[]){1, 2, 5}[i];
    return power * 10;
}

static void format(struct ka_buf *out, enum ka_axis_scale scale, double value, double step,
                   enum ka_lang lang)
{
    if (scale == KA_AXIS_SHARE)
        ka_number_percent(out, value, step >= 0.00999 ? 0 : step >= 0.000999 ? 1 : 2);
    else if (scale == KA_AXIS_MONTH)
        ka_buf_addf(out, "%d-%02d", (int)value / 12, (int)value % 12 + 1);
    else
        ka_number_compact(out, lang, value);
}

void ka_axis_format(struct ka_buf *out, const struct ka_axis *axis, double value,
                    enum ka_lang lang)
{
    format(out, axis->scale, value, 0.001, lang);
}

// To the round number beyond the data when it is near, else a little beyond the data.
static void widen(struct ka_ticks *ticks, double step)
{
    double range = ticks->hi - ticks->lo;
    double lo = floor(ticks->lo / step + 1e-9) * step,
           hi = ceil(ticks->hi / step - 1e-9) * step;
    ticks->lo = ticks->lo - lo <= NEAR * range ? lo : ticks->lo - BEYOND * range;
    ticks->hi = hi - ticks->hi <= NEAR * range ? hi : ticks->hi + BEYOND * range;
}

static void linear_ticks(struct ka_ticks *ticks, enum ka_axis_scale scale, enum ka_fit fit,
                         int most, enum ka_lang lang)
{
    struct ka_buf label = {0};
    double step = round_step((ticks->hi - ticks->lo) / most);
    if (fit == KA_FIT_ROUND)
        widen(ticks, step);
    double last = floor(ticks->hi / step + 1e-9);
    for (double i = ceil(ticks->lo / step - 1e-9) + 0.0; i <= last; i++) { // + 0.0: no −0
        ka_buf_reset(&label);
        format(&label, scale, i * step, step, lang);
        put(ticks, i * step, ka_buf_str(&label));
    }
    ka_buf_clear(&label);
}

static void month_ticks(struct ka_ticks *ticks, int most, enum ka_lang lang)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 240};
    size_t s = 0;
    while (s + 1 < sizeof steps / sizeof *steps && (ticks->hi - ticks->lo) / steps[s] > most)
        s++;
    struct ka_buf label = {0};
    for (int month = (int)ceil(ticks->lo); month <= ticks->hi; month++)
        if (month % steps[s] == 0) {
            ka_buf_reset(&label);
            if (steps[s] % 12 == 0)
                ka_buf_addf(&label, "%d", month / 12);
            else
                format(&label, KA_AXIS_MONTH, month, 1, lang);
            put(ticks, month, ka_buf_str(&label));
        }
    ka_buf_clear(&label);
}

// Every power of ten, or every second, third … when there are too many.
static void log_ticks(struct ka_ticks *ticks, enum ka_axis_scale scale, int most,
                      enum ka_lang lang)
{
    struct ka_buf label = {0};
    int first = (int)ceil(log10(ticks->lo) - 1e-9), last = (int)floor(log10(ticks->hi) + 1e-9);
    int step = 1 + (last - first) / most;
    bool few = last - first < 2;
    for (int power = first - few; power <= last; power += step)
        for (int i = 0; i < (few ? 3 : 1); i++) {
            double at = pow(10, power) * (double[]){1, 2, 5}[i];
            if (at < ticks->lo * (1 - 1e-9) || at > ticks->hi * (1 + 1e-9))
                continue;
            ka_buf_reset(&label);
            format(&label, scale, at, at, lang);
            put(ticks, at, ka_buf_str(&label));
        }
    ka_buf_clear(&label);
}

static void set_range(struct ka_ticks *ticks, const struct ka_axis *axis, double lo, double hi)
{
    if (axis->lo < axis->hi) {
        lo = axis->lo;
        hi = axis->hi;
    }
    if (!(lo <= hi) || !isfinite(hi - lo)) // there are no data
        lo = hi = axis->log;
    if (axis->log && lo <= 0)
        lo = hi > 0 ? hi / 10 : 1;
    if (lo == hi)
        hi = axis->log ? lo * 10
                       : lo + fmax(axis->scale == KA_AXIS_SHARE ? 0.01 : 1, fabs(lo) / 1e6);
    *ticks = (struct ka_ticks){.lo = lo, .hi = hi, .log = axis->log};
}

static void widen_log(struct ka_ticks *ticks)
{
    double margin = pow(ticks->hi / ticks->lo, 0.04);
    ticks->lo /= margin;
    ticks->hi *= margin;
}

void ka_axis_ticks(struct ka_ticks *ticks, const struct ka_axis *axis, double lo, double hi,
                   enum ka_fit fit, int most, enum ka_lang lang)
{
    set_range(ticks, axis, lo, hi);
    if (axis->lo < axis->hi)
        fit = KA_FIT_TIGHT;
    if (axis->log && fit == KA_FIT_ROUND)
        widen_log(ticks);
    if (axis->log)
        log_ticks(ticks, axis->scale, most, lang);
    else if (axis->scale == KA_AXIS_MONTH)
        month_ticks(ticks, most, lang);
    else
        linear_ticks(ticks, axis->scale, fit, most, lang);
}

double ka_ticks_place(const struct ka_ticks *ticks, double value)
{
    if (ticks->log)
        return log(value / ticks->lo) / log(ticks->hi / ticks->lo);
    return (value - ticks->lo) / (ticks->hi - ticks->lo);
}
