// SPDX-License-Identifier: GPL-3.0-or-later
// A page for each chosen account: what all tables that are there know of it.
#include "report/pages.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "report/criteria.h"
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define YEAR_1970 (1970 * 12) // a chart counts months from the year 0

// ---- Which ----

static size_t find_account(const struct ka_report_table *accounts, struct ka_str name)
{
    const char *const columns[] = {"account_id", "account"};
    for (size_t i = 0; i < 2; i++) {
        size_t column = ka_frame_find(&accounts->frame, columns[i]);
        for (size_t row = 0; column != KA_NONE && row < accounts->frame.rows; row++)
            if (ka_str_eq(ka_frame_cell(&accounts->frame, column, row), name))
                return row;
    }
    return KA_NONE;
}

static bool choose(struct ka_report *report, struct ka_str name, struct ka_error *err)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    size_t row = find_account(accounts, name);
    if (row == KA_NONE)
        return ka_fail(err, KA_USAGE, "--account: %s is not among the account rows",
                       KA_QUOTE(name));
    for (size_t i = 0; i < report->page_count; i++)
        if (report->pages[i] == row)
            return true;
    KA_ROOM(report->pages, report->page_count, report->page_cap);
    report->pages[report->page_count++] = row;
    return true;
}

// A name with a comma in it goes before a list.
static bool choose_list(struct ka_report *report, struct ka_str names, struct ka_error *err)
{
    if (find_account(&report->tables[KA_TABLE_ACCOUNTS], names) != KA_NONE)
        return choose(report, names, err);
    bool done = true;
    while (done && names.n > 0) {
        const char *comma = memchr(names.p, ',', names.n);
        size_t n = comma ? (size_t)(comma - names.p) : names.n;
        done = choose(report, ka_str_trim((struct ka_str){names.p, n}), err);
        n += comma != NULL;
        names = (struct ka_str){names.p + n, names.n - n};
    }
    return done;
}

bool ka_report_choose_accounts(struct ka_report *report, const char *const *names, size_t count,
                               struct ka_error *err)
{
    bool done = true;
    if (count > 0 && report->tables[KA_TABLE_ACCOUNTS].frame.width == 0)
        return ka_fail(err, KA_USAGE, "--account needs account rows");
    for (size_t i = 0; done && i < count; i++)
        done = choose_list(report, ka_str_trim(ka_str(names[i])), err);
    return done;
}

// ---- The page ----

struct page {
    struct ka_report *report;
    size_t row;       // of the account
    struct ka_str id; // of the account
    size_t number;
};

// The rows of a table that are of this account, as they are.
static struct ka_rows rows_of(const struct page *page, enum ka_report_kind kind)
{
    struct ka_report *report = page->report;
    struct ka_rows all = ka_report_all(report, kind);
    if (ka_report_has(&report->tables[kind], "account_id"))
        return ka_report_where(report, kind, all, "account_id", page->id.p);
    // Targets are of managers and channels as well.
    return ka_report_where(report, kind, ka_report_where(report, kind, all, "scope", "account"),
                           "scope_id", page->id.p);
}

static void begin(const struct page *page)
{
    char id[32];
    snprintf(id, sizeof id, "account-%zu", page->number);
    ka_document_section(&page->report->document, ka_str(id),
                        ka_report_account(page->report, page->row));
}

// The place among all accounts by a measure, the largest first.
static struct ka_str place(const struct page *page, const char *measure)
{
    struct ka_report *report = page->report;
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_ACCOUNTS, measure, true);
    size_t i = 0;
    while (i < rows.count && rows.at[i] != page->row)
        i++;
    if (i == rows.count)
        return KA_STR("");
    return KA_SAY(report, "place_of", ka_report_count(report, (double)(i + 1)),
                  ka_report_count(report, (double)rows.count));
}

