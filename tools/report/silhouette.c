// SPDX-License-Identifier: GPL-3.0-or-later
// How well each account fits its cluster: the silhouette plot of Rousseeuw (1987).
#include <math.h>

#include "report/pick.h"
#include "report/say.h"

#define CLUSTERS_MOST 8 // with a colour of their own

struct plot {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows; // by silhouette, the largest first
    const double *width, *cluster;
    double x;
    struct ka_str text;
};

// The bars of the clusters first..last.
static void add_cluster(struct plot *plot, int first, double last, struct ka_str name,
                        enum ka_role role)
{
    struct ka_series *series = NULL;
    size_t below = 0;
    for (size_t i = 0; i < plot->rows.count; i++) {
        size_t row = plot->rows.at[i];
        if (!(plot->cluster[row] >= first && plot->cluster[row] <= last))
            continue;
        if (!series) {
            series = ka_chart_series(plot->chart, name, KA_STYLE_BARS, role);
            series->texture = (enum ka_texture)(role % KA_TEXTURES);
        }
        ka_series_add(series, plot->x++, plot->width[row]);
        below += plot->width[row] < 0;
    }
    if (!series)
        return;
    plot->text = ka_report_join(plot->report, plot->text,
                                KA_SAY(plot->report, "silhouette_cluster", name,
                                       ka_report_count(plot->report, (double)series->count),
                                       ka_report_count(plot->report, (double)below)));
}

void ka_report_silhouettes(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    struct plot plot = {.report = report,
                        .rows = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "silhouette", true),
                        .width = ka_report_reals(accounts, "silhouette"),
                        .cluster = ka_report_reals(accounts, "cluster"),
                        .x = 1,
                        .text = KA_STR("")};
    if (!report->charts || !plot.width || !plot.cluster || plot.rows.count == 0)
        return;
    plot.chart = ka_document_chart(&report->document, KA_STR("silhouettes"),
                                   ka_report_word(report, "silhouette_title"));
    ka_chart_axis(plot.chart, &plot.chart->y, ka_report_word(report, "silhouette"),
                  KA_AXIS_NUMBER);
    ka_chart_axis(plot.chart, &plot.chart->x, ka_report_word(report, "accounts"),
                  KA_AXIS_NUMBER);
    for (int cluster = 1; cluster <= CLUSTERS_MOST; cluster++)
        add_cluster(&plot, cluster, cluster,
                    KA_SAY(report, "cluster_number", ka_report_count(report, cluster)),
                    KA_ROLE_SERIES_1 + (enum ka_role)(cluster - 1));
    add_cluster(&plot, CLUSTERS_MOST + 1, INFINITY, ka_report_word(report, "other_clusters"),
                KA_ROLE_MUTED);
    ka_chart_describe(plot.chart, ka_report_word(report, "silhouette_note"), plot.text);
}
