// SPDX-License-Identifier: GPL-3.0-or-later
// Concentration over time.
#ifndef KA_SALES_PERIODS_H
#define KA_SALES_PERIODS_H

#include <stdbool.h>

#include "sales/evidence.h"

enum ka_period { KA_PERIOD_NONE, KA_PERIOD_MONTH, KA_PERIOD_QUARTER, KA_PERIOD_YEAR };

// The figures of a measure in each period in which something was sold: 2024-03, 2024-Q1 or
// 2024. monthly: from ka_profile_monthly, key and month together once.  An account counts in
// the periods in which it has rows.  Nothing when the measure is not known by month.
bool ka_evidence_periods(const struct ka_evidence *evidence, const struct ka_frame *monthly,
                         const char *measure, enum ka_period period, struct ka_stats *stats,
                         struct ka_error *err);

#endif
