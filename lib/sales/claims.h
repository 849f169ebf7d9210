// SPDX-License-Identifier: GPL-3.0-or-later
// What stands open with the accounts of an invented market: its complaints and receivables.
#ifndef KA_SALES_CLAIMS_H
#define KA_SALES_CLAIMS_H

#include "sales/market.h"
#include "table/writer.h"

// The tables complaints and receivables, of the last year, accounts by code.  Drawn from the
// market's seed in streams of their own, so that they change nothing else.  Planted: the dying
// account has complained of late delivery five times in its last five months, the last of which
// is open; the famous one pays nothing that was due in the last quarter.
void ka_market_write_complaints(const struct ka_market *market, struct ka_writer *writer);
void ka_market_write_receivables(const struct ka_market *market, struct ka_writer *writer);

#endif
