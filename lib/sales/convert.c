// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/convert.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/kind.h"
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

// ---- Several at once ----

void ka_convert_share(struct ka_convert *convert, const struct ka_convert *tables)
{
    *convert = (struct ka_convert){.rules = tables->rules, .gives_up = true};
    ka_side_share(&convert->side, &tables->side);
}

void ka_convert_learn(struct ka_convert *convert, const struct ka_convert *tables)
{
    ka_currencies_clear(&convert->currencies);
    ka_currencies_share(&convert->currencies, &tables->currencies);
}

static void merge_sightings(struct ka_sightings *into, const struct ka_sightings *part)
{
    bool is_first =
        into->count == 0 || (into->source == part->source && part->line < into->line);
    uint64_t count = into->count + part->count;
    if (part->count && is_first)
        *into = *part;
    into->count = count;
}

void ka_convert_merge(struct ka_convert_counts *into, const struct ka_convert_counts *part)
{
    merge_sightings(&into->margins_off, &part->margins_off);
    merge_sightings(&into->revenues_off, &part->revenues_off);
    into->rounded += part->rounded;
    into->derived += part->derived;
    into->total_names += part->total_names;
    if (part->strange_types &&
        (!into->strange_types || ka_str_cmp(part->strange_type, into->strange_type) < 0))
        into->strange_type = part->strange_type;
    into->strange_types += part->strange_types;
}

