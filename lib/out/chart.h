// SPDX-License-Identifier: GPL-3.0-or-later
// A chart: what is to be drawn, in data units, and nothing of how it is drawn.
#ifndef KA_OUT_CHART_H
#define KA_OUT_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "out/palette.h"
#include "out/phrase.h"

enum ka_axis_scale {
    KA_AXIS_NUMBER, // 12.3万 or 123k
    KA_AXIS_SHARE,  // 0..1 as per cent
    KA_AXIS_MONTH,  // year × 12 + month − 1
};

struct ka_axis {
    struct ka_str label;
    enum ka_axis_scale scale;
    bool log;      // only what is > 0 is drawn
    bool bare;     // not drawn itself
    double lo, hi; // lo == hi: from the data, in round numbers
};

enum ka_style {
    KA_STYLE_LINE,
    KA_STYLE_BARS,   // upright, one unit of x wide; below 0 in KA_ROLE_BAD
    KA_STYLE_ROWS,   // lying; one row per point, named by the first series; what ends left of
                     // its start in KA_ROLE_BAD; two or more such series are stacked
    KA_STYLE_NAMES,  // only the names of rows, as the first series: row i is at y = -i
    KA_STYLE_POINTS, // the shape follows the order of the series
    KA_STYLE_BAND,   // area between y and top
};

// How an area or a bar is filled, so that who sees no colours tells one from another.
enum ka_texture {
    KA_SOLID,
    KA_HATCH, // /
    KA_BACKHATCH,
    KA_CROSS,
    KA_STEEP,
    KA_FINE,
    KA_TEXTURES
};

struct ka_point {
    double x, y, top;    // top: only for a band
    double from;         // of a row: where its bar starts
    double lo, hi;       // of a row: an interval of x, NAN: none
    double reach, tick;  // of a row: a pale bar behind, an upright stroke; NAN: none
    struct ka_str label; // drawn beside the point
};

struct ka_series {
    struct ka_series *next;
    struct ka_str name; // two or more stand in a legend, lines beside themselves where there
                        // is room for all
    enum ka_style style;
    enum ka_role role;
    enum ka_texture texture;
    bool right; // measured on the right-hand axis
    bool dashed;
    struct ka_point *points;
    size_t count, cap;
    struct ka_arena *arena; // the chart's
};

// The axis it stands on; of lying rows only KA_MARK_X, of all else the others.
enum ka_mark_kind { KA_MARK_Y, KA_MARK_RIGHT, KA_MARK_X };

// A reference line.
struct ka_mark {
    struct ka_mark *next;
    enum ka_mark_kind kind;
    double at;
    struct ka_str label;
};

struct ka_chart {
    struct ka_str id;          // [a-z][a-z0-9-]*, unique in the document
    struct ka_str title;       // what the chart says
    struct ka_str note;        // shown under the title, how to read it; may be empty
    struct ka_str description; // with the figures, for who cannot see the chart
    struct ka_axis x, y, right;
    int height; // at least 120, in units of a width of 520; 0: 320; rows bring their own
    struct ka_series *series, *last_series;
    struct ka_mark *marks, *last_mark;
    struct ka_arena arena;
};

// A chart is zero-initialised (ka_document_chart does it).  Texts are copied, as one
// line.
void ka_chart_name(struct ka_chart *chart, struct ka_str id, struct ka_str title);
void ka_chart_describe(struct ka_chart *chart, struct ka_str note, struct ka_str description);
void ka_chart_axis(struct ka_chart *chart, struct ka_axis *axis, struct ka_str label,
                   enum ka_axis_scale scale);
void ka_chart_mark(struct ka_chart *chart, enum ka_mark_kind kind, double at,
                   struct ka_str label);

// Appends a series, which lives as long as the chart; later series are drawn on top.
struct ka_series *ka_chart_series(struct ka_chart *chart, struct ka_str name,
                                  enum ka_style style, enum ka_role role);

// Points of lines and bars come with x ascending.  One that is not finite, or beyond 1e100,
// is left out (a gap in a line).
void ka_series_add(struct ka_series *series, double x, double y);
void ka_series_add_band(struct ka_series *series, double x, double lo, double hi);
void ka_series_add_row(struct ka_series *series, struct ka_str name, double value);
void ka_series_start_row(struct ka_series *series, double from); // of the newest row
void ka_series_interval_row(struct ka_series *series, double lo,
                            double hi); // of the newest row
void ka_series_reach_row(struct ka_series *series, double reach,
                         double tick);                               // of the newest row
void ka_series_label(struct ka_series *series, struct ka_str label); // of the newest point

void ka_chart_clear(struct ka_chart *chart);

// The chart as an SVG element for an HTML page: no size of its own, colours as custom
// properties of the palette, ids that begin with the chart's id.  The same bytes from the
// same chart.  Errors: KA_SYSTEM when gnuplot is not there or fails.
bool ka_chart_svg(const struct ka_chart *chart, enum ka_lang lang, struct ka_buf *svg,
                  struct ka_error *err);

// The same on paper as a PNG, twice as wide as it is meant to be shown (KA_PLOT_WIDTH).
// Without a font for Chinese (ka_gnuplot_has_font) there are boxes in it.
bool ka_chart_png(const struct ka_chart *chart, enum ka_lang lang, struct ka_buf *png,
                  struct ka_error *err);

#endif
