// SPDX-License-Identifier: GPL-3.0-or-later
// Month by month: revenue, margin and net profit of the company, revenue of its largest
// channels.
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/pick.h"
#include "report/say.h"
#include "table/decimal.h"

#define LINES_MOST 3          // channels with a line of their own
#define YEAR_1970 (1970 * 12) // a chart counts months from the year 0

enum { REVENUE, MARGIN, NET_PROFIT, MEASURES };

static const char *const measures[MEASURES] = {"revenue", "margin", "net_profit"};

struct months {
    struct ka_report *report;
    int first; // month
    size_t count;
    struct ka_map channels;
    ka_int128 *sum[MEASURES]; // by channel × month
    size_t *order;            // channels by revenue, largest first
};

static size_t channel_of(struct months *months, size_t row)
{
    const struct ka_frame *frame = &months->report->tables[KA_TABLE_MONTHLY].frame;
    size_t column = ka_frame_find(frame, "channel");
    struct ka_str name = KA_STR("");
    if (column != KA_NONE)
        name = ka_frame_cell(frame, column, row);
    return ka_map_put(&months->channels, name, NULL);
}

static void find_span(struct months *months)
{
    const struct ka_report_table *monthly = &months->report->tables[KA_TABLE_MONTHLY];
    const double *period = ka_report_reals(monthly, "period");
    double first = INFINITY, last = -INFINITY;
    for (size_t row = 0; row < monthly->frame.rows; row++) {
        first = fmin(first, period[row]);
        last = fmax(last, period[row]);
        channel_of(months, row);
    }
    months->first = first <= last ? (int)first : 0;
    months->count = first <= last ? (size_t)(last - first) + 1 : 0;
}

static void add_amount(ka_int128 *sum, const struct ka_frame *frame, size_t column, size_t row)
{
    int64_t amount;
    if (column != KA_NONE && ka_decimal_parse(ka_frame_cell(frame, column, row), &amount) &&
        amount != KA_DECIMAL_NONE)
        *sum += amount;
}

static void add_rows(struct months *months)
{
    const struct ka_report_table *monthly = &months->report->tables[KA_TABLE_MONTHLY];
    const double *period = ka_report_reals(monthly, "period");
    size_t columns[MEASURES];
    for (size_t i = 0; i < MEASURES; i++)
        columns[i] = ka_frame_find(&monthly->frame, measures[i]);
    for (size_t row = 0; row < monthly->frame.rows; row++) {
        size_t at = channel_of(months, row) * months->count +
                    (size_t)((int)period[row] - months->first);
        for (size_t i = 0; i < MEASURES; i++)
            add_amount(&months->sum[i][at], &monthly->frame, columns[i], row);
    }
}

static ka_int128 total_of(const struct months *months, size_t channel)
{
    ka_int128 total = 0;
    for (size_t m = 0; m < months->count; m++)
        total += months->sum[REVENUE][channel * months->count + m];
    return total;
}

static int compare_channels(const void *a, const void *b, void *context)
{
    const struct months *months = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    ka_int128 x = total_of(months, i), y = total_of(months, j);
    return x == y ? ka_str_cmp(months->channels.keys[i], months->channels.keys[j])
                  : (x < y) - (x > y);
}

static void fold(struct months *months)
{
    find_span(months);
    size_t channels = months->channels.count;
    for (size_t i = 0; i < MEASURES; i++)
        months->sum[i] = ka_zalloc(channels * months->count, sizeof *months->sum[i]);
    add_rows(months);
    months->order = ka_alloc(channels, sizeof *months->order);
    for (size_t c = 0; c < channels; c++)
        months->order[c] = c;
    qsort_r(months->order, channels, sizeof *months->order, compare_channels, months);
}

static void clear(struct months *months)
{
    for (size_t i = 0; i < MEASURES; i++)
        free(months->sum[i]);
    free(months->order);
    ka_map_clear(&months->channels);
}

// Adds the sums of some channels, the from-th to the one before the to-th of the order.
static void draw(const struct months *months, struct ka_series *series,
                 const ka_int128 *amounts, size_t from, size_t to)
{
    for (size_t m = 0; m < months->count; m++) {
        ka_int128 sum = 0;
        for (size_t c = from; c < to; c++)
            sum += amounts[months->order[c] * months->count + m];
        ka_series_add(series, YEAR_1970 + months->first + (double)m, ka_decimal_real(sum));
    }
}

