// SPDX-License-Identifier: GPL-3.0-or-later
// Two periods: what the change of revenue is made of, who moved, what a measure did.
#include <math.h>
#include <stdio.h>

#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define MOVERS_MOST 8 // with the largest loss, and with the largest gain
#define GROUPS_MOST 40

static const char *const parts[] = {"volume", "price",    "mix",   "new", "back",
                                    "lost",   "currency", "other", NULL};

static double sum(struct ka_report *report, const char *column)
{
    const struct ka_report_table *diff = &report->tables[KA_TABLE_DIFF];
    return ka_report_sum(diff, column, NULL, diff->frame.rows);
}

static struct ka_str part_name(struct ka_report *report, const char *part)
{
    char key[32];
    snprintf(key, sizeof key, "part_%s", part);
    return ka_report_word(report, key);
}

// Each bar starts where the one before it ends; the last is all of them together.
static void draw_bridge(struct ka_report *report)
{
    double at = 0, change = sum(report, "change");
    struct ka_str figures = KA_STR("");
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("bridge"),
                                               ka_report_word(report, "bridge"));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    for (const char *const *part = parts; *part; part++) {
        double amount = sum(report, *part);
        struct ka_str name = part_name(report, *part);
        if (amount == 0)
            continue;
        ka_series_add_row(series, name, at + amount);
        ka_series_start_row(series, at);
        at += amount;
        figures =
            ka_report_join(report, figures,
                           KA_SAY(report, "{1} {2}", name, ka_report_compact(report, amount)));
    }
    ka_series_add_row(series, part_name(report, "all"), change);
    ka_chart_describe(chart, ka_report_word(report, "bridge_note"), figures);
}

// Which periods these are: known where ka-diff's notes of the run are handed in.
static void tell_periods(struct ka_report *report)
{
    static const char *const days[] = {"after.from", "after.to", "before.from", "before.to"};
    struct ka_str at[4];
    for (size_t i = 0; i < 4; i++) {
        at[i] = ka_report_noted(report, "ka-diff", days[i]);
        if (at[i].n == 0)
            return;
    }
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     ka_report_fill(report, "changes_periods", at, 4));
}

static void tell_change(struct ka_report *report)
{
    double before = sum(report, "revenue_before"), change = sum(report, "change");
    struct ka_str share = KA_STR("–");
    if (before > 0)
        share = ka_report_percent(report, fabs(change) / before);
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     KA_SAY(report, change < 0 ? "changes_fell" : "changes_rose",
                            ka_report_compact(report, before),
                            ka_report_compact(report, sum(report, "revenue_after")),
                            ka_report_compact(report, fabs(change)), share));
}

static void show(struct ka_report *report, struct ka_rows rows, const char *caption)
{
    static const char *const columns[] = {"account",
                                          "fate",
                                          "class_before",
                                          "class_after",
                                          "revenue_before",
                                          "revenue_after",
                                          "change",
                                          "volume",
                                          "price",
                                          "mix",
                                          NULL};
    struct ka_grid grid = {.kind = KA_TABLE_DIFF,
                           .caption = ka_report_word(report, caption),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

// Those whose revenue moved in one direction, the largest move first.
static struct ka_rows movers(struct ka_report *report, bool up)
{
    const double *change = ka_report_reals(&report->tables[KA_TABLE_DIFF], "change");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_DIFF, "change", up);
    size_t count = 0;
    while (count < rows.count && count < MOVERS_MOST &&
           (up ? change[rows.at[count]] > 0 : change[rows.at[count]] < 0))
        count++;
    return ka_rows_first(rows, count);
}

static void show_groups(struct ka_report *report)
{
    static const char *const columns[] = {"channel",
                                          "group",
                                          "axis",
                                          "region",
                                          "industry",
                                          "manager",
                                          "accounts",
                                          "revenue_before",
                                          "revenue_after",
                                          "change",
                                          "volume",
                                          "price",
                                          "mix",
                                          "new",
                                          "back",
                                          "lost",
                                          NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_DIFF, "change", false);
    struct ka_grid grid = {.kind = KA_TABLE_DIFF,
                           .caption = ka_report_word(report, "changes_groups"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = GROUPS_MOST};
    ka_report_grid(report, &grid);
}

void ka_report_changes(struct ka_report *report)
{
    const struct ka_report_table *diff = &report->tables[KA_TABLE_DIFF];
    if (diff->frame.rows == 0 && report->tables[KA_TABLE_MIGRATION].frame.rows == 0 &&
        report->tables[KA_TABLE_MOVES].frame.rows == 0 &&
        report->tables[KA_TABLE_EFFECT].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("changes"),
                        ka_report_word(report, "changes"));
    tell_periods(report);
    if (diff->frame.rows > 0) {
        tell_change(report);
        if (report->charts)
            draw_bridge(report);
        if (ka_report_has(diff, "account_id")) {
            show(report, movers(report, false), "changes_down");
            show(report, movers(report, true), "changes_up");
        } else {
            show_groups(report);
        }
    }
    ka_report_moves(report);
    ka_report_effect(report);
}
