// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of plain records.  Most stay as they are, which is seen at once; those of all
// others are derived by the rules of measure.h, which are given the amounts that were read
// here.
#include <math.h>

#include "sales/plain_state.h"
#include "table/amounts.h"

// ---- Reading ----

// Amounts below 10^14 can be added up.
static const int64_t LARGEST = INT64_C(1000000000000000000);

// "1234.5", "￥1,234.50": what ka_number_parse takes it for, if it has four decimals at most.
static bool read_number(struct ka_str cell, char decimal_mark, int64_t *value,
                        const char **sign)
{
    struct ka_number number;
    if (!ka_number_parse(cell, decimal_mark, &number) || number.percent || number.digits < 0 ||
        number.digits > KA_DECIMAL_DIGITS || number.mantissa >= LARGEST ||
        number.mantissa <= -LARGEST)
        return false;
    ka_int128 scaled = number.mantissa * ka_decimal_units[number.digits];
    *value = (int64_t)scaled;
    *sign = number.currency;
    return scaled < LARGEST && scaled > -LARGEST;
}

static bool is_written_so(struct ka_str cell, int64_t value)
{
    char text[KA_DIGITS_ROOM];
    size_t n = (size_t)(ka_decimal_put(text, value) - text);
    return n == cell.n && memcmp(text, cell.p, n) == 0;
}

// Any cell that is an amount of four decimals at most, or stands for none.  *is_as_is: in, is
// it asked?
static bool read_any(int field, char decimal_mark, struct ka_str raw, int64_t *value,
                     const char **sign, bool *is_as_is)
{
    struct ka_str cell = raw;
    *value = KA_DECIMAL_NONE;
    *sign = NULL;
    if (!ka_plain_is_bare(raw) && raw.n > 0) { // what is doubled within is no number
        size_t quoted = *raw.p == '"';
        cell = ka_str_trim((struct ka_str){raw.p + quoted, raw.n - 2 * quoted});
    }
    bool is_good =
        ka_amount_is_missing(field, cell) || read_number(cell, decimal_mark, value, sign);
    *is_as_is = *is_as_is && is_good && is_written_so(raw, *value);
    return is_good;
}

static void read_amounts(struct ka_plain *plain, size_t k)
{
    struct ka_plain_batch *batch = &plain->batch;
    const int field = ka_plain_amounts[k];
    const char decimal_mark = plain->convert->rules.decimal_mark;
    size_t place = plain->layout->place[field];
    uint64_t odd = 0, changed = 0, is_signed = 0, rest = ~UINT64_C(0) >> (64 - batch->n);
    if (decimal_mark == '.')
        rest = ka_amounts_in_short(batch->text, batch->bounds + place, batch->stride, batch->n,
                                   batch->amount[k]);
    for (; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        const char *sign;
        bool stays = batch->as_is >> i & 1;
        bool is_good = read_any(field, decimal_mark, ka_plain_span(batch, i, place, place),
                                &batch->amount[k][i], &sign, &stays);
        odd |= ka_plain_unless(is_good, i);
        changed |= ka_plain_unless(stays, i);
        is_signed |= (uint64_t)(sign != NULL) << i;
        batch->sign[k][i] = sign;
    }
    batch->is_signed[k] = is_signed;
    batch->simple &= ~is_signed;
    ka_plain_exclude(batch, odd, changed);
}

// ---- Figures that stay ----

static ka_int128 size_of(ka_int128 value)
{
    return value < 0 ? -value : value;
}

// Price × quantity is the revenue within half a cent, or is not known.
static inline bool is_price_right(int64_t price, int64_t qty, int64_t revenue)
{
    if (price == KA_DECIMAL_NONE || qty == KA_DECIMAL_NONE)
        return true;
    ka_int128 off =
        size_of((ka_int128)price * qty) - size_of((ka_int128)revenue * KA_DECIMAL_ONE);
    return size_of(off) <= KA_DECIMAL_ONE * KA_DECIMAL_ONE / 200;
}

