// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as other systems write them: the second half of date.h.
#include "table/date.h"

#include "table/narrow.h"

// What a text matched: the numbers in it, in order; a month's name is a number of no digits.
struct parts {
    int value[3], digits[3], count;
};

static bool skip(struct ka_str *text, size_t n)
{
    *text = (struct ka_str){text->p + n, text->n - n};
    return n > 0;
}

static bool take(struct ka_str *text, struct ka_str literal)
{
    return ka_str_has_prefix(*text, literal) && skip(text, literal.n);
}

static bool take_any(struct ka_str *text, const char *chars)
{
    size_t n = 0;
    while (n < text->n && text->p[n] && strchr(chars, text->p[n]))
        n++;
    return skip(text, n);
}

static bool take_number(struct ka_str *text, int most, int *value, int *digits)
{
    int n = 0;
    *value = 0;
    for (; (size_t)n < text->n && text->p[n] >= '0' && text->p[n] <= '9'; n++) {
        if (n == most)
            return false;
        *value = *value * 10 + (text->p[n] - '0');
    }
    *digits = n;
    return skip(text, (size_t)n);
}

// "JAN", "JAN.", "SEPT", "JANUARY": at least three letters of the name.
static bool take_month(struct ka_str *text, int *value)
{
    static const char *const names[] = {"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                        "MAY",       "JUNE",     "JULY",     "AUGUST",
                                        "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
    size_t n = 0;
    while (n < text->n && text->p[n] >= 'A' && text->p[n] <= 'Z')
        n++;
    for (int i = 0; i < 12 && n >= 3; i++)
        if (ka_str_has_prefix(ka_str(names[i]), (struct ka_str){text->p, n})) {
            *value = i + 1;
            skip(text, n);
            take(text, KA_STR("."));
            return true;
        }
    return false;
}

// Takes what pattern says off the front of *text: n is a number, m a month's name, a blank
// stands for blanks and commas, _ for blanks or nothing, all else for itself.
static bool match(struct ka_str *text, const char *pattern, struct parts *parts)
{
    *parts = (struct parts){.count = 0};
    for (; *pattern; pattern++) {
        int *value = &parts->value[parts->count], *digits = &parts->digits[parts->count];
        if (*pattern == 'n' || *pattern == 'm') {
            if (*pattern == 'n' ? !take_number(text, 8, value, digits)
                                : !take_month(text, value))
                return false;
            parts->count++;
        } else if (*pattern == ' ' || *pattern == '_') {
            if (!take_any(text, *pattern == ' ' ? " ," : " ") && *pattern == ' ')
                return false;
        } else if (!take(text, (struct ka_str){pattern, 1}))
            return false;
    }
    return true;
}

static bool take_half_day(struct ka_str *text)
{
    static const char *const words[] = {"AM",   "PM",   "A.M.", "P.M.", "上午",
                                        "下午", "中午", "晚上", "凌晨"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take(text, ka_str(words[i])))
            return true;
    return false;
}

// "Z", "UTC", "GMT", "+08", "+0800", "+08:00"; nothing is fine, too.
static bool is_zone(struct ka_str text)
{
    int hour, minute = 0, digits;
    if (take(&text, KA_STR("Z")) || take(&text, KA_STR("UTC")) || take(&text, KA_STR("GMT")))
        return text.n == 0;
    if (text.n == 0)
        return true;
    if (!take(&text, KA_STR("+")) && !take(&text, KA_STR("-")))
        return false;
    if (!take_number(&text, 4, &hour, &digits) || digits % 2 != 0)
        return false;
    if (digits == 4) {
        minute = hour % 100;
        hour /= 100;
    } else if (take(&text, KA_STR(":")) && !take_number(&text, 2, &minute, &digits))
        return false;
    return text.n == 0 && hour <= 14 && minute <= 59;
}

// Is this what may stand behind a date: nothing, or a time of day?
static bool is_time(struct ka_str text)
{
    int hour, minute, second = 0, digits;
    if (text.n == 0)
        return true;
    if (!take(&text, KA_STR("T")))
        take_any(&text, " ,");
    take_half_day(&text);
    take_any(&text, " ");
    if (!take_number(&text, 2, &hour, &digits) || !take(&text, KA_STR(":")) ||
        !take_number(&text, 2, &minute, &digits) || digits != 2)
        return false;
    if (take(&text, KA_STR(":"))) {
        if (!take_number(&text, 2, &second, &digits) || digits != 2)
            return false;
        bool fraction = take(&text, KA_STR(".")) || take(&text, KA_STR(","));
        if (fraction && !take_any(&text, "0123456789"))
            return false;
    }
    take_any(&text, " ");
    take_half_day(&text);
    take_any(&text, " ");
    return hour <= 23 && minute <= 59 && second <= 60 && is_zone(text);
}

// Every reading of a text, by form.
struct readings {
    int32_t ymd, dmy, mdy, text, serial; // KA_DATE_NONE where there is none
    bool ordered; // which of ymd, dmy, mdy it is only the column can tell
};

static const struct readings no_reading = {KA_DATE_NONE, KA_DATE_NONE, KA_DATE_NONE,
                                           KA_DATE_NONE, KA_DATE_NONE, false};

// Parts i, j, k as year, month and day; k < 0 is the first of the month.
static int32_t date_of(const struct parts *parts, int i, int j, int k)
{
    int year = parts->value[i], day = k < 0 ? 1 : parts->value[k];
    if (parts->digits[j] > 2 || (k >= 0 && parts->digits[k] > 2))
        return KA_DATE_NONE;
    if (parts->digits[i] == 2)
        return ka_date_from(year + (year <= 68 ? 2000 : 1900), parts->value[j], day);
    return parts->digits[i] == 4 ? ka_date_from(year, parts->value[j], day) : KA_DATE_NONE;
}

static struct readings read_numbers(const struct parts *parts)
{
    struct readings r = no_reading;
    r.ymd = date_of(parts, 0, 1, 2);
    r.dmy = date_of(parts, 2, 1, 0);
    r.mdy = date_of(parts, 2, 0, 1);
    r.ordered = parts->digits[0] != 4;
    return r;
}

static struct readings read_year_first(const struct parts *parts)
{
    struct readings r = no_reading;
    r.ymd = date_of(parts, 0, 1, parts->count == 3 ? 2 : -1);
    return r;
}

// 2024-03, but not 24-03: that may be a day of March.
static struct readings read_month(const struct parts *parts)
{
    return parts->digits[0] == 4 ? read_year_first(parts) : no_reading;
}

static struct readings read_day_name_year(const struct parts *parts)
{
    struct readings r = no_reading;
    r.text = parts->digits[0] == 4 ? date_of(parts, 0, 1, 2) : date_of(parts, 2, 1, 0);
    return r;
}

static struct readings read_name_day_year(const struct parts *parts)
{
    struct readings r = no_reading;
    r.text = date_of(parts, 2, 0, 1);
    return r;
}

static struct readings read_name_year(const struct parts *parts)
{
    struct readings r = no_reading;
    r.text = date_of(parts, 1, 0, -1);
    return r;
}

// "Mar 2024", but not "Mar 24": that may be a day.
static struct readings read_name_long_year(const struct parts *parts)
{
    return parts->digits[1] == 4 ? read_name_year(parts) : no_reading;
}

static int32_t date_of_digits(int value)
{
    return ka_date_from(value / 10000, value / 100 % 100, value % 100);
}

static struct readings read_eight_digits(const struct parts *parts)
{
    struct readings r = no_reading;
    if (parts->digits[0] == 8)
        r.ymd = date_of_digits(parts->value[0]);
    return r;
}

static const struct pattern {
    const char *pattern;
    struct readings (*read)(const struct parts *parts);
} patterns[] = {
    {"n-n-n", read_numbers},
    {"n/n/n", read_numbers},
    {"n.n.n", read_numbers},
    {"n_年_n_月_n_日", read_year_first},
    {"n_年_n_月_n_号", read_year_first},
    {"n_年_n_月", read_year_first},
    {"n-n", read_month},
    {"n/n", read_month},
    {"n.n", read_month},
    {"n", read_eight_digits},
    {"n-m-n", read_day_name_year},
    {"n/m/n", read_day_name_year},
    {"n m n", read_day_name_year},
    {"nmn", read_day_name_year},
    {"m n n", read_name_day_year},
    {"m-n-n", read_name_day_year},
    {"m-n", read_name_year},
    {"m/n", read_name_year},
    {"m n", read_name_long_year},
};

// Excel's day number, 25569 on 1970-01-01.  Four digits are a year or a count, no day;
// no books that are read today begin before 1980.
static int32_t read_serial(struct ka_str text)
{
    enum { EPOCH = 25569, FIRST = 29221, DIGITS = 6 };
    int serial, digits;
    if (!take_number(&text, DIGITS, &serial, &digits) || serial < FIRST)
        return KA_DATE_NONE;
    if (take(&text, KA_STR(".")) && !take_any(&text, "0123456789"))
        return KA_DATE_NONE;
    int32_t date = serial - EPOCH;
    return text.n || date > ka_date_from(2199, 12, 31) ? KA_DATE_NONE : date;
}

// 20240105083000, as payment systems write it.
static int32_t read_stamp(struct ka_str text)
{
    if (text.n != 14)
        return KA_DATE_NONE;
    struct ka_str day = {text.p, 8}, clock = {text.p + 8, 6};
    int date, time, digits;
    if (!take_number(&day, 8, &date, &digits) || day.n ||
        !take_number(&clock, 6, &time, &digits) || clock.n)
        return KA_DATE_NONE;
    bool is_clock = time / 10000 <= 23 && time / 100 % 100 <= 59 && time % 100 <= 60;
    return is_clock ? date_of_digits(date) : KA_DATE_NONE;
}

static struct readings read_all(struct ka_str text)
{
    char room[KA_NARROW_SIZE];
    struct ka_str narrow = ka_narrow(text, room);
    struct readings r = no_reading;
    struct parts parts;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct ka_str rest = narrow;
        if (match(&rest, patterns[i].pattern, &parts) && is_time(rest)) {
            r = patterns[i].read(&parts);
            break;
        }
    }
    r.serial = read_serial(narrow);
    if (r.ymd == KA_DATE_NONE)
        r.ymd = read_stamp(narrow);
    return r;
}

