// SPDX-License-Identifier: GPL-3.0-or-later
// To whom the accounts sell on: what they bought, what they sold, to which end segments.
#include <math.h>

#include "base/map.h"
#include "report/flow.h"
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define ACCOUNTS_MOST 20
#define LINKS_MOST 10
#define STOCKS_MOST 10
#define STUFFED_FIRST 1e6 // weeks: before what only lies for long
#define STACKS_MOST 8
#define SEGMENTS_MOST 5 // with a colour of their own
#define NAMED_MOST 5

// Accounts that told what they sold on, the largest sell-in first.
static struct ka_rows reporting(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_FLOW, "sellin", true);
    const double *months = ka_report_reals(&report->tables[KA_TABLE_FLOW], "months_reported");
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (months[rows.at[i]] > 0)
            rows.at[count++] = rows.at[i];
    rows.count = count;
    return rows;
}

static void tell_stuffed(struct ka_report *report, struct ka_rows rows)
{
    struct ka_str names = KA_STR("");
    if (!ka_report_has(&report->tables[KA_TABLE_FLOW], "finding"))
        return;
    struct ka_rows stuffed = ka_report_where(report, KA_TABLE_FLOW, rows, "finding", "stuffed");
    for (size_t i = 0; i < stuffed.count && i < NAMED_MOST; i++)
        names = ka_report_join(
            report, names,
            ka_report_mention(report, ka_report_name(report, KA_TABLE_FLOW, stuffed.at[i])));
    struct ka_str count = ka_report_count(report, (double)stuffed.count);
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     stuffed.count == 0 ? ka_report_word(report, "flow_clear")
                                        : KA_SAY(report, "flow_stuffed", count, names));
}

static void show_flow(struct ka_report *report)
{
    static const char *const columns[] = {
        "account", "sellin",       "sellthrough",        "sellthrough_rate", "stock_weeks",
        "finding", "main_segment", "main_segment_share", "end_known_share",  NULL};
    struct ka_rows rows = reporting(report);
    double told = (double)rows.count, all = (double)report->tables[KA_TABLE_FLOW].frame.rows;
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     KA_SAY(report, "flow_reported", ka_report_count(report, told),
                            ka_report_count(report, all)));
    if (rows.count == 0)
        return;
    tell_stuffed(report, rows);
    struct ka_grid grid = {.kind = KA_TABLE_FLOW,
                           .caption = ka_report_word(report, "flow_table"),
                           .columns = columns,
                           .bar = "sellin",
                           .rows = rows.at,
                           .count = rows.count < ACCOUNTS_MOST ? rows.count : ACCOUNTS_MOST,
                           .most = ACCOUNTS_MOST};
    ka_report_grid(report, &grid);
}

// ---- Routes ----

struct stacks {
    struct ka_report *report;
    struct ka_map accounts, segments; // the largest first
    double *share;                    // by account × segment, the last one: all others
    const size_t *first;              // row of each account
};

static void put_names(struct stacks *stacks, struct ka_rows rows)
{
    const struct ka_report_table *table = &stacks->report->tables[KA_TABLE_ROUTES];
    size_t segment = ka_frame_find(&table->frame, "end_segment");
    size_t *first = ka_arena_alloc(&stacks->report->texts, STACKS_MOST, sizeof *first);
    for (size_t i = 0; i < rows.count; i++) {
        bool fresh = false;
        struct ka_str name = ka_frame_cell(&table->frame, segment, rows.at[i]);
        struct ka_str id = ka_frame_cell(&table->frame, table->key, rows.at[i]);
        if (stacks->segments.count < SEGMENTS_MOST && name.n > 0)
            ka_map_put(&stacks->segments, name, NULL);
        if (stacks->accounts.count < STACKS_MOST) {
            size_t at = ka_map_put(&stacks->accounts, id, &fresh);
            if (fresh)
                first[at] = rows.at[i];
        }
    }
    stacks->first = first;
}

static void add_shares(struct stacks *stacks, struct ka_rows rows)
{
    const struct ka_report_table *table = &stacks->report->tables[KA_TABLE_ROUTES];
    const double *share = ka_report_reals(table, "sellthrough_share");
    size_t segment = ka_frame_find(&table->frame, "end_segment");
    size_t width = stacks->segments.count + 1;
    stacks->share = ka_arena_alloc(&stacks->report->texts, stacks->accounts.count * width,
                                   sizeof *stacks->share);
    for (size_t i = 0; i < rows.count; i++) {
        size_t account = ka_map_find(&stacks->accounts,
                                     ka_frame_cell(&table->frame, table->key, rows.at[i]));
        size_t at =
            ka_map_find(&stacks->segments, ka_frame_cell(&table->frame, segment, rows.at[i]));
        if (account != KA_NONE && share[rows.at[i]] > 0)
            stacks->share[account * width + (at == KA_NONE ? width - 1 : at)] +=
                share[rows.at[i]];
    }
}

