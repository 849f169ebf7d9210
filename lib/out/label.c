// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/plot.h"

#include <math.h>
#include <stdlib.h>

#define HALF 9 // half the height of a text with its room
#define GAP 7  // between a point and its text
#define FORBIDDEN 1000
#define APART 5     // between a name and the lines of others
#define SAME 4      // lines that end nearer than that end at one point
#define OFF_MOST 20 // from the end of a line to the middle of its name
#define ENDS_MOST 8
#define BEFORE_MOST 14 // pixels from the end of a line to the end of the axis
#define PLACES 40      // that are tried along a line
#define CLOUD_MOST 3   // points of a cloud that a text may hide

struct box {
    double left, top, right, bottom;
};

static struct box box_of(const struct ka_text *text)
{
    double width = ka_plot_text_width(text->text);
    double left = text->align == KA_ALIGN_LEFT    ? text->x
                  : text->align == KA_ALIGN_RIGHT ? text->x - width
                                                  : text->x - width / 2;
    return (struct box){left, text->y - HALF, left + width, text->y + HALF};
}

static bool overlap(const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

// Narrows t0..t1, the part of a segment on the inner side of one edge (Liang and Barsky,
// 1984): p is the direction across the edge, q the distance to it.
static bool clip(double p, double q, double *t0, double *t1)
{
    if (p == 0)
        return q >= 0;
    if (p < 0)
        *t0 = fmax(*t0, q / p);
    else
        *t1 = fmin(*t1, q / p);
    return *t0 <= *t1;
}

static bool crosses(const struct box *box, struct ka_vertex a, struct ka_vertex b)
{
    double t0 = 0, t1 = 1, dx = b.x - a.x, dy = b.y - a.y;
    return clip(-dx, a.x - box->left, &t0, &t1) && clip(dx, box->right - a.x, &t0, &t1) &&
           clip(-dy, a.y - box->top, &t0, &t1) && clip(dy, box->bottom - a.y, &t0, &t1);
}

// How many strokes of a shape run through the box.
static int strokes(const struct ka_plot *plot, const struct ka_shape *shape,
                   const struct box *box)
{
    int count = 0;
    struct ka_vertex before = {NAN, NAN};
    for (size_t i = 0; i < shape->count; i++) {
        struct ka_vertex at = {ka_plot_x(plot, shape->vertices[i].x),
                               ka_plot_y(plot, shape->vertices[i].y, shape->right)};
        bool joined = shape->kind != KA_SHAPE_POINTS && isfinite(before.x);
        if (isfinite(at.x))
            count += crosses(box, joined ? before : at, at);
        before = at;
    }
    return count;
}

static int cost(const struct ka_plot *plot, const struct ka_text *text)
{
    struct box box = box_of(text);
    if (box.left < plot->left - GAP || box.right > KA_PLOT_WIDTH ||
        box.top < plot->top - 2 * HALF || box.bottom > plot->bottom)
        return FORBIDDEN;
    for (size_t i = 0; i < plot->text_count; i++) {
        struct box other = box_of(&plot->texts[i]);
        if (overlap(&box, &other))
            return FORBIDDEN;
    }
    int sum = 0;
    for (const struct ka_shape *shape = plot->shapes; shape; shape = shape->next)
        sum += strokes(plot, shape, &box);
    return sum < FORBIDDEN ? sum : FORBIDDEN - 1;
}

// Adds the cheapest candidate, the earlier one of equals; none when all cost `limit` or more.
static void add_best(struct ka_plot *plot, const struct ka_text *candidates, size_t n,
                     int limit)
{
    int least = limit;
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        int price = cost(plot, &candidates[i]);
        if (price < least) {
            least = price;
            best = i;
        }
    }
    if (least < limit)
        ka_plot_add_text(plot, candidates[best]);
}

