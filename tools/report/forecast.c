// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be expected of the accounts, beside what their plain rate says.
#include <math.h>
#include <string.h>

#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"
#include "table/decimal.h"

#define LARGEST 10

static double sum_in_order(const double *figures, struct ka_rows rows)
{
    double sum = 0;
    for (size_t i = 0; figures && i < rows.count; i++)
        sum += isnan(figures[rows.at[i]]) ? 0 : figures[rows.at[i]];
    return sum;
}

static void tell_total(struct ka_report *report, struct ka_rows rows)
{
    const struct ka_report_table *forecast = &report->tables[KA_TABLE_FORECAST];
    double orders = sum_in_order(ka_report_reals(forecast, "expected_orders"), rows);
    double naive = sum_in_order(ka_report_reals(forecast, "naive_orders"), rows);
    double value = sum_in_order(ka_report_reals(forecast, "expected_value"), rows);
    struct ka_str weeks = ka_report_noted(report, "ka-forecast", "horizon_weeks");
    struct ka_str horizon = weeks.n > 0 ? KA_SAY(report, "horizon_weeks", weeks)
                                        : ka_report_word(report, "horizon_unknown");
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     KA_SAY(report, "forecast_total", ka_report_compact(report, round(orders)),
                            ka_report_compact(report, round(naive)), horizon));
    if (value > 0)
        ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                         KA_SAY(report, "forecast_value", ka_report_compact(report, value)));
}

static void draw_largest(struct ka_report *report, struct ka_rows rows)
{
    const struct ka_report_table *forecast = &report->tables[KA_TABLE_FORECAST];
    const double *value = ka_report_reals(forecast, "expected_value"),
                 *lo = ka_report_reals(forecast, "value_lo"),
                 *hi = ka_report_reals(forecast, "value_hi");
    struct ka_str figures = KA_STR("");
    rows = ka_rows_first(rows, LARGEST);
    if (!value || rows.count < 2)
        return;
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("forecast-largest"),
                                               ka_report_word(report, "forecast_largest"));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    for (size_t i = 0; i < rows.count; i++) {
        struct ka_str name = ka_report_name(report, KA_TABLE_FORECAST, rows.at[i]);
        ka_series_add_row(series, name, value[rows.at[i]]);
        if (lo && hi)
            ka_series_interval_row(series, lo[rows.at[i]], hi[rows.at[i]]);
        figures = ka_report_join(
            report, figures,
            KA_SAY(report, "{1} {2}", name, ka_report_compact(report, value[rows.at[i]])));
    }
    ka_chart_describe(chart, ka_report_word(report, "forecast_largest_note"), figures);
}

static void show(struct ka_report *report, struct ka_rows rows, const char *caption)
{
    static const char *const columns[] = {
        "account",      "p_alive",        "expected_orders", "orders_lo", "orders_hi",
        "naive_orders", "expected_value", "value_lo",        "value_hi",  NULL};
    struct ka_grid grid = {.kind = KA_TABLE_FORECAST,
                           .caption = ka_report_word(report, caption),
                           .columns = columns,
                           .bar = "p_alive",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

// ---- How good it would have been ----

struct weeks {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows;
    const double *week;
    struct ka_str figures;
};

static void draw_weeks(struct weeks *weeks, const char *model, const char *column,
                       enum ka_role role)
{
    struct ka_report *report = weeks->report;
    struct ka_rows rows =
        ka_report_where(report, KA_TABLE_CALIBRATION, weeks->rows, "model", model);
    const double *figures = ka_report_reals(&report->tables[KA_TABLE_CALIBRATION], column);
    struct ka_str name =
        ka_report_word(report, strcmp(column, "actual") == 0 ? "actual" : model);
    if (rows.count == 0 || !figures)
        return;
    struct ka_series *series = ka_chart_series(weeks->chart, name, KA_STYLE_LINE, role);
    for (size_t i = 0; i < rows.count; i++)
        ka_series_add(series, weeks->week[rows.at[i]], figures[rows.at[i]]);
    weeks->figures = ka_report_join(
        report, weeks->figures,
        KA_SAY(report, "{1} {2}", name,
               ka_report_compact(report, round(figures[rows.at[rows.count - 1]]))));
}

// The rows of the weeks in their order; `week` has their numbers.
static struct ka_rows find_weeks(struct ka_report *report, double *week)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_CALIBRATION];
    size_t key = ka_frame_find(&table->frame, "key");
    struct ka_rows rows = {NULL, 0};
    if (key == KA_NONE)
        return rows;
    rows = ka_report_where(report, KA_TABLE_CALIBRATION,
                           ka_report_all(report, KA_TABLE_CALIBRATION), "part", "week");
    size_t known = 0;
    for (size_t i = 0; i < rows.count; i++) {
        int64_t number;
        if (!ka_decimal_parse(ka_frame_cell(&table->frame, key, rows.at[i]), &number) ||
            number == KA_DECIMAL_NONE)
            continue;
        week[rows.at[i]] = ka_decimal_real(number);
        rows.at[known++] = rows.at[i];
    }
    rows.count = known;
    ka_report_sort(rows.at, known, &(struct ka_report_order){table, week, false});
    return rows;
}

