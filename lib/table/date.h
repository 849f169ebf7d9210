// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as days since 1970-01-01, months as months since 1970-01; the order of
// day and month decided by a whole column.
#ifndef KA_TABLE_DATE_H
#define KA_TABLE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define KA_DATE_NONE INT32_MIN

// Gregorian, 1900 to 2199; KA_DATE_NONE when there is no such day.
int32_t ka_date_from(int year, int month, int day);
void ka_date_split(int32_t date, int *year, int *month, int *day);
int32_t ka_date_month(int32_t date);                     // 1970-01 is 0
int32_t ka_month_first(int32_t month);                   // its first day
void ka_month_format(struct ka_buf *out, int32_t month); // "2024-03"
bool ka_month_parse(struct ka_str text, int32_t *month); // "2024-03" only

// The contract's form, YYYY-MM-DD; empty gives KA_DATE_NONE.
bool ka_date_parse(struct ka_str text, int32_t *date);
void ka_date_text(char text[10], int32_t date);        // of a day
void ka_date_format(struct ka_buf *out, int32_t date); // "" for NONE

// How the columns of other systems write dates, as a set of what is possible.
enum ka_date_form {
    KA_DATE_YMD = 1,  // 2024-01-05, 2024/1/5, 2024.1.5, 24-01-05, 2024年1月5日, 20240105,
                      // 20240105083000; the first of the month: 2024-03, 2024年3月
    KA_DATE_DMY = 2,  // 5/1/2024, 05-01-24, 5.1.2024
    KA_DATE_MDY = 4,  // 1/5/2024
    KA_DATE_TEXT = 8, // 5-Jan-2024, 5 January 24, 05JAN2024, Jan 5, 2024, 2024-Jan-05; first of
                      // the month: Mar-24, Mar 2024
    KA_DATE_SERIAL = 16 // Excel: 45296, 45296.5; from 29221 (1980-01-01) on
};

// Which forms could this text be?  0: no date at all.  In half or full width.  A time
// behind is passed over (T or blank, 08:00, 8:00:00.5 AM, 上午8:00, then Z, UTC, +08:00,
// +0800), but has to be one; behind a serial there is none.  Years from 1900 to 2199;
// two digits: 00–68 are 20xx, 69–99 are 19xx.
int ka_date_forms(struct ka_str text);

// text read in one form; false when it is not a date in that form.
bool ka_date_parse_form(struct ka_str text, enum ka_date_form form, int32_t *date);

// text in the form that it shows by itself, which is any of them; where only the column
// can tell the order of day, month and two-digit year (5/1/2024, 05-01-24), in `order`:
// KA_DATE_YMD, KA_DATE_DMY or KA_DATE_MDY.
bool ka_date_parse_order(struct ka_str text, enum ka_date_form order, int32_t *date);

// A month as other systems write it: 2024-03, 2024/3, 2024.3, 2024年3月, 202403; no day.
bool ka_month_parse_form(struct ka_str text, int32_t *month);

// A column's evidence: feed every cell (or a prefix), then ask.  Only cells whose order
// is not plain by itself count (5/1/2024, 05-01-24), each of them for one of these:
struct ka_date_column {
    bool day_first;   // cells that D/M can read and M/D cannot
    bool month_first; // cells that M/D can read and D/M cannot
    bool year_first;  // cells that only Y/M/D can read: 99-01-05
    bool either;      // cells that D/M and M/D can read, as different days
    int excluded;     // of KA_DATE_YMD, DMY, MDY: those that cannot read some cell
    struct ka_quoted_date {
        char text[32];
        uint64_t line;
    } dmy_example, mdy_example, ymd_example, ambiguous_example; // the first of each
};

void ka_date_column_add(struct ka_date_column *column, struct ka_str text, uint64_t line);

// The orders that read every cell: one is decided, several are ambiguous (and then
// `either`, or two-digit years that may stand first: 15-01-24), none is a contradiction.
// KA_DATE_YMD when no cell needs it; a single one also where all cells are alike in
// every order that reads them (5/5/2024).
int ka_date_column_orders(const struct ka_date_column *column);

// Name of --date-format for a form set: "ymd", "dmy", "mdy"; 0 when unknown.
int ka_date_form_named(const char *name);

#endif
