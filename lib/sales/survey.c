// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/survey.h"

#include <math.h>
#include <stdio.h>

// How a column's discounts can be read.
enum {
    OFF_FRACTION = 1, // 0.2
    OFF_PERCENT = 2,  // 20
    OFF = OFF_FRACTION | OFF_PERCENT,
    PAID = 4, // 0.8, 8 or 80: below a tenth nothing is sold
};

static unsigned readings_of(unsigned traits, enum ka_discount_option option)
{
    static const unsigned by_option[] = {[KA_DISCOUNT_BY_DATA] = OFF | PAID,
                                         [KA_DISCOUNT_OFF] = OFF,
                                         [KA_DISCOUNT_PAID] = PAID,
                                         [KA_DISCOUNT_OFF_PERCENT] = OFF_PERCENT};
    unsigned readings = by_option[option];
    if (option == KA_DISCOUNT_BY_DATA && (traits & KA_OFF))
        readings = OFF;
    if (option == KA_DISCOUNT_BY_DATA && (traits & KA_PAID))
        readings = PAID;
    if ((traits & KA_PERCENT) && readings != PAID)
        readings &= ~(unsigned)OFF_FRACTION;
    return readings;
}

static bool has(const struct ka_survey *survey, int field)
{
    return survey->layout->place[field] != KA_NONE;
}

static bool sense_is_open(const struct ka_survey *survey)
{
    return (survey->readings & PAID) && (survey->readings & OFF);
}

