// SPDX-License-Identifier: GPL-3.0-or-later
// Tables → document: one function per section of the report.
#ifndef KA_REPORT_REPORT_H
#define KA_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "out/document.h"
#include "report/tables.h"

struct ka_report {
    struct ka_report_table tables[KA_REPORT_KINDS];
    struct ka_document document;
    enum ka_lang lang;
    const char *title; // NULL or blank: the usual one
    bool charts;
    int decimals;          // of amounts in tables
    struct ka_arena texts; // live as long as the report
};

// Makes the document out of the tables, section by section.
void ka_report_compose(struct ka_report *report);
void ka_report_clear(struct ka_report *report);

// Every section adds itself to the document when its table or columns are there, and nothing
// when they are not.
typedef void ka_report_section(struct ka_report *report);

ka_report_section ka_report_headline, ka_report_key_accounts, ka_report_verdicts,
    ka_report_criteria, ka_report_famous, ka_report_relations, ka_report_profit,
    ka_report_concentration, ka_report_channels, ka_report_months, ka_report_segments,
    ka_report_rfm, ka_report_all_accounts, ka_report_provenance;

#endif
