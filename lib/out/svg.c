// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "out/escape.h"
#include "out/plot.h"

#define DEEPEST 16     // nesting of groups; gnuplot needs 4
#define POINT_KINDS 16 // gnuplot's gpPt0 … gpPt14

struct tag {
    struct ka_str name, attributes;
    bool closes;
};

struct rewriter {
    struct ka_str rest;
    const struct ka_chart *chart;
    struct ka_buf *out;
    struct ka_str groups[DEEPEST]; // attributes of the groups that are open
    size_t depth;
    char point_scale[POINT_KINDS][KA_ROLE_COUNT][16]; // of the points used, else empty
};

// Cuts up to the next occurrence of mark; false when there is none.
static bool cut(struct ka_str *rest, char mark, struct ka_str *before)
{
    const char *at = rest->n ? memchr(rest->p, mark, rest->n) : NULL;
    if (!at)
        return false;
    *before = (struct ka_str){rest->p, (size_t)(at - rest->p)};
    *rest = (struct ka_str){at + 1, rest->n - before->n - 1};
    return true;
}

static bool next_tag(struct rewriter *r, struct tag *tag, struct ka_str *text)
{
    struct ka_str inner;
    if (!cut(&r->rest, '<', text) || !cut(&r->rest, '>', &inner))
        return false;
    tag->closes = inner.n > 0 && inner.p[0] == '/';
    size_t start = tag->closes, end = start;
    while (end < inner.n && !strchr(" \t\n/", inner.p[end]))
        end++;
    tag->name = (struct ka_str){inner.p + start, end - start};
    tag->attributes = (struct ka_str){inner.p + end, inner.n - end};
    return true;
}

// What stands behind the last blank of s.
static struct ka_str last_word(struct ka_str s)
{
    s = ka_str_trim(s);
    size_t start = s.n;
    while (start > 0 && !strchr(" \t\n", s.p[start - 1]))
        start--;
    return (struct ka_str){s.p + start, s.n - start};
}

// The value of name="…" or name = '…'; empty when it is not there.
static struct ka_str attribute(struct ka_str attributes, const char *name)
{
    struct ka_str key, value;
    while (cut(&attributes, '=', &key)) {
        attributes = ka_str_trim(attributes);
        char quote = attributes.n > 0 ? attributes.p[0] : '"';
        if (!cut(&attributes, quote, &value) || !cut(&attributes, quote, &value))
            break;
        if (ka_str_eq(last_word(key), ka_str(name)))
            return ka_str_trim(value);
    }
    return KA_STR("");
}

static struct ka_str inherited(const struct rewriter *r, const char *name)
{
    struct ka_str value = KA_STR("");
    for (size_t i = r->depth; i-- > 0 && value.n == 0;)
        value = attribute(r->groups[i], name);
    return value;
}

// "rgb( 11,  92, 138)" or a name, which is only ever black.
static enum ka_role role_of(struct ka_str colour)
{
    char text[40];
    unsigned red, green, blue;
    snprintf(text, sizeof text, "%.*s", KA_ARG(colour));
    if (sscanf(text, "rgb(%u,%u,%u)", &red, &green, &blue) != 3)
        return KA_ROLE_INK;
    return ka_palette_find(red << 16 | green << 8 | blue);
}

static void add_colour(struct rewriter *r, const char *property, struct ka_str colour)
{
    ka_buf_addf(r->out, " %s=\"var(--ka-%s)\"", property, ka_palette[role_of(colour)].name);
}

static void add_attribute(struct rewriter *r, const char *name, struct ka_str value)
{
    if (value.n > 0)
        ka_buf_addf(r->out, " %s=\"%.*s\"", name, KA_ARG(value));
}

// Coordinates with one decimal, which is finer than a screen shows: two are of no use and a
// third of the page.
static void add_coordinates(struct rewriter *r, const char *name, struct ka_str value)
{
    ka_buf_addf(r->out, " %s=\"", name);
    while (value.n > 0) {
        size_t n = strspn(value.p, "0123456789.");
        if (n == 0) {
            ka_buf_add_char(r->out, *value.p);
            n = 1;
        } else {
            double number = strtod(value.p, NULL);
            bool whole = fabs(number - round(number)) < 0.05;
            ka_buf_addf(r->out, whole ? "%.0f" : "%.1f", number);
        }
        value = (struct ka_str){value.p + n, value.n - n};
    }
    ka_buf_add_char(r->out, '"');
}

static void add_path(struct rewriter *r, struct ka_str attributes)
{
    struct ka_str stroke = attribute(attributes, "stroke"),
                  fill = attribute(attributes, "fill");
    struct ka_str width = inherited(r, "stroke-width"), d = attribute(attributes, "d");
    if (!ka_str_contains(d, KA_STR("L"))) // a tick of no length
        return;
    ka_buf_add_text(r->out, "<path");
    if (fill.n > 0 && !ka_str_eq(fill, KA_STR("none")))
        add_colour(r, "fill", fill);
    if (stroke.n > 0 && !ka_str_eq(stroke, KA_STR("none"))) {
        add_colour(r, "stroke", stroke);
        add_attribute(r, "stroke-dasharray", attribute(attributes, "stroke-dasharray"));
        if (!ka_str_eq(width, KA_STR("1.00")))
            add_attribute(r, "stroke-width", width);
    }
    add_coordinates(r, "d", d);
    ka_buf_add_text(r->out, "/>\n");
}

