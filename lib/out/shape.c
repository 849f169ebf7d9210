// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/plot.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "out/thin.h"

#define TOLERANCE 0.15  // pixels a thinned curve may be off
#define CELL 3.0        // pixels that one point of a cloud covers
#define CLOUD_MOST 400  // points of a cloud in one series
#define NARROWEST_BAR 3 // pixels; narrower bars become one area
#define BAR_SHARE 0.36  // half of a bar's width, of the distance between bars
#define CORE_SHARE 0.16 // the same of a bar before a paler one

static struct ka_shape *add_shape(struct ka_plot *plot, enum ka_shape_kind kind,
                                  const struct ka_series *series)
{
    struct ka_shape *shape = ka_arena_alloc(&plot->arena, 1, sizeof *shape);
    shape->kind = kind;
    shape->role = series->role;
    shape->texture = series->texture;
    shape->series = series;
    shape->right = series->right;
    shape->dash = ka_plot_dash(plot->chart, series);
    *(plot->last_shape ? &plot->last_shape->next : &plot->shapes) = shape;
    return plot->last_shape = shape;
}

static void add_vertex(struct ka_shape *shape, double x, double y)
{
    KA_ROOM(shape->vertices, shape->count, shape->cap);
    shape->vertices[shape->count++] = (struct ka_vertex){x, y};
}

static bool can_show(const struct ka_plot *plot, const struct ka_point *point)
{
    return isfinite(point->x) && isfinite(point->y) && isfinite(point->top) &&
           (!plot->x.log || point->x > 0) && (!plot->y.log || point->y > 0);
}

// Keeps of vertices[from..] what the eye can see.
static void thin(const struct ka_plot *plot, struct ka_shape *shape, size_t from)
{
    size_t n = shape->count - from;
    struct ka_vertex *vertices = shape->vertices + from;
    double *x = ka_alloc(n, sizeof *x), *y = ka_alloc(n, sizeof *y);
    size_t *kept = ka_alloc(n, sizeof *kept);
    for (size_t i = 0; i < n; i++) {
        x[i] = ka_plot_x(plot, vertices[i].x);
        y[i] = ka_plot_y(plot, vertices[i].y, shape->right);
    }
    size_t count = shape->kind == KA_SHAPE_POINTS
                       ? ka_thin_cloud(x, y, n, CELL, CLOUD_MOST, kept)
                       : ka_thin_line(x, y, n, TOLERANCE, kept);
    for (size_t i = 0; i < count; i++)
        vertices[i] = vertices[kept[i]];
    shape->count = from + count;
    free(x);
    free(y);
    free(kept);
}

static void add_line(struct ka_plot *plot, const struct ka_series *series)
{
    struct ka_shape *shape = add_shape(plot, KA_SHAPE_LINE, series);
    size_t from = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (can_show(plot, point)) {
            add_vertex(shape, point->x, point->y);
        } else if (shape->count > from) {
            thin(plot, shape, from);
            add_vertex(shape, NAN, NAN);
            from = shape->count;
        }
    }
    thin(plot, shape, from);
}

// Forward along the lower edge, back along the upper one.
static void add_band(struct ka_plot *plot, const struct ka_series *series)
{
    struct ka_shape *lower = add_shape(plot, KA_SHAPE_AREA, series);
    struct ka_shape upper = *lower;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (!can_show(plot, point))
            continue;
        add_vertex(lower, point->x, point->y);
        add_vertex(&upper, point->x, point->top);
    }
    thin(plot, lower, 0);
    thin(plot, &upper, 0);
    for (size_t i = upper.count; i-- > 0;)
        add_vertex(lower, upper.vertices[i].x, upper.vertices[i].y);
    free(upper.vertices);
}

static double base_of(const struct ka_ticks *axis)
{
    return axis->log ? axis->lo : fmin(axis->hi, fmax(axis->lo, 0));
}

static bool is_below(const struct ka_point *point, const struct ka_series *series)
{
    return series->style == KA_STYLE_ROWS ? point->x < point->from : point->y < 0;
}

static void add_box(const struct ka_plot *plot, struct ka_shape *shape,
                    const struct ka_series *series, const struct ka_point *point)
{
    if (series->style == KA_STYLE_ROWS) {
        double from = point->from != 0 ? point->from : base_of(&plot->x);
        double half = isfinite(point->reach) ? CORE_SHARE : BAR_SHARE;
        add_vertex(shape, from, point->y - half);
        add_vertex(shape, point->x, point->y + half);
    } else {
        add_vertex(shape, point->x - BAR_SHARE, base_of(series->right ? &plot->y2 : &plot->y));
        add_vertex(shape, point->x + BAR_SHARE, point->y);
    }
}