static void label_mark(struct ka_plot *plot, const struct ka_mark *mark)
{
    struct ka_text t[4];
    double y = ka_plot_y(plot, mark->at, mark->kind == KA_MARK_RIGHT);
    for (int i = 0; i < 4; i++)
        t[i] = (struct ka_text){i % 2 ? plot->left + GAP : plot->right - GAP,
                                i / 2 ? y + HALF + 1 : y - HALF - 1,
                                i % 2 ? KA_ALIGN_LEFT : KA_ALIGN_RIGHT,
                                KA_ROLE_MUTED,
                                mark->label,
                                0};
    add_best(plot, t, 4, FORBIDDEN);
}

static enum ka_role text_role(enum ka_role series)
{
    return series == KA_ROLE_PALE || series == KA_ROLE_MIDDLE || series == KA_ROLE_BAND
               ? KA_ROLE_INK
               : series;
}

static void label_point(struct ka_plot *plot, const struct ka_series *series,
                        const struct ka_point *point)
{
    // right, left, above, below, then the corners
    static const double dx[] = {1, -1, 0, 0, 0.7, -0.7, 0.7, -0.7};
    static const double dy[] = {0, 0, -1, 1, -0.9, -0.9, 0.9, 0.9};
    struct ka_text t[8];
    double x = ka_plot_x(plot, point->x), y = ka_plot_y(plot, point->y, series->right);
    for (int i = 0; i < 8; i++)
        t[i] = (struct ka_text){x + GAP * dx[i],
                                y + (GAP + HALF) * dy[i],
                                dx[i] > 0   ? KA_ALIGN_LEFT
                                : dx[i] < 0 ? KA_ALIGN_RIGHT
                                            : KA_ALIGN_CENTRE,
                                text_role(series->role),
                                point->label,
                                0};
    add_best(plot, t, 8, series->style == KA_STYLE_POINTS ? CLOUD_MOST : FORBIDDEN);
}

// ---- Names of lines ----

bool ka_plot_is_named_beside(const struct ka_plot *plot, const struct ka_series *series)
{
    return plot->naming != KA_NAMES_IN_LEGEND && series->style == KA_STYLE_LINE &&
           series->name.n > 0;
}

static bool overlaps_text(const struct ka_plot *plot, const struct box *box)
{
    for (size_t i = 0; i < plot->text_count; i++) {
        struct box other = box_of(&plot->texts[i]);
        if (overlap(box, &other))
            return true;
    }
    return false;
}

// Whether a name may stand there: off its own line, and well off the lines of others.
static bool is_free(const struct ka_plot *plot, const struct ka_series *series,
                    const struct ka_text *text)
{
    struct box box = box_of(text);
    if (box.left < plot->left || box.right > plot->right || box.top < plot->top - HALF ||
        box.bottom > plot->bottom || overlaps_text(plot, &box))
        return false;
    for (const struct ka_shape *shape = plot->shapes; shape; shape = shape->next) {
        double off = shape->series == series ? 0 : APART;
        struct box wide = {box.left - off, box.top - off, box.right + off, box.bottom + off};
        if (shape->kind != KA_SHAPE_AREA && strokes(plot, shape, &wide) > 0)
            return false;
    }
    return true;
}

// Where a line is at a share of its way from left to right, in pixels.
static struct ka_vertex point_at(const struct ka_plot *plot, const struct ka_series *series,
                                 double share)
{
    const struct ka_point *p = series->points;
    double x = p[0].x + share * (p[series->count - 1].x - p[0].x);
    size_t i = 1;
    while (i + 1 < series->count && !(p[i].x >= x))
        i++;
    double part = p[i].x > p[i - 1].x ? (x - p[i - 1].x) / (p[i].x - p[i - 1].x) : 0;
    double y = p[i - 1].y + part * (p[i].y - p[i - 1].y);
    return (struct ka_vertex){ka_plot_x(plot, x), ka_plot_y(plot, y, false)};
}

