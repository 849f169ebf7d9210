// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "out/axis.h"
#include "out/chart.h"
#include "out/gnuplot.h"
#include "out/palette.h"
#include "out/plot.h"
#include "out/thin.h"
#include "wellformed.h"

static const char hostile[] = "<script>\"'`id`$(x)_^{}@& 50% a\\";

static size_t count(const char *text, const char *what)
{
    size_t times = 0;
    for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
        times++;
    return times;
}

// Every kind of series, mark and label at once.
static void fill(struct ka_chart *chart, const char *id, const char *text)
{
    static const enum ka_style styles[] = {KA_STYLE_BAND, KA_STYLE_BARS, KA_STYLE_LINE,
                                           KA_STYLE_LINE, KA_STYLE_POINTS};
    struct ka_str t = ka_str(text);
    ka_chart_name(chart, ka_str(id), t);
    ka_chart_describe(chart, t, t);
    ka_chart_axis(chart, &chart->x, t, KA_AXIS_NUMBER);
    ka_chart_axis(chart, &chart->y, t, KA_AXIS_NUMBER);
    ka_chart_axis(chart, &chart->right, t, KA_AXIS_SHARE);
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        struct ka_series *series =
            ka_chart_series(chart, t, styles[i], KA_ROLE_SERIES_1 + (enum ka_role)i);
        series->right = i == 2;
        for (int x = 1; x < 20; x++) {
            double y = (series->right ? 0.05 : 1e6) * (x - 3);
            ka_series_add_band(series, x, y, styles[i] == KA_STYLE_BAND ? 2e7 : y);
        }
        ka_series_label(series, t);
    }
    for (int kind = KA_MARK_Y; kind <= KA_MARK_RIGHT; kind++)
        ka_chart_mark(chart, (enum ka_mark_kind)kind, 0.5, t);
}

static char *draw(struct ka_chart *chart)
{
    struct ka_buf svg = {0};
    struct ka_error err = {0};
    assert_true(ka_chart_svg(chart, KA_ZH, &svg, &err));
    assert_string_equal(err.text, "");
    ka_chart_clear(chart);
    return svg.p;
}

static char *draw_filled(const char *id, const char *text)
{
    struct ka_chart chart = {0};
    fill(&chart, id, text);
    return draw(&chart);
}

static void the_same_chart_gives_the_same_bytes(void **state)
{
    (void)state;
    char *one = draw_filled("a", "x"), *two = draw_filled("a", "x");
    assert_string_equal(one, two);
    free(one);
    free(two);
}

static void hostile_text_stays_text(void **state)
{
    (void)state;
    char *svg = draw_filled("a", hostile);
    assert_true(is_well_formed(svg));
    assert_null(strstr(svg, "<script"));
    assert_int_equal(count(svg, "</title>"), 1);
    assert_int_equal(count(svg, "</desc>"), 1);
    assert_true(count(svg, "&lt;script>\"'`id`$(x)_^{}@&amp; 50% a\\</text>") >= 10);
    free(svg);
    svg = draw_filled("a", "one\ntwo\tthree\x01 broken \xff 大客户");
    assert_true(is_well_formed(svg));
    assert_non_null(strstr(svg, "one two three\xef\xbf\xbd broken \xef\xbf\xbd 大客户</text>"));
    free(svg);
}

static void tick_labels_are_not_formats(void **state)
{
    (void)state;
    char *svg = draw_filled("a", "x"); // the right-hand axis is in per cent
    assert_non_null(strstr(svg, ">60%</text>"));
    assert_non_null(strstr(svg, ">2,000万</text>"));
    free(svg);
}

static void the_svg_is_fit_for_a_page(void **state)
{
    (void)state;
    char *svg = draw_filled("pareto", "x");
    assert_non_null(strstr(svg, "viewBox=\"0 0 520 320\""));
    assert_non_null(strstr(svg, "role=\"img\" aria-labelledby=\"pareto-title pareto-desc\""));
    const char *const unwanted[] = {" width=", " height=", "rgb(",   "xlink", "gnuplot",
                                    "font-",   "black",    "script", "NaN",   "currentColor"};
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        assert_null(strstr(svg, unwanted[i]));
    assert_int_equal(count(svg, " id=\""), count(svg, " id=\"pareto-"));
    assert_int_equal(count(svg, " href=\"#"), count(svg, " href=\"#pareto-"));
    assert_non_null(strstr(svg, "fill=\"var(--ka-s2)\""));
    assert_non_null(strstr(svg, "fill=\"var(--ka-bad)\"")); // bars below zero
    assert_non_null(strstr(svg, "stroke-dasharray"));       // marks
    free(svg);
}

