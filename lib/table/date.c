// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/date.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199 };

// ---- The calendar ----

// Days from 1970-01-01 to a day of the Gregorian calendar whose year begins in March, so
// that the leap day is its last: H. Hinnant, "chrono-compatible low-level date algorithms".
static int32_t days_from(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int month_length(int year, int month)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

int32_t ka_date_from(int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return KA_DATE_NONE;
    return days_from(year, month, day);
}

void ka_date_split(int32_t date, int *year, int *month, int *day)
{
    date += 719468;
    int era = (date >= 0 ? date : date - 146096) / 146097;
    int day_of_era = date - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * day_of_year + 2) / 153; // March is 0
    *day = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

int32_t ka_date_month(int32_t date)
{
    int year, month, day;
    ka_date_split(date, &year, &month, &day);
    return (year - 1970) * 12 + month - 1;
}

// The year of a month, rounding down also before 1970.
static int year_of(int32_t month)
{
    return 1970 + (month >= 0 ? month : month - 11) / 12;
}

int32_t ka_month_first(int32_t month)
{
    int year = year_of(month);
    return days_from(year, month - (year - 1970) * 12 + 1, 1);
}

// ---- The contract's forms ----

static void put_digits(char *out, int value, int n)
{
    for (; n > 0; value /= 10)
        out[--n] = (char)('0' + value % 10);
}

void ka_date_text(char text[10], int32_t date)
{
    int year, month, day;
    ka_date_split(date, &year, &month, &day);
    memcpy(text, "0000-00-00", 10);
    put_digits(text, year, 4);
    put_digits(text + 5, month, 2);
    put_digits(text + 8, day, 2);
}

void ka_date_format(struct ka_buf *out, int32_t date)
{
    char text[10];
    if (date == KA_DATE_NONE)
        return;
    ka_date_text(text, date);
    ka_buf_add(out, (struct ka_str){text, sizeof text});
}

void ka_month_format(struct ka_buf *out, int32_t month)
{
    char text[] = "0000-00";
    int year = year_of(month);
    put_digits(text, year, 4);
    put_digits(text + 5, month - (year - 1970) * 12 + 1, 2);
    ka_buf_add(out, (struct ka_str){text, 7});
}

// n digits as a number, -1 when one of them is none.
static int parse_digits(const char *p, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool ka_date_parse(struct ka_str text, int32_t *date)
{
    if (text.n == 0) {
        *date = KA_DATE_NONE;
        return true;
    }
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    int32_t found = ka_date_from(parse_digits(text.p, 4), parse_digits(text.p + 5, 2),
                                 parse_digits(text.p + 8, 2));
    if (found == KA_DATE_NONE)
        return false;
    *date = found;
    return true;
}

bool ka_month_parse(struct ka_str text, int32_t *month)
{
    if (text.n != 7 || text.p[4] != '-')
        return false;
    int32_t first = ka_date_from(parse_digits(text.p, 4), parse_digits(text.p + 5, 2), 1);
    if (first == KA_DATE_NONE)
        return false;
    *month = ka_date_month(first);
    return true;
}