// Many thin bars: the outline of those on one side of zero.
static void outline(const struct ka_plot *plot, struct ka_shape *shape,
                    const struct ka_series *series, bool below)
{
    double base = base_of(series->right ? &plot->y2 : &plot->y);
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (!can_show(plot, point))
            continue;
        double y = is_below(point, series) == below ? point->y : base;
        add_vertex(shape, point->x - 0.5, y);
        add_vertex(shape, point->x + 0.5, y);
    }
    thin(plot, shape, 0);
    if (shape->count == 0)
        return;
    add_vertex(shape, shape->vertices[shape->count - 1].x, base);
    add_vertex(shape, shape->vertices[0].x, base);
}

static void add_bars(struct ka_plot *plot, const struct ka_series *series, bool below)
{
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++)
        count += is_below(&series->points[i], series) == below;
    if (count == 0)
        return;
    bool dense = series->style == KA_STYLE_BARS &&
                 ka_plot_x(plot, plot->x.lo + 1) - plot->left < NARROWEST_BAR;
    struct ka_shape *shape = add_shape(plot, dense ? KA_SHAPE_AREA : KA_SHAPE_BOXES, series);
    if (below)
        shape->role = KA_ROLE_BAD;
    if (dense) {
        outline(plot, shape, series, below);
        return;
    }
    for (size_t i = 0; i < series->count; i++)
        if (can_show(plot, &series->points[i]) && is_below(&series->points[i], series) == below)
            add_box(plot, shape, series, &series->points[i]);
}

// The paler bars behind.
static void add_reaches(struct ka_plot *plot, const struct ka_series *series)
{
    struct ka_shape *shape = NULL;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (!isfinite(point->reach))
            continue;
        if (!shape)
            shape = add_shape(plot, KA_SHAPE_BOXES, series);
        add_vertex(shape, base_of(&plot->x), point->y - BAR_SHARE);
        add_vertex(shape, point->reach, point->y + BAR_SHARE);
    }
    if (shape)
        shape->role = KA_ROLE_BAND;
}

// The strokes across.
static void add_ticks(struct ka_plot *plot, const struct ka_series *series)
{
    struct ka_shape *shape = NULL;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (!isfinite(point->tick))
            continue;
        if (!shape)
            shape = add_shape(plot, KA_SHAPE_LINE, series);
        add_vertex(shape, point->tick, point->y - BAR_SHARE);
        add_vertex(shape, point->tick, point->y + BAR_SHARE);
        add_vertex(shape, NAN, NAN);
    }
    if (shape)
        shape->role = KA_ROLE_INK;
}

static bool has_interval(const struct ka_point *point)
{
    return isfinite(point->lo) && isfinite(point->hi) && isfinite(point->x);
}

// A line through each interval.
static void add_intervals(struct ka_plot *plot, const struct ka_series *series)
{
    struct ka_shape *shape = NULL;
    for (size_t i = 0; i < series->count; i++) {
        const struct ka_point *point = &series->points[i];
        if (!has_interval(point))
            continue;
        if (!shape)
            shape = add_shape(plot, KA_SHAPE_LINE, series);
        add_vertex(shape, point->lo, point->y);
        add_vertex(shape, point->hi, point->y);
        add_vertex(shape, NAN, NAN);
    }
    if (shape)
        shape->role = KA_ROLE_INK;
}

static int compare_vertices(const void *a, const void *b)
{
    const struct ka_vertex *v = a, *w = b;
    if (v->x != w->x)
        return v->x < w->x ? -1 : 1;
    return (v->y > w->y) - (v->y < w->y);
}

// In an order of their own, so that thinning does not depend on the order of the rows.
static void add_cloud(struct ka_plot *plot, const struct ka_series *series, size_t number)
{
    struct ka_shape *shape = add_shape(plot, KA_SHAPE_POINTS, series);
    shape->point = ka_plot_point_type(number);
    for (size_t i = 0; i < series->count; i++)
        if (can_show(plot, &series->points[i]))
            add_vertex(shape, series->points[i].x, series->points[i].y);
    if (shape->count > 0)
        qsort(shape->vertices, shape->count, sizeof *shape->vertices, compare_vertices);
    thin(plot, shape, 0);
}

void ka_plot_add_shapes(struct ka_plot *plot)
{
    size_t number = 0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next, number++) {
        if (s->style == KA_STYLE_POINTS) {
            add_cloud(plot, s, number);
        } else if (s->style == KA_STYLE_BAND) {
            add_band(plot, s);
        } else if (s->style == KA_STYLE_NAMES) {
            continue; // they are text
        } else if (s->style == KA_STYLE_BARS || s->style == KA_STYLE_ROWS) {
            add_reaches(plot, s);
            add_bars(plot, s, false);
            add_bars(plot, s, true);
            add_intervals(plot, s);
            add_ticks(plot, s);
        } else {
            add_line(plot, s);
        }
    }
}
