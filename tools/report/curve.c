// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/curve.h"

#include "report/say.h"

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
