// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/say.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "out/number.h"
#include "out/wrap.h"
#include "table/date.h"

#define COMPACT_FROM 10000 // from this figure on three digits are enough
#define SHARE_MOST 2       // a bound beyond it means nothing to a reader
#define MENTION_MOST 40    // columns of a name in a sentence

static struct ka_str keep(struct ka_report *report, struct ka_buf *text)
{
    struct ka_str kept = ka_arena_str(&report->texts, ka_buf_str(text));
    ka_buf_clear(text);
    return kept;
}

struct ka_str ka_report_word(const struct ka_report *report, const char *phrase)
{
    return ka_str(ka_phrase(report->lang, phrase));
}

struct ka_str ka_report_measure(const struct ka_report *report, const char *measure)
{
    char key[64];
    snprintf(key, sizeof key, "the_%s", measure);
    const char *found = ka_phrase(report->lang, key);
    return ka_str(found == key ? measure : found);
}

// "one|many": what fits the number, which is one when it reads "1".
static struct ka_str choose_form(struct ka_str forms, struct ka_str number)
{
    struct ka_str one = {forms.p, 0};
    while (one.n < forms.n && forms.p[one.n] != '|')
        one.n++;
    struct ka_str many = {forms.p + one.n + 1, forms.n - one.n - 1};
    return ka_str_eq(number, KA_STR("1")) ? one : many;
}

struct ka_str ka_report_fill(struct ka_report *report, const char *phrase,
                             const struct ka_str *values, size_t count)
{
    struct ka_buf text = {0};
    const char *p = ka_phrase(report->lang, phrase), *close;
    for (; *p; p++) {
        size_t number = p[0] == '{' && p[1] > '0' ? (size_t)(p[1] - '0') : 0;
        if (number == 0 || number > count || !(close = strchr(p, '}'))) {
            ka_buf_add_char(&text, *p);
            continue;
        }
        struct ka_str value = values[number - 1];
        if (p[2] == '?')
            value = choose_form((struct ka_str){p + 3, (size_t)(close - p) - 3}, value);
        ka_buf_add(&text, value);
        p = close;
    }
    return keep(report, &text);
}

struct ka_str ka_report_count(struct ka_report *report, double count)
{
    return ka_report_figure(report, KA_AS_COUNT, count);
}

struct ka_str ka_report_percent(struct ka_report *report, double fraction)
{
    return ka_report_figure(report, KA_AS_SHARE, fraction);
}

struct ka_str ka_report_level(struct ka_report *report, double level)
{
    struct ka_buf text = {0};
    double percent = level * 100;
    ka_number_percent(&text, level, fabs(percent - round(percent)) < 1e-9 ? 0 : 1);
    return keep(report, &text);
}

struct ka_str ka_report_compact(struct ka_report *report, double amount)
{
    struct ka_buf text = {0};
    ka_number_compact(&text, report->lang, amount);
    return keep(report, &text);
}

struct ka_str ka_report_plain(struct ka_report *report, double value)
{
    struct ka_buf text = {0};
    int decimals = 0;
    while (decimals < 4 && value * pow(10, decimals) != round(value * pow(10, decimals)))
        decimals++;
    if (fabs(value) >= COMPACT_FROM)
        ka_number_compact(&text, report->lang, value);
    else
        ka_number_real(&text, value, decimals);
    return keep(report, &text);
}

struct ka_str ka_report_date(struct ka_report *report, double day)
{
    return ka_report_figure(report, KA_AS_DATE, day);
}

// A slope over the mean has no floor at −100%, where "falls by 250% a year" would be
// nonsense: beyond 100% only the direction is told.
static void format_change(struct ka_buf *text, const struct ka_report *report, double value)
{
    if (fabs(value) > 1)
        ka_buf_add(text, ka_report_word(report, value > 0 ? "rises_steeply" : "falls_steeply"));
    else if (fabs(value) <= 0.0005) // 0.0%
        ka_buf_add(text, ka_report_word(report, "flat"));
    else
        ka_number_change(text, value, 1);
}

