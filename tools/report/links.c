// SPDX-License-Identifier: GPL-3.0-or-later
// Bands from us through the channels to where the goods are, as wide as the money is much: a
// Sankey diagram.
#include <math.h>

#include "base/map.h"
#include "report/flow.h"
#include "report/pick.h"
#include "report/say.h"

#define NODE 0.012  // half of a node's width, of the distance between levels
#define ROOM 0.045  // between nodes, of the whole height
#define STEPS 24    // of a band's bend
#define LEAST 0.025 // of the whole: what has less goes without its name
#define ROLES 6

enum { COMPANY, CHANNEL, END, LEVELS };

struct node {
    int level;
    double in, out, bottom;   // amounts; bottom of the node
    double left_in, left_out; // how far up the bands reach already
    struct ka_str name;
    enum ka_role role;
};

struct picture {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_map keys; // level and name
    struct node *nodes;
    struct ka_rows rows; // forward links, the largest first
    size_t *from, *to;   // nodes of each of the rows
    double total;
};

static int level_of(struct ka_str word)
{
    return ka_str_eq(word, KA_STR("company"))   ? COMPANY
           : ka_str_eq(word, KA_STR("channel")) ? CHANNEL
                                                : END;
}

static size_t put_node(struct picture *picture, struct ka_str level, struct ka_str name)
{
    struct ka_report *report = picture->report;
    struct ka_buf key = {0};
    bool fresh;
    int at_level = level_of(level);
    ka_buf_addf(&key, "%d%.*s", at_level, KA_ARG(name));
    if (name.n == 0)
        ka_buf_add(&key, level);
    size_t at = ka_map_put(&picture->keys, ka_buf_str(&key), &fresh);
    ka_buf_clear(&key);
    if (fresh)
        picture->nodes[at] = (struct node){
            .level = at_level,
            .name = name.n > 0 ? name
                               : ka_report_word(report, ka_arena_str(&report->texts, level).p),
            .role = KA_ROLE_MUTED};
    return at;
}

// Links that run forward: from us to a channel, from a channel on.
static void put_links(struct picture *picture)
{
    struct ka_report *report = picture->report;
    const struct ka_report_table *table = &report->tables[KA_TABLE_LINKS];
    const double *value = ka_report_reals(table, "value");
    size_t source_level = ka_frame_find(&table->frame, "source_level"),
           source = ka_frame_find(&table->frame, "source"),
           target_level = ka_frame_find(&table->frame, "target_level"),
           target = ka_frame_find(&table->frame, "target"), count = 0;
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_LINKS, "value", true);
    picture->nodes = ka_arena_alloc(&report->texts, 2 * rows.count, sizeof *picture->nodes);
    picture->from = ka_arena_alloc(&report->texts, rows.count, sizeof *picture->from);
    picture->to = ka_arena_alloc(&report->texts, rows.count, sizeof *picture->to);
    for (size_t i = 0; i < rows.count; i++) {
        size_t row = rows.at[i];
        struct ka_str begin = ka_frame_cell(&table->frame, source_level, row),
                      end = ka_frame_cell(&table->frame, target_level, row);
        bool known = level_of(begin) != END || ka_str_eq(begin, KA_STR("stock"));
        if (!(value[row] > 0) || !known || level_of(end) != level_of(begin) + 1)
            continue;
        size_t from = put_node(picture, begin, ka_frame_cell(&table->frame, source, row));
        size_t to = put_node(picture, end, ka_frame_cell(&table->frame, target, row));
        picture->from[count] = from;
        picture->to[count] = to;
        picture->nodes[from].out += value[row];
        picture->nodes[to].in += value[row];
        rows.at[count++] = row;
    }
    rows.count = count;
    picture->rows = rows;
}

static double size_of(const struct node *node)
{
    return fmax(node->in, node->out);
}

// Stacks the nodes of a level from the top, in the order in which they came: by their largest
// link.
static void place_level(struct picture *picture, int level)
{
    double top = 0;
    int colour = 0;
    for (size_t i = 0; i < picture->keys.count; i++) {
        struct node *node = &picture->nodes[i];
        if (node->level != level)
            continue;
        node->bottom = top - size_of(node) / picture->total;
        node->left_in = node->left_out = top;
        top = node->bottom - ROOM;
        if (level == CHANNEL)
            node->role = KA_ROLE_SERIES_1 + (enum ka_role)(colour++ % ROLES);
    }
}