// Above or below the line, at its middle first, then farther and farther from there.
static bool name_along(struct ka_plot *plot, const struct ka_series *series)
{
    for (int step = 0; step < PLACES && series->count > 1; step++) {
        double off = (step + 1) / 2 / (double)PLACES;
        struct ka_vertex at = point_at(plot, series, step % 2 ? 0.5 + off : 0.5 - off);
        for (int c = 0; c < 4 && isfinite(at.x + at.y); c++) {
            struct ka_text text = {at.x + (c % 2 ? GAP : -GAP),
                                   at.y + (c / 2 ? HALF + 2 : -HALF - 2),
                                   c % 2 ? KA_ALIGN_LEFT : KA_ALIGN_RIGHT,
                                   text_role(series->role),
                                   series->name,
                                   0};
            if (is_free(plot, series, &text)) {
                ka_plot_add_text(plot, text);
                return true;
            }
        }
    }
    return false;
}

static const struct ka_point *last_point(const struct ka_series *series)
{
    for (size_t i = series->count; i-- > 0;)
        if (isfinite(series->points[i].x) && isfinite(series->points[i].y))
            return &series->points[i];
    return NULL;
}

struct end {
    const struct ka_series *series;
    double y, at; // of the line, of its name
};

// From the top down, each a line of text below the one before it.  False when one would stand
// so far from its line that another is nearer, or two lines end as one.
static bool spread(struct end *ends, size_t count, double top, double bottom)
{
    for (size_t i = 0; i < count; i++)
        ends[i].at = fmax(ends[i].y, i ? ends[i - 1].at + 2 * HALF - 2 : top);
    for (size_t i = count; i-- > 0;)
        ends[i].at = fmin(ends[i].at, i + 1 < count ? ends[i + 1].at - 2 * HALF + 2 : bottom);
    for (size_t i = 0; i < count; i++)
        if (fabs(ends[i].at - ends[i].y) > OFF_MOST || ends[i].at < top - HALF ||
            (i > 0 && ends[i].y - ends[i - 1].y < SAME))
            return false;
    return true;
}

static int compare_ends(const void *a, const void *b)
{
    const struct end *e = a, *f = b;
    return (e->y > f->y) - (e->y < f->y);
}

static bool name_ends(struct ka_plot *plot)
{
    struct end ends[ENDS_MOST] = {{NULL, 0, 0}};
    size_t count = 0;
    for (const struct ka_series *s = plot->chart->series; s; s = s->next) {
        const struct ka_point *last = last_point(s);
        if (!ka_plot_is_named_beside(plot, s))
            continue;
        if (!last || count == ENDS_MOST ||
            plot->right - ka_plot_x(plot, last->x) > BEFORE_MOST ||
            ka_plot_text_width(s->name) > KA_PLOT_END_MOST)
            return false;
        ends[count++] = (struct end){s, ka_plot_y(plot, last->y, false), 0};
    }
    qsort(ends, count, sizeof *ends, compare_ends);
    if (!spread(ends, count, plot->top, plot->bottom))
        return false;
    for (size_t i = 0; i < count; i++)
        ka_plot_add_text(plot, (struct ka_text){plot->right + GAP, ends[i].at, KA_ALIGN_LEFT,
                                                text_role(ends[i].series->role),
                                                ends[i].series->name, 0});
    return true;
}

bool ka_plot_name_lines(struct ka_plot *plot)
{
    if (plot->naming == KA_NAMES_AT_ENDS)
        return name_ends(plot);
    for (const struct ka_series *s = plot->chart->series; s; s = s->next)
        if (ka_plot_is_named_beside(plot, s) && !name_along(plot, s))
            return false;
    return true;
}

void ka_plot_add_labels(struct ka_plot *plot)
{
    for (const struct ka_mark *mark = plot->chart->marks; mark; mark = mark->next)
        if (mark->label.n > 0)
            label_mark(plot, mark);
    for (const struct ka_series *s = plot->chart->series; s; s = s->next)
        for (size_t i = 0; i < s->count; i++)
            if (s->points[i].label.n > 0 && isfinite(ka_plot_x(plot, s->points[i].x)) &&
                isfinite(ka_plot_y(plot, s->points[i].y, s->right)))
                label_point(plot, s, &s->points[i]);
}