static void an_empty_chart_has_its_axes(void **state)
{
    (void)state;
    struct ka_chart chart = {0};
    ka_chart_name(&chart, KA_STR("empty"), KA_STR("x"));
    struct ka_series *series =
        ka_chart_series(&chart, KA_STR(""), KA_STYLE_LINE, KA_ROLE_ACCENT);
    ka_series_add(series, NAN, 1);
    char *svg = draw(&chart);
    assert_non_null(strstr(svg, "<path"));
    free(svg);
    memset(&chart, 0, sizeof chart);
    ka_chart_name(&chart, KA_STR("rows"), KA_STR("x"));
    ka_chart_series(&chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    free(draw(&chart));
}

static void rows_carry_names_and_values(void **state)
{
    (void)state;
    struct ka_chart chart = {0};
    ka_chart_name(&chart, KA_STR("rows"), KA_STR("x"));
    struct ka_series *rows = ka_chart_series(&chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("原厂"), 1234567);
    ka_series_add_row(rows, KA_STR("大卖场"), -50000);
    struct ka_buf long_name = {0};
    for (int i = 0; i < 200; i++)
        ka_buf_add_text(&long_name, "名");
    ka_series_add_row(rows, ka_buf_str(&long_name), 1);
    ka_buf_clear(&long_name);
    char *svg = draw(&chart);
    assert_non_null(strstr(svg, ">原厂</text>"));
    assert_non_null(strstr(svg, ">123万</text>"));
    assert_non_null(strstr(svg, ">−5万</text>"));
    assert_non_null(strstr(svg, "名…</text>"));
    assert_int_equal(count(svg, "<polygon"), 3);
    assert_int_equal(count(svg, "<polygon fill=\"var(--ka-bad)\""), 1);
    free(svg);
}

static void many_points_make_a_short_picture(void **state)
{
    (void)state;
    struct ka_chart chart = {0};
    ka_chart_name(&chart, KA_STR("many"), KA_STR("x"));
    struct ka_series *bars = ka_chart_series(&chart, KA_STR(""), KA_STYLE_BARS, KA_ROLE_ACCENT);
    struct ka_series *line = ka_chart_series(&chart, KA_STR(""), KA_STYLE_LINE, KA_ROLE_INK);
    struct ka_series *cloud =
        ka_chart_series(&chart, KA_STR(""), KA_STYLE_POINTS, KA_ROLE_SERIES_1);
    for (int i = 1; i <= 200000; i++) {
        ka_series_add(bars, i, 1e6 / i);
        ka_series_add(line, i, 1e5 * log(i));
        ka_series_add(cloud, i, fmod(i * 7919.0, 1e6));
    }
    char *svg = draw(&chart);
    assert_true(strlen(svg) < 100000);
    free(svg);
}

static bool has_text(const struct ka_plot *plot, const char *text, enum ka_role role)
{
    for (size_t i = 0; i < plot->text_count; i++)
        if (ka_str_eq(plot->texts[i].text, ka_str(text)) && plot->texts[i].role == role)
            return true;
    return false;
}

static const struct ka_shape *find_shape(const struct ka_plot *plot, enum ka_shape_kind kind,
                                         enum ka_role role)
{
    const struct ka_shape *shape = plot->shapes;
    while (shape && (shape->kind != kind || shape->role != role))
        shape = shape->next;
    return shape;
}

// 100, less 30, plus 10: a bar shows what it adds, and from where.
static void rows_start_where_they_are_told(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    struct ka_plot plot;
    struct ka_series *rows = ka_chart_series(&chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("a"), 100);
    ka_series_add_row(rows, KA_STR("b"), 70);
    ka_series_start_row(rows, 100);
    ka_series_add_row(rows, KA_STR("c"), 80);
    ka_series_start_row(rows, 70);
    ka_plot_layout(&plot, &chart, KA_EN);
    assert_true(has_text(&plot, "100", KA_ROLE_INK));
    assert_true(has_text(&plot, "−30", KA_ROLE_BAD));
    assert_true(has_text(&plot, "10", KA_ROLE_INK));
    const struct ka_shape *down = find_shape(&plot, KA_SHAPE_BOXES, KA_ROLE_BAD);
    assert_non_null(down);
    assert_int_equal(down->count, 2);
    assert_true(down->vertices[0].x == 100 && down->vertices[1].x == 70);
    ka_plot_clear(&plot);
    ka_chart_clear(&chart);
}

static void rows_have_intervals(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    struct ka_plot plot;
    struct ka_series *rows = ka_chart_series(&chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("a"), 10);
    ka_series_interval_row(rows, 5, 40);
    ka_series_add_row(rows, KA_STR("b"), 20);
    ka_plot_layout(&plot, &chart, KA_EN);
    const struct ka_shape *line = find_shape(&plot, KA_SHAPE_LINE, KA_ROLE_INK);
    assert_non_null(line);
    assert_true(line->vertices[0].x == 5 && line->vertices[1].x == 40);
    assert_true(plot.x.hi >= 40);
    for (size_t i = 0; i < plot.text_count; i++) // behind the interval, not on it
        if (ka_str_eq(plot.texts[i].text, KA_STR("10")))
            assert_true(plot.texts[i].x > ka_plot_x(&plot, 40));
    ka_plot_clear(&plot);
    ka_chart_clear(&chart);
}

static void stacks_tell_their_parts(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    struct ka_plot plot;
    ka_chart_axis(&chart, &chart.x, KA_STR(""), KA_AXIS_SHARE);
    const double from[] = {0, 0.6, 0.99}, to[] = {0.6, 0.99, 1};
    for (int i = 0; i < 3; i++) {
        struct ka_series *part = ka_chart_series(&chart, KA_STR("n"), KA_STYLE_ROWS,
                                                 KA_ROLE_SERIES_1 + (enum ka_role)i);
        ka_series_add_row(part, KA_STR("a"), to[i]);
        ka_series_start_row(part, from[i]);
    }
    ka_plot_layout(&plot, &chart, KA_EN);
    assert_true(has_text(&plot, "60.0%", KA_ROLE_INK));
    assert_true(has_text(&plot, "39.0%", KA_ROLE_INK));
    assert_false(has_text(&plot, "1.0%", KA_ROLE_INK)); // no room
    assert_non_null(find_shape(&plot, KA_SHAPE_BOXES, KA_ROLE_SERIES_3));
    ka_plot_clear(&plot);
    ka_chart_clear(&chart);
}

static void a_bare_chart_has_no_axes(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    ka_chart_name(&chart, KA_STR("bare"), KA_STR("t"));
    chart.x.bare = true;
    struct ka_series *band = ka_chart_series(&chart, KA_STR(""), KA_STYLE_BAND, KA_ROLE_ACCENT);
    ka_series_add_band(band, 0, 0, 1);
    ka_series_add_band(band, 1, 2, 3);
    char *svg = draw(&chart);
    assert_null(strstr(svg, "<text"));
    assert_int_equal(count(svg, "<path") + count(svg, "<polygon"), 1);
    free(svg);
    ka_chart_clear(&chart);
}

static void a_cloud_does_not_depend_on_the_order_of_rows(void **state)
{
    (void)state;
    char *svg[2];
    for (int turn = 0; turn < 2; turn++) {
        struct ka_chart chart = {0};
        ka_chart_name(&chart, KA_STR("cloud"), KA_STR("x"));
        chart.x.log = chart.y.log = true;
        struct ka_series *cloud =
            ka_chart_series(&chart, KA_STR(""), KA_STYLE_POINTS, KA_ROLE_SERIES_1);
        for (int i = 0; i < 5000; i++) {
            int at = turn ? 4999 - i : i;
            ka_series_add(cloud, 1 + at % 97, 1 + at * 31 % 1009 - 20);
        }
        svg[turn] = draw(&chart);
    }
    assert_string_equal(svg[0], svg[1]);
    free(svg[0]);
    free(svg[1]);
}

static void a_thinned_curve_keeps_its_shape(void **state)
{
    (void)state;
    enum { N = 200000 };
    double *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    size_t *kept = malloc(N * sizeof *kept);
    for (int i = 0; i < N; i++) {
        x[i] = 500.0 * i / (N - 1);
        y[i] = 300 * sqrt(i / (double)(N - 1)) + (i == 77777 ? 50 : 0);
    }
    size_t n = ka_thin_line(x, y, N, 0.15, kept);
    assert_true(n < 100);
    assert_int_equal(kept[0], 0);
    assert_int_equal(kept[n - 1], N - 1);
    bool has_spike = false;
    for (size_t k = 1; k < n; k++) {
        assert_true(kept[k] > kept[k - 1]);
        has_spike |= kept[k] == 77777;
        for (size_t i = kept[k - 1]; i < kept[k]; i++) {
            double share = (x[i] - x[kept[k - 1]]) / (x[kept[k]] - x[kept[k - 1]]);
            double on_line = y[kept[k - 1]] + share * (y[kept[k]] - y[kept[k - 1]]);
            double slope = (y[kept[k]] - y[kept[k - 1]]) / (x[kept[k]] - x[kept[k - 1]]);
            // within a column the line may take the column's own extremes
            assert_true(fabs(y[i] - on_line) <= 0.15 + fabs(slope) + 1e-9);
        }
    }
    assert_true(has_spike);
    free(x);
    free(y);
    free(kept);
}

static void thinning_leaves_few_points_alone(void **state)
{
    (void)state;
    const double x[] = {0, 10, 20, 30, 40}, y[] = {5, 9, 1, 9, 5}, flat[] = {1, 1, 1, 1, 1};
    size_t kept[5];
    assert_int_equal(ka_thin_line(x, y, 5, 0.1, kept), 5);
    assert_int_equal(ka_thin_line(x, y, 2, 0.1, kept), 2);
    assert_int_equal(ka_thin_line(x, y, 1, 0.1, kept), 1);
    assert_int_equal(ka_thin_line(x, y, 0, 0.1, kept), 0);
    assert_int_equal(ka_thin_line(x, flat, 5, 0.1, kept), 2);
    assert_int_equal(kept[1], 4);
}

static void a_thinned_cloud_keeps_one_point_per_cell(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2.9, 3, 9, 10}, y[] = {0, 1, 2.9, 0, 9, 10};
    size_t kept[6];
    assert_int_equal(ka_thin_cloud(x, y, 6, 3, 6, kept), 3); // 0, 3, and 9 with 10
    assert_int_equal(kept[1], 3);
    assert_int_equal(kept[2], 4);
    assert_int_equal(ka_thin_cloud(x, y, 6, 3, 1, kept), 1);
    assert_int_equal(kept[0], 0);
}

