// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows in the order of one measure, with shares and classes.
#ifndef KA_SALES_RANKING_H
#define KA_SALES_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "stat/abc.h"
#include "table/frame.h"

// The classes: by limits of the cumulative share, or computed from the curve.
struct ka_class_limits {
    bool computed;
    double a, b; // used when not computed; 0 < a < b < 1
};

// "0.8,0.95" or "computed".
bool ka_class_limits_parse(const char *text, struct ka_class_limits *limits,
                           struct ka_error *err);

struct ka_ranking {
    char *measure;
    size_t rows;              // of the frame
    size_t n;                 // rows whose measure is known; they stand first in order
    size_t *order;            // rows, largest first, ties by key bytewise; unknown ones last
    int64_t *value;           // n, in that order, ten-thousandths
    size_t *rank;             // n, in that order: 1, 2, 2, 4 …; equal amounts share a rank
    struct ka_abc_item *item; // n, in that order
};

// key: the column that breaks ties.  The ranking is zeroed before; clear it in any case.
bool ka_ranking_make(struct ka_ranking *ranking, const struct ka_frame *frame,
                     const char *measure, size_t key, const struct ka_class_limits *limits,
                     struct ka_error *err);

void ka_ranking_clear(struct ka_ranking *ranking);

#endif
