// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include <math.h>
#include <stdlib.h>

#define WHOLE_FROM 10000 // from this amount on, tables show no cents

const struct ka_report_choice ka_report_sections[] = {
    {"alerts", ka_report_alerts},
    {"key-accounts", ka_report_key_accounts},
    {"plan", ka_report_plan},
    {"followups", ka_report_followups},
    {"profit", ka_report_profit},
    {"service", ka_report_service},
    {"criteria", ka_report_criteria},
    {"famous", ka_report_famous},
    {"relations", ka_report_relations},
    {"concentration", ka_report_concentration},
    {"channels", ka_report_channels},
    {"months", ka_report_months},
    {"changes", ka_report_changes},
    {"forecast", ka_report_forecast},
    {"segments", ka_report_segments},
    {"dendrogram", ka_report_dendrogram},
    {"rfm", ka_report_rfm},
    {"whitespace", ka_report_whitespace},
    {"flow", ka_report_flow},
    {"prospects", ka_report_prospects},
    {"pages", ka_report_pages},
    {"accounts", ka_report_all_accounts},
    {"ranked", ka_report_ranked},
    {"quality", ka_report_quality},
    {"provenance", ka_report_provenance},
};

const size_t ka_report_section_count = sizeof ka_report_sections / sizeof *ka_report_sections;

static double largest_amount(const struct ka_report *report)
{
    static const char *const amounts[] = {"revenue",        "revenue_before", "expected_value",
                                          "revenue_recent", "sellin",         "sellthrough"};
    double largest = 0;
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        const struct ka_report_table *table = &report->tables[k];
        for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
            const double *figures = ka_report_reals(table, amounts[i]);
            for (size_t row = 0; figures && row < table->frame.rows; row++)
                largest = fmax(largest, fabs(figures[row]));
        }
    }
    return largest;
}

void ka_report_compose(struct ka_report *report)
{
    report->decimals = largest_amount(report) < WHOLE_FROM ? 2 : 0;
    ka_report_headline(report);
    for (size_t i = 0; i < report->chosen_count; i++)
        ka_report_sections[report->chosen[i]].add(report);
}

void ka_report_clear(struct ka_report *report)
{
    ka_report_unload(report->tables, &report->runs);
    if (report->before)
        ka_report_clear(report->before);
    free(report->before);
    free(report->pages);
    ka_buf_clear(&report->logo);
    ka_document_clear(&report->document);
    ka_arena_clear(&report->texts);
}