static void assert_ticks(const struct ka_axis *axis, double lo, double hi, enum ka_fit fit,
                         const char *expected)
{
    struct ka_ticks ticks;
    struct ka_buf all = {0};
    ka_axis_ticks(&ticks, axis, lo, hi, fit, 5, KA_EN);
    for (size_t i = 0; i < ticks.count; i++)
        ka_buf_addf(&all, "%s%s", i ? " " : "", ticks.label[i]);
    assert_string_equal(all.p ? all.p : "", expected);
    ka_buf_clear(&all);
}

static void ticks_are_round(void **state)
{
    (void)state;
    struct ka_axis number = {.scale = KA_AXIS_NUMBER}, share = {.scale = KA_AXIS_SHARE};
    struct ka_axis month = {.scale = KA_AXIS_MONTH}, log = {.log = true};
    assert_ticks(&share, 0, 1, KA_FIT_ROUND, "0% 20% 40% 60% 80% 100%");
    assert_ticks(&share, 0, 0.02, KA_FIT_TIGHT, "0.0% 0.5% 1.0% 1.5% 2.0%");
    assert_ticks(&number, -300, 1000, KA_FIT_ROUND, "0 500 1k");
    assert_ticks(&number, 0, 970000, KA_FIT_ROUND, "0 200k 400k 600k 800k 1M");
    assert_ticks(&number, 0.5, 186.5, KA_FIT_TIGHT, "50 100 150");
    assert_ticks(&number, 7, 7, KA_FIT_TIGHT, "7 7.2 7.4 7.6 7.8 8");
    assert_ticks(&number, INFINITY, -INFINITY, KA_FIT_TIGHT, "0 0.2 0.4 0.6 0.8 1");
    assert_ticks(&number, -1.7e308, 1.7e308, KA_FIT_ROUND, "0 0.2 0.4 0.6 0.8 1");
    struct ka_ticks ticks;
    ka_axis_ticks(&ticks, &number, 1e20, 1e20, KA_FIT_ROUND, 5, KA_EN);
    assert_true(ticks.lo <= 1e20 && ticks.hi > 1e20 && ticks.count > 1);
    assert_ticks(&number, 0, INFINITY, KA_FIT_ROUND, "0 0.2 0.4 0.6 0.8 1");
    assert_ticks(&month, 2023 * 12, 2024 * 12 + 11, KA_FIT_TIGHT,
                 "2023-01 2023-07 2024-01 2024-07");
    assert_ticks(&month, 2020 * 12 + 3, 2024 * 12, KA_FIT_TIGHT, "2021 2022 2023 2024");
    assert_ticks(&log, 3, 50000, KA_FIT_TIGHT, "10 100 1k 10k");
    assert_ticks(&log, 3, 70, KA_FIT_TIGHT, "5 10 20 50");
    assert_ticks(&log, 0, 1000, KA_FIT_TIGHT, "100 200 500 1k");
}

