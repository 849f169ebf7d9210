// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "out/gnuplot.h"
#include "out/script.h"
#include "out/svg.h"
#include "out/wrap.h"

#define FAR 1e100

void ka_chart_name(struct ka_chart *chart, struct ka_str id, struct ka_str title)
{
    chart->id = ka_arena_str(&chart->arena, id);
    chart->title = ka_line_keep(&chart->arena, title);
}

void ka_chart_describe(struct ka_chart *chart, struct ka_str note, struct ka_str description)
{
    chart->note = ka_line_keep(&chart->arena, note);
    chart->description = ka_line_keep(&chart->arena, description);
}

void ka_chart_axis(struct ka_chart *chart, struct ka_axis *axis, struct ka_str label,
                   enum ka_axis_scale scale)
{
    axis->label = ka_line_keep(&chart->arena, label);
    axis->scale = scale;
}

void ka_chart_mark(struct ka_chart *chart, enum ka_mark_kind kind, double at,
                   struct ka_str label)
{
    struct ka_mark *mark = ka_arena_alloc(&chart->arena, 1, sizeof *mark);
    mark->kind = kind;
    mark->at = at;
    mark->label = ka_line_keep(&chart->arena, label);
    *(chart->last_mark ? &chart->last_mark->next : &chart->marks) = mark;
    chart->last_mark = mark;
}

struct ka_series *ka_chart_series(struct ka_chart *chart, struct ka_str name,
                                  enum ka_style style, enum ka_role role)
{
    struct ka_series *series = ka_arena_alloc(&chart->arena, 1, sizeof *series);
    series->name = ka_line_keep(&chart->arena, name);
    series->style = style;
    series->role = role;
    series->arena = &chart->arena;
    *(chart->last_series ? &chart->last_series->next : &chart->series) = series;
    return chart->last_series = series;
}

// Beyond FAR there are no figures but only slips, and ranges and ratios of the axes would
// be infinite.
static double figure(double value)
{
    if (!(fabs(value) < FAR))
        return NAN;
    return fabs(value) > 1 / FAR ? value : 0;
}

static void add(struct ka_series *series, double x, double y, double top)
{
    KA_ROOM(series->points, series->count, series->cap);
    series->points[series->count++] = (struct ka_point){.x = figure(x),
                                                        .y = figure(y),
                                                        .top = figure(top),
                                                        .lo = NAN,
                                                        .hi = NAN,
                                                        .reach = NAN,
                                                        .tick = NAN};
}

void ka_series_add(struct ka_series *series, double x, double y)
{
    add(series, x, y, y);
}

void ka_series_add_band(struct ka_series *series, double x, double lo, double hi)
{
    add(series, x, lo, hi);
}

void ka_series_add_row(struct ka_series *series, struct ka_str name, double value)
{
    add(series, value, -(double)series->count, value);
    ka_series_label(series, name);
}

void ka_series_start_row(struct ka_series *series, double from)
{
    series->points[series->count - 1].from = figure(from);
}

void ka_series_interval_row(struct ka_series *series, double lo, double hi)
{
    series->points[series->count - 1].lo = figure(lo);
    series->points[series->count - 1].hi = figure(hi);
}

// Made in the manner of Few's bullet graph (Perceptual Edge, 2006): a bar before a paler one,
// with a stroke for what it is measured by.
void ka_series_reach_row(struct ka_series *series, double reach, double tick)
{
    series->points[series->count - 1].reach = figure(reach);
    series->points[series->count - 1].tick = figure(tick);
}

void ka_series_label(struct ka_series *series, struct ka_str label)
{
    series->points[series->count - 1].label = ka_line_keep(series->arena, label);
}

void ka_chart_clear(struct ka_chart *chart)
{
    for (struct ka_series *series = chart->series; series; series = series->next)
        free(series->points);
    ka_arena_clear(&chart->arena);
    *chart = (struct ka_chart){.height = 0};
}

#define PNG_SCALE 2

bool ka_chart_png(const struct ka_chart *chart, enum ka_lang lang, struct ka_buf *png,
                  struct ka_error *err)
{
    struct ka_plot plot;
    struct ka_buf script = {0};
    ka_plot_layout(&plot, chart, lang);
    ka_buf_addf(&script,
                "set encoding utf8\nset terminal pngcairo size %d,%.10g noenhanced "
                "font 'sans,%d' fontscale %d linewidth %d pointscale %d\n",
                PNG_SCALE * KA_PLOT_WIDTH, PNG_SCALE * plot.height, KA_PLOT_FONT, PNG_SCALE,
                PNG_SCALE, PNG_SCALE);
    ka_script_write(&script, &plot);
    bool done = ka_gnuplot_run(ka_buf_str(&script), png, err);
    ka_buf_clear(&script);
    ka_plot_clear(&plot);
    return done;
}

bool ka_chart_svg(const struct ka_chart *chart, enum ka_lang lang, struct ka_buf *svg,
                  struct ka_error *err)
{
    struct ka_plot plot;
    struct ka_buf script = {0}, drawn = {0};
    ka_plot_layout(&plot, chart, lang);
    ka_buf_addf(&script,
                "set encoding utf8\nset terminal svg size %d,%.10g noenhanced font ',%d'\n",
                KA_PLOT_WIDTH, plot.height, KA_PLOT_FONT);
    ka_script_write(&script, &plot);
    bool done = ka_gnuplot_run(ka_buf_str(&script), &drawn, err) &&
                ka_svg_rewrite(ka_buf_str(&drawn), chart, plot.height, svg, err);
    ka_buf_clear(&script);
    ka_buf_clear(&drawn);
    ka_plot_clear(&plot);
    return done;
}
