// SPDX-License-Identifier: GPL-3.0-or-later
// Key figures of whole months, which may be compared however long the data are.
#ifndef KA_REPORT_RECENT_H
#define KA_REPORT_RECENT_H

#include "report/report.h"

// Revenue of the last twelve whole months, from the account rows; of the last whole month and
// of one that is not over, from the months.  Nothing of what is not there.
void ka_report_recent_figures(struct ka_report *report);

#endif
