// SPDX-License-Identifier: GPL-3.0-or-later
// What only a whole column can tell: the order of day and month, and what its
// discounts mean.  Every record is added once, in any order, to the same end.
#ifndef KA_SALES_SURVEY_H
#define KA_SALES_SURVEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/discount_cell.h"
#include "sales/layout.h"
#include "table/date.h"
#include "table/number.h"
#include "table/reader.h"

enum ka_discount_option {
    KA_DISCOUNT_BY_DATA,
    KA_DISCOUNT_OFF,         // 0.2 or 20: a fifth is taken off
    KA_DISCOUNT_PAID,        // 0.8, 8, 80: four fifths are paid
    KA_DISCOUNT_OFF_PERCENT, // 1 is one per cent
};

struct ka_survey_rules {
    int date_form; // KA_DATE_YMD, _DMY, _MDY; 0: by the data
    enum ka_discount_option discount;
    char decimal_mark;
    const struct ka_number *tax; // of --tax, NULL: none
};

enum ka_tax_sense {
    KA_TAX_UNTOLD,
    KA_TAX_NOT_IN, // price × quantity shows that revenue has no tax in it
    KA_TAX_IN,
};

struct ka_evidence {
    char text[48], source[256];
    uint64_t line;
};

struct ka_survey {
    struct ka_survey_rules rules;
    const struct ka_layout *layout; // of the first file that has this header
    struct ka_date_column dates;
    bool has_serials, has_dates; // day numbers of Excel, dates written as such
    struct ka_evidence ambiguous_date, ambiguous_discount;
    unsigned readings, possible; // of the discounts: now, at the beginning
    enum ka_tax_sense tax;       // of revenue, where only the rows can tell
    bool discount_bare;          // of the ambiguous ones, some do not say per cent
    bool discount_needed;        // revenue is derived from it
    bool discount_told;          // price, quantity and revenue are there to decide
    bool discount_passed;        // off or paid is open, no row can tell, no figure needs it
};

void ka_survey_init(struct ka_survey *survey, const struct ka_layout *layout,
                    const struct ka_survey_rules *rules);

// False when the column contradicts itself.
bool ka_survey_add(struct ka_survey *survey, const char *source, const struct ka_record *record,
                   struct ka_error *err);

// True while records were added that cannot be read yet.
bool ka_survey_is_open(const struct ka_survey *survey);

// At the end of the data: false, with the option that settles it, when a question is
// open that must not be.
bool ka_survey_settle(struct ka_survey *survey, struct ka_error *err);

// False when a record tells of the export by its date alone.
bool ka_survey_weighs_rows(const struct ka_survey *survey);

// True when adding a record with this date and nothing else would change nothing.
bool ka_survey_knows_date(const struct ka_survey *survey, struct ka_str cell);

// The figures of a row; NAN where it has none.
struct ka_row_figures {
    double price, qty, revenue;
};

// True when adding a record with these figures and this discount and nothing else would change
// nothing; the other asks a record with a date that is known.
bool ka_survey_knows_row(const struct ka_survey *survey, const struct ka_discount *discount,
                         const struct ka_row_figures *row);
bool ka_survey_knows_rest(const struct ka_survey *survey, const struct ka_record *record);

// A date cell and what it is.
struct ka_day {
    char cell[24]; // n bytes; n is 0 when it is longer
    size_t n;
    const char *problem; // NULL, or why it is none
    int32_t date;
    char text[10];
    bool is_as_is; // text is the cell
};
void ka_day_read(struct ka_day *day, const struct ka_survey *survey, struct ka_str cell);

// NULL, or why the cell is no date.
const char *ka_survey_date(const struct ka_survey *survey, struct ka_str cell, int32_t *date);

// The fraction taken off the price; *known is false for an empty cell and for a
// column nobody can read.
void ka_survey_off(const struct ka_survey *survey, const struct ka_discount *discount,
                   struct ka_number *off, bool *known);

// The same of a cell.  NULL, or why it is no discount.
const char *ka_survey_discount(const struct ka_survey *survey, struct ka_str cell,
                               struct ka_number *off, bool *known);

// False when the file has no discounts, or has them passed over.
bool ka_survey_reads_discounts(const struct ka_survey *survey);

// "off", "off, per cent", "paid", "unknown"; "day/month", "month/day",
// "year/month/day" or "" when no date needed it.
const char *ka_survey_discount_sense(const struct ka_survey *survey);
const char *ka_survey_date_order(const struct ka_survey *survey);

#endif
