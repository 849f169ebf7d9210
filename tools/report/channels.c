// SPDX-License-Identifier: GPL-3.0-or-later
// Through which channels.
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define CHANNELS_MOST 60
#define BARS_MOST 12

static struct ka_str channel_name(const struct ka_report *report, struct ka_str cell)
{
    return cell.n > 0 ? cell : ka_report_word(report, "no_channel");
}

static void draw_channels(struct ka_report *report, struct ka_rows rows, const char *measure,
                          const char *id)
{
    const struct ka_report_table *channels = &report->tables[KA_TABLE_CHANNELS];
    const double *amounts = ka_report_reals(channels, measure);
    if (!report->charts || !amounts || rows.count == 0)
        return;
    struct ka_chart *chart =
        ka_document_chart(&report->document, ka_str(id),
                          KA_SAY(report, "by_channel", ka_report_word(report, measure)));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    struct ka_str text = KA_STR("");
    for (size_t i = 0; i < rows.count && i < BARS_MOST; i++) {
        struct ka_str name = ka_frame_cell(&channels->frame, channels->key, rows.at[i]);
        name = channel_name(report, name);
        ka_series_add_row(series, name, amounts[rows.at[i]]);
        text = ka_report_join(
            report, text,
            KA_SAY(report, "{1} {2}", name, ka_report_compact(report, amounts[rows.at[i]])));
    }
    ka_chart_describe(chart, KA_STR(""), text);
}

static void show_character(struct ka_report *report, struct ka_rows rows)
{
    static const char *const columns[] = {
        "channel", "axis", "key_accounts", "key_account_share", "cost_rate", "growth", "gini",
        "cluster", NULL};
    struct ka_grid grid = {KA_TABLE_CHANNELS, ka_report_word(report, "channel_character"),
                           columns,           NULL,
                           rows.at,           rows.count,
                           CHANNELS_MOST,     false};
    size_t there = 0;
    for (size_t i = 1; columns[i]; i++)
        there += ka_report_has(&report->tables[KA_TABLE_CHANNELS], columns[i]);
    if (there > 0)
        ka_report_grid(report, &grid);
}

// Breadth against depth: retail and wholesale, or brands and makers.
static void show_axes(struct ka_report *report)
{
    static const char *const columns[] = {"axis",
                                          "accounts",
                                          "revenue",
                                          "revenue_share",
                                          "margin",
                                          "margin_rate",
                                          "high_margin_share",
                                          "cost_to_serve",
                                          "net_profit",
                                          "growth",
                                          "gini",
                                          NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_AXES, "revenue", true);
    struct ka_grid grid = {KA_TABLE_AXES, ka_report_word(report, "axes_table"),
                           columns,       "revenue",
                           rows.at,       rows.count,
                           CHANNELS_MOST, true};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static void show_unclassified(struct ka_report *report)
{
    static const char *const columns[] = {"account", "account_id", "revenue", NULL};
    struct ka_rows rows = ka_report_all(report, KA_TABLE_UNCLASSIFIED);
    struct ka_grid grid = {KA_TABLE_UNCLASSIFIED,
                           ka_report_word(report, "unclassified"),
                           columns,
                           NULL,
                           rows.at,
                           rows.count,
                           CHANNELS_MOST,
                           false};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static void show_channels(struct ka_report *report, struct ka_rows rows)
{
    static const char *const columns[] = {
        "channel",           "accounts",      "class_a",       "class_b", "class_c",
        "class_n",           "revenue",       "revenue_share", "margin",  "margin_rate",
        "high_margin_share", "cost_to_serve", "net_profit",    NULL};
    bool has_revenue = ka_report_has(&report->tables[KA_TABLE_CHANNELS], "revenue");
    draw_channels(report, rows, "revenue", "channel-revenue");
    draw_channels(report, rows,
                  ka_report_has(&report->tables[KA_TABLE_CHANNELS], "net_profit") ? "net_profit"
                                                                                  : "margin",
                  "channel-profit");
    struct ka_grid grid = {KA_TABLE_CHANNELS, ka_report_word(report, "channel_table"),
                           columns,           has_revenue ? "revenue" : "accounts",
                           rows.at,           rows.count,
                           CHANNELS_MOST,     true};
    ka_report_grid(report, &grid);
    show_character(report, rows);
}

void ka_report_channels(struct ka_report *report)
{
    bool has_revenue = ka_report_has(&report->tables[KA_TABLE_CHANNELS], "revenue");
    struct ka_rows rows =
        ka_report_sorted(report, KA_TABLE_CHANNELS, has_revenue ? "revenue" : "accounts", true);
    if (rows.count == 0 && report->tables[KA_TABLE_AXES].frame.rows == 0 &&
        report->tables[KA_TABLE_UNCLASSIFIED].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("channels"),
                        ka_report_word(report, "channels"));
    if (rows.count > 0)
        show_channels(report, rows);
    show_axes(report);
    show_unclassified(report);
}
