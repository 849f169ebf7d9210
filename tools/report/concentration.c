// SPDX-License-Identifier: GPL-3.0-or-later
// How much comes from how few: Pareto chart, Lorenz and whale curves, the figures.
#include <math.h>

#include "report/pick.h"
#include "report/say.h"

#define BARS_MOST 60    // accounts with a bar of their own
#define LABELLED_MOST 3 // bars with a name
#define CHART_NAME 16

struct class
{
    const char *name, *title;
    enum ka_role role;
};

static const struct class classes[] = {{"A", "class_a", KA_ROLE_ACCENT},
                                       {"B", "class_b", KA_ROLE_MIDDLE},
                                       {"C", "class_c", KA_ROLE_PALE},
                                       {"N", "class_n", KA_ROLE_BAD}};
#define CLASSES (sizeof classes / sizeof *classes)

static const char *const measures[] = {"revenue", "high_margin_revenue", "margin",
                                       "net_profit"};
#define MEASURES (sizeof measures / sizeof *measures)

// ---- Pareto chart ----

struct pareto {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows;
    const double *amount, *cum_share; // amount NULL: too many accounts for bars
};

static double at(const struct pareto *pareto, size_t i)
{
    return pareto->amount ? (double)(i + 1) : (double)(i + 1) / (double)pareto->rows.count;
}

static bool is_class(const struct pareto *pareto, size_t i, const char *name)
{
    const struct ka_frame *frame = &pareto->report->tables[KA_TABLE_ACCOUNTS].frame;
    size_t column = ka_frame_find(frame, "class");
    return column != KA_NONE &&
           ka_str_eq(ka_frame_cell(frame, column, pareto->rows.at[i]), ka_str(name));
}

// Bars of one class, or the area that it takes under the curve.
static void draw_class(struct pareto *pareto, const struct class *class)
{
    struct ka_series *series = NULL;
    for (size_t i = 0; i < pareto->rows.count; i++) {
        size_t row = pareto->rows.at[i];
        if (!is_class(pareto, i, class->name))
            continue;
        if (!series)
            series =
                ka_chart_series(pareto->chart, ka_report_word(pareto->report, class->title),
                                pareto->amount ? KA_STYLE_BARS : KA_STYLE_BAND, class->role);
        if (pareto->amount) {
            ka_series_add(series, at(pareto, i), pareto->amount[row]);
            continue;
        }
        if (series->count == 0) // from where the class before ends
            ka_series_add_band(series, i ? at(pareto, i - 1) : 0, 0,
                               i ? pareto->cum_share[pareto->rows.at[i - 1]] : 0);
        ka_series_add_band(series, at(pareto, i), 0, pareto->cum_share[row]);
    }
}

static void draw_cumulative(struct pareto *pareto)
{
    struct ka_series *line = ka_chart_series(
        pareto->chart, ka_report_word(pareto->report, "cum_share"), KA_STYLE_LINE, KA_ROLE_INK);
    line->right = pareto->amount != NULL;
    if (!pareto->amount)
        ka_series_add(line, 0, 0);
    for (size_t i = 0; i < pareto->rows.count; i++)
        ka_series_add(line, at(pareto, i), pareto->cum_share[pareto->rows.at[i]]);
    ka_chart_mark(pareto->chart, line->right ? KA_MARK_RIGHT : KA_MARK_Y, 0.8, KA_STR("80%"));
}

static void draw_axes(struct pareto *pareto, const char *measure)
{
    struct ka_report *report = pareto->report;
    struct ka_chart *chart = pareto->chart;
    struct ka_str share = ka_report_word(report, "cum_share");
    if (pareto->amount) {
        ka_chart_axis(chart, &chart->x, ka_report_word(report, "rank"), KA_SCALE_NUMBER);
        ka_chart_axis(chart, &chart->y, ka_report_word(report, measure), KA_SCALE_NUMBER);
        ka_chart_axis(chart, &chart->right, share, KA_SCALE_SHARE);
    } else {
        ka_chart_axis(chart, &chart->x, ka_report_word(report, "share_of_accounts"),
                      KA_SCALE_SHARE);
        ka_chart_axis(chart, &chart->y, share, KA_SCALE_SHARE);
    }
}

static struct ka_str describe_classes(const struct pareto *pareto)
{
    struct ka_report *report = pareto->report;
    struct ka_str text = KA_STR("");
    for (size_t c = 0; c < CLASSES; c++) {
        size_t count = 0;
        for (size_t i = 0; i < pareto->rows.count; i++)
            count += is_class(pareto, i, classes[c].name);
        if (count > 0)
            text = ka_report_join(report, text,
                                  KA_SAY(report, "{1} {2}",
                                         ka_report_word(report, classes[c].title),
                                         ka_report_count(report, (double)count)));
    }
    return text;
}

static void draw_pareto(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const char *measure = ka_report_ranked_by(report);
    struct pareto pareto = {.report = report, .rows = ka_report_ranking(report)};
    pareto.cum_share = ka_report_reals(accounts, "cum_share");
    if (!measure || !pareto.cum_share || pareto.rows.count < 2)
        return;
    if (pareto.rows.count <= BARS_MOST)
        pareto.amount = ka_report_reals(accounts, measure);
    pareto.chart =
        ka_document_chart(&report->document, KA_STR("pareto"),
                          KA_SAY(report, "pareto_title", ka_report_measure(report, measure)));
    ka_chart_describe(pareto.chart, ka_report_word(report, "pareto_note"),
                      describe_classes(&pareto));
    draw_axes(&pareto, measure);
    for (size_t c = 0; c < CLASSES; c++)
        draw_class(&pareto, &classes[c]);
    draw_cumulative(&pareto);
}