// The kind's signs, and a margin that is revenue less cost or is to be made.
static bool figures_stay(struct ka_plain_batch *batch, size_t i, bool has_qty)
{
    int64_t revenue = batch->amount[KA_AMOUNT_REVENUE][i];
    int64_t qty = batch->amount[KA_AMOUNT_QTY][i], cost = batch->amount[KA_AMOUNT_COST][i];
    int64_t margin = batch->amount[KA_AMOUNT_MARGIN][i];
    bool has_cost = cost != KA_DECIMAL_NONE;
    if (revenue == KA_DECIMAL_NONE || batch->kind[i] > KA_RETURN ||
        !is_price_right(batch->amount[KA_AMOUNT_UNIT_PRICE][i], qty, revenue))
        return false;
    if (batch->kind[i] == KA_RETURN ? revenue >= 0 || qty > 0 || (has_cost && cost > 0)
                                    : revenue <= 0 || (has_qty && qty <= 0))
        return false;
    batch->margin[i] = has_cost ? revenue - cost : KA_DECIMAL_NONE;
    return margin == KA_DECIMAL_NONE || margin == batch->margin[i];
}

// ---- Figures that are derived ----

// So small, and of so few digits, that no product of them is too large for 128 bits: price,
// quantity, discount and rate.
static const int64_t LARGEST_FACTOR = INT64_C(10000000000000); // 10^13, of an amount
static const int64_t LARGEST_RATE = 1000000;

// Shorter numbers are faster to calculate with.
static void set_number(struct ka_number *number, int64_t value)
{
    bool is_whole = value % KA_DECIMAL_ONE == 0, is_cents = value % 100 == 0;
    number->mantissa = is_whole ? value / KA_DECIMAL_ONE : is_cents ? value / 100 : value;
    number->digits = is_whole ? 0 : is_cents ? 2 : KA_DECIMAL_DIGITS;
}

// Of those columns that there are; false when one is too large.
static bool set_amounts(struct ka_plain *plain, size_t i)
{
    struct ka_amounts *amounts = &plain->amounts;
    bool good = true;
    for (size_t n = 0; n < plain->present_count; n++) {
        size_t k = plain->present[n];
        int field = ka_plain_amounts[k];
        int64_t value = plain->batch.amount[k][i];
        amounts->known[field] = value != KA_DECIMAL_NONE;
        if (!amounts->known[field])
            continue;
        set_number(&amounts->number[field], value);
        good &= value < LARGEST_FACTOR && value > -LARGEST_FACTOR;
    }
    return good;
}

static double real_of(const struct ka_plain *plain, size_t i, size_t k)
{
    int64_t value = plain->batch.amount[k][i];
    return value == KA_DECIMAL_NONE ? NAN : ka_decimal_real(value);
}

// True when the figures tell nothing new of the file.
static bool tells_nothing(const struct ka_plain *plain, size_t i)
{
    struct ka_row_figures row = {real_of(plain, i, KA_AMOUNT_UNIT_PRICE),
                                 real_of(plain, i, KA_AMOUNT_QTY),
                                 real_of(plain, i, KA_AMOUNT_REVENUE)};
    return !plain->weighs_rows ||
           ka_survey_knows_row(plain->job->survey, &plain->batch.discount[i]->cell, &row);
}

// All that the rates of record i hang on, but for its currency and month.
static struct ka_plain_money money_of(const struct ka_plain *plain, size_t i)
{
    const struct ka_plain_batch *batch = &plain->batch;
    struct ka_plain_money money = {.known = 0};
    for (size_t n = 0; n < plain->present_count; n++) {
        size_t k = plain->present[n];
        int64_t value = batch->amount[k][i];
        money.known |= (uint32_t)(value != KA_DECIMAL_NONE) << k;
        money.known |= (uint32_t)(value == 0) << (k + KA_AMOUNTS);
        money.sign[k] = batch->is_signed[k] >> i & 1 ? batch->sign[k][i] : NULL;
    }
    return money;
}

// The currency's cell of a row, as it is shown.
static const struct ka_pair *show_currency(struct ka_plain *plain, struct ka_str code)
{
    uint64_t hash = ka_pair_hash(plain->secret, code, KA_STR(""));
    struct ka_pair *pair = ka_pairs_find(&plain->shown, hash, code, KA_STR(""));
    if (pair)
        return pair;
    ka_buf_reset(&plain->text);
    ka_cell_format(&plain->text, code);
    ka_buf_add_char(&plain->text, ',');
    pair = ka_pairs_add(&plain->shown, hash, code, KA_STR(""), ka_buf_str(&plain->text));
    if (pair)
        pair->has_name = code.n > 0;
    return pair;
}