static void gnuplot_is_asked_for_when_it_is_not_there(void **state)
{
    (void)state;
    char *path = strdup(getenv("PATH"));
    struct ka_buf out = {0};
    struct ka_error err = {0};
    setenv("PATH", "/nowhere", 1);
    assert_false(ka_gnuplot_run(KA_STR("plot 1\n"), &out, &err));
    setenv("PATH", path, 1);
    assert_int_equal(err.code, KA_SYSTEM);
    assert_string_equal(err.text, "charts need gnuplot: install the package gnuplot-nox");
    free(path);
}

static void an_error_of_gnuplot_is_an_error(void **state)
{
    (void)state;
    struct ka_buf out = {0};
    struct ka_error err = {0};
    assert_false(ka_gnuplot_run(KA_STR("set nonsense\nplot 1\n"), &out, &err));
    assert_int_equal(err.code, KA_SYSTEM);
    assert_non_null(strstr(err.text, "gnuplot failed: "));
    ka_buf_clear(&out);
}

static void no_file_is_needed(void **state)
{
    (void)state;
    setenv("TMPDIR", "/nowhere", 1);
    char *svg = draw_filled("a", "x");
    unsetenv("TMPDIR");
    assert_true(is_well_formed(svg));
    free(svg);
}

// Relative luminance and contrast of WCAG 2.2.
static double luminance(uint32_t rgb)
{
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = (double)(rgb >> (16 - 8 * i) & 255) / 255;
        c = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
        sum += c * (double[]){0.2126, 0.7152, 0.0722}[i];
    }
    return sum;
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static void colours_can_be_seen_and_told_apart(void **state)
{
    (void)state;
    const struct ka_colour *p = ka_palette, paper = p[KA_ROLE_PAPER];
    for (int role = 0; role < KA_ROLE_COUNT; role++) {
        assert_int_equal(ka_palette_find(p[role].light), role);
        if (role == KA_ROLE_PAPER || role == KA_ROLE_RULE || role == KA_ROLE_BAND ||
            role == KA_ROLE_HEAT || role == KA_ROLE_COLD)
            continue;
        // 4.5 for text, 3 for what is only ever an area
        double least = role == KA_ROLE_MIDDLE || role == KA_ROLE_PALE ? 3 : 4.5;
        if (contrast(p[role].light, paper.light) < least ||
            contrast(p[role].dark, paper.dark) < least)
            fail_msg("%s", p[role].name);
    }
    for (int role = KA_ROLE_HEAT; role <= KA_ROLE_COLD; role++) {
        assert_true(contrast(p[KA_ROLE_INK].light, p[role].light) >= 4.5);
        assert_true(contrast(p[KA_ROLE_INK].dark, p[role].dark) >= 4.5);
    }
    const enum ka_role on_bars[] = {KA_ROLE_INK, KA_ROLE_BAD, KA_ROLE_GOOD};
    for (int i = 0; i < 3; i++) {
        assert_true(contrast(p[on_bars[i]].light, p[KA_ROLE_BAND].light) >= 4.5);
        assert_true(contrast(p[on_bars[i]].dark, p[KA_ROLE_BAND].dark) >= 4.5);
    }
}