void ka_convert_unshare(struct ka_convert *convert)
{
    ka_side_unshare(&convert->side);
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

// No sale can be made of the line: the date is missing, or is itself the word.
static bool has_no_date(const struct work *w, bool (*is_word)(struct ka_str))
{
    struct ka_str date = cell_of(w, KA_SALE_DATE);
    return date.n == 0 || is_word(date);
}

static bool is_total(const struct work *w)
{
    struct ka_str first = first_filled(w->record), code = cell_of(w, KA_SALE_ACCOUNT_ID);
    if (!has_no_date(w, ka_total_in))
        return false;
    if (ka_total_is(first))
        return true;
    if (code.n && !ka_total_in(code))
        return false;
    return ka_total_in(first) || ka_total_in(cell_of(w, KA_SALE_DATE)) || ka_total_in(code) ||
           ka_total_in(cell_of(w, KA_SALE_ACCOUNT));
}

static bool is_footer(const struct work *w)
{
    static const int figures[] = {KA_SALE_REVENUE, KA_SALE_QTY,    KA_SALE_UNIT_PRICE,
                                  KA_SALE_COST,    KA_SALE_MARGIN, KA_FIELD_UNIT_COST};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct ka_str cell = cell_of(w, figures[i]);
        if (cell.n && !ka_footer_in(cell))
            return false;
    }
    return has_no_date(w, ka_footer_in) && ka_footer_in(first_filled(w->record));
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
    if (first_filled(w->record).n == 0)
        return KA_IS_BLANK;
    if (date_problem && is_header(w))
        return KA_IS_HEADER;
    if (date_problem && is_total(w))
        return KA_IS_TOTAL;
    if (date_problem && is_footer(w))
        return KA_IS_FOOTER;
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

// What a cell of the type column says.  Rows of one kind stand together.
static struct ka_kind_cell kind_of(struct ka_convert *convert, struct ka_str cell,
                                   unsigned traits)
{
    struct ka_map *cells = &convert->kind_cells;
    bool is_new;
    if (traits & (KA_RETURN_FLAG | KA_FREE_FLAG)) // a yes means something else elsewhere
        return (struct ka_kind_cell){ka_kind_of(cell, traits, NULL), true, cell};
    if (cells->count > convert->last_kind && ka_str_eq(cells->keys[convert->last_kind], cell))
        return convert->kinds[convert->last_kind];
    size_t number = ka_map_put(cells, cell, &is_new);
    convert->kinds =
        ka_grow(convert->kinds, &convert->kind_cap, number + 1, sizeof *convert->kinds);
    struct ka_kind_cell *known = &convert->kinds[number];
    if (is_new) {
        known->kind = ka_kind_of(cell, traits, &known->is_known);
        known->cell = cells->keys[number];
    }
    convert->last_kind = number;
    return *known;
}

static void count_strange(struct ka_convert *convert, const struct ka_kind_cell *kind)
{
    struct ka_str *least = &convert->counts.strange_type;
    if (kind->is_known)
        return;
    if (convert->counts.strange_types++ == 0 || ka_str_cmp(kind->cell, *least) < 0)
        *least = kind->cell;
}

// ---- Currencies ----

static const int moneys[] = {
    KA_SALE_REVENUE, KA_SALE_UNIT_PRICE, KA_SALE_LIST_PRICE,      KA_SALE_COST,
    KA_SALE_MARGIN,  KA_FIELD_UNIT_COST, KA_FIELD_DISCOUNT_AMOUNT};
_Static_assert(sizeof moneys / sizeof *moneys == KA_MONEYS, "one rate for each");

// The one sign may stand for several currencies.
static bool sign_fits(const char *sign, struct ka_str code)
{
    bool is_dollar = ka_str_has_suffix(code, KA_STR("D")) && strcmp(sign, "USD") == 0;
    bool is_yen = ka_str_eq(code, KA_STR("JPY")) && strcmp(sign, "CNY") == 0;
    return is_dollar || is_yen || ka_str_eq(ka_str(sign), code);
}

// What an amount says itself: by its header, else by the row's column, else by its sign.
static struct ka_str own_code(const struct work *w, const struct ka_amounts *amounts, int field,
                              struct ka_str column)
{
    const char *unit = w->layout->currency[field];
    if (unit)
        return ka_str(unit);
    return column.n ? column : ka_str(amounts->sign[field]);
}

// The books' own currency, whatever the order's: so is the cost beside such a revenue.
static bool is_local(const struct work *w, int field)
{
    bool is_price = field == KA_SALE_UNIT_PRICE || field == KA_SALE_LIST_PRICE;
    return w->layout->is_sales || w->layout->traits[field] & KA_LOCAL ||
           (w->layout->traits[KA_SALE_REVENUE] & KA_LOCAL && !w->layout->currency[field] &&
            (!is_price || !w->convert->currencies.has_rates));
}

// The row's currency: its column's, else that of the first amount which says it.
static struct ka_str row_code(const struct work *w, struct ka_str cell,
                              const struct ka_amounts *amounts)
{
    struct ka_str code = KA_STR("");
    if (cell.n)
        return ka_currency_code(&w->convert->currencies, cell);
    for (size_t i = 0; i < KA_MONEYS && code.n == 0; i++)
        if (amounts->known[moneys[i]])
            code = own_code(w, amounts, moneys[i], KA_STR(""));
    return code;
}

static enum ka_outcome contradicts(const struct work *w, int field, struct ka_str code)
{
    snprintf(w->convert->says, sizeof w->convert->says, "is not in %s as its %s says",
             KA_QUOTE(code), w->layout->currency[field] ? "header" : "row's currency");
    return flawed(w, field, w->convert->says);
}

// Sets the rates of amounts, kept in rates; cell: of the currency.
static enum ka_outcome find_rates(const struct work *w, struct ka_str cell,
                                  struct ka_amounts *amounts, struct ka_number rates[KA_MONEYS],
                                  struct ka_error *err)
{
    struct ka_currencies *currencies = &w->convert->currencies;
    struct ka_str row = row_code(w, cell, amounts);
    struct ka_str column = cell.n ? row : KA_STR("");
    if (has(w->layout, KA_SALE_CURRENCY) || currencies->has_rates)
        w->sale->text[KA_SALE_CURRENCY] = ka_currency_shown(currencies, row);
    if (row.n == 0 && ka_currencies_know_unnamed(currencies))
        return KA_IS_SALE;
    for (size_t i = 0; i < KA_MONEYS; i++) {
        int field = moneys[i];
        bool needed;
        if (!amounts->known[field] || amounts->number[field].mantissa == 0 ||
            is_local(w, field))
            continue;
        struct ka_str code = own_code(w, amounts, field, column);
        if (amounts->sign[field] && !sign_fits(amounts->sign[field], code))
            return contradicts(w, field, code);
        if (!ka_currency_rate(currencies, code.n ? code : row, ka_date_month(w->sale->date),
                              w->source, w->record->line, &rates[i], &needed, err))
            return KA_IS_FATAL;
        amounts->rate[field] = needed ? &rates[i] : NULL;
    }
    return KA_IS_SALE;
}

bool ka_convert_rates(struct ka_convert *convert, const struct ka_survey *survey,
                      const char *source, struct ka_str cell, struct ka_amounts *amounts,
                      struct ka_number rates[KA_MONEYS], struct ka_sale *sale)
{
    const struct ka_record record = {.count = 0};
    struct ka_flaw flaw;
    struct ka_error ignored = {0};
    struct work w = {convert, survey, survey->layout, source, &record, sale, &flaw, NULL};
    return find_rates(&w, cell, amounts, rates, &ignored) == KA_IS_SALE;
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

static void sight(const struct work *w, bool is_there, struct ka_sightings *sightings)
{
    if (is_there && sightings->count++ == 0) {
        sightings->line = w->record->line;
        sightings->source = w->source;
    }
}

static enum ka_outcome set_figures(const struct work *w, struct ka_error *err)
{
    struct ka_convert *convert = w->convert;
    struct ka_amounts amounts;
    struct ka_number rates[KA_MONEYS];
    if (!ka_amounts_read(&amounts, &convert->rules, w->survey, w->record, w->flaw))
        return KA_IS_FLAWED;
    enum ka_outcome found = find_rates(w, cell_of(w, KA_SALE_CURRENCY), &amounts, rates, err);
    if (found != KA_IS_SALE)
        return found;
    const struct ka_article *article = join(w);
    if (!ka_amounts_derive(&amounts, &convert->rules, w->layout,
                           ka_side_unit_cost(&convert->side, article), w->sale, w->flaw))
        return KA_IS_FLAWED;
    ka_side_fill_product(&convert->side, article, w->sale);
    convert->counts.rounded += amounts.rounded;
    convert->counts.derived += amounts.is_derived;
    sight(w, amounts.margin_off, &convert->counts.margins_off);
    sight(w, amounts.revenue_off, &convert->counts.revenues_off);
    return KA_IS_SALE;
}

static const char *set_date(const struct work *w, const struct ka_day *day)
{
    struct ka_day room;
    if (!day) {
        ka_day_read(&room, w->survey, cell_of(w, KA_SALE_DATE));
        day = &room;
    }
    w->sale->date = day->date;
    memcpy(w->sale->day, day->text, sizeof day->text);
    return day->problem;
}

static bool set_flag(const struct work *w)
{
    struct ka_str *flag = &w->sale->text[KA_SALE_HIGH_MARGIN];
    if (ka_side_flag(*flag, flag))
        return true;
    flawed(w, KA_SALE_HIGH_MARGIN, "is not yes or no");
    return false;
}

static void count_sale(const struct work *w)
{
    w->convert->party = (size_t)(w->party - w->convert->side.parties);
    w->convert->party_last = w->party->last;
    w->party->lines++;
    w->convert->counts.total_names += w->party->is_total;
    if (w->sale->date > w->party->last)
        w->party->last = w->sale->date;
}

enum ka_outcome ka_convert_record(struct ka_convert *convert, const struct ka_survey *survey,
                                  const char *source, const struct ka_record *record,
                                  const struct ka_day *day, struct ka_sale *sale,
                                  struct ka_flaw *flaw, struct ka_error *err)
{
    struct work w = {convert, survey, survey->layout, source, record, sale, flaw, NULL};
    w.party = ka_side_party(&convert->side, cell_of(&w, KA_SALE_ACCOUNT_ID),
                            cell_of(&w, KA_SALE_ACCOUNT));
    const char *problem = set_date(&w, day);
    enum ka_outcome shape = check_shape(&w, problem);
    if (shape != KA_IS_SALE)
        return shape;
    set_texts(&w);
    struct ka_kind_cell kind =
        kind_of(convert, cell_of(&w, KA_SALE_KIND), w.layout->traits[KA_SALE_KIND]);
    sale->kind = kind.kind;
    enum ka_outcome found = set_flag(&w) ? set_figures(&w, err) : KA_IS_FLAWED;
    if (found == KA_IS_SALE)
        count_sale(&w);
    if (found == KA_IS_SALE || !convert->gives_up)
        count_strange(convert, &kind);
    return found;
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
