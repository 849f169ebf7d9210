// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of cumulative shares.
#ifndef KA_REPORT_CURVE_H
#define KA_REPORT_CURVE_H

#include "report/pick.h"

// The rows of one curve of one measure in the curve table, by p.
struct ka_rows ka_report_curve(struct ka_report *report, const char *measure,
                               const char *curve);

// A chart of cumulative share over share of accounts; its title is the phrase of its id.
struct ka_chart *ka_report_curve_chart(struct ka_report *report, const char *id,
                                       struct ka_str note);
void ka_report_curve_draw(struct ka_report *report, struct ka_series *series,
                          struct ka_rows rows);

// The bounds of a curve as an area, through the points that have them; nothing when none has.
void ka_report_curve_band(struct ka_report *report, struct ka_chart *chart, struct ka_str name,
                          struct ka_rows rows);

// Of the ranked account rows; nothing when they are not ranked.
void ka_report_draw_pareto(struct ka_report *report);

#endif
