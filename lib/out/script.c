// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/script.h"

#include <inttypes.h>
#include <math.h>

#include "out/escape.h"

#define POINT_SIZE 0.62
#define LINE_WIDTH "2.25"

static void add_colour(struct ka_buf *out, enum ka_role role)
{
    ka_buf_addf(out, "'#%06" PRIx32 "'", ka_palette[role].light);
}

// In a label of a tick % begins a format.
static void add_tick_label(struct ka_buf *out, const char *label)
{
    struct ka_buf doubled = {0};
    for (; *label; label++) {
        ka_buf_add_char(&doubled, *label);
        if (*label == '%')
            ka_buf_add_char(&doubled, '%');
    }
    ka_escape_gnuplot(out, ka_buf_str(&doubled));
    ka_buf_clear(&doubled);
}

static void add_axis(struct ka_buf *out, const char *name, const struct ka_ticks *ticks)
{
    ka_buf_addf(out, "set %srange [%.10g:%.10g]\n", name, ticks->lo, ticks->hi);
    if (ticks->log)
        ka_buf_addf(out, "set logscale %s\n", name);
    if (ticks->count == 0) {
        ka_buf_addf(out, "unset %stics\n", name);
        return;
    }
    ka_buf_addf(out, "set %stics scale 0 nomirror textcolor rgb ", name);
    add_colour(out, KA_ROLE_MUTED);
    for (size_t i = 0; i < ticks->count; i++) {
        ka_buf_add_text(out, i ? ", " : " (");
        add_tick_label(out, ticks->label[i]);
        ka_buf_addf(out, " %.10g", ticks->at[i]);
    }
    ka_buf_add_text(out, ")\n");
}

static void add_frame(struct ka_buf *out, const struct ka_plot *plot)
{
    ka_buf_addf(out, "set lmargin at screen %.6f\nset rmargin at screen %.6f\n",
                plot->left / KA_PLOT_WIDTH, plot->right / KA_PLOT_WIDTH);
    ka_buf_addf(out, "set tmargin at screen %.6f\nset bmargin at screen %.6f\n",
                1 - plot->top / plot->height, 1 - plot->bottom / plot->height);
    ka_buf_add_text(out, "unset key\nset style fill solid noborder\n");
    ka_buf_addf(out, "set border %d lw 1 lc rgb ", plot->rows || plot->chart->x.bare ? 0 : 1);
    add_colour(out, KA_ROLE_MUTED);
    ka_buf_addf(out, "\nset grid ytics%s lt 1 lw 1 lc rgb ", plot->x.log ? " xtics" : "");
    add_colour(out, KA_ROLE_RULE);
    ka_buf_add_text(out, "\n");
    add_axis(out, "x", &plot->x);
    add_axis(out, "y", &plot->y);
    if (plot->has_right)
        add_axis(out, "y2", &plot->y2);
}

// Unlike that of the axes, because gnuplot 5.4 draws what has the same width and colour in
// one stroke, whatever its dashes.
#define RULE_WIDTH 1.2

// A line through the whole plot area at a coordinate such as "first 0.8".
static void add_rule(struct ka_buf *out, const char *axis, double at, bool upright,
                     const char *dash)
{
    if (upright)
        ka_buf_addf(out, "set arrow from %s %.10g, graph 0 to %s %.10g, graph 1", axis, at,
                    axis, at);
    else
        ka_buf_addf(out, "set arrow from graph 0, %s %.10g to graph 1, %s %.10g", axis, at,
                    axis, at);
    ka_buf_addf(out, " nohead lw %.10g %s lc rgb ", RULE_WIDTH, dash);
    add_colour(out, KA_ROLE_MUTED);
    ka_buf_add_text(out, "\n");
}

static bool crosses_zero(const struct ka_ticks *ticks)
{
    return !ticks->log && ticks->lo < 0 && ticks->hi > 0;
}

static void add_rules(struct ka_buf *out, const struct ka_plot *plot)
{
    for (const struct ka_mark *m = plot->chart->marks; m; m = m->next)
        add_rule(out, m->kind == KA_MARK_RIGHT ? "second" : "first", m->at,
                 m->kind == KA_MARK_X, "dt (10,6)");
    if (crosses_zero(plot->rows ? &plot->x : &plot->y))
        add_rule(out, "first", 0, plot->rows, "");
}

// A piece of a line, as a key of the legend.
static void add_key(struct ka_buf *out, const struct ka_plot *plot, const struct ka_text *text)
{
    double y = 1 - text->y / plot->height;
    ka_buf_addf(out,
                "set arrow from screen %.6f, screen %.6f to screen %.6f, screen %.6f nohead "
                "lw " LINE_WIDTH " %s lc rgb ",
                text->x / KA_PLOT_WIDTH, y, (text->x + KA_PLOT_KEY) / KA_PLOT_WIDTH, y,
                text->dash);
    add_colour(out, text->role);
    ka_buf_add_text(out, "\n");
}