static void add_polygon(struct rewriter *r, struct ka_str attributes)
{
    const struct ka_str pattern = KA_STR("url(#");
    struct ka_str fill = attribute(attributes, "fill");
    ka_buf_add_text(r->out, "<polygon");
    if (ka_str_has_prefix(fill, pattern))
        ka_buf_addf(r->out, " fill=\"url(#%.*s-%.*s\"", KA_ARG(r->chart->id),
                    (int)(fill.n - pattern.n), fill.p + pattern.n);
    else
        add_colour(r, "fill", fill);
    add_coordinates(r, "points", ka_str_trim(attribute(attributes, "points")));
    ka_buf_add_text(r->out, "/>\n");
}

// "translate(163.04,191.47) scale(5.25)": x and y are given back, text holds the scale.
static bool read_place(struct ka_str transform, double *x, double *y, char scale[16])
{
    char text[80];
    snprintf(text, sizeof text, "%.*s", KA_ARG(transform));
    scale[0] = '\0';
    return sscanf(text, "translate(%lf,%lf) scale(%15[0-9.])", x, y, scale) >= 2;
}

static bool add_point(struct rewriter *r, struct ka_str attributes)
{
    struct ka_str href = attribute(attributes, "xlink:href");
    enum ka_role role = role_of(attribute(attributes, "color"));
    size_t prefix = sizeof "#gpPt" - 1;
    long kind = href.n > prefix ? strtol(href.p + prefix, NULL, 10) : -1;
    char scale[16];
    double x, y;
    if (kind < 0 || kind >= POINT_KINDS ||
        !read_place(attribute(attributes, "transform"), &x, &y, scale))
        return false;
    memcpy(r->point_scale[kind][role], scale, sizeof scale);
    ka_buf_addf(r->out, "<use href=\"#%.*s-%ld-%s\" x=\"%.1f\" y=\"%.1f\"/>\n",
                KA_ARG(r->chart->id), kind, ka_palette[role].name, x, y);
    return true;
}

static bool add_text(struct rewriter *r)
{
    char scale[16];
    double x, y;
    struct ka_str text, anchor = inherited(r, "text-anchor");
    struct tag end;
    if (!read_place(inherited(r, "transform"), &x, &y, scale) || !next_tag(r, &end, &text))
        return false;
    text = ka_str_trim(text);
    if (text.n == 0)
        return true;
    ka_buf_addf(r->out, "<text x=\"%.1f\" y=\"%.1f\"", x, y);
    add_colour(r, "fill", inherited(r, "fill"));
    if (!ka_str_eq(anchor, KA_STR("start")))
        add_attribute(r, "text-anchor", anchor);
    ka_buf_addf(r->out, ">%.*s</text>\n", KA_ARG(text));
    return true;
}

static bool skip_to_end(struct rewriter *r, struct ka_str name)
{
    struct tag tag;
    struct ka_str text;
    while (next_tag(r, &tag, &text))
        if (tag.closes && ka_str_eq(tag.name, name))
            return true;
    return false;
}

// The colour behind "stroke:" in a style.
static struct ka_str stroke_of(struct ka_str style)
{
    static const char mark[] = "stroke:";
    while (style.n > 0 && !ka_str_has_prefix(style, ka_str(mark)))
        style = (struct ka_str){style.p + 1, style.n - 1};
    size_t n = style.n > 0 ? strlen(mark) : 0;
    return (struct ka_str){style.p + n, style.n - n};
}

static void add_pattern(struct rewriter *r, struct ka_str id, struct ka_str attributes)
{
    ka_buf_addf(r->out,
                "<defs><pattern id=\"%.*s-%.*s\" patternUnits=\"userSpaceOnUse\" width=\"8\" "
                "height=\"8\"><path",
                KA_ARG(r->chart->id), KA_ARG(id));
    add_colour(r, "stroke", stroke_of(attribute(attributes, "style")));
    add_attribute(r, "d", attribute(attributes, "d"));
    ka_buf_add_text(r->out, " stroke-width=\"2.5\"/></pattern></defs>\n");
}

// Patterns are kept, all else is drawn anew.
static bool add_patterns(struct rewriter *r)
{
    struct tag tag;
    struct ka_str text, id = KA_STR("");
    while (next_tag(r, &tag, &text)) {
        if (tag.closes && ka_str_eq(tag.name, KA_STR("defs")))
            return true;
        if (ka_str_eq(tag.name, KA_STR("pattern")))
            id = tag.closes ? KA_STR("") : attribute(tag.attributes, "id");
        else if (id.n > 0 && ka_str_eq(tag.name, KA_STR("path")))
            add_pattern(r, id, tag.attributes);
    }
    return false;
}

