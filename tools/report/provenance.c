// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures mean and where they come from.
#include <stdio.h>

#include "report/pick.h"
#include "report/say.h"

static void explain(struct ka_report *report)
{
    static const char *const columns[] = {
        "margin",      "high_margin_revenue", "cost_to_serve", "net_profit", "class",
        "growth_rate", "silhouette",          "verdict",       "score",      "stability"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char key[64];
        snprintf(key, sizeof key, "what_%s", columns[i]);
        if (ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], columns[i]))
            ka_document_term(&report->document, ka_report_word(report, columns[i]),
                             ka_report_word(report, key));
    }
}

static void name_inputs(struct ka_report *report, const struct ka_report *of, const char *label)
{
    static const char *const kinds[KA_REPORT_KINDS] = {
        [KA_TABLE_ACCOUNTS] = "table_accounts",   [KA_TABLE_STATS] = "table_stats",
        [KA_TABLE_CURVE] = "table_curve",         [KA_TABLE_CHANNELS] = "table_channels",
        [KA_TABLE_CLUSTERS] = "table_clusters",   [KA_TABLE_CHOICE] = "table_choice",
        [KA_TABLE_PROFILE] = "table_profile",     [KA_TABLE_DENDROGRAM] = "table_dendrogram",
        [KA_TABLE_MONTHLY] = "table_monthly",     [KA_TABLE_FAMOUS] = "table_famous",
        [KA_TABLE_RELATIONS] = "table_relations", [KA_TABLE_CRITERIA] = "table_criteria"};
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        const struct ka_frame *frame = &of->tables[k].frame;
        if (frame->width > 0)
            ka_document_term(&report->document,
                             KA_SAY(report, label, ka_report_word(report, kinds[k])),
                             KA_SAY(report, "input_rows", ka_str(frame->source),
                                    ka_report_count(report, (double)frame->rows),
                                    ka_str(of->tables[k].hash)));
    }
}

void ka_report_provenance(struct ka_report *report)
{
    ka_document_section(&report->document, KA_STR("provenance"),
                        ka_report_word(report, "provenance"));
    explain(report);
    name_inputs(report, report, "{1}");
    if (report->before)
        name_inputs(report, report->before, "previous_table");
    ka_document_term(&report->document, ka_report_word(report, "version"),
                     KA_STR("ka-report " KA_VERSION));
    ka_report_runs(report);
}
