// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of ka-whitespace.
#ifndef KA_SALES_WHITESPACE_TABLES_H
#define KA_SALES_WHITESPACE_TABLES_H

#include <stdbool.h>

#include "sales/whitespace.h"
#include "table/writer.h"

// One row per account and family, bytewise; gaps_only: those that are lost or never bought,
// the largest gap first, unknown ones last.  with_wallet: four columns more.
void ka_whitespace_write(const struct ka_whitespace *ws, bool gaps_only, bool with_wallet,
                         struct ka_writer *writer);

// Families that accounts own or have lost, by pairs that at least min_support accounts share.
void ka_whitespace_write_pairs(const struct ka_whitespace *ws, int64_t min_support,
                               struct ka_writer *writer);

// Accounts that have bought a family by the end of each month, among those that had bought
// anything by then: all, and by channel.
void ka_whitespace_write_adoption(const struct ka_whitespace *ws, struct ka_writer *writer);

#endif
