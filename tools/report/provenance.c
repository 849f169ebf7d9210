// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures mean and where they come from.
#include <stdio.h>

#include "report/kinds.h"
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
    for (enum ka_report_kind k = 0; k < KA_REPORT_KINDS; k++) {
        const struct ka_frame *frame = &of->tables[k].frame;
        char key[32];
        bool accounts = k == KA_TABLE_ACCOUNTS;
        snprintf(key, sizeof key, "table_%s", accounts ? "accounts" : ka_report_kind_name(k));
        if (frame->width > 0)
            ka_document_term(&report->document,
                             KA_SAY(report, label, ka_report_word(report, key)),
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