static struct ka_chart *begin_chart(struct months *months, const char *id)
{
    struct ka_report *report = months->report;
    struct ka_chart *chart =
        ka_document_chart(&report->document, ka_str(id), ka_report_word(report, id));
    ka_chart_axis(chart, &chart->x, KA_STR(""), KA_AXIS_MONTH);
    ka_chart_axis(chart, &chart->y, KA_STR(""), KA_AXIS_NUMBER);
    return chart;
}

// First, last and highest month, for who cannot see the chart.
static struct ka_str describe(struct ka_report *report, const struct ka_series *series)
{
    size_t top = 0;
    struct ka_str text = KA_STR("");
    for (size_t i = 1; i < series->count; i++)
        if (series->points[i].y > series->points[top].y)
            top = i;
    const size_t told[] = {0, top, series->count - 1};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const struct ka_point *point = &series->points[told[i]];
        if (i > 0 && told[i] == told[i - 1])
            continue;
        struct ka_str month = ka_report_figure(report, KA_AS_MONTH, point->x - YEAR_1970);
        text = ka_report_join(
            report, text,
            KA_SAY(report, "{1} {2}", month, ka_report_compact(report, point->y)));
    }
    return text;
}

static void draw_company(struct months *months)
{
    static const enum ka_role roles[MEASURES] = {KA_ROLE_PALE, KA_ROLE_ACCENT,
                                                 KA_ROLE_SERIES_2};
    struct ka_report *report = months->report;
    struct ka_chart *chart = begin_chart(months, "months-company");
    for (size_t i = 0; i < MEASURES; i++) {
        if (!ka_report_has(&report->tables[KA_TABLE_MONTHLY], measures[i]))
            continue;
        struct ka_series *series =
            ka_chart_series(chart, ka_report_word(report, measures[i]),
                            i == REVENUE ? KA_STYLE_BARS : KA_STYLE_LINE, roles[i]);
        draw(months, series, months->sum[i], 0, months->channels.count);
        if (i == REVENUE)
            ka_chart_describe(chart, KA_STR(""), describe(report, series));
    }
}

// Of the i-th channel by revenue, over all months.
static struct ka_str total_text(const struct months *months, size_t i)
{
    return ka_report_compact(months->report,
                             ka_decimal_real(total_of(months, months->order[i])));
}

static void draw_channels(struct months *months)
{
    struct ka_report *report = months->report;
    size_t channels = months->channels.count;
    size_t lines = channels > LINES_MOST + 1 ? LINES_MOST : channels;
    if (channels < 2)
        return;
    struct ka_chart *chart = begin_chart(months, "months-channels");
    struct ka_str figures = KA_STR("");
    for (size_t i = 0; i < lines; i++) {
        struct ka_str name = months->channels.keys[months->order[i]];
        name = name.n > 0 ? name : ka_report_word(report, "no_channel");
        figures = ka_report_join(report, figures,
                                 KA_SAY(report, "{1} {2}", name, total_text(months, i)));
        draw(months,
             ka_chart_series(chart, name, KA_STYLE_LINE, KA_ROLE_SERIES_1 + (enum ka_role)i),
             months->sum[REVENUE], i, i + 1);
    }
    if (lines < channels)
        draw(months,
             ka_chart_series(chart, ka_report_word(report, "other_channels"), KA_STYLE_LINE,
                             KA_ROLE_MUTED),
             months->sum[REVENUE], lines, channels);
    ka_chart_describe(chart, KA_STR(""), figures);
}

void ka_report_months(struct ka_report *report)
{
    struct months months = {.report = report};
    if (!report->charts || report->tables[KA_TABLE_MONTHLY].frame.rows == 0)
        return;
    fold(&months);
    if (months.count > 1) {
        ka_document_section(&report->document, KA_STR("months"),
                            ka_report_word(report, "months"));
        draw_company(&months);
        draw_channels(&months);
    }
    clear(&months);
}
