// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the links between us, the channels and the end segments.
#ifndef KA_REPORT_FLOW_H
#define KA_REPORT_FLOW_H

#include "report/report.h"

// Nothing when there are no links.
void ka_report_draw_links(struct ka_report *report);

#endif
