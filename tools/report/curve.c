// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/curve.h"

#include "report/say.h"

#include <math.h>

struct ka_rows ka_report_curve(struct ka_report *report, const char *measure, const char *curve)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_CURVE];
    struct ka_rows rows = {NULL, 0};
    if (table->frame.width == 0)
        return rows;
    size_t measures = ka_frame_find(&table->frame, "measure");
    size_t curves = ka_frame_find(&table->frame, "curve");
    rows.at = ka_arena_alloc(&report->texts, table->frame.rows, sizeof *rows.at);
    for (size_t row = 0; row < table->frame.rows; row++)
        if (ka_str_eq(ka_frame_cell(&table->frame, measures, row), ka_str(measure)) &&
            ka_str_eq(ka_frame_cell(&table->frame, curves, row), ka_str(curve)))
            rows.at[rows.count++] = row;
    const struct ka_report_order order = {table, ka_report_reals(table, "p"), false};
    ka_report_sort(rows.at, rows.count, &order);
    return rows;
}

struct ka_chart *ka_report_curve_chart(struct ka_report *report, const char *id,
                                       struct ka_str note)
{
    struct ka_chart *chart =
        ka_document_chart(&report->document, ka_str(id), ka_report_word(report, id));
    ka_chart_describe(chart, note, note);
    ka_chart_axis(chart, &chart->x, ka_report_word(report, "share_of_accounts"), KA_AXIS_SHARE);
    ka_chart_axis(chart, &chart->y, ka_report_word(report, "cum_share"), KA_AXIS_SHARE);
    return chart;
}

void ka_report_curve_draw(struct ka_report *report, struct ka_series *series,
                          struct ka_rows rows)
{
    const double *p = ka_report_reals(&report->tables[KA_TABLE_CURVE], "p");
    const double *y = ka_report_reals(&report->tables[KA_TABLE_CURVE], "y");
    for (size_t i = 0; i < rows.count; i++)
        ka_series_add(series, p[rows.at[i]], y[rows.at[i]]);
}

void ka_report_curve_band(struct ka_report *report, struct ka_chart *chart, struct ka_str name,
                          struct ka_rows rows)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_CURVE];
    const double *p = ka_report_reals(table, "p"), *y = ka_report_reals(table, "y"),
                 *lo = ka_report_reals(table, "lo"), *hi = ka_report_reals(table, "hi");
    size_t bounds = 0;
    for (size_t i = 0; lo && hi && i < rows.count; i++)
        bounds += !isnan(lo[rows.at[i]]) && !isnan(hi[rows.at[i]]);
    if (bounds == 0)
        return;
    struct ka_series *band = ka_chart_series(chart, name, KA_STYLE_BAND, KA_ROLE_BAND);
    for (size_t i = 0; i < rows.count; i++) {
        size_t row = rows.at[i];
        if (p[row] == 0 || p[row] == 1) // where every curve of shares is
            ka_series_add_band(band, p[row], y[row], y[row]);
        else if (!isnan(lo[row]) && !isnan(hi[row]))
            ka_series_add_band(band, p[row], lo[row], hi[row]);
    }
}