// gnuplot's patterns.
static int pattern_of(enum ka_texture texture)
{
    static const int patterns[KA_TEXTURES] = {3, 5, 4, 1, 7, 2};
    return patterns[texture];
}

// The key of what is filled with a texture: a box of it.
static void add_box(struct ka_buf *out, const struct ka_plot *plot, const struct ka_text *text)
{
    double x = text->x / KA_PLOT_WIDTH, y = 1 - text->y / plot->height;
    double dx = KA_PLOT_BOX / (double)KA_PLOT_WIDTH, dy = KA_PLOT_BOX / plot->height;
    ka_buf_addf(out,
                "set object rectangle from screen %.6f, screen %.6f to screen %.6f, screen "
                "%.6f fs ",
                x - dx, y - dy, x + dx, y + dy);
    if (text->texture)
        ka_buf_addf(out, "pattern %d noborder fc rgb ", pattern_of(text->texture));
    else
        ka_buf_add_text(out, "solid noborder fc rgb ");
    add_colour(out, text->role);
    ka_buf_add_text(out, "\n");
}

static void add_texts(struct ka_buf *out, const struct ka_plot *plot)
{
    static const char *const align[] = {"left", "center", "right"};
    for (size_t i = 0; i < plot->text_count; i++) {
        const struct ka_text *text = &plot->texts[i];
        if (text->dash) {
            add_key(out, plot, text);
            continue;
        }
        if (text->box) {
            add_box(out, plot, text);
            continue;
        }
        ka_buf_add_text(out, "set label ");
        ka_escape_gnuplot(out, text->text);
        ka_buf_addf(out, " at screen %.6f, screen %.6f %s front ", text->x / KA_PLOT_WIDTH,
                    1 - text->y / plot->height, align[text->align]);
        ka_buf_add_text(out, text->point ? "point lc rgb " : "tc rgb ");
        add_colour(out, text->role);
        if (text->point)
            ka_buf_addf(out, " pt %d ps 0.7", text->point);
        ka_buf_add_text(out, "\n");
    }
}

// Boxes as x y xlow xhigh ylow yhigh, all else as x y.
static void add_data(struct ka_buf *out, const struct ka_shape *shape, size_t number)
{
    ka_buf_addf(out, "$s%zu << END\n", number);
    for (size_t i = 0; i < shape->count; i++) {
        struct ka_vertex v = shape->vertices[i];
        if (shape->kind == KA_SHAPE_BOXES) {
            struct ka_vertex w = shape->vertices[++i];
            ka_buf_addf(out, "%.10g %.10g %.10g %.10g %.10g %.10g\n", v.x, v.y, fmin(v.x, w.x),
                        fmax(v.x, w.x), fmin(v.y, w.y), fmax(v.y, w.y));
        } else if (isfinite(v.x)) {
            ka_buf_addf(out, "%.10g %.10g\n", v.x, v.y);
        } else {
            ka_buf_add_text(out, "\n");
        }
    }
    ka_buf_add_text(out, "END\n");
}

static void add_clause(struct ka_buf *out, const struct ka_shape *shape, size_t number)
{
    static const char *const with[] = {
        [KA_SHAPE_AREA] = "filledcurves closed",
        [KA_SHAPE_LINE] = "lines lw " LINE_WIDTH "",
        [KA_SHAPE_BOXES] = "boxxyerror",
        [KA_SHAPE_POINTS] = "points",
    };
    ka_buf_addf(out, ", $s%zu axes x1y%d notitle with %s", number, shape->right ? 2 : 1,
                with[shape->kind]);
    if (shape->kind == KA_SHAPE_LINE)
        ka_buf_addf(out, " %s", shape->dash);
    if (shape->kind == KA_SHAPE_POINTS)
        ka_buf_addf(out, " pt %d ps %.10g", shape->point, POINT_SIZE);
    if (shape->texture && shape->kind != KA_SHAPE_LINE && shape->kind != KA_SHAPE_POINTS)
        ka_buf_addf(out, " fs pattern %d noborder", pattern_of(shape->texture));
    ka_buf_add_text(out, " lc rgb ");
    add_colour(out, shape->role);
}

void ka_script_write(struct ka_buf *out, const struct ka_plot *plot)
{
    add_frame(out, plot);
    add_rules(out, plot);
    add_texts(out, plot);
    size_t number = 0;
    for (const struct ka_shape *s = plot->shapes; s; s = s->next)
        add_data(out, s, number++);
    ka_buf_add_text(out, "plot NaN notitle"); // so that a chart without data has its axes
    number = 0;
    for (const struct ka_shape *s = plot->shapes; s; s = s->next, number++)
        if (s->count > 0)
            add_clause(out, s, number);
    ka_buf_add_text(out, "\n");
}
