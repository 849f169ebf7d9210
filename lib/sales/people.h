// SPDX-License-Identifier: GPL-3.0-or-later
// What the people of an invented market say and whom they meet: its facts and contacts.
#ifndef KA_SALES_PEOPLE_H
#define KA_SALES_PEOPLE_H

#include "sales/market.h"
#include "table/writer.h"

// The tables facts and contacts of DESIGN, accounts by code.  Drawn from the market's seed in
// streams of their own, so that they change nothing else.  Planted: the famous account is
// judged low and met narrowly, though declared strategic; the quiet one is judged high
// and met narrowly; the duplicate one is met as a partner, though declared ordinary.
void ka_market_write_facts(const struct ka_market *market, struct ka_writer *writer);
void ka_market_write_contacts(const struct ka_market *market, struct ka_writer *writer);

#endif
