// SPDX-License-Identifier: GPL-3.0-or-later
// A chart's figures as cells, each series in two columns, and native charts of them.  The
// library cannot put bars and lines into one chart: they become two.
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "out/axis.h"
#include "out/thin.h"
#include "out/xlsx_book.h"

#define POINTS_MOST 2000 // of a series; what is more is thinned
#define TOLERANCE 0.0005 // of the height, by which a thinned line may be off
#define WIDTH 2.0
#define COLUMN 16.0 // wide
#define ROWS 24     // of the sheet, that one takes
#define HEIGHT 1.5  // of a chart, in those of the library

static bool is_bars(const struct ka_series *series)
{
    return series->style == KA_STYLE_BARS || series->style == KA_STYLE_ROWS;
}

static bool can_show(const struct ka_series *series, size_t i)
{
    return isfinite(series->points[i].x) && isfinite(series->points[i].y);
}

static double height_of(const struct ka_series *series, size_t i)
{
    return series->style == KA_STYLE_BAND ? series->points[i].top : series->points[i].y;
}

// The points that stay, thinned on a square of side 1/TOLERANCE.
static size_t choose(const struct ka_series *series, size_t *kept)
{
    size_t n = 0;
    double lo = INFINITY, hi = -INFINITY, begin = INFINITY, end = -INFINITY;
    for (size_t i = 0; i < series->count; i++)
        if (can_show(series, i))
            kept[n++] = i;
    if (n <= POINTS_MOST || is_bars(series))
        return n;
    double *x = ka_alloc(n, sizeof *x), *y = ka_alloc(n, sizeof *y);
    size_t *chosen = ka_alloc(n, sizeof *chosen);
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, height_of(series, kept[i]));
        hi = fmax(hi, height_of(series, kept[i]));
        begin = fmin(begin, series->points[kept[i]].x);
        end = fmax(end, series->points[kept[i]].x);
    }
    for (size_t i = 0; i < n; i++) {
        x[i] = (series->points[kept[i]].x - begin) / fmax(end - begin, 1e-300) / TOLERANCE;
        y[i] = (height_of(series, kept[i]) - lo) / fmax(hi - lo, 1e-300) / TOLERANCE;
    }
    n = series->style == KA_STYLE_POINTS ? ka_thin_cloud(x, y, n, 1, POINTS_MOST, chosen)
                                         : ka_thin_line(x, y, n, 1, chosen);
    for (size_t i = 0; i < n; i++)
        kept[i] = kept[chosen[i]];
    free(x);
    free(y);
    free(chosen);
    return n;
}

// ---- The cells ----

static const char *axis_format(const struct ka_axis *axis)
{
    return axis->scale == KA_AXIS_SHARE ? "0.0%" : "#,##0.##";
}

static void put_axis(struct ka_book *book, lxw_worksheet *sheet, lxw_row_t row,
                     lxw_col_t column, const struct ka_axis *axis, double value)
{
    struct ka_buf month = {0};
    if (axis->scale == KA_AXIS_MONTH) {
        ka_axis_format(&month, axis, value, book->lang);
        worksheet_write_string(sheet, row, column, month.p, NULL);
    } else {
        worksheet_write_number(
            sheet, row, column, value,
            ka_xlsx_format(book, axis_format(axis), KA_XLSX_PLAIN, KA_NEUTRAL));
    }
    ka_buf_clear(&month);
}

static const struct ka_axis *heights(const struct ka_chart *chart,
                                     const struct ka_series *series)
{
    return series->right ? &chart->right : &chart->y;
}

static void put_point(struct ka_book *book, lxw_worksheet *sheet, lxw_row_t row,
                      lxw_col_t column, const struct ka_chart *chart,
                      const struct ka_series *series, size_t i)
{
    const struct ka_point *point = &series->points[i];
    if (series->style == KA_STYLE_ROWS) {
        worksheet_write_string(sheet, row, column, ka_xlsx_text(book, point->label), NULL);
        put_axis(book, sheet, row, column + 1, &chart->x, point->x - point->from);
        return;
    }
    put_axis(book, sheet, row, column, &chart->x, point->x);
    put_axis(book, sheet, row, column + 1, heights(chart, series), height_of(series, i));
}