static bool are_small(const struct ka_plain_rates *rates)
{
    bool good = true;
    for (size_t k = 0; k < KA_AMOUNTS; k++)
        good &= !rates->rate[k] || (rates->rate[k]->mantissa < LARGEST_RATE &&
                                    rates->rate[k]->mantissa > -LARGEST_RATE);
    return good;
}

static void find_rates(struct ka_plain *plain, size_t i, struct ka_plain_rates *rates)
{
    struct ka_amounts *amounts = &plain->amounts;
    for (size_t k = 0; k < KA_AMOUNTS; k++) {
        amounts->sign[ka_plain_amounts[k]] = rates->money.sign[k];
        amounts->rate[ka_plain_amounts[k]] = NULL;
    }
    struct ka_str cell,
        raw = ka_plain_raw(&plain->batch, i, plain->layout->place[KA_SALE_CURRENCY]);
    bool ignored;
    plain->sale.text[KA_SALE_CURRENCY] = KA_STR("");
    rates->is_good = ka_plain_cell(&plain->batch, raw, &cell, &ignored) &&
                     ka_convert_rates(plain->convert, plain->job->survey, plain->job->source,
                                      cell, amounts, rates->rates, &plain->sale);
    for (size_t k = 0; k < KA_AMOUNTS; k++)
        rates->rate[k] = amounts->rate[ka_plain_amounts[k]];
    rates->shown = show_currency(plain, plain->sale.text[KA_SALE_CURRENCY]);
    rates->is_good &= rates->shown && are_small(rates);
}

static struct ka_plain_rates *home_of(struct ka_plain *plain, const struct ka_pair *word,
                                      uint32_t known, int32_t month)
{
    uint64_t hash = ((uint64_t)(uintptr_t)word ^ known) * 31 + (uint64_t)month;
    return &plain->rates[hash * UINT64_C(0x9e3779b97f4a7c15) >> (64 - KA_PLAIN_RATES_BITS)];
}

// Most rows have the day of the row before.
static int32_t month_of(struct ka_plain_month *known, int32_t date)
{
    if (known->date != date)
        *known = (struct ka_plain_month){date, ka_date_month(date)};
    return known->month;
}

// Sets the rates of the amounts and the currency that is shown; false when the rules are to
// say what is wrong.
static bool set_rates(struct ka_plain *plain, size_t i)
{
    struct ka_plain_batch *batch = &plain->batch;
    const struct ka_pair *word = batch->currency[i];
    struct ka_plain_money money = money_of(plain, i);
    int32_t month = month_of(&plain->month, batch->date[i]);
    struct ka_plain_rates *rates = home_of(plain, word, money.known, month);
    if (rates->word != word || rates->month != month || rates->money.known != money.known ||
        memcmp(rates->money.sign, money.sign, sizeof money.sign) != 0) {
        rates->word = word;
        rates->month = month;
        rates->money = money;
        find_rates(plain, i, rates);
    }
    for (size_t n = 0; n < plain->present_count; n++)
        plain->amounts.rate[ka_plain_amounts[plain->present[n]]] =
            rates->rate[plain->present[n]];
    batch->currency[i] = rates->shown;
    return rates->is_good;
}

// What tells a return; false: not plain.
static bool set_order(struct ka_plain *plain, size_t i)
{
    size_t place = plain->layout->place[KA_SALE_ORDER_ID];
    bool ignored;
    return !plain->convert->rules.return_prefix ||
           ka_plain_cell(&plain->batch, ka_plain_raw(&plain->batch, i, place),
                         &plain->sale.text[KA_SALE_ORDER_ID], &ignored);
}

