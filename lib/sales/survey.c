// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/survey.h"

#include <math.h>
#include <stdio.h>

static unsigned readings_of(unsigned traits, enum ka_discount_option option)
{
    static const unsigned by_option[] = {[KA_DISCOUNT_BY_DATA] = KA_READ_OFF | KA_READ_PAID,
                                         [KA_DISCOUNT_OFF] = KA_READ_OFF,
                                         [KA_DISCOUNT_PAID] = KA_READ_PAID,
                                         [KA_DISCOUNT_OFF_PERCENT] = KA_READ_PERCENT};
    unsigned readings = by_option[option];
    if (option == KA_DISCOUNT_BY_DATA && (traits & KA_OFF))
        readings = KA_READ_OFF;
    if (option == KA_DISCOUNT_BY_DATA && (traits & KA_PAID))
        readings = KA_READ_PAID;
    if ((traits & KA_PERCENT) && readings != KA_READ_PAID)
        readings &= ~(unsigned)KA_READ_FRACTION;
    return readings;
}

static bool has(const struct ka_survey *survey, int field)
{
    return survey->layout->place[field] != KA_NONE;
}

static bool sense_is_open(const struct ka_survey *survey)
{
    return (survey->readings & KA_READ_PAID) && (survey->readings & KA_READ_OFF);
}

void ka_survey_init(struct ka_survey *survey, const struct ka_layout *layout,
                    const struct ka_survey_rules *rules)
{
    *survey = (struct ka_survey){.rules = *rules, .layout = layout};
    survey->possible =
        readings_of(layout->traits[KA_SALE_DISCOUNT_RATE], survey->rules.discount);
    if (layout->is_sales)
        survey->possible = KA_READ_FRACTION;
    survey->readings = survey->possible;
    survey->discount_needed = !has(survey, KA_SALE_REVENUE);
    survey->discount_told = has(survey, KA_SALE_REVENUE) && has(survey, KA_SALE_QTY) &&
                            has(survey, KA_SALE_UNIT_PRICE);
    // Rows are not held back for an answer that cannot come.
    survey->discount_passed =
        sense_is_open(survey) && !survey->discount_told && !survey->discount_needed;
}

static struct ka_str cell_of(const struct ka_survey *survey, const struct ka_record *record,
                             int field)
{
    size_t place = survey->layout->place[field];
    return place < record->count ? ka_str_trim(record->cells[place]) : KA_STR("");
}

static void keep_evidence(struct ka_evidence *evidence, const char *source, struct ka_str cell,
                          uint64_t line)
{
    if (evidence->line)
        return;
    snprintf(evidence->text, sizeof evidence->text, "%.*s", KA_ARG(cell));
    snprintf(evidence->source, sizeof evidence->source, "%s", source);
    evidence->line = line;
}

static bool fail_at(const struct ka_survey *survey, const struct ka_evidence *at, int field,
                    const char *says, struct ka_error *err)
{
    struct ka_buf column = {0};
    ka_layout_describe(survey->layout, field, &column);
    ka_fail(err, KA_BAD_DATA, "%s:%llu: column %s: %s %s", at->source,
            (unsigned long long)at->line, column.p, KA_QUOTE(ka_str(at->text)), says);
    ka_buf_clear(&column);
    return false;
}

// ---- Dates ----

static size_t leading_digits(struct ka_str cell)
{
    size_t digits = 0;
    while (digits < cell.n && cell.p[digits] >= '0' && cell.p[digits] <= '9')
        digits++;
    return digits;
}

static bool is_single(int set)
{
    return (set & (set - 1)) == 0;
}

static bool dates_are_open(const struct ka_survey *survey)
{
    return !survey->rules.date_form && !is_single(ka_date_column_orders(&survey->dates));
}

// A number among dates is no date, in whatever row it stands.
static void note_serial(struct ka_survey *survey, struct ka_str cell)
{
    if (survey->has_serials && survey->has_dates)
        return;
    int forms = ka_date_forms(cell);
    survey->has_serials |= forms == KA_DATE_SERIAL;
    survey->has_dates |= forms != KA_DATE_SERIAL && forms != 0;
}