static void show_figures(const struct page *page)
{
    static const struct {
        const char *column;
        bool placed;
    } figures[] = {{"revenue", true},       {"margin_rate", true},  {"cost_to_serve", true},
                   {"net_profit", true},    {"orders", true},       {"order_value", true},
                   {"recency_days", false}, {"growth_rate", false}, {"price_index", false}};
    struct ka_report *report = page->report;
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const double *reals = ka_report_reals(accounts, figures[i].column);
        if (!reals || isnan(reals[page->row]))
            continue;
        enum ka_report_format format = ka_report_format(accounts, figures[i].column);
        bool money = format == KA_AS_MONEY || format == KA_AS_MEAN;
        ka_document_figure(&report->document, ka_report_word(report, figures[i].column),
                           money ? ka_report_compact(report, reals[page->row])
                                 : ka_report_figure(report, format, reals[page->row]),
                           figures[i].placed ? place(page, figures[i].column) : KA_STR(""),
                           KA_NEUTRAL);
    }
}

// What it is, and what was judged of it.
static void show_facts(const struct page *page)
{
    static const char *const columns[] = {"account_id", "channel",     "region",
                                          "industry",   "manager",     "relationship",
                                          "class",      "rfm_segment", "verdict"};
    struct ka_report *report = page->report;
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t column = ka_frame_find(&accounts->frame, columns[i]);
        if (column == KA_NONE)
            continue;
        struct ka_str text = ka_frame_cell(&accounts->frame, column, page->row);
        if (ka_report_format(accounts, columns[i]) == KA_AS_WORD)
            text = ka_report_word(report, ka_arena_str(&report->texts, text).p);
        if (text.n > 0)
            ka_document_term(&report->document, ka_report_word(report, columns[i]), text);
    }
    size_t reason =
        ka_frame_find(&accounts->frame, report->lang == KA_ZH ? "reason_zh" : "reason_en");
    if (reason != KA_NONE && ka_frame_cell(&accounts->frame, reason, page->row).n > 0)
        ka_document_term(&report->document, ka_report_word(report, "reasons"),
                         ka_frame_cell(&accounts->frame, reason, page->row));
}

static struct ka_chart *begin_chart(const struct page *page, const char *name)
{
    char id[48];
    snprintf(id, sizeof id, "account-%zu-%s", page->number, name);
    return ka_document_chart(&page->report->document, ka_str(id),
                             ka_report_word(page->report, name));
}

// From gross margin over cost to serve to net profit.
static void draw_profit(const struct page *page)
{
    struct ka_report *report = page->report;
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const double *margin = ka_report_reals(accounts, "margin"),
                 *cost = ka_report_reals(accounts, "cost_to_serve"),
                 *profit = ka_report_reals(accounts, "net_profit");
    if (!margin || !cost || !profit ||
        !isfinite(margin[page->row] + cost[page->row] + profit[page->row]))
        return;
    struct ka_chart *chart = begin_chart(page, "page_profit");
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(series, ka_report_word(report, "margin"), margin[page->row]);
    ka_series_add_row(series, ka_report_word(report, "cost_to_serve"),
                      margin[page->row] - cost[page->row]);
    ka_series_start_row(series, margin[page->row]);
    ka_series_add_row(series, ka_report_word(report, "net_profit"), profit[page->row]);
    ka_chart_describe(chart, KA_STR(""),
                      KA_SAY(report, "page_profit_figures",
                             ka_report_compact(report, margin[page->row]),
                             ka_report_compact(report, cost[page->row]),
                             ka_report_compact(report, profit[page->row])));
}

static void draw_months(const struct page *page)
{
    static const char *const measures[] = {"revenue", "net_profit"};
    struct ka_report *report = page->report;
    const struct ka_report_table *monthly = &report->tables[KA_TABLE_MONTHLY];
    struct ka_rows rows = rows_of(page, KA_TABLE_MONTHLY);
    const double *period = ka_report_reals(monthly, "period");
    if (rows.count < 2)
        return;
    ka_report_sort(rows.at, rows.count, &(struct ka_report_order){monthly, period, false});
    struct ka_chart *chart = begin_chart(page, "page_months");
    ka_chart_axis(chart, &chart->x, KA_STR(""), KA_AXIS_MONTH);
    for (size_t m = 0; m < 2; m++) {
        const double *figures = ka_report_reals(monthly, measures[m]);
        struct ka_series *series = NULL;
        if (figures)
            series = ka_chart_series(chart, ka_report_word(report, measures[m]),
                                     m == 0 ? KA_STYLE_BARS : KA_STYLE_LINE,
                                     m == 0 ? KA_ROLE_PALE : KA_ROLE_SERIES_2);
        for (size_t i = 0; series && i < rows.count; i++)
            ka_series_add(series, YEAR_1970 + period[rows.at[i]], figures[rows.at[i]]);
    }
    double first = ka_report_reals(monthly, "revenue")[rows.at[0]],
           last = ka_report_reals(monthly, "revenue")[rows.at[rows.count - 1]];
    ka_chart_describe(
        chart, KA_STR(""),
        KA_SAY(report, "page_months_figures",
               ka_report_figure(report, KA_AS_MONTH, period[rows.at[0]]),
               ka_report_compact(report, first),
               ka_report_figure(report, KA_AS_MONTH, period[rows.at[rows.count - 1]]),
               ka_report_compact(report, last)));
}