static void draw_calibration(struct ka_report *report)
{
    static const char *const models[] = {"bgnbd", "mbgnbd", "paretonbd", "nbd"};
    const struct ka_report_table *table = &report->tables[KA_TABLE_CALIBRATION];
    double *week = ka_arena_alloc(&report->texts, table->frame.rows, sizeof *week);
    struct weeks weeks = {.report = report, .week = week, .figures = KA_STR("")};
    weeks.rows = find_weeks(report, week);
    if (weeks.rows.count < 2)
        return;
    weeks.chart = ka_document_chart(&report->document, KA_STR("calibration"),
                                    ka_report_word(report, "calibration_weeks"));
    struct ka_chart *chart = weeks.chart;
    ka_chart_axis(chart, &chart->x, ka_report_word(report, "week"), KA_AXIS_NUMBER);
    ka_chart_axis(chart, &chart->y, ka_report_word(report, "orders"), KA_AXIS_NUMBER);
    draw_weeks(&weeks, "naive", "actual", KA_ROLE_INK);
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        draw_weeks(&weeks, models[i], "expected", KA_ROLE_ACCENT);
    draw_weeks(&weeks, "naive", "expected", KA_ROLE_SERIES_2);
    ka_chart_describe(chart, ka_report_word(report, "calibration_note"), weeks.figures);
}

static void show_calibration(struct ka_report *report)
{
    static const char *const columns[] = {"model", "accounts", "actual", "expected",
                                          "mae",   "rmse",     NULL};
    struct ka_rows rows =
        ka_report_where(report, KA_TABLE_CALIBRATION,
                        ka_report_all(report, KA_TABLE_CALIBRATION), "part", "total");
    struct ka_grid grid = {.kind = KA_TABLE_CALIBRATION,
                           .caption = ka_report_word(report, "calibration"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static void show_fits(struct ka_report *report)
{
    static const char *const columns[] = {"model", "group", "stat", "value", "se", NULL};
    struct ka_rows rows = ka_report_all(report, KA_TABLE_FITS);
    struct ka_grid grid = {.kind = KA_TABLE_FITS,
                           .caption = ka_report_word(report, "fits"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

void ka_report_forecast(struct ka_report *report)
{
    bool calibrated = report->tables[KA_TABLE_CALIBRATION].frame.rows > 0;
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_FORECAST, "expected_value", true);
    if (rows.count == 0) // a period too short for money still has orders
        rows = ka_report_sorted(report, KA_TABLE_FORECAST, "expected_orders", true);
    if (rows.count == 0 && !calibrated && report->tables[KA_TABLE_FITS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("forecast"),
                        ka_report_word(report, "forecast"));
    if (rows.count > 0)
        tell_total(report, rows);
    if (report->charts)
        draw_largest(report, rows);
    if (report->charts && calibrated)
        draw_calibration(report);
    struct ka_rows key = ka_report_of_key(report, KA_TABLE_FORECAST, rows);
    show(report, key, "forecast_key");
    if (key.count == 0)
        show(report, ka_rows_first(rows, LARGEST), "forecast_largest");
    show_calibration(report);
    show_fits(report);
}