static bool add_date(struct ka_survey *survey, const char *source, struct ka_str cell,
                     uint64_t line, struct ka_error *err)
{
    size_t digits = leading_digits(cell);
    if (digits == 4) { // "2024-…" is plain by itself
        survey->has_dates |= cell.n > 4;
        return true;
    }
    if (digits > 4 || !survey->has_dates || (cell.n && *cell.p & 0x80)) // may be a serial
        note_serial(survey, cell);
    if (survey->rules.date_form)
        return true;
    ka_date_column_add(&survey->dates, cell, line);
    if (dates_are_open(survey))
        keep_evidence(&survey->ambiguous_date, source, cell, line);
    if (ka_date_column_orders(&survey->dates))
        return true;
    struct ka_evidence here = {.line = 0};
    keep_evidence(&here, source, cell, line);
    return fail_at(survey, &here, KA_SALE_DATE,
                   "has day and month in another order than the rows before; say which is "
                   "right with --date-format ymd, dmy or mdy",
                   err);
}

bool ka_survey_knows_date(const struct ka_survey *survey, struct ka_str cell)
{
    struct ka_survey after = *survey;
    struct ka_error ignored = {0};
    return add_date(&after, "", cell, 0, &ignored) && memcmp(survey, &after, sizeof after) == 0;
}

const char *ka_survey_date(const struct ka_survey *survey, struct ka_str cell, int32_t *date)
{
    if (cell.n == 0)
        return "is empty";
    int order = survey->rules.date_form;
    if (!order)
        order = ka_date_column_orders(&survey->dates);
    if (survey->has_serials && survey->has_dates && ka_date_forms(cell) == KA_DATE_SERIAL)
        return "is a day number of a spreadsheet in a column of dates";
    if (ka_date_parse_order(cell, (enum ka_date_form)order, date))
        return NULL;
    return ka_date_forms(cell) ? "is not a date in the order that --date-format says"
                               : "is not a date";
}

void ka_day_read(struct ka_day *day, const struct ka_survey *survey, struct ka_str cell)
{
    *day = (struct ka_day){.n = cell.n <= sizeof day->cell ? cell.n : 0};
    memcpy(day->cell, cell.p, day->n);
    day->problem = ka_survey_date(survey, cell, &day->date);
    if (!day->problem)
        ka_date_text(day->text, day->date);
    day->is_as_is = day->n == sizeof day->text && memcmp(day->text, day->cell, day->n) == 0;
}

const char *ka_survey_date_order(const struct ka_survey *survey)
{
    static const char *const names[] = {"", "year/month/day", "day/month", "", "month/day"};
    const struct ka_date_column *d = &survey->dates;
    if (survey->rules.date_form)
        return names[survey->rules.date_form];
    bool needed = d->day_first || d->month_first || d->year_first;
    return needed ? names[ka_date_column_orders(d)] : "";
}

// ---- Discounts ----

static double number_in(const struct ka_survey *survey, const struct ka_record *record,
                        int field)
{
    struct ka_number number;
    struct ka_str cell = cell_of(survey, record, field);
    bool is_number = cell.n > 0 && ka_number_parse(cell, survey->rules.decimal_mark, &number);
    return is_number ? ka_number_to_double(&number) : NAN;
}

static struct ka_row_figures figures_of(const struct ka_survey *survey,
                                        const struct ka_record *record)
{
    return (struct ka_row_figures){number_in(survey, record, KA_SALE_UNIT_PRICE),
                                   number_in(survey, record, KA_SALE_QTY),
                                   number_in(survey, record, KA_SALE_REVENUE)};
}

// The readings under which price × quantity × (1 − discount) is the revenue, within
// half a cent a piece; 0 when the row does not tell.
static unsigned readings_by_revenue(const struct ka_survey *survey,
                                    const struct ka_row_figures *row,
                                    const struct ka_discount *d)
{
    unsigned fits = 0;
    double whole = fabs(row->price * row->qty), cents = 0.01 + 0.005 * fabs(row->qty);
    for (int i = 0; i < KA_READINGS; i++) {
        double off = whole * d->paid[i] - fabs(row->revenue);
        fits |= (unsigned)(fabs(off) <= cents) << i; // never, when one is unknown
    }
    return survey->discount_told ? fits & survey->possible : 0;
}

// Those that are left behind a row with a discount.
static unsigned readings_left(const struct ka_survey *survey, const struct ka_row_figures *row,
                              const struct ka_discount *d)
{
    unsigned fits = readings_by_revenue(survey, row, d);
    unsigned left = survey->readings & ka_discount_readings(d, survey->possible);
    return fits ? left & fits : left;
}

// ---- Tax ----

