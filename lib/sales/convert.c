// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/convert.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/total.h"

bool ka_convert_init(struct ka_convert *convert, const struct ka_measure_rules *rules,
                     const struct ka_side_paths *paths, const char *base, struct ka_error *err)
{
    *convert = (struct ka_convert){.rules = *rules};
    if (!ka_side_load(&convert->side, paths, err))
        return false;
    ka_currencies_init(&convert->currencies, &convert->side, base, paths->fx != NULL);
    return true;
}

void ka_convert_clear(struct ka_convert *convert)
{
    ka_side_clear(&convert->side);
    ka_currencies_clear(&convert->currencies);
    ka_map_clear(&convert->kind_cells);
    free(convert->kinds);
    *convert = (struct ka_convert){0};
}

// A record being converted.
struct work {
    struct ka_convert *convert;
    const struct ka_survey *survey;
    const struct ka_layout *layout;
    const char *source;
    const struct ka_record *record;
    struct ka_sale *sale;
    struct ka_flaw *flaw;
    struct ka_party *party;
};

static bool has(const struct ka_layout *layout, int field)
{
    return layout->place[field] != KA_NONE;
}

static struct ka_str cell_of(const struct work *w, int field)
{
    size_t place = w->layout->place[field];
    return place < w->record->count ? ka_str_trim(w->record->cells[place]) : KA_STR("");
}

static enum ka_outcome flawed(const struct work *w, int field, const char *says)
{
    *w->flaw =
        (struct ka_flaw){field, field == KA_FIELDS ? KA_STR("") : cell_of(w, field), says};
    return KA_IS_FLAWED;
}

// ---- What is no row ----

static struct ka_str first_filled(const struct ka_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        struct ka_str cell = ka_str_trim(record->cells[i]);
        if (cell.n)
            return cell;
    }
    return KA_STR("");
}

// Sums have no date or no account, and say what they are.
static bool is_total(const struct work *w, bool has_date)
{
    if (w->party->is_total)
        return true;
    if (has_date && w->party->id.n)
        return false;
    return ka_total_in(first_filled(w->record)) || ka_total_in(cell_of(w, KA_SALE_DATE)) ||
           ka_total_in(cell_of(w, KA_SALE_ACCOUNT_ID)) ||
           ka_total_in(cell_of(w, KA_SALE_ACCOUNT));
}

// Pages printed into one file, or files one behind the other, repeat the header.
static bool is_header(const struct work *w)
{
    size_t i = 0, n = w->layout->needed;
    while (i < n && i < w->record->count &&
           ka_str_eq(ka_str_trim(w->record->cells[i]), w->layout->headers[i].name))
        i++;
    return i == n;
}

// Too few cells, or something where the header has nothing.
static bool has_odd_width(const struct work *w)
{
    const struct ka_record *record = w->record;
    if (record->count < w->layout->needed)
        return true;
    for (size_t i = w->layout->width; i < record->count; i++)
        if (ka_str_trim(record->cells[i]).n)
            return true;
    return false;
}

static enum ka_outcome check_shape(const struct work *w, const char *date_problem)
{
    if (w->record->problem)
        return flawed(w, KA_FIELDS, w->record->problem);
    if (first_filled(w->record).n == 0 || (date_problem && is_header(w)))
        return KA_IS_BLANK;
    if (is_total(w, !date_problem))
        return KA_IS_TOTAL;
    if (has_odd_width(w)) {
        snprintf(w->convert->says, sizeof w->convert->says, "%zu cells, the header has %zu",
                 w->record->count, w->layout->width);
        return flawed(w, KA_FIELDS, w->convert->says);
    }
    if (date_problem)
        return flawed(w, KA_SALE_DATE, date_problem);
    if (w->party->id.n == 0 ||
        (has(w->layout, KA_SALE_ACCOUNT_ID) && cell_of(w, KA_SALE_ACCOUNT_ID).n == 0))
        return flawed(w,
                      has(w->layout, KA_SALE_ACCOUNT_ID) ? KA_SALE_ACCOUNT_ID : KA_SALE_ACCOUNT,
                      "is empty");
    return KA_IS_SALE;
}

// ---- What the row says beside its figures ----

static const enum ka_sale_column texts[] = {
    KA_SALE_ORDER_ID, KA_SALE_PARENT_ID, KA_SALE_CHANNEL, KA_SALE_GROUP,  KA_SALE_AXIS,
    KA_SALE_REGION,   KA_SALE_INDUSTRY,  KA_SALE_MANAGER, KA_SALE_FAMILY, KA_SALE_HIGH_MARGIN,
};

static void set_texts(const struct work *w)
{
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        w->sale->text[column] = KA_STR("");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        w->sale->text[texts[i]] = cell_of(w, texts[i]);
    w->sale->text[KA_SALE_ACCOUNT_ID] = w->party->id;
    w->sale->text[KA_SALE_ACCOUNT] = w->party->name;
    w->sale->text[KA_SALE_SRC] = ka_str(w->source);
    w->sale->src_line = w->record->line;
}

