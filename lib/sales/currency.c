// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/currency.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "table/date.h"

// Folded names by ISO code.
static const struct name {
    const char *code, *names;
} names[] = {
    {"CNY", "rmb|人民币|人民币元|¥|元|cnh|本币|本位币"},
    {"USD", "$|us$|美元|美金|usdollar|dollar|dollars"},
    {"EUR", "€|欧元|euro|euros"},
    {"GBP", "£|英镑|pound|sterling"},
    {"JPY", "日元|日币|yen|円"},
    {"HKD", "hk$|港币|港元"},
    {"TWD", "nt$|台币|新台币"},
    {"KRW", "₩|韩元"},
    {"AUD", "a$|澳元"},
};

void ka_currencies_init(struct ka_currencies *currencies, const struct ka_side *side,
                        const char *base, bool has_rates)
{
    *currencies =
        (struct ka_currencies){.side = side, .has_rates = has_rates, .is_named = base != NULL};
    if (base || has_rates)
        currencies->base = ka_currency_code(currencies, ka_str(base ? base : "CNY"));
}

void ka_currencies_share(struct ka_currencies *currencies, const struct ka_currencies *other)
{
    *currencies = *other;
    currencies->is_settled = true;
    currencies->cells = (struct ka_map){0};
    currencies->codes = NULL;
    currencies->cap = 0;
    currencies->arena = (struct ka_arena){0};
}

void ka_currencies_clear(struct ka_currencies *currencies)
{
    ka_map_clear(&currencies->cells);
    free(currencies->codes);
    ka_arena_clear(&currencies->arena);
    *currencies = (struct ka_currencies){0};
}

static struct ka_str known_code(struct ka_str folded)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ka_str_among(folded, names[i].names))
            return ka_str(names[i].code);
    return KA_STR("");
}

struct ka_str ka_currency_named(struct ka_arena *arena, struct ka_str cell)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, cell);
    struct ka_str code = known_code(ka_buf_str(&folded));
    if (code.n == 0) {
        for (size_t i = 0; i < folded.n; i++)
            if (folded.p[i] >= 'a' && folded.p[i] <= 'z')
                folded.p[i] = (char)(folded.p[i] - 'a' + 'A');
        code = ka_arena_str(arena, ka_buf_str(&folded));
    }
    ka_buf_clear(&folded);
    return code;
}

struct ka_str ka_currency_code(struct ka_currencies *currencies, struct ka_str cell)
{
    bool is_new;
    size_t number = ka_map_put(&currencies->cells, cell, &is_new);
    currencies->codes =
        ka_grow(currencies->codes, &currencies->cap, number + 1, sizeof *currencies->codes);
    if (is_new)
        currencies->codes[number] = ka_currency_named(&currencies->arena, cell);
    return currencies->codes[number];
}

struct ka_str ka_currency_shown(const struct ka_currencies *currencies, struct ka_str code)
{
    return code.n || !currencies->has_rates ? code : currencies->base;
}

static bool fail_rate(const struct ka_currencies *currencies, struct ka_str code, int32_t month,
                      const char *source, uint64_t line, struct ka_error *err)
{
    unsigned long long at = line;
    struct ka_buf period = {0};
    ka_month_format(&period, month);
    if (currencies->has_rates)
        ka_fail(err, KA_BAD_DATA, "%s:%llu: no rate from %s to %.*s in %s", source, at,
                KA_QUOTE(code), KA_ARG(currencies->base), period.p);
    else if (*currencies->first.source)
        ka_fail(err, KA_BAD_DATA,
                "%s:%llu: the amount is in %s, that of %s:%llu in %s: rates are needed (--fx)",
                source, at, KA_QUOTE(code), currencies->first.source,
                (unsigned long long)currencies->first.line, KA_QUOTE(currencies->base));
    else
        ka_fail(err, KA_BAD_DATA,
                "%s:%llu: the amount is in %s, not in %s: rates are needed (--fx)", source, at,
                KA_QUOTE(code), KA_QUOTE(currencies->base));
    ka_buf_clear(&period);
    return false;
}

static void note(struct ka_currency_place *place, const char *source, uint64_t line)
{
    if (*place->source)
        return;
    snprintf(place->source, sizeof place->source, "%s", source);
    place->line = line;
}

// What an amount without a currency is in must not hang on which row came first.
static bool check_unnamed(const struct ka_currencies *currencies, struct ka_error *err)
{
    const struct ka_currency_place *one = &currencies->unnamed, *other = &currencies->foreign;
    return !*one->source || !*other->source ||
           ka_fail(err, KA_BAD_DATA,
                   "%s:%llu: the amount names no currency, that of %s:%llu is in %s: say with "
                   "--base what amounts without one are in",
                   one->source, (unsigned long long)one->line, other->source,
                   (unsigned long long)other->line, KA_QUOTE(currencies->foreign_code));
}

static bool note_currency(struct ka_currencies *currencies, struct ka_str code,
                          const char *source, uint64_t line, struct ka_error *err)
{
    bool is_foreign = code.n && !ka_str_eq(code, KA_STR("CNY"));
    if (currencies->is_named || (code.n && !is_foreign))
        return true;
    struct ka_currency_place *place = is_foreign ? &currencies->foreign : &currencies->unnamed;
    if (currencies->is_settled && !*place->source)
        return false;
    if (is_foreign && !*place->source)
        currencies->foreign_code = code;
    note(place, source, line);
    return check_unnamed(currencies, err);
}

bool ka_currencies_know_unnamed(const struct ka_currencies *currencies)
{
    return currencies->is_named ||
           (*currencies->unnamed.source && !*currencies->foreign.source);
}

bool ka_currency_rate(struct ka_currencies *currencies, struct ka_str code, int32_t month,
                      const char *source, uint64_t line, struct ka_number *rate, bool *needed,
                      struct ka_error *err)
{
    *needed = false;
    if (!note_currency(currencies, code, source, line, err))
        return false;
    if (code.n == 0)
        return true;
    if (currencies->base.n == 0 && currencies->is_settled)
        return false;
    if (currencies->base.n == 0) {
        currencies->base = code;
        note(&currencies->first, source, line);
    }
    if (ka_str_eq(code, currencies->base))
        return true;
    *needed = true;
    return (currencies->has_rates && ka_side_rate(currencies->side, code, month, rate)) ||
           fail_rate(currencies, code, month, source, line, err);
}
