// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/plot.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

#define LINE 20      // height of a line of text
#define GAP 8        // between a text and what it belongs to
#define TICK_GAP 12  // between an axis and its ticks, as gnuplot has it
#define ROW 28       // height of a lying bar with its room
#define ROWS_LEAST 3 // gnuplot 5.4 wants a height of 80
#define HEIGHT 320   // of a chart that does not say
#define NAME_MOST 170
#define COLUMN (0.64 * KA_PLOT_FONT) // width of a Latin character; a Chinese one has two

double ka_plot_text_width(struct ka_str text)
{
    return COLUMN * (double)ka_text_width(text);
}

int ka_plot_point_type(size_t series)
{
    // circle, square, triangle, diamond, triangle upside down, pentagon; hollow ones
    static const int types[] = {7, 5, 9, 13, 11, 15, 6, 4};
    return types[series % (sizeof types / sizeof *types)];
}

double ka_plot_x(const struct ka_plot *plot, double x)
{
    return plot->left + ka_ticks_place(&plot->x, x) * (plot->right - plot->left);
}

double ka_plot_y(const struct ka_plot *plot, double y, bool right)
{
    const struct ka_ticks *axis = right ? &plot->y2 : &plot->y;
    return plot->bottom - ka_ticks_place(axis, y) * (plot->bottom - plot->top);
}

void ka_plot_add_text(struct ka_plot *plot, struct ka_text text)
{
    KA_ROOM(plot->texts, plot->text_count, plot->text_cap);
    plot->texts[plot->text_count++] = text;
}

struct range {
    double lo, hi;
};

static void include(struct range *range, double value)
{
    if (!isfinite(value))
        return;
    range->lo = fmin(range->lo, value);
    range->hi = fmax(range->hi, value);
}

static void include_positive(struct range *range, double value, bool log)
{
    if (!log || value > 0)
        include(range, value);
}

static void measure(struct ka_plot *plot, struct range *x, struct range *y, struct range *y2)
{
    const struct ka_chart *chart = plot->chart;
    *x = *y = *y2 = (struct range){INFINITY, -INFINITY};
    for (const struct ka_series *s = chart->series; s; s = s->next) {
        struct range *upright = s->right ? y2 : y;
        double half = s->style == KA_STYLE_BARS ? 0.5 : 0;
        plot->has_right |= s->right;
        bool lies = s->style == KA_STYLE_ROWS;
        plot->rows |= lies || s->style == KA_STYLE_NAMES;
        for (size_t i = 0; i < s->count; i++) {
            include_positive(x, s->points[i].x - half, chart->x.log);
            include_positive(x, s->points[i].x + half, chart->x.log);
            if (lies) {
                include(x, s->points[i].from);
                include(x, s->points[i].lo);
                include(x, s->points[i].hi);
                include(x, s->points[i].reach);
                include(x, s->points[i].tick);
            }
            include_positive(upright, s->points[i].y, chart->y.log && !s->right);
            include_positive(upright, s->points[i].top, chart->y.log && !s->right);
        }
    }
    if (!chart->y.log) // a length is read from zero
        include(y, 0);
    include(y2, 0);
}

static bool is_cloud(const struct ka_chart *chart)
{
    for (const struct ka_series *s = chart->series; s; s = s->next)
        if (s->style != KA_STYLE_POINTS)
            return false;
    return true;
}

static double widest_tick(const struct ka_ticks *ticks)
{
    double widest = 0;
    for (size_t i = 0; i < ticks->count; i++)
        widest = fmax(widest, ka_plot_text_width(ka_str(ticks->label[i])));
    return widest;
}

