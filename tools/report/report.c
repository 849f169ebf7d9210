// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include <math.h>

#define WHOLE_FROM 10000 // from this amount on, tables show no cents

static ka_report_section *const sections[] = {
    ka_report_headline,      ka_report_key_accounts, ka_report_criteria,
    ka_report_profit,        ka_report_famous,       ka_report_relations,
    ka_report_concentration, ka_report_channels,     ka_report_months,
    ka_report_segments,      ka_report_rfm,          ka_report_all_accounts,
    ka_report_provenance,
};

static double largest_amount(const struct ka_report *report)
{
    double largest = 0;
    for (size_t k = 0; k < KA_REPORT_KINDS; k++) {
        const struct ka_report_table *table = &report->tables[k];
        const double *revenue = ka_report_reals(table, "revenue");
        for (size_t row = 0; revenue && row < table->frame.rows; row++)
            largest = fmax(largest, fabs(revenue[row]));
    }
    return largest;
}

void ka_report_compose(struct ka_report *report)
{
    report->decimals = largest_amount(report) < WHOLE_FROM ? 2 : 0;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        sections[i](report);
}

void ka_report_clear(struct ka_report *report)
{
    ka_report_unload(report->tables);
    ka_document_clear(&report->document);
    ka_arena_clear(&report->texts);
}