static bool add_group(struct rewriter *r, const struct tag *tag)
{
    if (tag->closes ? r->depth == 0 : r->depth == DEEPEST)
        return false;
    if (tag->closes)
        r->depth--;
    else
        r->groups[r->depth++] = tag->attributes;
    return true;
}

static bool add_element(struct rewriter *r, const struct tag *tag)
{
    if (ka_str_eq(tag->name, KA_STR("g")))
        return add_group(r, tag);
    if (ka_str_eq(tag->name, KA_STR("text")))
        return add_text(r);
    if (ka_str_eq(tag->name, KA_STR("use")))
        return add_point(r, tag->attributes);
    if (ka_str_eq(tag->name, KA_STR("defs")))
        return add_patterns(r);
    if (ka_str_eq(tag->name, KA_STR("title")))
        return skip_to_end(r, tag->name);
    if (ka_str_eq(tag->name, KA_STR("path")))
        add_path(r, tag->attributes);
    else if (ka_str_eq(tag->name, KA_STR("polygon")))
        add_polygon(r, tag->attributes);
    else
        return ka_str_eq(tag->name, KA_STR("rect")); // the background, which the page has
    return true;
}

// The points by gnuplot's numbers, of radius 1.
static const char *const point_paths[POINT_KINDS] = {
    [3] = "M-.9,-.9H.9V.9H-.9ZM-.5,-.5V.5H.5V-.5Z",
    [4] = "M-.9,-.9H.9V.9H-.9Z",
    [5] = "M-1,0A1,1 0 1 0 1,0A1,1 0 1 0 -1,0ZM-.6,0A.6,.6 0 1 1 .6,0A.6,.6 0 1 1 -.6,0Z",
    [6] = "M-1,0A1,1 0 1 0 1,0A1,1 0 1 0 -1,0Z",
    [8] = "M0,-1.2L-1.1,.8H1.1Z",
    [10] = "M0,1.2L-1.1,-.8H1.1Z",
    [12] = "M0,-1.3L1.3,0L0,1.3L-1.3,0Z",
    [14] = "M0,-1.1L1.05,-.34L.65,.89H-.65L-1.05,-.34Z",
};

static void add_definitions(struct rewriter *r)
{
    ka_buf_add_text(r->out, "<defs>");
    for (int kind = 0; kind < POINT_KINDS; kind++)
        for (int role = 0; role < KA_ROLE_COUNT; role++)
            if (r->point_scale[kind][role][0] && point_paths[kind])
                ka_buf_addf(r->out,
                            "<path id=\"%.*s-%d-%s\" fill=\"var(--ka-%s)\" "
                            "transform=\"scale(%s)\" d=\"%s\"/>",
                            KA_ARG(r->chart->id), kind, ka_palette[role].name,
                            ka_palette[role].name, r->point_scale[kind][role],
                            point_paths[kind]);
    ka_buf_add_text(r->out, "</defs>\n</g></svg>\n");
}

static void add_begin(struct rewriter *r, double height)
{
    struct ka_str id = r->chart->id;
    ka_buf_addf(r->out,
                "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" "
                "viewBox=\"0 0 %d %.10g\" role=\"img\" "
                "aria-labelledby=\"%.*s-title %.*s-desc\">\n",
                KA_PLOT_WIDTH, height, KA_ARG(id), KA_ARG(id));
    ka_buf_addf(r->out, "<title id=\"%.*s-title\">", KA_ARG(id));
    ka_escape_xml(r->out, r->chart->title);
    ka_buf_addf(r->out, "</title>\n<desc id=\"%.*s-desc\">", KA_ARG(id));
    ka_escape_xml(r->out, r->chart->description);
    ka_buf_add_text(r->out, "</desc>\n<g fill=\"none\">\n");
}

static bool find_canvas(struct rewriter *r)
{
    struct tag tag;
    struct ka_str text;
    while (next_tag(r, &tag, &text))
        if (ka_str_eq(attribute(tag.attributes, "id"), KA_STR("gnuplot_canvas")))
            return add_group(r, &tag);
    return false;
}

bool ka_svg_rewrite(struct ka_str source, const struct ka_chart *chart, double height,
                    struct ka_buf *out, struct ka_error *err)
{
    struct rewriter r = {.rest = source, .chart = chart, .out = out};
    struct tag tag = {.closes = false};
    struct ka_str text;
    bool known = find_canvas(&r);
    add_begin(&r, height);
    while (known && r.depth > 0)
        known = next_tag(&r, &tag, &text) && add_element(&r, &tag);
    if (!known)
        return ka_fail(err, KA_SYSTEM, "gnuplot wrote an SVG that is not understood at <%.*s>",
                       KA_ARG(tag.name));
    add_definitions(&r);
    return true;
}
