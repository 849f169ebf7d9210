// SPDX-License-Identifier: GPL-3.0-or-later
// How much comes from how few: Pareto chart, Lorenz curves, the figures side by side.
#include <math.h>

#include "report/curve.h"
#include "report/say.h"

#define COVERAGE_LEAST 0.93 // below it a 95 % interval is too narrow

enum { MEASURES = 5 };

// Revenue against net profit, or against the margin where there is no net profit.
static void draw_lorenz(struct ka_report *report)
{
    const char *profit =
        ka_report_curve(report, "net_profit", "lorenz").count ? "net_profit" : "margin";
    const char *const drawn[] = {"revenue", profit};
    static const enum ka_role roles[] = {KA_ROLE_SERIES_1, KA_ROLE_SERIES_2};
    struct ka_chart *chart = NULL;
    struct ka_str figures = KA_STR("");
    for (size_t i = 0; i < 2; i++) {
        struct ka_rows rows = ka_report_curve(report, drawn[i], "lorenz");
        double gini = ka_report_stat(report, drawn[i], "gini");
        struct ka_str name = ka_report_word(report, drawn[i]);
        if (rows.count == 0)
            continue;
        if (!chart)
            chart =
                ka_report_curve_chart(report, "lorenz", ka_report_word(report, "lorenz_note"));
        if (i == 0) // a second band would hide the first
            ka_report_curve_band(report, chart, KA_SAY(report, "name_bounds", name), rows);
        if (!isnan(gini))
            name =
                KA_SAY(report, "name_gini", name, ka_report_figure(report, KA_AS_REAL, gini));
        figures = ka_report_join(report, figures, name);
        ka_report_curve_draw(report, ka_chart_series(chart, name, KA_STYLE_LINE, roles[i]),
                             rows);
    }
    if (!chart)
        return;
    ka_chart_describe(chart, ka_report_word(report, "lorenz_note"), figures);
    struct ka_series *equality = ka_chart_series(chart, ka_report_word(report, "equality"),
                                                 KA_STYLE_LINE, KA_ROLE_MUTED);
    equality->dashed = true;
    ka_series_add(equality, 0, 0);
    ka_series_add(equality, 1, 1);
}

// ---- The figures ----

static const struct figure {
    const char *stat;
    enum ka_report_format format;
} figures[] = {
    {"n", KA_AS_COUNT},           {"total", KA_AS_MONEY},
    {"make80", KA_AS_COUNT},      {"make80_share", KA_AS_SHARE},
    {"top20_share", KA_AS_SHARE}, {"top25_share", KA_AS_SHARE},
    {"cr4", KA_AS_SHARE},         {"gini", KA_AS_REAL},
    {"hhi", KA_AS_REAL},          {"effective_number", KA_AS_COUNT},
};
#define FIGURES (sizeof figures / sizeof *figures)

static bool is_known(const struct ka_report *report, const char *const *measures,
                     const char *stat)
{
    for (size_t m = 0; m < MEASURES; m++)
        if (!isnan(ka_report_stat(report, measures[m], stat)))
            return true;
    return false;
}

static void put_measure(struct ka_report *report, struct ka_table *table,
                        const char *const *measures, const char *measure)
{
    ka_table_cell(table, ka_report_word(report, measure), NAN);
    for (size_t f = 0; f < FIGURES; f++) {
        double value = ka_report_stat(report, measure, figures[f].stat);
        if (is_known(report, measures, figures[f].stat))
            ka_table_cell(table, ka_report_figure(report, figures[f].format, value), value);
    }
}

static void show_figures(struct ka_report *report, const char *const *measures)
{
    if (!is_known(report, measures, "n"))
        return;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "concentration_figures"));
    ka_table_column(table, ka_report_word(report, "measure"), KA_CELL_TEXT);
    for (size_t f = 0; f < FIGURES; f++)
        if (is_known(report, measures, figures[f].stat))
            ka_table_column(table, ka_report_word(report, figures[f].stat),
                            figures[f].format == KA_AS_SHARE   ? KA_CELL_SHARE
                            : figures[f].format == KA_AS_MONEY ? KA_CELL_MONEY
                                                               : KA_CELL_NUMBER);
    for (size_t m = 0; m < MEASURES; m++)
        if (!isnan(ka_report_stat(report, measures[m], "n")))
            put_measure(report, table, measures, measures[m]);
}

