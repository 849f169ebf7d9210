// SPDX-License-Identifier: GPL-3.0-or-later
// Which currency a row is in, and that all rows end in one.
#ifndef KA_SALES_CURRENCY_H
#define KA_SALES_CURRENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "base/str.h"
#include "sales/side.h"

struct ka_currencies {
    const struct ka_side *side; // rates
    bool has_rates;
    bool is_named;       // base, by an option
    bool is_settled;     // what is known of rows stays as it is
    struct ka_str base;  // "": the one currency that all rows are in
    struct ka_map cells; // as they came
    struct ka_str *codes;
    size_t cap;
    struct ka_arena arena;
    struct ka_currency_place {
        char source[256]; // "": nowhere
        uint64_t line;
    } first, unnamed, foreign; // where base comes from when no option says it; an amount
                               // without a currency; one that is not in CNY
    struct ka_str foreign_code;
};

// base NULL: CNY when there are rates, else what the first row has.
void ka_currencies_init(struct ka_currencies *currencies, const struct ka_side *side,
                        const char *base, bool has_rates);

// What another one knows, and nothing more: what would tell more fails, in silence.
void ka_currencies_share(struct ka_currencies *currencies, const struct ka_currencies *other);
void ka_currencies_clear(struct ka_currencies *currencies);

// "CNY" for 人民币, RMB, ￥; "USD" for 美元, $, usd …; anything else in upper case.
// Borrowed until clear.
struct ka_str ka_currency_code(struct ka_currencies *currencies, struct ka_str cell);

// What a row that has this code, perhaps "", shows as its currency.
struct ka_str ka_currency_shown(const struct ka_currencies *currencies, struct ka_str code);

// The same without a memory of the cells, kept in arena.
struct ka_str ka_currency_named(struct ka_arena *arena, struct ka_str cell);

// True when ka_currency_rate has nothing to say of another amount without a currency.
bool ka_currencies_know_unnamed(const struct ka_currencies *currencies);

// The rate from code to the base currency in a month; *needed is false when it is the
// base.  code "": the row names none, which is the base that an option names, else CNY or
// the one currency that there is.  False: no rate; a second currency and no rates at all;
// an amount without a currency beside one that is not in CNY and no base named, in
// whatever order they come.
bool ka_currency_rate(struct ka_currencies *currencies, struct ka_str code, int32_t month,
                      const char *source, uint64_t line, struct ka_number *rate, bool *needed,
                      struct ka_error *err);

#endif
