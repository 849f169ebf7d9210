// SPDX-License-Identifier: GPL-3.0-or-later
// Figures against the period before.
#ifndef KA_REPORT_PREVIOUS_H
#define KA_REPORT_PREVIOUS_H

#include "report/report.h"

// "+8.3% on the previous period", where there is no ratio "previously 12k".  Empty without a
// previous period, when a figure is unknown, and when the two may not be compared: a last month
// that is not whole, periods of unlike length.
struct ka_str ka_report_compare(struct ka_report *report, double now, double then);

// Why they may not be compared, as a sentence; empty when they may.
struct ka_str ka_report_incomparable(struct ka_report *report);

#endif