static int forms_of(const struct readings *r)
{
    return (r->ymd != KA_DATE_NONE ? KA_DATE_YMD : 0) |
           (r->dmy != KA_DATE_NONE ? KA_DATE_DMY : 0) |
           (r->mdy != KA_DATE_NONE ? KA_DATE_MDY : 0) |
           (r->text != KA_DATE_NONE ? KA_DATE_TEXT : 0) |
           (r->serial != KA_DATE_NONE ? KA_DATE_SERIAL : 0);
}

static bool found(int32_t reading, int32_t *date)
{
    if (reading != KA_DATE_NONE)
        *date = reading;
    return reading != KA_DATE_NONE;
}

static bool found_form(const struct readings *r, enum ka_date_form form, int32_t *date)
{
    switch (form) {
    case KA_DATE_YMD:
        return found(r->ymd, date);
    case KA_DATE_DMY:
        return found(r->dmy, date);
    case KA_DATE_MDY:
        return found(r->mdy, date);
    case KA_DATE_TEXT:
        return found(r->text, date);
    default:
        return found(r->serial, date);
    }
}

int ka_date_forms(struct ka_str text)
{
    struct readings r = read_all(text);
    return forms_of(&r);
}

bool ka_date_parse_form(struct ka_str text, enum ka_date_form form, int32_t *date)
{
    struct readings r = read_all(text);
    return found_form(&r, form, date);
}