#define HEAD 1

// Bars stand side by side on one axis of whole numbers: every series has a row for each of
// them, so that they share their places.  Returns the number of rows.
static size_t put_bars(struct ka_book *book, lxw_worksheet *sheet, lxw_col_t column,
                       const struct ka_chart *chart, const struct ka_series *series)
{
    double lo = INFINITY, hi = -INFINITY;
    for (const struct ka_series *s = chart->series; s; s = s->next)
        for (size_t i = 0; s->style == KA_STYLE_BARS && i < s->count; i++) {
            lo = fmin(lo, s->points[i].x);
            hi = fmax(hi, s->points[i].x);
        }
    if (!(hi - lo < POINTS_MOST))
        return 0;
    for (int row = 0; row <= (int)(hi - lo); row++)
        put_axis(book, sheet, (lxw_row_t)(HEAD + 1 + row), column, &chart->x, lo + row);
    for (size_t i = 0; i < series->count; i++)
        if (can_show(series, i))
            put_axis(book, sheet, (lxw_row_t)(HEAD + 1 + (int)(series->points[i].x - lo)),
                     column + 1, heights(chart, series), series->points[i].y);
    return (size_t)(hi - lo) + 1;
}

// A series that is alone on its axis goes by what that says, or by the title.
static struct ka_str name_of(const struct ka_chart *chart, const struct ka_series *series)
{
    struct ka_str label = series->right ? chart->right.label : chart->y.label;
    return series->name.n > 0 ? series->name : label.n > 0 ? label : chart->title;
}

// Returns the number of rows.
static size_t put_series(struct ka_book *book, lxw_worksheet *sheet, lxw_col_t column,
                         const struct ka_chart *chart, const struct ka_series *series)
{
    lxw_format *head = ka_xlsx_format(book, "", KA_XLSX_HEAD, KA_NEUTRAL);
    worksheet_write_string(sheet, HEAD, column, ka_xlsx_text(book, chart->x.label), head);
    worksheet_write_string(sheet, HEAD, column + 1, ka_xlsx_text(book, name_of(chart, series)),
                           head);
    if (series->style == KA_STYLE_BARS)
        return put_bars(book, sheet, column, chart, series);
    size_t *kept = ka_alloc(series->count, sizeof *kept), n = choose(series, kept);
    for (size_t i = 0; i < n; i++)
        put_point(book, sheet, (lxw_row_t)(HEAD + 1 + i), column, chart, series, kept[i]);
    free(kept);
    return n;
}

// ---- The native charts ----

static uint8_t native_type(const struct ka_chart *chart, const struct ka_series *series)
{
    switch (series->style) {
    case KA_STYLE_ROWS:
        return chart->series->next ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR;
    case KA_STYLE_BARS:
        return LXW_CHART_COLUMN;
    case KA_STYLE_POINTS:
        return LXW_CHART_SCATTER;
    default:
        return chart->x.scale == KA_AXIS_MONTH ? LXW_CHART_LINE : LXW_CHART_SCATTER_STRAIGHT;
    }
}

static void dress_series(lxw_chart_series *native, const struct ka_series *series)
{
    uint32_t colour = ka_palette[series->role].light;
    lxw_chart_line line = {.color = colour, .width = 2.25};
    lxw_chart_fill fill = {.color = colour};
    if (series->dashed)
        line.dash_type = LXW_CHART_LINE_DASH_DASH;
    if (is_bars(series)) {
        chart_series_set_fill(native, &fill);
    } else if (series->style == KA_STYLE_POINTS) {
        chart_series_set_marker_fill(native, &fill);
    } else {
        chart_series_set_line(native, &line);
    }
}

