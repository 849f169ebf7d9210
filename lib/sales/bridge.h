// SPDX-License-Identifier: GPL-3.0-or-later
// Why revenue changed between two periods: parts that add up exactly.
#ifndef KA_SALES_BRIDGE_H
#define KA_SALES_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/journal.h"
#include "table/decimal.h"
#include "table/meta.h"

struct ka_period {
    int32_t from, to; // days, both in it
};

// "2024-01..2024-06", "2024-01-01..2024-06-30", or one of them without "..".
bool ka_period_parse(const char *text, struct ka_period *period, struct ka_error *err);

enum ka_part {
    KA_PART_VOLUME, // more or fewer pieces, at the mean price that was paid before
    KA_PART_PRICE,  // of products bought in both periods: another price, for what is bought now
    KA_PART_MIX,    // other products; the remainder of all rounding
    KA_PART_NEW,    // accounts whose first purchase ever is in the second period
    KA_PART_BACK,   // that had bought, but not in the first period
    KA_PART_LOST,   // that bought in the first period only
    KA_PART_CURRENCY, // other exchange rates
    KA_PART_OTHER,    // rows without a quantity: rebate notes, corrections
    KA_BRIDGE_PARTS
};

extern const char *const ka_part_names[];

enum ka_fate {
    KA_FATE_KEPT,
    KA_FATE_NEW,
    KA_FATE_BACK,
    KA_FATE_LOST,
    KA_FATE_ABSENT,
    KA_FATES
};

extern const char *const ka_fate_names[];

struct ka_bridge_row {
    enum ka_fate fate;
    size_t accounts;
    ka_int128 before, after, part[KA_BRIDGE_PARTS]; // Σ part = after - before
};

// Exchange rates, currency and month; zero-initialised: none.
struct ka_rates {
    struct ka_map places; // currency and month
    double *rate;
    size_t cap;
};

bool ka_rates_load(struct ka_rates *rates, const char *path, struct ka_meta *meta,
                   struct ka_error *err);

// 1 for a currency that the table does not have at all: the base currency.  False: it has, but
// not that month.
bool ka_rates_find(const struct ka_rates *rates, struct ka_str code, int32_t month,
                   double *rate, struct ka_error *err);
void ka_rates_clear(struct ka_rates *rates);

struct ka_bridge {
    const struct ka_journal *journal; // borrowed, with goods
    struct ka_period before, after;
    struct ka_bridge_row *rows; // by account
    double *weight;             // [currency][month of the second period]: what the same amount
                                // had been at the mean rate of the first; NULL: no rates
    size_t months;
};

// Half even rounding throughout; what it leaves goes to mix.  rates may be NULL.  Zeroed
// before; clear it in any case.  Errors: a rate that is not there.
bool ka_bridge_make(struct ka_bridge *bridge, const struct ka_journal *journal,
                    const struct ka_period periods[2], const struct ka_rates *rates,
                    struct ka_error *err);
void ka_bridge_clear(struct ka_bridge *bridge);

void ka_bridge_add(struct ka_bridge_row *sum, const struct ka_bridge_row *row);

#endif
