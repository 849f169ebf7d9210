// SPDX-License-Identifier: GPL-3.0-or-later
// The stats table, long form: measure, stat, group, value, lo, hi, level, method, note.
#ifndef KA_SALES_STATS_H
#define KA_SALES_STATS_H

#include <stddef.h>

#include "base/str.h"
#include "table/decimal.h"
#include "table/writer.h"

struct ka_stat {
    struct ka_str measure, stat;
    struct ka_str group; // the accounts that it is of, empty: all
    double value;        // NaN: not defined
    struct ka_str exact; // the value of an amount, in place of `value`; empty otherwise
    double lo, hi;       // NaN: none
    double level;        // of the interval, NaN: it is none or a range
    struct ka_str method, note;
};

// Zero-initialised is empty.
struct ka_stats {
    struct ka_stat *row;
    size_t count, cap;
    struct ka_arena texts;
};

// Adds a row without bounds and note.  It is good until the next one is added; texts are
// copied, those that are set later must come from ka_stats_text or live as long.
struct ka_stat *ka_stats_add(struct ka_stats *stats, const char *measure, const char *stat,
                             struct ka_str group, double value);
struct ka_stat *ka_stats_add_amount(struct ka_stats *stats, const char *measure,
                                    const char *stat, struct ka_str group, ka_int128 amount);
struct ka_str ka_stats_text(struct ka_stats *stats, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The first row of that measure and stat over all accounts, or NULL.
const struct ka_stat *ka_stats_find(const struct ka_stats *stats, const char *measure,
                                    const char *stat);

void ka_stats_write(const struct ka_stats *stats, struct ka_writer *writer);
void ka_stats_clear(struct ka_stats *stats);

#endif
