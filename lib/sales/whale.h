// SPDX-License-Identifier: GPL-3.0-or-later
// The whale curve of net profit: how far it rises, and who takes it down again.
#ifndef KA_SALES_WHALE_H
#define KA_SALES_WHALE_H

#include "sales/ledger.h"
#include "sales/ranking.h"
#include "sales/stats.h"
#include "table/frame.h"

// Adds whale_peak (accounts that earn), whale_peak_share (of them), whale_profit (at the peak),
// whale_height (that over the total), whale_destroyed (peak less total), and for each account
// at a loss, the largest loss first, `loss` with its name in the note, then, largest first,
// what its cost to serve consists of: cost_rebate, cost_slotting …  The costs are those of a
// ledger with the accounts in the order of the rows; NULL: not known.
void ka_whale_add(const struct ka_ranking *net_profit, const struct ka_frame *accounts,
                  size_t key, const struct ka_ledger *costs, struct ka_stats *stats);

#endif