static enum ka_sale_kind kind_of(struct ka_convert *convert, struct ka_str cell,
                                 unsigned traits)
{
    if (traits & (KA_RETURN_FLAG | KA_FREE_FLAG)) // a yes means something else elsewhere
        return ka_kind_of(cell, traits);
    bool is_new;
    size_t number = ka_map_put(&convert->kind_cells, cell, &is_new);
    convert->kinds =
        ka_grow(convert->kinds, &convert->kind_cap, number + 1, sizeof *convert->kinds);
    if (is_new)
        convert->kinds[number] = ka_kind_of(cell, traits);
    return convert->kinds[number];
}

// Rate of the row's currency: the column's, else the symbol's beside the amount (a
// row without one says nothing).  Amounts in the books' own currency need none.
static bool find_rate(const struct work *w, const char *symbol, struct ka_number *rate,
                      bool *needed, struct ka_error *err)
{
    struct ka_currencies *currencies = &w->convert->currencies;
    bool has_column = has(w->layout, KA_SALE_CURRENCY);
    struct ka_str code = has_column ? cell_of(w, KA_SALE_CURRENCY) : ka_str(symbol);
    if (code.n)
        code = ka_currency_code(currencies, code);
    else
        code = has_column || currencies->has_rates ? currencies->base : KA_STR("");
    if (has_column || currencies->has_rates)
        w->sale->text[KA_SALE_CURRENCY] = code;
    *needed = false;
    if ((!has_column && code.n == 0) ||
        (w->layout->traits[KA_SALE_REVENUE] & KA_LOCAL && !currencies->has_rates))
        return true;
    return ka_currency_rate(currencies, code, ka_date_month(w->sale->date), w->source,
                            w->record->line, rate, needed, err);
}

static const struct ka_article *join(const struct work *w)
{
    struct ka_side *side = &w->convert->side;
    const struct ka_article *article =
        ka_side_article(side, cell_of(w, KA_SALE_PRODUCT_ID), cell_of(w, KA_SALE_PRODUCT));
    w->sale->text[KA_SALE_PRODUCT_ID] = article->id;
    w->sale->text[KA_SALE_PRODUCT] = article->name;
    ka_side_fill_account(side, w->party, w->sale);
    return article;
}

static enum ka_outcome set_figures(const struct work *w, struct ka_error *err)
{
    struct ka_convert *convert = w->convert;
    struct ka_amounts amounts;
    struct ka_number rate;
    bool needed;
    if (!ka_amounts_read(&amounts, &convert->rules, w->survey, w->record, w->flaw))
        return KA_IS_FLAWED;
    if (!find_rate(w, amounts.currency, &rate, &needed, err))
        return KA_IS_FATAL;
    const struct ka_article *article = join(w);
    if (!ka_amounts_derive(&amounts, &convert->rules, w->layout, needed ? &rate : NULL,
                           ka_side_unit_cost(&convert->side, article), w->sale, w->flaw))
        return KA_IS_FLAWED;
    ka_side_fill_product(&convert->side, article, w->sale);
    convert->rounded += amounts.rounded;
    return KA_IS_SALE;
}

enum ka_outcome ka_convert_record(struct ka_convert *convert, const struct ka_survey *survey,
                                  const char *source, const struct ka_record *record,
                                  struct ka_sale *sale, struct ka_flaw *flaw,
                                  struct ka_error *err)
{
    struct work w = {convert, survey, survey->layout, source, record, sale, flaw, NULL};
    w.party = ka_side_party(&convert->side, cell_of(&w, KA_SALE_ACCOUNT_ID),
                            cell_of(&w, KA_SALE_ACCOUNT));
    const char *problem = ka_survey_date(survey, cell_of(&w, KA_SALE_DATE), &sale->date);
    enum ka_outcome shape = check_shape(&w, problem);
    if (shape != KA_IS_SALE)
        return shape;
    set_texts(&w);
    sale->kind = kind_of(convert, cell_of(&w, KA_SALE_KIND), w.layout->traits[KA_SALE_KIND]);
    enum ka_outcome figures = set_figures(&w, err);
    if (figures == KA_IS_SALE) {
        w.party->lines++;
        if (sale->date > w.party->last)
            w.party->last = sale->date;
    }
    return figures;
}

void ka_convert_fills(const struct ka_convert *convert, const struct ka_survey *survey,
                      bool filled[KA_SALE_COLUMNS])
{
    const struct ka_layout *layout = survey->layout;
    for (int column = 0; column < KA_SALE_COLUMNS; column++)
        if (column == KA_SALE_DISCOUNT_RATE)
            filled[column] |= ka_survey_reads_discounts(survey);
        else if (column != KA_SALE_COST)
            filled[column] |= has(layout, column) ||
                              ka_side_fills(&convert->side, (enum ka_sale_column)column);
    bool has_qty = has(layout, KA_SALE_QTY);
    bool has_cost = has(layout, KA_SALE_COST) || has(layout, KA_SALE_MARGIN) ||
                    (has_qty && (has(layout, KA_FIELD_UNIT_COST) ||
                                 ka_side_fills(&convert->side, KA_SALE_COST)));
    filled[KA_SALE_COST] |= has_cost;
    filled[KA_SALE_MARGIN] |= has_cost;
    filled[KA_SALE_CURRENCY] |= convert->currencies.has_rates;
    filled[KA_SALE_SRC] = filled[KA_SALE_SRC_LINE] = true;
}
