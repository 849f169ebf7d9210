// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of accounts that behave alike: clusters and RFM segments.
#include <math.h>

#include "base/map.h"
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define CLUSTERS_MOST 8 // with a colour and a shape of their own
#define NAMED_MOST 3    // points with a name

// ---- Scatter ----

struct scatter {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows; // largest revenue first
    const double *x, *y, *cluster;
};

// Clusters first to last as one series.  Log axes have no place for what is not above zero.
static void draw_clusters(const struct scatter *scatter, int first, double last,
                          struct ka_str name, enum ka_role role)
{
    struct ka_series *series = NULL;
    for (size_t i = 0; i < scatter->rows.count; i++) {
        size_t row = scatter->rows.at[i];
        if (!(scatter->cluster[row] >= first && scatter->cluster[row] <= last))
            continue;
        if (!series)
            series = ka_chart_series(scatter->chart, name, KA_STYLE_POINTS, role);
        ka_series_add(series, scatter->x[row], scatter->y[row]);
        if (i < NAMED_MOST)
            ka_series_label(series, ka_report_account(scatter->report, row));
    }
}

// What is drawn and how many accounts each cluster has.
static struct ka_str describe(struct ka_report *report, const struct ka_chart *chart)
{
    struct ka_str counts = KA_STR("");
    for (const struct ka_series *s = chart->series; s; s = s->next)
        counts = ka_report_join(
            report, counts,
            KA_SAY(report, "name_count", s->name, ka_report_count(report, (double)s->count)));
    return KA_SAY(report, "{1} {2}", ka_report_word(report, "scatter_description"), counts);
}

static void draw_scatter(struct ka_report *report, const char *id, const char *x, const char *y,
                         bool log, const char *note)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    struct scatter scatter = {.report = report,
                              .rows =
                                  ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true),
                              .x = ka_report_reals(accounts, x),
                              .y = ka_report_reals(accounts, y),
                              .cluster = ka_report_reals(accounts, "cluster")};
    if (!scatter.x || !scatter.y || !scatter.cluster)
        return;
    struct ka_chart *chart = scatter.chart = ka_document_chart(
        &report->document, ka_str(id),
        KA_SAY(report, "scatter_title", ka_report_word(report, x), ka_report_word(report, y)));
    ka_chart_axis(chart, &chart->x, ka_report_word(report, x), KA_AXIS_NUMBER);
    ka_chart_axis(chart, &chart->y, ka_report_word(report, y), KA_AXIS_NUMBER);
    chart->x.log = chart->y.log = log;
    for (int cluster = 1; cluster <= CLUSTERS_MOST; cluster++)
        draw_clusters(&scatter, cluster, cluster,
                      KA_SAY(report, "cluster_number", ka_report_count(report, cluster)),
                      KA_ROLE_SERIES_1 + (enum ka_role)(cluster - 1));
    draw_clusters(&scatter, CLUSTERS_MOST + 1, INFINITY,
                  ka_report_word(report, "other_clusters"), KA_ROLE_MUTED);
    ka_chart_describe(chart, ka_report_word(report, note), describe(report, chart));
}

// ---- Tables ----

// All columns of the table, as the medians of a cluster are of any feature.
static const char *const *all_columns(struct ka_report *report, enum ka_report_kind kind)
{
    const struct ka_frame *frame = &report->tables[kind].frame;
    const char **columns = ka_arena_alloc(&report->texts, frame->width + 1, sizeof *columns);
    const char *other = report->lang == KA_ZH ? "cluster_name" : "cluster_name_zh";
    size_t count = 0;
    for (size_t c = 0; c < frame->width; c++)
        if (strcmp(frame->columns[c].name, other) != 0) // the name in the other language
            columns[count++] = frame->columns[c].name;
    return columns;
}

static void show_clusters(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_CLUSTERS, "cluster", false);
    if (rows.count == 0)
        return;
    struct ka_grid grid = {.kind = KA_TABLE_CLUSTERS,
                           .caption = ka_report_word(report, "cluster_medians"),
                           .columns = all_columns(report, KA_TABLE_CLUSTERS),
                           .bar = "accounts",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    ka_report_grid(report, &grid);
}

static void show_choice(struct ka_report *report)
{
    static const char *const columns[] = {"k",        "silhouette", "inertia",
                                          "smallest", "chosen",     NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_CHOICE, "k", false);
    if (rows.count == 0)
        return;
    struct ka_grid grid = {.kind = KA_TABLE_CHOICE,
                           .caption = ka_report_word(report, "cluster_choice"),
                           .columns = columns,
                           .bar = "silhouette",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    ka_report_grid(report, &grid);
}

void ka_report_segments(struct ka_report *report)
{
    bool scatter =
        report->charts && ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "cluster");
    if (!scatter && report->tables[KA_TABLE_CLUSTERS].frame.rows == 0 &&
        report->tables[KA_TABLE_PROFILE].frame.rows == 0 &&
        report->tables[KA_TABLE_CHOICE].frame.rows == 0 &&
        report->tables[KA_TABLE_REGROUPED].frame.rows == 0 &&
        report->tables[KA_TABLE_LOADINGS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("segments"),
                        ka_report_word(report, "clusters"));
    if (scatter) {
        draw_scatter(report, "scatter-orders", "orders", "order_value", true, "scatter_note");
        draw_scatter(report, "scatter-recency", "recency_days", "revenue", true,
                     "scatter_recency_note");
        draw_scatter(report, "scatter-components", "pc1", "pc2", false, "scatter_pc_note");
    }
    ka_report_silhouettes(report);
    ka_report_profiles(report);
    show_clusters(report);
    show_choice(report);
    ka_report_regrouped(report);
    ka_report_loadings(report);
}
