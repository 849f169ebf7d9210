// SPDX-License-Identifier: GPL-3.0-or-later
// Pareto chart: bars and cumulative share, or areas of the classes when there are too many.
#include "report/curve.h"
#include "report/say.h"

#define BARS_MOST 60 // accounts with a bar of their own

struct abc {
    const char *name, *title;
    enum ka_role role;
    enum ka_texture texture;
};

static const struct abc classes[] = {{"A", "class_a", KA_ROLE_ACCENT, KA_SOLID},
                                     {"B", "class_b", KA_ROLE_MIDDLE, KA_HATCH},
                                     {"C", "class_c", KA_ROLE_PALE, KA_BACKHATCH},
                                     {"N", "class_n", KA_ROLE_BAD, KA_CROSS}};

struct pareto {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows;
    const double *amount, *cum_share; // amount NULL: too many accounts for bars
    struct ka_str figures;            // for who cannot see the chart
};

static double at(const struct pareto *pareto, size_t i)
{
    double count = (double)(i + 1);
    return pareto->amount ? count : count / (double)pareto->rows.count;
}

// Bars of one class, or the area that it takes under the curve, from the from-th of the
// ranking on.  Returns where the next class begins, as classes follow one another.
static size_t draw_class(struct pareto *pareto, const struct abc *abc, size_t from)
{
    struct ka_report *report = pareto->report;
    struct ka_rows rows =
        ka_report_where(report, KA_TABLE_ACCOUNTS, pareto->rows, "class", abc->name);
    if (rows.count == 0)
        return from;
    struct ka_str name = KA_SAY(report, "{1} {2}", ka_report_word(report, abc->title),
                                ka_report_count(report, (double)rows.count));
    struct ka_series *series = ka_chart_series(
        pareto->chart, name, pareto->amount ? KA_STYLE_BARS : KA_STYLE_BAND, abc->role);
    series->texture = abc->texture;
    pareto->figures = ka_report_join(report, pareto->figures, name);
    if (!pareto->amount)
        ka_series_add_band(series, from ? at(pareto, from - 1) : 0, 0,
                           from ? pareto->cum_share[pareto->rows.at[from - 1]] : 0);
    for (size_t i = 0; i < rows.count; i++)
        if (pareto->amount)
            ka_series_add(series, at(pareto, from + i), pareto->amount[rows.at[i]]);
        else
            ka_series_add_band(series, at(pareto, from + i), 0, pareto->cum_share[rows.at[i]]);
    return from + rows.count;
}

static void draw_cumulative(struct pareto *pareto)
{
    struct ka_series *line = // which its axis names
        ka_chart_series(pareto->chart, KA_STR(""), KA_STYLE_LINE, KA_ROLE_INK);
    line->right = pareto->amount != NULL;
    if (!pareto->amount)
        ka_series_add(line, 0, 0);
    for (size_t i = 0; i < pareto->rows.count; i++)
        ka_series_add(line, at(pareto, i), pareto->cum_share[pareto->rows.at[i]]);
    ka_chart_mark(pareto->chart, line->right ? KA_MARK_RIGHT : KA_MARK_Y, 0.8,
                  line->right ? KA_STR("80%") : KA_STR(""));
}

static void draw_axes(struct pareto *pareto, const char *measure)
{
    struct ka_report *report = pareto->report;
    struct ka_chart *chart = pareto->chart;
    struct ka_str share = ka_report_word(report, "cum_share");
    if (pareto->amount) {
        ka_chart_axis(chart, &chart->x, ka_report_word(report, "rank"), KA_AXIS_NUMBER);
        ka_chart_axis(chart, &chart->y, ka_report_word(report, measure), KA_AXIS_NUMBER);
        ka_chart_axis(chart, &chart->right, share, KA_AXIS_SHARE);
    } else {
        ka_chart_axis(chart, &chart->x, ka_report_word(report, "share_of_accounts"),
                      KA_AXIS_SHARE);
        ka_chart_axis(chart, &chart->y, share, KA_AXIS_SHARE);
    }
}

void ka_report_draw_pareto(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const char *measure = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
    struct pareto pareto = {
        .report = report, .rows = ka_report_ranking(report), .figures = KA_STR("")};
    pareto.cum_share = ka_report_reals(accounts, "cum_share");
    if (!measure || !pareto.cum_share || pareto.rows.count < 2)
        return;
    if (pareto.rows.count <= BARS_MOST)
        pareto.amount = ka_report_reals(accounts, measure);
    pareto.chart =
        ka_document_chart(&report->document, KA_STR("pareto"),
                          KA_SAY(report, "pareto_title", ka_report_measure(report, measure)));
    draw_axes(&pareto, measure);
    size_t drawn = 0;
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++)
        drawn = draw_class(&pareto, &classes[c], drawn);
    draw_cumulative(&pareto);
    ka_chart_describe(pareto.chart, ka_report_word(report, "pareto_note"), pareto.figures);
}
