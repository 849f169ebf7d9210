// SPDX-License-Identifier: GPL-3.0-or-later
// Who earns and who loses after cost to serve, and which of the big ones are not key.
#include "report/curve.h"
#include "report/grid.h"
#include "report/say.h"

#define BIG 20     // the largest by revenue, of which somebody says "our key account"
#define EXTREMES 6 // accounts in the chart that earn most, and that lose most

static void draw_whale(struct ka_report *report)
{
    struct ka_rows rows = ka_report_curve(report, "net_profit", "whale");
    const double *p = ka_report_reals(&report->tables[KA_TABLE_CURVE], "p");
    const double *y = ka_report_reals(&report->tables[KA_TABLE_CURVE], "y");
    size_t top = 0;
    for (size_t i = 1; i < rows.count; i++)
        if (y[rows.at[i]] > y[rows.at[top]])
            top = i;
    if (rows.count == 0)
        return;
    struct ka_str peak = ka_report_percent(report, y[rows.at[top]]);
    bool falls = y[rows.at[top]] > 1;
    struct ka_str note = ka_report_word(report, "whale_no_loss");
    if (falls)
        note = KA_SAY(report, "whale_note", ka_report_percent(report, p[rows.at[top]]), peak,
                      ka_report_percent(report, y[rows.at[top]] - 1));
    struct ka_chart *chart = ka_report_curve_chart(report, "whale", note);
    struct ka_series *line = ka_chart_series(chart, ka_report_word(report, "net_profit"),
                                             KA_STYLE_LINE, KA_ROLE_ACCENT);
    ka_chart_mark(chart, KA_MARK_Y, 1, KA_STR("100%"));
    ka_report_curve_draw(report, line, rows);
    if (falls)
        line->points[top].label = ka_arena_str(&chart->arena, peak);
}

static void draw_extremes(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "net_profit", true);
    const double *net_profit =
        ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], "net_profit");
    if (rows.count < 2)
        return;
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("extremes"),
                                               ka_report_word(report, "best_and_worst"));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    struct ka_str figures = KA_STR("");
    for (size_t i = 0; i < rows.count; i++) {
        double value = net_profit[rows.at[i]];
        if (i >= EXTREMES && (value >= 0 || i + EXTREMES < rows.count))
            continue;
        struct ka_str name = ka_report_account(report, rows.at[i]);
        ka_series_add_row(series, name, value);
        figures = ka_report_join(
            report, figures, KA_SAY(report, "{1} {2}", name, ka_report_compact(report, value)));
    }
    ka_chart_describe(chart, ka_report_word(report, "what_net_profit"), figures);
}

// Losing money, or hardly any net profit in it when the rows are ranked by that.
static bool is_not_key(const struct ka_report_table *accounts, bool by_profit, size_t row)
{
    const double *net_profit = ka_report_reals(accounts, "net_profit");
    size_t class = by_profit ? ka_frame_find(&accounts->frame, "class") : KA_NONE;
    if (class == KA_NONE)
        return net_profit[row] < 0;
    struct ka_str cell = ka_frame_cell(&accounts->frame, class, row);
    return net_profit[row] < 0 || ka_str_eq(cell, KA_STR("C")) || ka_str_eq(cell, KA_STR("N"));
}

static void show_big(struct ka_report *report)
{
    static const char *const columns[] = {"account",    "channel",     "revenue",
                                          "margin",     "margin_rate", "cost_to_serve",
                                          "net_profit", "class",       NULL};
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const char *measure = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
    bool by_profit = measure && strcmp(measure, "net_profit") == 0;
    const double *revenue = ka_report_reals(accounts, "revenue");
    struct ka_rows big = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true);
    struct ka_str most = ka_report_count(report, BIG);
    size_t count = 0, picked = 0;
    for (; count < big.count && count < BIG && revenue[big.at[count]] > 0; count++)
        if (is_not_key(accounts, by_profit, big.at[count]))
            big.at[picked++] = big.at[count];
    if (count == 0)
        return;
    if (picked == 0) {
        ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                         KA_SAY(report, by_profit ? "big_all_key_class" : "big_all_key", most));
        return;
    }
    struct ka_grid grid = {.kind = KA_TABLE_ACCOUNTS, .columns = columns, .bar = "revenue"};
    grid.caption = KA_SAY(report, by_profit ? "big_not_key_class" : "big_not_key_loss", most);
    grid.rows = big.at;
    grid.count = grid.most = picked;
    ka_report_grid(report, &grid);
}

void ka_report_profit(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    bool known = ka_report_has(accounts, "net_profit");
    bool whale = report->charts && ka_report_curve(report, "net_profit", "whale").count > 0;
    if (!known && !whale)
        return;
    ka_document_section(&report->document, KA_STR("profit"),
                        ka_report_word(report, "big_is_not_key"));
    if (known && ka_report_has(accounts, "revenue"))
        show_big(report);
    if (report->charts && known)
        draw_extremes(report);
    if (whale)
        draw_whale(report);
}