static struct ka_str shorten(struct ka_plot *plot, struct ka_str name, double width)
{
    if (ka_plot_text_width(name) <= width)
        return name;
    struct ka_str rest = name;
    size_t fits = 0;
    while (ka_text_next(&rest) >= 0) {
        size_t end = (size_t)(rest.p - name.p);
        if (ka_plot_text_width((struct ka_str){name.p, end}) + 2 * COLUMN > width)
            break;
        fits = end;
    }
    struct ka_buf cut = {0};
    ka_buf_add(&cut, (struct ka_str){name.p, fits});
    ka_buf_add_text(&cut, "…");
    struct ka_str copy = ka_arena_str(&plot->arena, ka_buf_str(&cut));
    ka_buf_clear(&cut);
    return copy;
}

const char *ka_plot_dash(const struct ka_chart *chart, const struct ka_series *series)
{
    static const char *const dashes[] = {"", "dt (10,4)", "dt (2,3)", "dt (10,3,2,3)"};
    size_t before = 0;
    if (series->dashed)
        return "dt (4,4)";
    for (const struct ka_series *s = chart->series; s && s != series; s = s->next)
        before += s->style == KA_STYLE_LINE && !s->dashed;
    return dashes[before % (sizeof dashes / sizeof *dashes)];
}

// The key of a series at x; returns its width.
static double lay_key(struct ka_plot *plot, const struct ka_series *series, size_t number,
                      double x, double y)
{
    bool cloud = series->style == KA_STYLE_POINTS;
    if (series->style == KA_STYLE_LINE) {
        ka_plot_add_text(plot, (struct ka_text){x, y, .role = series->role,
                                                .dash = ka_plot_dash(plot->chart, series)});
        return KA_PLOT_KEY + GAP;
    }
    struct ka_text key = {x + GAP, y, .role = series->role};
    if (cloud)
        key.point = ka_plot_point_type(number);
    else
        key.box = true;
    key.texture = series->texture;
    ka_plot_add_text(plot, key);
    return 2 * GAP + 2;
}

// Keys and names of the series, in as many lines as they need; returns where they end.
static double lay_legend(struct ka_plot *plot)
{
    size_t named = 0, here = 0, number = 0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next) {
        named += s->name.n > 0;
        here += s->name.n > 0 && !ka_plot_is_named_beside(plot, s);
    }
    if (named < 2 || here == 0)
        return 0;
    double x = 0, y = LINE / 2.0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next, number++) {
        if (s->name.n == 0 || ka_plot_is_named_beside(plot, s))
            continue;
        struct ka_str name = shorten(plot, s->name, KA_PLOT_WIDTH - KA_PLOT_KEY - 2 * GAP);
        double width = KA_PLOT_KEY + GAP + ka_plot_text_width(name);
        if (x > 0 && x + width > KA_PLOT_WIDTH) {
            x = 0;
            y += LINE;
        }
        x += lay_key(plot, s, number, x, y);
        ka_plot_add_text(plot, (struct ka_text){x, y, .text = name});
        x += ka_plot_text_width(name) + 2 * GAP;
    }
    return y + LINE / 2.0 + GAP;
}

static void lay_titles(struct ka_plot *plot, double y)
{
    const struct ka_chart *chart = plot->chart;
    struct ka_text text = {0, y, KA_ALIGN_LEFT, KA_ROLE_MUTED, chart->y.label, 0};
    if (chart->y.label.n > 0 && !plot->rows)
        ka_plot_add_text(plot, text);
    text = (struct ka_text){KA_PLOT_WIDTH,      y, KA_ALIGN_RIGHT, KA_ROLE_MUTED,
                            chart->right.label, 0};
    if (chart->right.label.n > 0)
        ka_plot_add_text(plot, text);
    text = (struct ka_text){plot->right,    plot->height - LINE / 2.0,
                            KA_ALIGN_RIGHT, KA_ROLE_MUTED,
                            chart->x.label, 0};
    if (chart->x.label.n > 0 && !plot->rows)
        ka_plot_add_text(plot, text);
}