// The names of channels stand to the left of them: more room is there.
static double x_of(const struct node *node)
{
    static const double at[LEVELS] = {0, 1.2, 2};
    return at[node->level];
}

// Half a wave of the cosine from (a, from) to (b, to), as thick as the share of the link.
static void draw_band(struct picture *picture, const struct node *from, double at,
                      const struct node *to, double till, double thick)
{
    enum ka_role role = from->level == CHANNEL ? from->role : to->role;
    struct ka_series *band = ka_chart_series(picture->chart, KA_STR(""), KA_STYLE_BAND, role);
    double begin = x_of(from) + NODE, end = x_of(to) - NODE;
    for (int i = 0; i <= STEPS; i++) {
        double part = (double)i / STEPS, bend = (1 - cos(M_PI * part)) / 2;
        double top = at + (till - at) * bend;
        ka_series_add_band(band, begin + part * (end - begin), top - thick, top);
    }
}

static void draw_bands(struct picture *picture)
{
    const double *value = ka_report_reals(&picture->report->tables[KA_TABLE_LINKS], "value");
    for (size_t i = 0; i < picture->rows.count; i++) {
        struct node *from = &picture->nodes[picture->from[i]];
        struct node *to = &picture->nodes[picture->to[i]];
        double thick = value[picture->rows.at[i]] / picture->total;
        draw_band(picture, from, from->left_out, to, to->left_in, thick);
        from->left_out -= thick;
        to->left_in -= thick;
    }
}

static void draw_nodes(struct picture *picture)
{
    for (size_t i = 0; i < picture->keys.count; i++) {
        const struct node *node = &picture->nodes[i];
        double share = size_of(node) / picture->total;
        struct ka_series *box =
            ka_chart_series(picture->chart, KA_STR(""), KA_STYLE_BAND, KA_ROLE_INK);
        ka_series_add_band(box, x_of(node) - NODE, node->bottom, node->bottom + share);
        ka_series_add_band(box, x_of(node) + NODE, node->bottom, node->bottom + share);
        struct ka_series *name =
            ka_chart_series(picture->chart, KA_STR(""), KA_STYLE_LINE, KA_ROLE_INK);
        ka_series_add(name, x_of(node), node->bottom + share / 2);
        if (share >= LEAST && node->level != COMPANY)
            ka_series_label(name, KA_SAY(picture->report, "{1} {2}", node->name,
                                         ka_report_percent(picture->report, share)));
    }
}

static struct ka_str describe(const struct picture *picture)
{
    struct ka_report *report = picture->report;
    struct ka_str text = KA_STR("");
    for (size_t i = 0; i < picture->keys.count; i++)
        if (picture->nodes[i].level != COMPANY)
            text = ka_report_join(report, text,
                                  KA_SAY(report, "{1} {2}", picture->nodes[i].name,
                                         ka_report_percent(report, size_of(&picture->nodes[i]) /
                                                                       picture->total)));
    return text;
}

void ka_report_draw_links(struct ka_report *report)
{
    struct picture picture = {.report = report};
    if (report->tables[KA_TABLE_LINKS].frame.rows == 0)
        return;
    put_links(&picture);
    for (size_t i = 0; i < picture.keys.count; i++)
        if (picture.nodes[i].level == CHANNEL)
            picture.total += size_of(&picture.nodes[i]);
    if (picture.total > 0) {
        struct ka_chart *chart = picture.chart = ka_document_chart(
            &report->document, KA_STR("links"), ka_report_word(report, "links_picture"));
        chart->x.bare = true;
        chart->x.lo = -0.05;
        chart->x.hi = 3; // room for the names at the right
        chart->height = 420;
        for (int level = 0; level < LEVELS; level++)
            place_level(&picture, level);
        draw_bands(&picture);
        draw_nodes(&picture);
        ka_chart_describe(chart, ka_report_word(report, "links_note"), describe(&picture));
    }
    ka_map_clear(&picture.keys);
}
