// SPDX-License-Identifier: GPL-3.0-or-later
// Tables → document: one function per section of the report.
#ifndef KA_REPORT_REPORT_H
#define KA_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "out/document.h"
#include "report/tables.h"

#define KA_SECTIONS_MOST 32

struct ka_report {
    struct ka_report_table tables[KA_REPORT_KINDS];
    struct ka_report_runs runs;
    struct ka_report *before; // tables of the previous period, NULL: none; owned
    size_t chosen[KA_SECTIONS_MOST], chosen_count; // of ka_report_sections, in their order
    size_t *pages, page_count, page_cap;           // account rows with a page of their own
    struct ka_buf logo;
    struct ka_document document;
    enum ka_lang lang;
    const char *title; // NULL or blank: the usual one
    bool charts;
    int decimals;          // of amounts in tables
    struct ka_arena texts; // live as long as the report
};

// Every section adds itself to the document when its table or columns are there, and nothing
// when they are not.
typedef void ka_report_section(struct ka_report *report);

// The sections that a template may choose, in their usual order.
struct ka_report_choice {
    const char *name;
    ka_report_section *add;
};
extern const struct ka_report_choice ka_report_sections[];
extern const size_t ka_report_section_count; // at most KA_SECTIONS_MOST

// Chooses the sections that the template names (path NULL: all).  Errors: a section that is not
// known or there twice, with its line.
bool ka_report_arrange(struct ka_report *report, const char *path, struct ka_error *err);

// Reads the logo (path NULL: none) for the document.  Errors: no PNG, JPEG or SVG, too large.
bool ka_report_logo(struct ka_report *report, const char *path, struct ka_error *err);

// Reads the tables in a folder (NULL: none) as those of the period before.  Errors: those of
// ka_report_load and ka_report_agree, a folder without account rows.
bool ka_report_load_previous(struct ka_report *report, const char *folder, struct ka_meta *meta,
                             struct ka_error *err);

// Makes the document out of the tables: the headline, then the sections that were chosen.
void ka_report_compose(struct ka_report *report);
void ka_report_clear(struct ka_report *report);

ka_report_section ka_report_headline, ka_report_key_accounts, ka_report_verdicts,
    ka_report_criteria, ka_report_famous, ka_report_relations, ka_report_profit,
    ka_report_concentration, ka_report_channels, ka_report_months, ka_report_segments,
    ka_report_silhouettes, ka_report_profiles, ka_report_dendrogram, ka_report_rfm,
    ka_report_alerts, ka_report_changes, ka_report_forecast, ka_report_whitespace,
    ka_report_flow, ka_report_pages, ka_report_prospects, ka_report_runs,
    ka_report_all_accounts, ka_report_provenance, ka_report_plan, ka_report_followups,
    ka_report_service, ka_report_moves, ka_report_regrouped, ka_report_cuts, ka_report_loadings,
    ka_report_effect, ka_report_quality, ka_report_ranked;

// What a tool noted of its run (--meta), borrowed from the table; "" when that was not handed
// in, or of several runs of the tool.
struct ka_str ka_report_noted(const struct ka_report *report, const char *tool,
                              const char *key);

// The target of the company's revenue in the plan, KA_NONE when there is none; and what is to
// be thought of one: "due by now 46.3%; on track".
size_t ka_report_company_target(struct ka_report *report);
struct ka_str ka_report_outlook(struct ka_report *report, size_t row);

#endif