// ---- Curves ----

// The rows of one curve of one measure, by p.
static struct ka_rows pick_curve(struct ka_report *report, const char *measure,
                                 const char *curve)
{
    struct ka_rows rows = {NULL, 0};
    if (report->tables[KA_TABLE_CURVE].frame.width == 0)
        return rows;
    rows = ka_report_sorted(report, KA_TABLE_CURVE, "p", false);
    rows = ka_report_where(report, KA_TABLE_CURVE, rows, "measure", measure);
    return ka_report_where(report, KA_TABLE_CURVE, rows, "curve", curve);
}

static void draw_curve(struct ka_report *report, struct ka_series *series, struct ka_rows rows)
{
    const double *p = ka_report_reals(&report->tables[KA_TABLE_CURVE], "p");
    const double *y = ka_report_reals(&report->tables[KA_TABLE_CURVE], "y");
    for (size_t i = 0; i < rows.count; i++)
        ka_series_add(series, p[rows.at[i]], y[rows.at[i]]);
}

static struct ka_chart *begin_curves(struct ka_report *report, const char *id,
                                     struct ka_str note, struct ka_str description)
{
    struct ka_chart *chart =
        ka_document_chart(&report->document, ka_str(id), ka_report_word(report, id));
    ka_chart_describe(chart, note, description);
    ka_chart_axis(chart, &chart->x, ka_report_word(report, "share_of_accounts"),
                  KA_SCALE_SHARE);
    ka_chart_axis(chart, &chart->y, ka_report_word(report, "cum_share"), KA_SCALE_SHARE);
    return chart;
}

// Revenue against net profit, or against the margin where there is no net profit.
static void draw_lorenz(struct ka_report *report)
{
    const char *profit =
        pick_curve(report, "net_profit", "lorenz").count ? "net_profit" : "margin";
    const char *const drawn[] = {"revenue", profit};
    static const enum ka_role roles[] = {KA_ROLE_SERIES_1, KA_ROLE_SERIES_2};
    struct ka_chart *chart = NULL;
    struct ka_str figures = KA_STR("");
    for (size_t i = 0; i < 2; i++) {
        struct ka_rows rows = pick_curve(report, drawn[i], "lorenz");
        double gini = ka_report_stat(report, drawn[i], "gini");
        struct ka_str name = ka_report_word(report, drawn[i]);
        if (rows.count == 0)
            continue;
        if (!chart)
            chart = begin_curves(report, "lorenz", ka_report_word(report, "lorenz_note"),
                                 KA_STR(""));
        if (!isnan(gini))
            name =
                KA_SAY(report, "name_gini", name, ka_report_figure(report, KA_AS_REAL, gini));
        figures = ka_report_join(report, figures, name);
        draw_curve(report, ka_chart_series(chart, name, KA_STYLE_LINE, roles[i]), rows);
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

static void draw_whale(struct ka_report *report)
{
    struct ka_rows rows = pick_curve(report, "net_profit", "whale");
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
    struct ka_chart *chart = begin_curves(report, "whale", note, note);
    struct ka_series *line = ka_chart_series(chart, ka_report_word(report, "net_profit"),
                                             KA_STYLE_LINE, KA_ROLE_ACCENT);
    ka_chart_mark(chart, KA_MARK_Y, 1, KA_STR("100%"));
    draw_curve(report, line, rows);
    if (falls)
        line->points[top].label = ka_arena_str(&chart->arena, peak);
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
    {"hhi", KA_AS_REAL},          {"effective_number", KA_AS_REAL},
};
#define FIGURES (sizeof figures / sizeof *figures)

static bool is_known(const struct ka_report *report, const char *stat)
{
    for (size_t m = 0; m < MEASURES; m++)
        if (!isnan(ka_report_stat(report, measures[m], stat)))
            return true;
    return false;
}

static void put_measure(struct ka_report *report, struct ka_table *table, const char *measure)
{
    ka_table_cell(table, ka_report_word(report, measure), NAN);
    for (size_t f = 0; f < FIGURES; f++) {
        double value = ka_report_stat(report, measure, figures[f].stat);
        if (is_known(report, figures[f].stat))
            ka_table_cell(table, ka_report_figure(report, figures[f].format, value), value);
    }
}

static void show_figures(struct ka_report *report)
{
    if (!is_known(report, "n"))
        return;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "concentration_figures"));
    ka_table_column(table, ka_report_word(report, "measure"), KA_CELL_TEXT);
    for (size_t f = 0; f < FIGURES; f++)
        if (is_known(report, figures[f].stat))
            ka_table_column(table, ka_report_word(report, figures[f].stat),
                            figures[f].format == KA_AS_SHARE   ? KA_CELL_SHARE
                            : figures[f].format == KA_AS_MONEY ? KA_CELL_MONEY
                                                               : KA_CELL_NUMBER);
    for (size_t m = 0; m < MEASURES; m++)
        if (!isnan(ka_report_stat(report, measures[m], "n")))
            put_measure(report, table, measures[m]);
}

// The 80/20 statement as it was measured.
static void say_top20(struct ka_report *report)
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
    bool ranked = ka_report_ranked_by(report) &&
                  ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "cum_share");
    bool curves = report->tables[KA_TABLE_CURVE].frame.rows > 0;
    if (!is_known(report, "n") && !(report->charts && (ranked || curves)))
        return;
    ka_document_section(&report->document, KA_STR("concentration"),
                        ka_report_word(report, "concentration"));
    say_top20(report);
    if (report->charts) {
        draw_pareto(report);
        draw_lorenz(report);
        draw_whale(report);
    }
    show_figures(report);
}