// Does the price say whether tax is in it, and the revenue not?
static bool weighs_tax(const struct ka_survey *survey)
{
    const unsigned *traits = survey->layout->traits, both = KA_TAXED | KA_NET;
    return survey->rules.tax && has(survey, KA_SALE_REVENUE) && has(survey, KA_SALE_QTY) &&
           has(survey, KA_SALE_UNIT_PRICE) && !(traits[KA_SALE_REVENUE] & both) &&
           (traits[KA_SALE_UNIT_PRICE] & both);
}

static enum ka_tax_sense tax_by_row(const struct ka_survey *survey,
                                    const struct ka_row_figures *row,
                                    const struct ka_discount *d)
{
    if (!d->is_none)
        return KA_TAX_UNTOLD;
    bool price_taxed = survey->layout->traits[KA_SALE_UNIT_PRICE] & KA_TAXED;
    double factor = 1 + ka_number_to_double(survey->rules.tax);
    double net = fabs(row->price * row->qty) / (price_taxed ? factor : 1),
           cents = 0.01 + 0.005 * fabs(row->qty);
    bool fits_net = fabs(net - fabs(row->revenue)) <= cents; // neither, when one is unknown
    bool fits_gross = fabs(net * factor - fabs(row->revenue)) <= cents;
    if (fits_net == fits_gross)
        return KA_TAX_UNTOLD;
    return fits_net ? KA_TAX_NOT_IN : KA_TAX_IN;
}

static bool add_tax(struct ka_survey *survey, const char *source,
                    const struct ka_record *record, enum ka_tax_sense now, struct ka_error *err)
{
    enum ka_tax_sense before = survey->tax;
    if (now != KA_TAX_UNTOLD)
        survey->tax = now;
    if (before == KA_TAX_UNTOLD || now == KA_TAX_UNTOLD || before == now)
        return true;
    struct ka_evidence here = {.line = 0};
    keep_evidence(&here, source, cell_of(survey, record, KA_SALE_REVENUE), record->line);
    return fail_at(survey, &here, KA_SALE_REVENUE,
                   now == KA_TAX_IN ? "has tax in it by price × quantity, rows before have none"
                                    : "has no tax in it by price × quantity, rows before have",
                   err);
}

// ---- Discounts that are read ----

bool ka_survey_reads_discounts(const struct ka_survey *survey)
{
    return has(survey, KA_SALE_DISCOUNT_RATE) && !survey->discount_passed;
}

static bool weighs_discounts(const struct ka_survey *survey)
{
    return ka_survey_reads_discounts(survey) && !is_single((int)survey->possible);
}

static bool add_discount(struct ka_survey *survey, const char *source,
                         const struct ka_record *record, const struct ka_discount *d,
                         unsigned left, struct ka_error *err)
{
    struct ka_str cell = cell_of(survey, record, KA_SALE_DISCOUNT_RATE);
    bool is_open = !is_single((int)left);
    survey->readings = left;
    if (left == 0) {
        struct ka_evidence here = {.line = 0};
        keep_evidence(&here, source, cell, record->line);
        return fail_at(survey, &here, KA_SALE_DISCOUNT_RATE,
                       "does not mean what the rows before mean; say what is right with "
                       "--discount off, off% or paid",
                       err);
    }
    if (is_open)
        keep_evidence(&survey->ambiguous_discount, source, cell, record->line);
    survey->discount_bare |= d->scale < 0 && is_open;
    return true;
}

static bool discounts_are_open(const struct ka_survey *survey)
{
    return survey->ambiguous_discount.line && !is_single((int)survey->readings);
}

void ka_survey_off(const struct ka_survey *survey, const struct ka_discount *d,
                   struct ka_number *off, bool *known)
{
    bool is_none = !d->is_empty && d->number.mantissa == 0;
    unsigned reading = survey->readings & KA_READ_PAID      ? KA_READ_PAID
                       : survey->readings & KA_READ_PERCENT ? KA_READ_PERCENT
                                                            : KA_READ_FRACTION;
    *off = (struct ka_number){.mantissa = 0};
    *known = !d->problem && !d->is_empty && !survey->discount_passed &&
             !(is_none && reading == KA_READ_PAID) &&
             (is_none || d->is_paid || is_single((int)survey->readings) ||
              (!sense_is_open(survey) && d->scale >= 0));
    if (*known)
        *off = ka_discount_off(d, d->is_paid ? KA_READ_PAID : reading);
}

const char *ka_survey_discount(const struct ka_survey *survey, struct ka_str cell,
                               struct ka_number *off, bool *known)
{
    struct ka_discount d;
    ka_discount_read(&d, cell, survey->rules.decimal_mark);
    ka_survey_off(survey, &d, off, known);
    return d.problem;
}

