// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/plot.h"

#include <math.h>

#define HALF 9 // half the height of a text with its room
#define GAP 7  // between a point and its text
#define FORBIDDEN 1000
#define CLOUD_MOST 3 // points of a cloud that a text may hide

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