static struct ka_chart two_lines(double end, const char *name)
{
    struct ka_chart chart = {.height = 0};
    ka_chart_name(&chart, KA_STR("lines"), KA_STR("t"));
    for (int i = 0; i < 2; i++) {
        struct ka_series *line =
            ka_chart_series(&chart, i ? ka_str(name) : KA_STR("first"), KA_STYLE_LINE,
                            KA_ROLE_SERIES_1 + (enum ka_role)i);
        for (int x = 0; x <= 10; x++)
            ka_series_add(line, x, i ? end * x / 10 : x * x / 10.0);
    }
    return chart;
}

static const struct ka_text *find_text(const struct ka_plot *plot, const char *text)
{
    for (size_t i = 0; i < plot->text_count; i++)
        if (ka_str_eq(plot->texts[i].text, ka_str(text)))
            return &plot->texts[i];
    return NULL;
}

// At the ends where these lie apart, along the lines where they meet, in a legend where a
// line hides behind the other.
static void lines_are_named_beside_themselves(void **state)
{
    (void)state;
    static const struct {
        double end;
        enum ka_naming naming;
    } cases[] = {{2, KA_NAMES_AT_ENDS}, {10, KA_NAMES_ALONG}, {9.9, KA_NAMES_ALONG}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ka_chart chart = two_lines(cases[i].end, "second");
        struct ka_plot plot;
        ka_plot_layout(&plot, &chart, KA_EN);
        assert_int_equal(plot.naming, cases[i].naming);
        assert_non_null(find_text(&plot, "first"));
        const struct ka_text *text = find_text(&plot, "second");
        assert_non_null(text);
        if (plot.naming == KA_NAMES_AT_ENDS) {
            assert_true(text->x > plot.right);
            assert_true(fabs(text->y - ka_plot_y(&plot, 2, false)) < 1);
        }
        ka_plot_clear(&plot);
        ka_chart_clear(&chart);
    }
}

