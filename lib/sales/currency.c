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
    *currencies = (struct ka_currencies){.side = side, .has_rates = has_rates};
    if (base || has_rates)
        currencies->base = ka_currency_code(currencies, ka_str(base ? base : "CNY"));
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
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ka_str rest = ka_str(names[i].names), name;
        while (ka_str_next(&rest, '|', &name))
            if (ka_str_eq(name, folded))
                return ka_str(names[i].code);
    }
    return KA_STR("");
}

static struct ka_str work_out(struct ka_currencies *currencies, struct ka_str cell)
{
    struct ka_buf folded = {0};
    ka_text_fold(&folded, cell);
    struct ka_str code = known_code(ka_buf_str(&folded));
    if (code.n == 0) {
        for (size_t i = 0; i < folded.n; i++)
            if (folded.p[i] >= 'a' && folded.p[i] <= 'z')
                folded.p[i] = (char)(folded.p[i] - 'a' + 'A');
        code = ka_arena_str(&currencies->arena, ka_buf_str(&folded));
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
        currencies->codes[number] = work_out(currencies, cell);
    return currencies->codes[number];
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
    else if (currencies->first_line)
        ka_fail(err, KA_BAD_DATA,
                "%s:%llu: the amount is in %s, that of %s:%llu in %s: rates are needed (--fx)",
                source, at, KA_QUOTE(code), currencies->first_source,
                (unsigned long long)currencies->first_line, KA_QUOTE(currencies->base));
    else
        ka_fail(err, KA_BAD_DATA,
                "%s:%llu: the amount is in %s, not in %s: rates are needed (--fx)", source, at,
                KA_QUOTE(code), KA_QUOTE(currencies->base));
    ka_buf_clear(&period);
    return false;
}

bool ka_currency_rate(struct ka_currencies *currencies, struct ka_str code, int32_t month,
                      const char *source, uint64_t line, struct ka_number *rate, bool *needed,
                      struct ka_error *err)
{
    *needed = false;
    if (code.n == 0) // an empty cell: the base currency, where one was named
        code = currencies->base.n && !currencies->first_line ? currencies->base
                                                             : KA_STR("no currency");
    if (currencies->base.n == 0) {
        currencies->base = code;
        currencies->first_line = line;
        snprintf(currencies->first_source, sizeof currencies->first_source, "%s", source);
    }
    if (ka_str_eq(code, currencies->base))
        return true;
    *needed = true;
    return (currencies->has_rates && ka_side_rate(currencies->side, code, month, rate)) ||
           fail_rate(currencies, code, month, source, line, err);
}