// Behind the ends of the lines.
static double room_for_names(const struct ka_plot *plot)
{
    double widest = 0;
    if (plot->naming != KA_NAMES_AT_ENDS)
        return 0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next)
        if (ka_plot_is_named_beside(plot, s))
            widest = fmax(widest, ka_plot_text_width(s->name));
    return fmin(widest, KA_PLOT_END_MOST) + GAP;
}

static void lay_axes(struct ka_plot *plot, const struct range *x, const struct range *y,
                     const struct range *y2)
{
    const struct ka_chart *chart = plot->chart;
    bool titled = chart->y.label.n > 0 || chart->right.label.n > 0;
    double top = lay_legend(plot);
    enum ka_fit fit = is_cloud(chart) ? KA_FIT_ROUND : KA_FIT_TIGHT;
    plot->height = chart->height > 0 ? chart->height : HEIGHT;
    plot->top = top + (titled ? LINE + GAP : GAP);
    plot->bottom = plot->height - LINE - GAP - (chart->x.label.n > 0 ? LINE : 0);
    ka_axis_ticks(&plot->y, &chart->y, y->lo, y->hi, KA_FIT_ROUND, 5, plot->lang);
    ka_axis_ticks(&plot->y2, &chart->right, y2->lo, y2->hi, KA_FIT_ROUND, 5, plot->lang);
    ka_axis_ticks(&plot->x, &chart->x, x->lo, x->hi, fit, 6, plot->lang);
    if (chart->x.bare)
        plot->x.count = plot->y.count = 0;
    plot->left = widest_tick(&plot->y) + TICK_GAP;
    double beside = fmax(room_for_names(plot), widest_tick(&plot->x) / 2);
    plot->right =
        KA_PLOT_WIDTH - (plot->has_right ? widest_tick(&plot->y2) + TICK_GAP : beside);
    lay_titles(plot, top + LINE / 2.0);
}

static struct ka_str format_value(struct ka_plot *plot, double value)
{
    struct ka_buf text = {0};
    ka_axis_format(&text, &plot->chart->x, value, plot->lang);
    struct ka_str copy = ka_arena_str(&plot->arena, ka_buf_str(&text));
    ka_buf_clear(&text);
    return copy;
}

// Names at the left; values behind bars and their intervals, of bars that run to the left
// behind their start.
static void lay_row_texts(struct ka_plot *plot, const struct ka_series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        double y = ka_plot_y(plot, point->y, false), end = fmax(point->x, point->from);
        end = fmax(fmax(end, point->hi), fmax(point->reach, point->tick));
        struct ka_str name = shorten(plot, point->label, NAME_MOST);
        ka_plot_add_text(plot,
                         (struct ka_text){plot->left - GAP, y, KA_ALIGN_RIGHT, .text = name});
        if (series->style == KA_STYLE_NAMES ||
            (series->next && series->next->style == KA_STYLE_ROWS))
            continue;
        double x = isfinite(point->x) ? ka_plot_x(plot, end) : plot->left;
        ka_plot_add_text(plot,
                         (struct ka_text){x + GAP / 2.0, y, KA_ALIGN_LEFT,
                                          point->x < point->from ? KA_ROLE_BAD : KA_ROLE_INK,
                                          format_value(plot, point->x - point->from), 0});
    }
}

// How much each part of a stack is, where it has the room.
static void lay_part_texts(struct ka_plot *plot)
{
    for (const struct ka_series *s = plot->chart->series; s; s = s->next)
        for (size_t i = 0; i < s->count; i++) {
            const struct ka_point *point = &s->points[i];
            if (!isfinite(point->x))
                continue;
            double from = ka_plot_x(plot, point->from), to = ka_plot_x(plot, point->x);
            struct ka_str text = format_value(plot, point->x - point->from);
            if (ka_plot_text_width(text) <= to - from)
                ka_plot_add_text(plot, (struct ka_text){(from + to) / 2,
                                                        ka_plot_y(plot, point->y, false),
                                                        KA_ALIGN_CENTRE, .text = text});
        }
}

