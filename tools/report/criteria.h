// SPDX-License-Identifier: GPL-3.0-or-later
// The rules behind a verdict.
#ifndef KA_REPORT_CRITERIA_H
#define KA_REPORT_CRITERIA_H

#include "report/report.h"

// A table of the rules with their limits and what one account has; nothing when it has none.
void ka_report_criteria_of(struct ka_report *report, struct ka_str account_id);

#endif