struct ka_str ka_report_figure(struct ka_report *report, enum ka_report_format format,
                               double value)
{
    struct ka_buf text = {0};
    if (isnan(value))
        return KA_STR("");
    switch (format) {
    case KA_AS_MONEY:
    case KA_AS_MEAN:
        ka_number_real(&text, value, report->decimals);
        break;
    case KA_AS_SHARE:
        ka_number_percent(&text, value, 1);
        break;
    case KA_AS_CHANGE:
        format_change(&text, report, value);
        break;
    case KA_AS_ROUGH:
        ka_number_real(&text, value, 1);
        break;
    case KA_AS_REAL:
        ka_number_real(&text, value, 3);
        break;
    case KA_AS_DATE:
        ka_date_format(&text, (int32_t)value);
        break;
    case KA_AS_MONTH:
        ka_month_format(&text, (int32_t)value);
        break;
    default: // a median of counts has a half
        ka_number_real(&text, value, value == floor(value) ? 0 : 1);
    }
    return keep(report, &text);
}

bool ka_report_range_is_open(enum ka_report_format format, double lo, double hi)
{
    return format == KA_AS_SHARE && (hi > SHARE_MOST || lo < -SHARE_MOST);
}

struct ka_str ka_report_range(struct ka_report *report, enum ka_report_format format, double lo,
                              double hi)
{
    bool share = format == KA_AS_SHARE;
    struct ka_str from = ka_report_figure(report, format, lo),
                  to = ka_report_figure(report, format, hi);
    if (share && hi > SHARE_MOST && lo < -SHARE_MOST)
        return ka_report_word(report, "range_unbounded");
    if (share && hi > SHARE_MOST)
        return KA_SAY(report, "range_from", from);
    if (share && lo < -SHARE_MOST)
        return KA_SAY(report, "range_to", to);
    return KA_SAY(report, "interval_range", from, to);
}

struct ka_str ka_report_name_of(const struct ka_report *report, struct ka_str id)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    for (size_t row = 0; row < accounts->frame.rows; row++)
        if (ka_str_eq(ka_frame_cell(&accounts->frame, accounts->key, row), id))
            return ka_report_account(report, row);
    return id;
}

struct ka_str ka_report_name(const struct ka_report *report, enum ka_report_kind kind,
                             size_t row)
{
    const struct ka_frame *frame = &report->tables[kind].frame;
    static const char *const columns[] = {"account",     "name",    "account_id",
                                          "prospect_id", "subject", "scope_id"};
    enum { SCOPE = 5 }; // an account, a manager, a channel
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t found = ka_frame_find(frame, columns[i]);
        if (found == KA_NONE || ka_frame_cell(frame, found, row).n == 0)
            continue;
        return i == SCOPE ? ka_report_name_of(report, ka_frame_cell(frame, found, row))
                          : ka_frame_cell(frame, found, row);
    }
    if (ka_frame_find(frame, "scope_id") != KA_NONE) // a target of all
        return ka_report_word(report, "whole_company");
    return KA_STR("");
}

struct ka_str ka_report_cell_word(struct ka_report *report, enum ka_report_kind kind,
                                  size_t column, size_t row)
{
    const struct ka_report_table *table = &report->tables[kind];
    const char *name = table->frame.columns[column].name;
    struct ka_str cell = ka_frame_cell(&table->frame, column, row);
    if (ka_report_format(table, name) != KA_AS_WORD)
        return cell;
    return ka_report_word(report, ka_report_column_word(table, name, cell, &report->texts));
}

struct ka_str ka_report_account(const struct ka_report *report, size_t row)
{
    return ka_report_name(report, KA_TABLE_ACCOUNTS, row);
}

struct ka_str ka_report_mention(struct ka_report *report, struct ka_str name)
{
    struct ka_str rest = name;
    struct ka_buf text = {0};
    size_t fits = 0;
    while (ka_text_next(&rest) >= 0) {
        struct ka_str begin = {name.p, (size_t)(rest.p - name.p)};
        if (ka_text_width(begin) > MENTION_MOST)
            break;
        fits = begin.n;
    }
    ka_line_isolate(&text, (struct ka_str){name.p, fits});
    ka_buf_add_text(&text, fits < name.n ? "…" : "");
    return keep(report, &text);
}

struct ka_str ka_report_join(struct ka_report *report, struct ka_str a, struct ka_str b)
{
    struct ka_buf text = {0};
    if (a.n == 0)
        return b;
    ka_buf_add(&text, a);
    ka_buf_add(&text, ka_report_word(report, "list_comma"));
    ka_buf_add(&text, b);
    return keep(report, &text);
}

void ka_report_left_out(struct ka_report *report, size_t count, size_t most)
{
    if (count > most)
        ka_document_text(
            &report->document, KA_BLOCK_NOTE,
            KA_SAY(report, "rows_left_out", ka_report_count(report, (double)(count - most))));
}