static lxw_chart *begin_native(struct ka_book *book, uint8_t type, const struct ka_chart *chart,
                               const struct ka_series *series)
{
    lxw_chart *native = workbook_add_chart(book->workbook, type);
    lxw_chart_line rule = {.color = ka_palette[KA_ROLE_RULE].light, .width = 0.75};
    chart_title_set_name(native, ka_xlsx_text(book, chart->title));
    chart_legend_set_position(native, LXW_CHART_LEGEND_TOP);
    if (type == LXW_CHART_BAR ||
        type == LXW_CHART_BAR_STACKED) { // lies: the names stand along y
        chart_axis_major_gridlines_set_line(native->x_axis, &rule);
        chart_axis_set_num_format(native->x_axis, axis_format(&chart->x));
        chart_axis_set_reverse(native->y_axis); // the first one on top
        chart_axis_set_label_position(native->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
        if (type == LXW_CHART_BAR)
            chart_legend_set_position(native, LXW_CHART_LEGEND_NONE);
    } else {
        chart_axis_major_gridlines_set_line(native->y_axis, &rule);
        chart_axis_set_num_format(native->y_axis, axis_format(heights(chart, series)));
    }
    if (type == LXW_CHART_COLUMN)
        chart_set_series_overlap(native, 100);
    if (type == LXW_CHART_SCATTER_STRAIGHT && chart->x.scale == KA_AXIS_SHARE) {
        chart_axis_set_num_format(native->x_axis, "0%");
        chart_axis_set_max(native->x_axis, 1);
    }
    return native;
}

// Series of a sort share a chart; a chart has not more sorts than these.
struct natives {
    lxw_chart *of[LXW_CHART_RADAR_FILLED + 1];
};

static void add_native(struct ka_book *book, lxw_worksheet *sheet, struct natives *natives,
                       const struct ka_chart *chart, const struct ka_series *series,
                       lxw_col_t column, size_t rows)
{
    uint8_t type = native_type(chart, series);
    lxw_row_t last = (lxw_row_t)(HEAD + rows);
    if (rows == 0)
        return;
    if (!natives->of[type])
        natives->of[type] = begin_native(book, type, chart, series);
    lxw_chart_series *native = chart_add_series(natives->of[type], NULL, NULL);
    chart_series_set_categories(native, sheet->name, HEAD + 1, column, last, column);
    chart_series_set_values(native, sheet->name, HEAD + 1, column + 1, last, column + 1);
    chart_series_set_name_range(native, sheet->name, HEAD, column + 1);
    dress_series(native, series);
}

// The library wants series in a chart before it is placed.
static void place_natives(lxw_worksheet *sheet, const struct natives *natives, lxw_col_t column)
{
    lxw_chart_options options = {.x_scale = WIDTH, .y_scale = HEIGHT};
    lxw_row_t row = HEAD + 1;
    for (size_t type = 0; type < sizeof natives->of / sizeof *natives->of; type++)
        if (natives->of[type]) {
            worksheet_insert_chart_opt(sheet, row, column, natives->of[type], &options);
            row += ROWS;
        }
}

void ka_xlsx_chart(struct ka_book *book, const struct ka_chart *chart)
{
    if (chart->x.bare) // a picture, whose figures stand in a table
        return;
    lxw_worksheet *sheet = ka_xlsx_sheet(book, chart->title);
    struct natives natives = {{NULL}};
    lxw_col_t column = 0;
    worksheet_write_string(sheet, 0, 0, ka_xlsx_text(book, chart->title),
                           ka_xlsx_format(book, "", KA_XLSX_BOLD, KA_NEUTRAL));
    for (const struct ka_series *s = chart->series; s; s = s->next, column += 2) {
        size_t rows = put_series(book, sheet, column, chart, s);
        add_native(book, sheet, &natives, chart, s, column, rows);
    }
    worksheet_set_column(sheet, 0, column, COLUMN, NULL);
    place_natives(sheet, &natives, column + 1);
    worksheet_freeze_panes(sheet, HEAD + 1, 0);
    ka_xlsx_page(sheet);
}
