// SPDX-License-Identifier: GPL-3.0-or-later
// What sets the clusters apart: a heat map of clusters by features.
#include <math.h>

#include "base/map.h"
#include "report/pick.h"
#include "report/say.h"
#include "table/writer.h"

#define COMPONENTS_MOST 4
#define DEEPEST 2.0 // standard deviations with the full colour

static struct ka_map list(const struct ka_frame *frame, const char *column)
{
    struct ka_map values = {0};
    size_t c = ka_frame_find(frame, column);
    for (size_t row = 0; row < frame->rows; row++)
        ka_map_put(&values, ka_frame_cell(frame, c, row), NULL);
    return values;
}

// In the order of the table: clusters down, features across.
struct heat {
    struct ka_report *report;
    const struct ka_report_table *from;
    struct ka_map clusters, features;
    double *z; // clusters x features; NAN: unknown
};

static void fill(struct heat *heat)
{
    const struct ka_frame *frame = &heat->from->frame;
    size_t cluster = ka_frame_find(frame, "cluster"), feature = ka_frame_find(frame, "feature");
    const double *z = ka_report_reals(heat->from, "z");
    size_t cells = heat->clusters.count * heat->features.count;
    heat->z = ka_arena_alloc(&heat->report->texts, cells, sizeof *heat->z);
    for (size_t i = 0; i < cells; i++)
        heat->z[i] = NAN;
    for (size_t row = 0; row < frame->rows; row++)
        heat->z[ka_map_find(&heat->clusters, ka_frame_cell(frame, cluster, row)) *
                    heat->features.count +
                ka_map_find(&heat->features, ka_frame_cell(frame, feature, row))] = z[row];
}

static void draw(struct heat *heat)
{
    struct ka_report *report = heat->report;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "profile_title"));
    ka_table_column(table, ka_report_word(report, "cluster"), KA_CELL_TEXT);
    for (size_t f = 0; f < heat->features.count; f++) {
        struct ka_str name = ka_arena_str(&report->texts, heat->features.keys[f]);
        ka_table_column(table, ka_report_word(report, name.p), KA_CELL_NUMBER);
    }
    for (size_t c = 0; c < heat->clusters.count; c++) {
        ka_table_cell(table, KA_SAY(report, "cluster_number", heat->clusters.keys[c]), NAN);
        for (size_t f = 0; f < heat->features.count; f++) {
            double z = heat->z[c * heat->features.count + f];
            ka_table_cell(table, ka_report_figure(report, KA_AS_REAL, z), z)->heat =
                z / DEEPEST;
        }
    }
    ka_document_text(&report->document, KA_BLOCK_NOTE, ka_report_word(report, "profile_note"));
}

void ka_report_profiles(struct ka_report *report)
{
    struct heat heat = {.report = report, .from = &report->tables[KA_TABLE_PROFILE]};
    if (heat.from->frame.rows == 0)
        return;
    heat.clusters = list(&heat.from->frame, "cluster");
    heat.features = list(&heat.from->frame, "feature");
    fill(&heat);
    draw(&heat);
    ka_map_clear(&heat.clusters);
    ka_map_clear(&heat.features);
}

// Which features the principal components are made of.
void ka_report_loadings(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_LOADINGS];
    const struct ka_frame *frame = &table->frame;
    size_t component = ka_frame_find(frame, "component"), share = ka_frame_find(frame, "share");
    if (frame->rows == 0)
        return;
    struct ka_table *to =
        ka_document_table(&report->document, ka_report_word(report, "loadings_table"));
    ka_table_column(to, ka_report_word(report, "component"), KA_CELL_TEXT);
    ka_table_column(to, ka_report_word(report, "explained"), KA_CELL_SHARE);
    for (size_t c = 0; c < frame->width; c++)
        if (c != component && c != share)
            ka_table_column(to, ka_report_word(report, frame->columns[c].name), KA_CELL_NUMBER);
    for (size_t row = 0; row < frame->rows && row < COMPONENTS_MOST; row++) {
        double part = table->reals[share][row];
        ka_table_cell(to, ka_frame_cell(frame, component, row), NAN);
        ka_table_cell(to, ka_report_percent(report, part), part);
        for (size_t c = 0; c < frame->width; c++) {
            double value;
            if (c == component || c == share)
                continue;
            if (!ka_real_parse(ka_frame_cell(frame, c, row), &value))
                value = NAN;
            ka_table_cell(to, ka_report_figure(report, KA_AS_REAL, value), value)->heat = value;
        }
    }
}
