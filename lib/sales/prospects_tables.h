// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of ka-prospect.
#ifndef KA_SALES_PROSPECTS_TABLES_H
#define KA_SALES_PROSPECTS_TABLES_H

#include "sales/prospects.h"
#include "table/writer.h"

// Prospects, the likest first.
void ka_prospects_write(const struct ka_prospects *p, struct ka_writer *writer);

// Each value of a trait that min_support accounts have: the share of key accounts among them.
void ka_prospects_write_profile(const struct ka_prospects *p, int64_t min_support,
                                struct ka_writer *writer);

// Region × industry.
void ka_prospects_write_grid(const struct ka_prospects *p, struct ka_writer *writer);

// Whether the scores find the key accounts that are known, each left out in turn.
void ka_prospects_write_check(const struct ka_prospects *p, struct ka_writer *writer);

#endif