static void a_legend_is_what_is_left(void **state)
{
    (void)state;
    struct ka_chart chart = two_lines(10, "a name that is far too long to stand anywhere along "
                                          "a line of a chart of this width");
    struct ka_plot plot;
    ka_plot_layout(&plot, &chart, KA_EN);
    assert_int_equal(plot.naming, KA_NAMES_IN_LEGEND);
    assert_true(find_text(&plot, "first")->y < plot.top);
    ka_plot_clear(&plot);
    ka_chart_clear(&chart);
}

static void textures_stand_beside_colours(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    ka_chart_name(&chart, KA_STR("bars"), KA_STR("t"));
    for (int i = 0; i < KA_TEXTURES; i++) {
        struct ka_series *bars = ka_chart_series(&chart, KA_STR("n"), KA_STYLE_BARS,
                                                 KA_ROLE_SERIES_1 + (enum ka_role)i);
        bars->texture = (enum ka_texture)i;
        ka_series_add(bars, i, 1);
    }
    char *svg = draw(&chart);
    // The bar and its key have a pattern each; the first is solid.
    assert_int_equal(count(svg, "<pattern id=\"bars-"), 2 * (KA_TEXTURES - 1));
    assert_int_equal(count(svg, "fill=\"url(#bars-"), 2 * (KA_TEXTURES - 1));
    assert_int_equal(count(svg, "<polygon fill=\"var(--ka-s1)\""), 2);
    assert_int_equal(count(svg, "<path stroke=\"var(--ka-s2)\""), 2);
    free(svg);
    ka_chart_clear(&chart);
}