bool ka_date_parse_order(struct ka_str text, enum ka_date_form order, int32_t *date)
{
    if (text.n && ka_date_parse(text, date)) // most cells
        return true;
    struct readings r = read_all(text);
    if (r.ordered)
        return found_form(&r, order, date);
    return found(r.ymd, date) || found(r.text, date) || found(r.serial, date);
}

bool ka_month_parse_form(struct ka_str text, int32_t *month)
{
    static const char *const forms[] = {"n_年_n_月", "n-n", "n/n", "n.n", "n"};
    char room[KA_NARROW_SIZE];
    struct ka_str narrow = ka_narrow(text, room);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct ka_str rest = narrow;
        struct parts parts;
        if (!match(&rest, forms[i], &parts) || rest.n)
            continue;
        int value = parts.value[0];
        bool is_one = parts.count == 1 && parts.digits[0] == 6;
        int32_t day = is_one ? ka_date_from(value / 100, value % 100, 1)
                      : parts.count == 2 && parts.digits[0] == 4 ? date_of(&parts, 0, 1, -1)
                                                                 : KA_DATE_NONE;
        if (day != KA_DATE_NONE)
            *month = ka_date_month(day);
        return day != KA_DATE_NONE;
    }
    return false;
}

// ---- A column's evidence ----

enum { ORDERS = KA_DATE_YMD | KA_DATE_DMY | KA_DATE_MDY };

static void note(bool *seen, struct ka_quoted_date *example, struct ka_str text, uint64_t line)
{
    if (*seen)
        return;
    *seen = true;
    size_t n = text.n < sizeof example->text ? text.n : sizeof example->text - 1;
    while (n > 0 && n < text.n && (text.p[n] & 0xc0) == 0x80) // cut between characters
        n--;
    memcpy(example->text, text.p, n);
    example->text[n] = '\0';
    example->line = line;
}

void ka_date_column_add(struct ka_date_column *column, struct ka_str text, uint64_t line)
{
    struct readings r = read_all(text);
    int forms = forms_of(&r) & ORDERS;
    if (!r.ordered || forms == 0)
        return;
    column->excluded |= ORDERS & ~forms;
    bool dmy = forms & KA_DATE_DMY, mdy = forms & KA_DATE_MDY, ymd = forms & KA_DATE_YMD;
    if (dmy && r.dmy == r.mdy && (!ymd || r.dmy == r.ymd))
        return; // 5/5/2024
    if (dmy && mdy)
        note(&column->either, &column->ambiguous_example, text, line);
    else if (dmy)
        note(&column->day_first, &column->dmy_example, text, line);
    else if (mdy)
        note(&column->month_first, &column->mdy_example, text, line);
    else
        note(&column->year_first, &column->ymd_example, text, line);
}

int ka_date_column_orders(const struct ka_date_column *column)
{
    bool any = column->day_first || column->month_first || column->year_first || column->either;
    int left = ORDERS & ~column->excluded;
    return any ? left : left & -left; // where the order is all the same, one that reads all
}

int ka_date_form_named(const char *name)
{
    static const char *const names[] = {"ymd", "dmy", "mdy"};
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0)
            return 1 << i;
    return 0;
}