void ka_survey_init(struct ka_survey *survey, const struct ka_layout *layout,
                    const struct ka_survey_rules *rules)
{
    *survey = (struct ka_survey){.rules = *rules, .layout = layout};
    survey->possible =
        readings_of(layout->traits[KA_SALE_DISCOUNT_RATE], survey->rules.discount);
    if (layout->is_sales)
        survey->possible = OFF_FRACTION;
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

// A discount as it stands in a cell.  scale: the power of ten of a whole that the cell
// itself names, -1 when it does not.
struct discount {
    struct ka_number number;
    bool is_empty, is_paid; // 8折
    int scale;
};

static double real(const struct ka_number *number)
{
    return (double)number->mantissa / pow(10, number->digits);
}

enum { MOST_DIGITS = 18 }; // of a discount that is meant

static const char *parse_discount(struct ka_str cell, char decimal_mark, struct discount *d)
{
    *d = (struct discount){.scale = -1, .is_empty = cell.n == 0};
    if (d->is_empty)
        return NULL;
    d->is_paid = ka_str_has_suffix(cell, KA_STR("折"));
    if (d->is_paid)
        cell.n -= sizeof "折" - 1;
    if (!ka_number_parse(cell, decimal_mark, &d->number) || d->number.currency ||
        d->number.digits > MOST_DIGITS)
        return "is not a discount";
    if (d->number.mantissa < 0 || real(&d->number) > 100)
        return "is not a discount between 0 and 100";
    if (d->is_paid)
        d->scale = real(&d->number) > 10 ? 2 : 1;
    if (d->number.percent)
        d->scale = 2;
    d->number.percent = false;
    return NULL;
}

// The power of ten that is a whole when d is read like this.
static int scale_of(const struct discount *d, unsigned reading)
{
    if (d->scale >= 0)
        return d->scale;
    if (reading != PAID)
        return reading == OFF_PERCENT ? 2 : 0;
    double value = real(&d->number);
    return value <= 1 ? 0 : value <= 10 ? 1 : 2;
}

// 1 - d or d, as a fraction.
static struct ka_number off_of(const struct discount *d, unsigned reading)
{
    struct ka_number off = d->number;
    off.digits += scale_of(d, reading);
    if (reading != PAID)
        return off;
    ka_int128 whole = 1;
    if (off.digits < 0 && ka_times_ten(off.mantissa, -off.digits, &off.mantissa))
        off.digits = 0; // it is 100 at most
    ka_times_ten(1, off.digits, &whole);
    off.mantissa = whole - off.mantissa;
    return off;
}

// The readings under which the cell alone makes sense.
static unsigned readings_by_size(const struct ka_survey *survey, const struct discount *d)
{
    if (d->is_paid)
        return PAID;
    double value = real(&d->number);
    if (d->scale >= 0 || (survey->possible & OFF) != OFF || value == 1)
        return survey->possible;
    return survey->possible & ~(unsigned)(value < 1 ? OFF_PERCENT : OFF_FRACTION);
}

static bool number_in(const struct ka_survey *survey, const struct ka_record *record, int field,
                      double *value)
{
    struct ka_number number;
    bool is_number =
        ka_number_parse(cell_of(survey, record, field), survey->rules.decimal_mark, &number);
    if (is_number)
        *value = real(&number);
    return is_number;
}

// The readings under which price × quantity × (1 − discount) is the revenue, within
// half a cent a piece; 0 when the row does not tell.
static unsigned readings_by_revenue(const struct ka_survey *survey,
                                    const struct ka_record *record, const struct discount *d)
{
    double price, qty, revenue;
    unsigned fits = 0;
    if (!survey->discount_told || !number_in(survey, record, KA_SALE_UNIT_PRICE, &price) ||
        !number_in(survey, record, KA_SALE_QTY, &qty) ||
        !number_in(survey, record, KA_SALE_REVENUE, &revenue))
        return 0;
    for (unsigned reading = OFF_FRACTION; reading <= PAID; reading *= 2) {
        struct ka_number off = off_of(d, reading);
        double difference = fabs(price * qty) * (1 - real(&off)) - fabs(revenue);
        if (fabs(difference) <= 0.01 + 0.005 * fabs(qty))
            fits |= reading;
    }
    return fits & survey->possible;
}

// ---- Tax ----

// Does the price say whether tax is in it, and the revenue not?
static bool tax_is_open(const struct ka_survey *survey)
{
    const unsigned *traits = survey->layout->traits, both = KA_TAXED | KA_NET;
    return survey->rules.tax && survey->tax == KA_TAX_UNTOLD && has(survey, KA_SALE_REVENUE) &&
           has(survey, KA_SALE_QTY) && has(survey, KA_SALE_UNIT_PRICE) &&
           !(traits[KA_SALE_REVENUE] & both) && (traits[KA_SALE_UNIT_PRICE] & both);
}

static enum ka_tax_sense tax_by_row(const struct ka_survey *survey,
                                    const struct ka_record *record)
{
    double price, qty, revenue, factor = 1 + real(survey->rules.tax);
    struct ka_str discount = cell_of(survey, record, KA_SALE_DISCOUNT_RATE);
    if ((discount.n && !ka_str_eq(discount, KA_STR("0"))) ||
        !number_in(survey, record, KA_SALE_UNIT_PRICE, &price) ||
        !number_in(survey, record, KA_SALE_QTY, &qty) ||
        !number_in(survey, record, KA_SALE_REVENUE, &revenue))
        return KA_TAX_UNTOLD;
    bool price_taxed = survey->layout->traits[KA_SALE_UNIT_PRICE] & KA_TAXED;
    double net = fabs(price * qty) / (price_taxed ? factor : 1),
           cents = 0.01 + 0.005 * fabs(qty);
    bool fits_net = fabs(net - fabs(revenue)) <= cents;
    bool fits_gross = fabs(net * factor - fabs(revenue)) <= cents;
    if (fits_net == fits_gross)
        return KA_TAX_UNTOLD;
    return fits_net ? KA_TAX_NOT_IN : KA_TAX_IN;
}

static bool add_tax(struct ka_survey *survey, const char *source,
                    const struct ka_record *record, struct ka_error *err)
{
    enum ka_tax_sense before = survey->tax;
    survey->tax = KA_TAX_UNTOLD;
    enum ka_tax_sense now = tax_is_open(survey) ? tax_by_row(survey, record) : KA_TAX_UNTOLD;
    survey->tax = now == KA_TAX_UNTOLD ? before : now;
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
                         const struct ka_record *record, struct ka_error *err)
{
    if (!weighs_discounts(survey))
        return true;
    struct ka_str cell = cell_of(survey, record, KA_SALE_DISCOUNT_RATE);
    struct discount d;
    if (parse_discount(cell, survey->rules.decimal_mark, &d) || d.is_empty ||
        d.number.mantissa == 0) // none, however it is read
        return true;
    unsigned fits = readings_by_revenue(survey, record, &d);
    survey->readings &= readings_by_size(survey, &d);
    if (fits)
        survey->readings &= fits;
    struct ka_evidence here = {.line = 0};
    keep_evidence(&here, source, cell, record->line);
    if (survey->readings == 0)
        return fail_at(survey, &here, KA_SALE_DISCOUNT_RATE,
                       "does not mean what the rows before mean; say what is right with "
                       "--discount off, off% or paid",
                       err);
    if (!is_single((int)survey->readings))
        keep_evidence(&survey->ambiguous_discount, source, cell, record->line);
    survey->discount_bare |= d.scale < 0 && !is_single((int)survey->readings);
    return true;
}

static bool discounts_are_open(const struct ka_survey *survey)
{
    return survey->ambiguous_discount.line && !is_single((int)survey->readings);
}

const char *ka_survey_discount(const struct ka_survey *survey, struct ka_str cell,
                               struct ka_number *off, bool *known)
{
    struct discount d;
    const char *problem = parse_discount(cell, survey->rules.decimal_mark, &d);
    bool is_none = !d.is_empty && d.number.mantissa == 0;
    unsigned reading = survey->readings & PAID          ? PAID
                       : survey->readings & OFF_PERCENT ? OFF_PERCENT
                                                        : OFF_FRACTION;
    *off = (struct ka_number){.mantissa = 0};
    *known = !problem && !d.is_empty && !survey->discount_passed &&
             !(is_none && reading == PAID) &&
             (is_none || d.is_paid || is_single((int)survey->readings) ||
              (!sense_is_open(survey) && d.scale >= 0));
    if (*known)
        *off = off_of(&d, d.is_paid ? PAID : reading);
    return problem;
}

const char *ka_survey_discount_sense(const struct ka_survey *survey)
{
    if (survey->readings == PAID)
        return "paid";
    if (survey->readings & PAID)
        return "unknown";
    return survey->readings == OFF_PERCENT ? "off, per cent" : "off";
}

// ---- The whole ----

bool ka_survey_weighs_rows(const struct ka_survey *survey)
{
    struct ka_survey untold = *survey;
    untold.tax = KA_TAX_UNTOLD;
    return weighs_discounts(survey) || tax_is_open(&untold);
}

bool ka_survey_add(struct ka_survey *survey, const char *source, const struct ka_record *record,
                   struct ka_error *err)
{
    struct ka_str date = cell_of(survey, record, KA_SALE_DATE);
    return add_date(survey, source, date, record->line, err) &&
           add_discount(survey, source, record, err) && add_tax(survey, source, record, err);
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
           (survey->has_serials && !survey->has_dates) || tax_is_open(survey);
}

bool ka_survey_settle(struct ka_survey *survey, struct ka_error *err)
{
    if (dates_are_open(survey))
        return fail_at(survey, &survey->ambiguous_date, KA_SALE_DATE,
                       "has day, month and year in an order that no row tells; say which with "
                       "--date-format ymd, dmy or mdy",
                       err);
    if (survey->readings == OFF && survey->rules.discount == KA_DISCOUNT_OFF)
        survey->readings = OFF_FRACTION; // all that is off is 1, which --discount off% is for
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