// ---- How sure they are ----

static void put_interval(struct ka_report *report, struct ka_table *table, const char *measure,
                         const char *stat, enum ka_report_format format)
{
    struct ka_report_interval range = ka_report_interval(report, measure, stat);
    double value = ka_report_stat(report, measure, stat);
    ka_table_cell(table, ka_report_figure(report, format, value), value);
    struct ka_str text = KA_STR("");
    if (!isnan(range.lo))
        text = ka_report_range(report, format, range.lo, range.hi);
    ka_table_cell(table, text, NAN);
}

static struct ka_table *begin_certainty(struct ka_report *report, double level)
{
    static const char *const titles[] = {"measure",  "verdict_8020", "top20_share",
                                         "interval", "gini",         "interval"};
    static const enum ka_cell_kind kinds[] = {KA_CELL_TEXT, KA_CELL_TEXT,   KA_CELL_SHARE,
                                              KA_CELL_TEXT, KA_CELL_NUMBER, KA_CELL_TEXT};
    struct ka_table *table = ka_document_table(
        &report->document, KA_SAY(report, "certainty", ka_report_level(report, level)));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, ka_report_word(report, titles[i]), kinds[i]);
    return table;
}

// Few accounts, or a heavy tail: what simulation says of such intervals.
static void warn_narrow(struct ka_report *report, const char *const *measures)
{
    double held = 1;
    for (size_t m = 0; m < MEASURES; m++) {
        double measured = ka_report_stat(report, measures[m], "gini_coverage");
        held = measured < held ? measured : held;
    }
    if (held < COVERAGE_LEAST)
        ka_document_text(&report->document, KA_BLOCK_NOTE,
                         KA_SAY(report, "certainty_narrow", ka_report_percent(report, held)));
}

static void show_certainty(struct ka_report *report, const char *const *measures)
{
    struct ka_table *table = NULL;
    for (size_t m = 0; m < MEASURES; m++) {
        const char *verdict = ka_report_verdict(report, measures[m]);
        double level = ka_report_interval(report, measures[m], "top20_share").level;
        if (isnan(level))
            continue;
        if (!table)
            table = begin_certainty(report, level);
        ka_table_cell(table, ka_report_word(report, measures[m]), NAN);
        ka_table_cell(table, verdict ? ka_report_word(report, verdict) : KA_STR(""), NAN);
        put_interval(report, table, measures[m], "top20_share", KA_AS_SHARE);
        put_interval(report, table, measures[m], "gini", KA_AS_REAL);
    }
    if (table)
        warn_narrow(report, measures);
}

// The 80/20 statement as it was measured.
static void say_top20(struct ka_report *report, const char *const *measures)
{
    struct ka_str text = KA_STR("");
    for (size_t m = 0; m < MEASURES; m++) {
        double share = ka_report_stat(report, measures[m], "top20_share");
        if (!isnan(share))
            text = ka_report_join(report, text,
                                  KA_SAY(report, "share_of_measure",
                                         ka_report_percent(report, share),
                                         ka_report_measure(report, measures[m])));
    }
    if (text.n > 0)
        ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                         KA_SAY(report, "top20_measured", text));
}

void ka_report_concentration(struct ka_report *report)
{
    const char *const measures[MEASURES] = {"revenue", "high_margin_revenue", "margin",
                                            "net_profit", ka_report_own_measure(report)};
    bool ranked = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS) &&
                  ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "cum_share");
    bool curves = report->tables[KA_TABLE_CURVE].frame.rows > 0;
    if (!is_known(report, measures, "n") && !(report->charts && (ranked || curves)))
        return;
    ka_document_section(&report->document, KA_STR("concentration"),
                        ka_report_word(report, "concentration"));
    say_top20(report, measures);
    if (report->charts) {
        ka_report_draw_pareto(report);
        draw_lorenz(report);
    }
    show_figures(report, measures);
    show_certainty(report, measures);
}
