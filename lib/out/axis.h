// SPDX-License-Identifier: GPL-3.0-or-later
// The range of an axis and the round numbers on it.
#ifndef KA_OUT_AXIS_H
#define KA_OUT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

#include "out/chart.h"

#define KA_TICKS_MOST 24

struct ka_ticks {
    double lo, hi;
    bool log;
    size_t count;
    double at[KA_TICKS_MOST];
    char label[KA_TICKS_MOST][32];
};

enum ka_fit {
    KA_FIT_TIGHT, // the range of the data
    KA_FIT_ROUND, // widened to round numbers
};

// Ticks for data in lo..hi (the axis' own limits go before), about `most` of them.  A range
// that is empty or not finite is no data.
void ka_axis_ticks(struct ka_ticks *ticks, const struct ka_axis *axis, double lo, double hi,
                   enum ka_fit fit, int most, enum ka_lang lang);

// Appends value as the axis shows it.
void ka_axis_format(struct ka_buf *out, const struct ka_axis *axis, double value,
                    enum ka_lang lang);

// Where value stands between lo (0) and hi (1).
double ka_ticks_place(const struct ka_ticks *ticks, double value);

#endif