static void draw_stacks(const struct stacks *stacks, struct ka_chart *chart)
{
    struct ka_report *report = stacks->report;
    size_t width = stacks->segments.count + 1;
    for (size_t s = 0; s < width; s++) {
        bool rest = s + 1 == width;
        struct ka_series *series = ka_chart_series(
            chart, rest ? ka_report_word(report, "other_segments") : stacks->segments.keys[s],
            KA_STYLE_ROWS, rest ? KA_ROLE_PALE : KA_ROLE_SERIES_1 + (enum ka_role)s);
        series->texture = (enum ka_texture)(s % KA_TEXTURES);
        for (size_t a = 0; a < stacks->accounts.count; a++) {
            const double *share = stacks->share + a * width;
            double from = 0;
            for (size_t before = 0; before < s; before++)
                from += share[before];
            ka_series_add_row(series, ka_report_name(report, KA_TABLE_ROUTES, stacks->first[a]),
                              share[s] > 0 ? from + share[s] : NAN);
            ka_series_start_row(series, from);
        }
    }
}

// The largest segment of each account.
static struct ka_str describe(const struct stacks *stacks)
{
    struct ka_report *report = stacks->report;
    size_t width = stacks->segments.count + 1;
    struct ka_str text = KA_STR("");
    for (size_t a = 0; a < stacks->accounts.count; a++) {
        size_t top = 0;
        for (size_t s = 1; s + 1 < width; s++)
            if (stacks->share[a * width + s] > stacks->share[a * width + top])
                top = s;
        if (width > 1)
            text = ka_report_join(
                report, text,
                KA_SAY(report, "route_figure",
                       ka_report_name(report, KA_TABLE_ROUTES, stacks->first[a]),
                       stacks->segments.keys[top],
                       ka_report_percent(report, stacks->share[a * width + top])));
    }
    return text;
}

static void draw_routes(struct ka_report *report)
{
    struct stacks stacks = {.report = report};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_ROUTES, "sellthrough", true);
    if (rows.count == 0 ||
        !ka_report_reals(&report->tables[KA_TABLE_ROUTES], "sellthrough_share"))
        return;
    put_names(&stacks, rows);
    add_shares(&stacks, rows);
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("routes"),
                                               ka_report_word(report, "routes"));
    chart->x.scale = KA_AXIS_SHARE;
    draw_stacks(&stacks, chart);
    ka_chart_describe(chart, ka_report_word(report, "routes_note"), describe(&stacks));
    ka_map_clear(&stacks.accounts);
    ka_map_clear(&stacks.segments);
}

static void show_links(struct ka_report *report)
{
    static const char *const columns[] = {"source", "target_level", "target",
                                          "value",  "share",        NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_LINKS, "value", true);
    rows = ka_report_where(report, KA_TABLE_LINKS, rows, "source_level", "channel");
    struct ka_grid grid = {.kind = KA_TABLE_LINKS,
                           .caption = ka_report_word(report, "links"),
                           .columns = columns,
                           .bar = "value",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = LINKS_MOST};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

// Stock by product, that of stuffed channels first, then by how long it lasts.
static void show_stocks(struct ka_report *report)
{
    static const char *const columns[] = {
        "account",         "product_id",       "sellin_qty",
        "sellthrough_qty", "sellthrough_rate", "stock_end_qty",
        "stock_weeks",     "finding",          NULL};
    const struct ka_report_table *stocks = &report->tables[KA_TABLE_STOCKS];
    const double *weeks = ka_report_reals(stocks, "stock_weeks");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_STOCKS, "stock_weeks", true);
    double *urgency = ka_arena_alloc(&report->texts, stocks->frame.rows, sizeof *urgency);
    size_t finding = ka_frame_find(&stocks->frame, "finding");
    for (size_t i = 0; i < rows.count; i++) {
        size_t row = rows.at[i];
        bool stuffed =
            finding != KA_NONE &&
            ka_str_eq(ka_frame_cell(&stocks->frame, finding, row), KA_STR("stuffed"));
        urgency[row] = weeks[row] + (stuffed ? STUFFED_FIRST : 0);
    }
    ka_report_sort(rows.at, rows.count, &(struct ka_report_order){stocks, urgency, true});
    struct ka_grid grid = {.kind = KA_TABLE_STOCKS,
                           .caption = ka_report_word(report, "stocks_table"),
                           .columns = columns,
                           .bar = "stock_weeks",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = STOCKS_MOST};
    if (rows.count == 0)
        return;
    ka_report_grid(report, &grid);
    if (finding != KA_NONE)
        ka_document_text(&report->document, KA_BLOCK_NOTE,
                         ka_report_word(report, "stuffed_note"));
}

void ka_report_flow(struct ka_report *report)
{
    bool flow = report->tables[KA_TABLE_FLOW].frame.rows > 0;
    bool routes = report->charts && report->tables[KA_TABLE_ROUTES].frame.rows > 0;
    if (!flow && !routes && report->tables[KA_TABLE_LINKS].frame.rows == 0 &&
        report->tables[KA_TABLE_STOCKS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("flow"), ka_report_word(report, "flow"));
    if (flow)
        show_flow(report);
    show_stocks(report);
    if (report->charts)
        ka_report_draw_links(report);
    if (routes)
        draw_routes(report);
    show_links(report);
}