static void measure_rows(struct ka_plot *plot, const struct ka_series *series, double *names,
                         double *values)
{
    *names = *values = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        *names = fmax(*names, ka_plot_text_width(point->label));
        if (series->style == KA_STYLE_ROWS)
            *values =
                fmax(*values, ka_plot_text_width(format_value(plot, point->x - point->from)));
    }
}

// Above the line that it names.
static void lay_row_marks(struct ka_plot *plot)
{
    for (const struct ka_mark *mark = plot->chart->marks; mark; mark = mark->next)
        ka_plot_add_text(plot,
                         (struct ka_text){ka_plot_x(plot, mark->at), plot->top - LINE / 2.0,
                                          KA_ALIGN_CENTRE, KA_ROLE_MUTED, mark->label, 0});
}

static void lay_rows(struct ka_plot *plot, const struct range *x)
{
    const struct ka_series *series = plot->chart->series;
    double names, values, count = fmax(ROWS_LEAST, (double)series->count);
    bool stacked = series->next && series->next->style == KA_STYLE_ROWS;
    measure_rows(plot, series, &names, &values);
    struct ka_axis axis = {.lo = fmin(x->lo, 0), .hi = fmax(x->hi, 0)};
    ka_axis_ticks(&plot->x, &axis, 0, 1, KA_FIT_TIGHT, 5, plot->lang);
    struct ka_axis rows = {.lo = 0.5 - count, .hi = 0.5};
    ka_axis_ticks(&plot->y, &rows, 0, 1, KA_FIT_TIGHT, 5, plot->lang);
    plot->x.count = plot->y.count = 0; // the values stand at the bars
    plot->left = fmin(names, NAME_MOST) + GAP;
    plot->right = KA_PLOT_WIDTH - (stacked ? 0 : values) - GAP;
    plot->top = lay_legend(plot) + GAP / 2.0 + (plot->chart->marks ? LINE : 0);
    plot->bottom = plot->top + ROW * count;
    plot->height = plot->bottom + GAP / 2.0;
    lay_row_marks(plot);
    lay_row_texts(plot, series);
    if (stacked)
        lay_part_texts(plot);
}

static bool can_name_lines(const struct ka_plot *plot)
{
    size_t lines = 0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next)
        lines += s->style == KA_STYLE_LINE && s->name.n > 0;
    return !plot->rows && !plot->has_right && lines > 0;
}

static bool lay_out(struct ka_plot *plot, const struct ka_chart *chart, enum ka_lang lang,
                    enum ka_naming naming)
{
    struct range x, y, y2;
    *plot = (struct ka_plot){.chart = chart, .lang = lang, .naming = naming};
    measure(plot, &x, &y, &y2);
    if (naming != KA_NAMES_IN_LEGEND && !can_name_lines(plot))
        return false;
    if (plot->rows)
        lay_rows(plot, &x);
    else
        lay_axes(plot, &x, &y, &y2);
    ka_plot_add_shapes(plot);
    if (naming != KA_NAMES_IN_LEGEND && !ka_plot_name_lines(plot))
        return false;
    if (!plot->rows)
        ka_plot_add_labels(plot);
    return true;
}

// A name at its line is read without a look elsewhere; a legend is what is left.
void ka_plot_layout(struct ka_plot *plot, const struct ka_chart *chart, enum ka_lang lang)
{
    enum ka_naming naming = KA_NAMES_AT_ENDS;
    while (!lay_out(plot, chart, lang, naming)) {
        ka_plot_clear(plot);
        naming++;
    }
}

void ka_plot_clear(struct ka_plot *plot)
{
    for (struct ka_shape *shape = plot->shapes; shape; shape = shape->next)
        free(shape->vertices);
    free(plot->texts);
    ka_arena_clear(&plot->arena);
    *plot = (struct ka_plot){.chart = NULL};
}