static void show_rows(const struct page *page, enum ka_report_kind kind,
                      const char *const *columns, const char *caption)
{
    struct ka_rows rows = rows_of(page, kind);
    struct ka_grid grid = {.kind = kind,
                           .caption = ka_report_word(page->report, caption),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(page->report, &grid);
}

static bool tells_sellthrough(const struct page *page)
{
    const double *months =
        ka_report_reals(&page->report->tables[KA_TABLE_FLOW], "months_reported");
    struct ka_rows rows = rows_of(page, KA_TABLE_FLOW);
    return rows.count > 0 && months && months[rows.at[0]] > 0;
}

static void show_tables(const struct page *page)
{
    static const char *const families[] = {
        "family",     "state",       "last",        "revenue", "revenue_recent",
        "peer_share", "expected_lo", "expected_hi", "gap",     NULL};
    static const char *const forecast[] = {
        "p_alive",        "expected_orders", "orders_lo", "orders_hi", "naive_orders",
        "expected_value", "value_lo",        "value_hi",  "clv",       NULL};
    static const char *const diff[] = {"fate",   "revenue_before", "revenue_after", "change",
                                       "volume", "price",          "mix",           NULL};
    static const char *const flow[] = {
        "finding",     "sellin",       "sellthrough",        "sellthrough_rate",
        "stock_weeks", "main_segment", "main_segment_share", NULL};
    static const char *const targets[] = {"period",
                                          "measure",
                                          "target",
                                          "actual",
                                          "attainment",
                                          "expected_share",
                                          "projected_attainment",
                                          "finding",
                                          NULL};
    static const char *const due[] = {"kind",       "due",          "overdue_days", "manager",
                                      "every_days", "last_contact", "finding",      NULL};
    static const char *const stocks[] = {
        "product_id",    "sellin_qty",  "sellthrough_qty", "sellthrough_rate",
        "stock_end_qty", "stock_weeks", "finding",         NULL};
    const char *alerts[] = {"rule", "severity", "since",
                            page->report->lang == KA_ZH ? "sentence_zh" : "sentence_en", NULL};
    show_rows(page, KA_TABLE_ALERTS, alerts, "alerts");
    show_rows(page, KA_TABLE_PLAN, targets, "plan");
    show_rows(page, KA_TABLE_DUE, due, "followups");
    show_rows(page, KA_TABLE_WHITESPACE, families, "page_families");
    show_rows(page, KA_TABLE_FORECAST, forecast, "forecast");
    show_rows(page, KA_TABLE_DIFF, diff, "changes");
    if (tells_sellthrough(page))
        show_rows(page, KA_TABLE_FLOW, flow, "flow");
    show_rows(page, KA_TABLE_STOCKS, stocks, "table_stocks");
}

void ka_report_pages(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    for (size_t i = 0; i < report->page_count; i++) {
        struct page page = {report, report->pages[i], KA_STR(""), i + 1};
        page.id = ka_arena_str(&report->texts,
                               ka_frame_cell(&accounts->frame, accounts->key, page.row));
        begin(&page);
        show_figures(&page);
        show_facts(&page);
        if (report->charts) {
            draw_months(&page);
            draw_profit(&page);
        }
        ka_report_criteria_of(report, page.id);
        show_tables(&page);
    }
}