const char *ka_survey_discount_sense(const struct ka_survey *survey)
{
    if (survey->readings == KA_READ_PAID)
        return "paid";
    if (survey->readings & KA_READ_PAID)
        return "unknown";
    return survey->readings == KA_READ_PERCENT ? "off, per cent" : "off";
}

// ---- The whole ----

bool ka_survey_weighs_rows(const struct ka_survey *survey)
{
    return weighs_discounts(survey) || weighs_tax(survey);
}

// What a row tells beside its date.
struct told {
    bool of_discounts;
    unsigned readings; // that are left
    enum ka_tax_sense tax;
};

static struct told told_by(const struct ka_survey *survey, const struct ka_discount *d,
                           const struct ka_row_figures *row)
{
    struct told told = {.tax = KA_TAX_UNTOLD};
    told.of_discounts = weighs_discounts(survey) && ka_discount_is_some(d);
    if (told.of_discounts)
        told.readings = readings_left(survey, row, d);
    if (weighs_tax(survey))
        told.tax = tax_by_row(survey, row, d);
    return told;
}

bool ka_survey_knows_row(const struct ka_survey *survey, const struct ka_discount *d,
                         const struct ka_row_figures *row)
{
    struct told told = told_by(survey, d, row);
    if (told.tax != KA_TAX_UNTOLD && told.tax != survey->tax)
        return false;
    bool is_open = !is_single((int)told.readings);
    return !told.of_discounts || (told.readings != 0 && told.readings == survey->readings &&
                                  (!is_open || (survey->ambiguous_discount.line &&
                                                (d->scale >= 0 || survey->discount_bare))));
}

static struct ka_discount discount_of(const struct ka_survey *survey,
                                      const struct ka_record *record)
{
    struct ka_discount d;
    ka_discount_read(&d, cell_of(survey, record, KA_SALE_DISCOUNT_RATE),
                     survey->rules.decimal_mark);
    return d;
}

bool ka_survey_knows_rest(const struct ka_survey *survey, const struct ka_record *record)
{
    if (!ka_survey_weighs_rows(survey))
        return true;
    struct ka_discount d = discount_of(survey, record);
    struct ka_row_figures row = figures_of(survey, record);
    return ka_survey_knows_row(survey, &d, &row);
}

bool ka_survey_add(struct ka_survey *survey, const char *source, const struct ka_record *record,
                   struct ka_error *err)
{
    struct ka_str date = cell_of(survey, record, KA_SALE_DATE);
    if (!add_date(survey, source, date, record->line, err))
        return false;
    if (!ka_survey_weighs_rows(survey))
        return true;
    struct ka_discount d = discount_of(survey, record);
    struct ka_row_figures row = figures_of(survey, record);
    struct told told = told_by(survey, &d, &row);
    return (!told.of_discounts ||
            add_discount(survey, source, record, &d, told.readings, err)) &&
           add_tax(survey, source, record, told.tax, err);
}

// Once it is known that discounts are what is taken off, those that say per cent can be read.
static bool discounts_wait(const struct ka_survey *survey)
{
    return discounts_are_open(survey) &&
           (survey->discount_bare || survey->discount_needed || sense_is_open(survey));
}

bool ka_survey_is_open(const struct ka_survey *survey)
{
    return dates_are_open(survey) || discounts_wait(survey) ||
           (survey->has_serials && !survey->has_dates) ||
           (weighs_tax(survey) && survey->tax == KA_TAX_UNTOLD);
}

bool ka_survey_settle(struct ka_survey *survey, struct ka_error *err)
{
    if (dates_are_open(survey))
        return fail_at(survey, &survey->ambiguous_date, KA_SALE_DATE,
                       "has day, month and year in an order that no row tells; say which with "
                       "--date-format ymd, dmy or mdy",
                       err);
    if (survey->readings == KA_READ_OFF && survey->rules.discount == KA_DISCOUNT_OFF)
        survey->readings =
            KA_READ_FRACTION; // all that is off is 1, which --discount off% is for
    if (!discounts_are_open(survey) || !survey->discount_needed)
        return true;
    return fail_at(survey, &survey->ambiguous_discount, KA_SALE_DISCOUNT_RATE,
                   sense_is_open(survey)
                       ? "may be what is taken off or what is paid and no row tells; say "
                         "which with --discount off, off% or paid"
                       : "may be the whole or one per cent and no row tells; say which with "
                         "--discount off or off%",
                   err);
}
