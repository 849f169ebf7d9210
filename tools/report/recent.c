// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/recent.h"

#include <math.h>

#include "out/number.h"
#include "report/pick.h"
#include "report/previous.h"
#include "report/say.h"
#include "table/date.h"

enum { YEAR = 12 };

// "+8.3%"; empty where there is no ratio.
static struct ka_str change(struct ka_report *report, double now, double then)
{
    struct ka_buf text = {0};
    if (isnan(now + then) || !(then > 0) || now < 0)
        return KA_STR("");
    ka_number_change(&text, now / then - 1, 1);
    struct ka_str kept = ka_arena_str(&report->texts, ka_buf_str(&text));
    ka_buf_clear(&text);
    return kept;
}

static struct ka_str against(struct ka_report *report, const char *phrase, double now,
                             double then, struct ka_str what)
{
    struct ka_str by = change(report, now, then);
    return by.n == 0 ? by : KA_SAY(report, phrase, by, what);
}

// ---- Twelve months ----

// NAN when the data do not reach back that far.
static double sum_of(const struct ka_report *report, const char *column)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    if (!ka_report_has(accounts, column))
        return NAN;
    return ka_report_sum(accounts, column, NULL, accounts->frame.rows);
}

static void show_year(struct ka_report *report)
{
    double now = sum_of(report, "revenue_recent"), before = sum_of(report, "revenue_prior");
    double then = report->before ? sum_of(report->before, "revenue_recent") : NAN;
    if (isnan(now))
        return;
    struct ka_str detail = against(report, "on_year_before", now, before, KA_STR(""));
    struct ka_str more = against(report, "on_previous", now, then, KA_STR(""));
    if (detail.n > 0 && more.n > 0)
        detail = KA_SAY(report, "change_and_detail", detail, more);
    else if (more.n > 0)
        detail = more;
    ka_document_figure(&report->document, ka_report_word(report, "revenue_year"),
                       ka_report_compact(report, now), detail, KA_NEUTRAL);
}

// ---- Months ----

// Revenue of a month; NAN when no row is of it.
static double month_revenue(struct ka_report *report, int32_t month)
{
    const struct ka_report_table *monthly = &report->tables[KA_TABLE_MONTHLY];
    const double *period = ka_report_reals(monthly, "period");
    struct ka_rows rows = ka_report_all(report, KA_TABLE_MONTHLY);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (period[rows.at[i]] == month)
            rows.at[count++] = rows.at[i];
    return count > 0 ? ka_report_sum(monthly, "revenue", rows.at, count) : NAN;
}

static void show_month(struct ka_report *report, int32_t month)
{
    double now = month_revenue(report, month);
    struct ka_str before = ka_report_figure(report, KA_AS_MONTH, month - YEAR);
    if (isnan(now))
        return;
    ka_document_figure(
        &report->document,
        KA_SAY(report, "revenue_month", ka_report_figure(report, KA_AS_MONTH, month)),
        ka_report_compact(report, now),
        against(report, "on_month", now, month_revenue(report, month - YEAR), before),
        KA_NEUTRAL);
}

// It keeps its value; there is nothing to compare it with.
static void show_running_month(struct ka_report *report, int32_t month, int32_t end)
{
    double now = month_revenue(report, month);
    if (!isnan(now))
        ka_document_figure(
            &report->document,
            KA_SAY(report, "revenue_month", ka_report_figure(report, KA_AS_MONTH, month)),
            ka_report_compact(report, now),
            KA_SAY(report, "month_running", ka_report_date(report, end)), KA_NEUTRAL);
}

void ka_report_recent_figures(struct ka_report *report)
{
    struct ka_report_span span;
    bool months = report->tables[KA_TABLE_MONTHLY].frame.rows > 0;
    show_year(report);
    if (!months || !ka_report_span(report, &span))
        return;
    int32_t month = ka_date_month(span.end);
    bool whole = ka_report_is_whole(&span);
    show_month(report, whole ? month : month - 1);
    if (!whole)
        show_running_month(report, month, span.end);
}
