// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as days since 1970-01-01, months as months since 1970-01; the order of
// day and month decided by a whole column.
#ifndef KA_TABLE_DATE_H
#define KA_TABLE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define KA_DATE_NONE INT32_MIN

int32_t ka_date_from(int year, int month, int day); // KA_DATE_NONE when there is no such day
void ka_date_split(int32_t date, int *year, int *month, int *day);
int32_t ka_date_month(int32_t date);                     // 1970-01 is 0
int32_t ka_month_first(int32_t month);                   // its first day
void ka_month_format(struct ka_buf *out, int32_t month); // "2024-03"
bool ka_month_parse(struct ka_str text, int32_t *month); // "2024-03" only

// The contract's form, YYYY-MM-DD; empty gives KA_DATE_NONE.
bool ka_date_parse(struct ka_str text, int32_t *date);
void ka_date_format(struct ka_buf *out, int32_t date); // "" for NONE

// How the columns of other systems write dates, as a set of what is possible.
enum ka_date_form {
    KA_DATE_YMD = 1,    // 2024-01-05, 2024/1/5, 2024.1.5, 2024年1月5日, 20240105
    KA_DATE_DMY = 2,    // 5/1/2024, 05-01-24
    KA_DATE_MDY = 4,    // 1/5/2024
    KA_DATE_TEXT = 8,   // 5-Jan-2024, Jan 5, 2024, Mar-24 (the first of the month)
    KA_DATE_SERIAL = 16 // Excel: 45296 (1900 system), with or without a fraction
};

// Which forms could this text be?  0: no date at all.  A time behind it (T or blank,
// 08:00, 8:00:00 AM, Z, +08:00) is allowed.  Years from 1900 to 2199; two digits:
// 00–68 are 20xx.
int ka_date_forms(struct ka_str text);

// text read in one form; false when it is not a date in that form.
bool ka_date_parse_form(struct ka_str text, enum ka_date_form form, int32_t *date);

// A column's evidence: feed every cell (or a prefix), then ask.
struct ka_date_column {
    bool day_first, month_first; // cells that only D/M or only M/D can read
    bool either;                 // cells that both can read
    struct ka_quoted_date {
        char text[32];
        uint64_t line;
    } dmy_example, mdy_example, ambiguous_example; // the first of each, for messages
};

void ka_date_column_add(struct ka_date_column *column, struct ka_str text, uint64_t line);

// Name of --date-format for a form set: "ymd", "dmy", "mdy"; 0 when unknown.
int ka_date_form_named(const char *name);

#endif