// A bar before a paler one, the stroke by which it is measured, the line of the target.
static void a_bullet_has_four_parts(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    ka_chart_name(&chart, KA_STR("bullet"), KA_STR("t"));
    chart.x.scale = KA_AXIS_SHARE;
    struct ka_series *rows = ka_chart_series(&chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    ka_series_add_row(rows, KA_STR("we"), 0.5);
    ka_series_reach_row(rows, 1.2, 0.4);
    ka_chart_mark(&chart, KA_MARK_X, 1, KA_STR("goal"));
    struct ka_plot plot;
    ka_plot_layout(&plot, &chart, KA_EN);
    assert_true(find_text(&plot, "goal")->x == ka_plot_x(&plot, 1));
    assert_true(find_text(&plot, "goal")->y < plot.top);
    assert_true(find_text(&plot, "50.0%")->x > ka_plot_x(&plot, 1.2));
    const struct ka_shape *reach = plot.shapes, *bar = reach->next, *tick = bar->next;
    assert_int_equal(reach->role, KA_ROLE_BAND);
    assert_true(reach->vertices[1].x == 1.2 && bar->vertices[1].x == 0.5);
    assert_true(bar->vertices[1].y < reach->vertices[1].y);
    assert_int_equal(tick->kind, KA_SHAPE_LINE);
    assert_true(tick->vertices[0].x == 0.4 && tick->vertices[1].x == 0.4);
    ka_plot_clear(&plot);
    ka_chart_clear(&chart);
}

// Who sees no colours tells lines by their dashes.
static void lines_differ_by_more_than_their_colour(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 0};
    ka_chart_name(&chart, KA_STR("lines"), KA_STR("t"));
    for (int i = 0; i < 3; i++) {
        struct ka_series *line = ka_chart_series(&chart, KA_STR("n"), KA_STYLE_LINE,
                                                 KA_ROLE_SERIES_1 + (enum ka_role)i);
        ka_series_add(line, 0, i);
        ka_series_add(line, 1, i + 1);
    }
    char *svg = draw(&chart);
    static const char *const drawn[] = {"stroke=\"var(--ka-s1)\" stroke-width",
                                        "stroke=\"var(--ka-s2)\" stroke-dasharray",
                                        "stroke=\"var(--ka-s3)\" stroke-dasharray"};
    for (int i = 0; i < 3; i++)
        assert_int_equal(count(svg, drawn[i]), 1); // their names stand at their ends
    const char *second = strstr(svg, drawn[1]), *third = strstr(svg, drawn[2]);
    assert_memory_not_equal(second + strlen(drawn[1]), third + strlen(drawn[2]), 12);
    free(svg);
    ka_chart_clear(&chart);
}

// IHDR: width and height as big-endian numbers behind the signature.
static void a_picture_is_twice_as_wide(void **state)
{
    (void)state;
    struct ka_chart chart = {.height = 200};
    struct ka_buf png = {0}, again = {0};
    struct ka_error err = {0};
    fill(&chart, "p", hostile);
    assert_true(ka_chart_png(&chart, KA_ZH, &png, &err));
    assert_memory_equal(png.p, "\x89PNG\r\n\x1a\n", 8);
    assert_memory_equal(png.p + 16, "\x00\x00\x04\x10\x00\x00\x01\x90", 8);
    assert_true(ka_chart_png(&chart, KA_ZH, &again, &err));
    assert_true(ka_str_eq(ka_buf_str(&png), ka_buf_str(&again)));
    ka_buf_clear(&png);
    ka_buf_clear(&again);
    ka_chart_clear(&chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_chart_gives_the_same_bytes),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(tick_labels_are_not_formats),
        cmocka_unit_test(the_svg_is_fit_for_a_page),
        cmocka_unit_test(an_empty_chart_has_its_axes),
        cmocka_unit_test(rows_carry_names_and_values),
        cmocka_unit_test(many_points_make_a_short_picture),
        cmocka_unit_test(rows_start_where_they_are_told),
        cmocka_unit_test(rows_have_intervals),
        cmocka_unit_test(stacks_tell_their_parts),
        cmocka_unit_test(a_bare_chart_has_no_axes),
        cmocka_unit_test(a_cloud_does_not_depend_on_the_order_of_rows),
        cmocka_unit_test(a_thinned_curve_keeps_its_shape),
        cmocka_unit_test(thinning_leaves_few_points_alone),
        cmocka_unit_test(a_thinned_cloud_keeps_one_point_per_cell),
        cmocka_unit_test(ticks_are_round),
        cmocka_unit_test(gnuplot_is_asked_for_when_it_is_not_there),
        cmocka_unit_test(an_error_of_gnuplot_is_an_error),
        cmocka_unit_test(lines_differ_by_more_than_their_colour),
        cmocka_unit_test(lines_are_named_beside_themselves),
        cmocka_unit_test(a_legend_is_what_is_left),
        cmocka_unit_test(textures_stand_beside_colours),
        cmocka_unit_test(a_bullet_has_four_parts),
        cmocka_unit_test(a_picture_is_twice_as_wide),
        cmocka_unit_test(no_file_is_needed),
        cmocka_unit_test(colours_can_be_seen_and_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
