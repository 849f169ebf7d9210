// SPDX-License-Identifier: GPL-3.0-or-later
// A chart laid out: the plot area, the ticks, what is drawn after thinning, and where
// each text stands.  Between chart.c, which says what, and script.c, which says it to
// gnuplot.  Pixels count from the top left; shapes keep the units of the data.
#ifndef KA_OUT_PLOT_H
#define KA_OUT_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "out/axis.h"
#include "out/chart.h"

// A chart is drawn this wide, so that on a phone of 360 pixels a text of 14 is 9.
#define KA_PLOT_WIDTH 520
#define KA_PLOT_FONT 14

struct ka_vertex {
    double x, y;
};

enum ka_shape_kind {
    KA_SHAPE_AREA,  // a polygon
    KA_SHAPE_LINE,  // a vertex that is not finite is a gap
    KA_SHAPE_BOXES, // two opposite corners each
    KA_SHAPE_POINTS,
};

struct ka_shape {
    struct ka_shape *next;
    enum ka_shape_kind kind;
    enum ka_role role;
    enum ka_texture texture;
    const struct ka_series *series; // that it shows
    bool right;
    const char *dash; // of a line, as gnuplot has it; "": solid
    int point;        // gnuplot's point type
    struct ka_vertex *vertices;
    size_t count, cap;
};

enum ka_align { KA_ALIGN_LEFT, KA_ALIGN_CENTRE, KA_ALIGN_RIGHT };

struct ka_text {
    double x, y; // of the middle of its height
    enum ka_align align;
    enum ka_role role;
    struct ka_str text;
    int point;        // instead of text, a point of this type (the key of a legend)
    const char *dash; // instead of text, a piece of such a line; NULL: none
    bool box;         // instead of text, a box of the texture
    enum ka_texture texture;
};

// Where the names of lines stand.
enum ka_naming { KA_NAMES_AT_ENDS, KA_NAMES_ALONG, KA_NAMES_IN_LEGEND };

struct ka_plot {
    const struct ka_chart *chart;
    enum ka_lang lang;
    bool rows;      // of lying bars: names at the left, values at the bars, no ticks
    bool has_right; // right-hand axis
    enum ka_naming naming;
    double height, left, right, top, bottom;
    struct ka_ticks x, y, y2;
    struct ka_shape *shapes, *last_shape;
    struct ka_text *texts;
    size_t text_count, text_cap;
    struct ka_arena arena;
};

void ka_plot_layout(struct ka_plot *plot, const struct ka_chart *chart, enum ka_lang lang);
void ka_plot_clear(struct ka_plot *plot);

double ka_plot_x(const struct ka_plot *plot, double x);
double ka_plot_y(const struct ka_plot *plot, double y, bool right);

// An upper bound of the width of text in pixels.
double ka_plot_text_width(struct ka_str text);

int ka_plot_point_type(size_t series);

// How the line of a series is dashed, so that lines differ by more than their colour.
const char *ka_plot_dash(const struct ka_chart *chart, const struct ka_series *series);

#define KA_PLOT_KEY 22         // length of the piece of a line in a legend
#define KA_PLOT_BOX 6          // half of the side of a box in a legend
#define KA_PLOT_END_MOST 130.0 // width of a name at the end of a line

// shape.c: what the series look like, thinned.
void ka_plot_add_shapes(struct ka_plot *plot);

// label.c: texts beside marks and points, where they hide least.
void ka_plot_add_labels(struct ka_plot *plot);

// The names of the lines where plot->naming has them; false when there is no place for one.
bool ka_plot_name_lines(struct ka_plot *plot);

// Whether the series is named beside its line.
bool ka_plot_is_named_beside(const struct ka_plot *plot, const struct ka_series *series);

void ka_plot_add_text(struct ka_plot *plot, struct ka_text text);

#endif
