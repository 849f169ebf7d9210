// SPDX-License-Identifier: GPL-3.0-or-later
// What an invented market has for the tools that develop accounts: side tables, and what there
// is to find in them.
#ifndef KA_SALES_PLANTS_H
#define KA_SALES_PLANTS_H

#include "sales/truth.h"
#include "table/writer.h"

// Side tables, once the trade is done.
void ka_plants_write_wallet(const struct ka_truth *truth, struct ka_writer *writer);

void ka_plants_write_prospects(const struct ka_truth *truth, struct ka_writer *writer);
void ka_plants_write_referrals(const struct ka_truth *truth, struct ka_writer *writer);

void ka_plants_write_targets(const struct ka_truth *truth, struct ka_writer *writer);

// What there is to find in them: fact,account_id,detail.
void ka_plants_write_facts(const struct ka_truth *truth, struct ka_writer *writer);

#endif