static void keep(struct ka_plain_batch *batch, size_t i, const struct ka_sale *sale,
                 const struct ka_amounts *amounts)
{
    batch->amount[KA_AMOUNT_QTY][i] = sale->qty;
    batch->amount[KA_AMOUNT_LIST_PRICE][i] = sale->list_price;
    batch->amount[KA_AMOUNT_UNIT_PRICE][i] = sale->unit_price;
    batch->amount[KA_AMOUNT_REVENUE][i] = sale->revenue;
    batch->amount[KA_AMOUNT_COST][i] = sale->cost;
    batch->margin[i] = sale->margin;
    batch->discount_rate[i] = sale->discount_rate;
    batch->kind[i] = (uint8_t)sale->kind;
    batch->as_is &= ~(UINT64_C(1) << i);
    batch->derived |= UINT64_C(1) << i;
    batch->noted[KA_NOTED_DERIVED] |= (uint64_t)amounts->is_derived << i;
    batch->noted[KA_NOTED_ROUNDED] |= (uint64_t)(amounts->rounded > 0) << i;
    batch->noted[KA_NOTED_MARGIN] |= (uint64_t)amounts->margin_off << i;
    batch->noted[KA_NOTED_REVENUE] |= (uint64_t)amounts->revenue_off << i;
}

// False: the rules are to say what the record is.
static bool derive(struct ka_plain *plain, size_t i)
{
    struct ka_plain_batch *batch = &plain->batch;
    const struct ka_plain_discount *discount = batch->discount[i];
    struct ka_amounts *amounts = &plain->amounts;
    struct ka_sale *sale = &plain->sale;
    struct ka_flaw ignored;
    amounts->rounded = 0;
    amounts->is_derived = amounts->margin_off = amounts->revenue_off = false;
    amounts->known[KA_SALE_DISCOUNT_RATE] = discount->is_known;
    amounts->number[KA_SALE_DISCOUNT_RATE] = discount->off;
    sale->date = batch->date[i];
    sale->kind = (enum ka_sale_kind)batch->kind[i];
    bool good = set_order(plain, i) && set_amounts(plain, i) &&
                ka_amounts_check(amounts, plain->layout, !discount->cell.is_empty, &ignored) &&
                tells_nothing(plain, i) && set_rates(plain, i) &&
                ka_amounts_derive(amounts, &plain->convert->rules, plain->layout,
                                  KA_DECIMAL_NONE, sale, &ignored);
    if (good)
        keep(batch, i, sale, amounts);
    return good;
}

void ka_plain_measure(struct ka_plain *plain)
{
    struct ka_plain_batch *batch = &plain->batch;
    bool has_qty = ka_plain_has(plain, KA_SALE_QTY);
    for (size_t k = 0; k < KA_AMOUNTS; k++)
        if (ka_plain_has(plain, ka_plain_amounts[k]))
            read_amounts(plain, k);
    uint64_t odd = 0;
    for (size_t i = 0; i < batch->n; i++)
        if (batch->plain >> i & 1 &&
            !((batch->simple >> i & 1) && figures_stay(batch, i, has_qty)))
            odd |= ka_plain_unless(derive(plain, i), i);
    ka_plain_exclude(batch, odd, 0);
}

// ---- What is noticed on the way ----

static void sight(struct ka_sightings *sightings, uint64_t rows, size_t from,
                  const uint64_t *lines, const char *source)
{
    if (rows && sightings->count == 0) {
        sightings->line = lines[(size_t)__builtin_ctzll(rows) - from] + 1;
        sightings->source = source;
    }
    sightings->count += (uint64_t)__builtin_popcountll(rows);
}

void ka_plain_note(struct ka_plain *plain, size_t from, size_t n, const uint64_t *lines)
{
    struct ka_convert_counts *counts = &plain->convert->counts;
    const uint64_t *noted = plain->batch.noted;
    const char *source = plain->job->source;
    uint64_t rows = ~UINT64_C(0) >> (64 - n) << from;
    counts->derived += (uint64_t)__builtin_popcountll(noted[KA_NOTED_DERIVED] & rows);
    counts->rounded += (uint64_t)__builtin_popcountll(noted[KA_NOTED_ROUNDED] & rows);
    sight(&counts->margins_off, noted[KA_NOTED_MARGIN] & rows, from, lines, source);
    sight(&counts->revenues_off, noted[KA_NOTED_REVENUE] & rows, from, lines, source);
}
