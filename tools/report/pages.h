// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of chosen accounts.
#ifndef KA_REPORT_PAGES_H
#define KA_REPORT_PAGES_H

#include "report/report.h"

// Chooses accounts for a page of their own, when the tables are loaded: each of names is an id
// or a name, else several of them with commas between.  Errors: one that no row has, no account
// rows.
bool ka_report_choose_accounts(struct ka_report *report, const char *const *names, size_t count,
                               struct ka_error *err);

#endif
