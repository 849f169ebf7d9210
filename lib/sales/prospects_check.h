// SPDX-License-Identifier: GPL-3.0-or-later
// Do the scores of prospects find the key accounts that are known?
#ifndef KA_SALES_PROSPECTS_CHECK_H
#define KA_SALES_PROSPECTS_CHECK_H

#include "sales/prospects.h"

enum ka_check { KA_CHECK_DISTANCE, KA_CHECK_LOG_LIFT, KA_CHECK_BOTH, KA_CHECKS };

struct ka_checked {
    double auc, lo, hi; // NAN: not known
};

// Each account is scored by the others.  The interval (95 %) is the jackknife's by groups: the
// scores are learnt from the accounts that they are tested on, and who is left out is left out
// of both.  (The variance of DeLong and others takes scores as given: where they tell nothing
// it is half of what it should be, for each pair of accounts is met twice.)
void ka_prospects_check(const struct ka_prospects *p, struct ka_checked checked[KA_CHECKS]);

#endif
