// SPDX-License-Identifier: GPL-3.0-or-later
// What adding rows to a ledger and joining ledgers have in common.
#ifndef KA_SALES_LEDGER_PARTS_H
#define KA_SALES_LEDGER_PARTS_H

#include "sales/ledger.h"

// Takes the text where it is newer, or as new and greater.
void ka_newest_update(struct ka_newest *newest, struct ka_map *texts, struct ka_str text,
                      int32_t date);

// The number of a name; a new one has empty sums and texts.
uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key);
uint32_t ka_ledger_put_product(struct ka_ledger *ledger, struct ka_str name);

void ka_ledger_meet_account(struct ka_ledger *ledger, struct ka_str account, struct ka_str key,
                            int32_t date);

// Takes these dates in; KA_DATE_NONE: nothing.
void ka_ledger_widen(struct ka_ledger *ledger, int32_t first, int32_t last);

#endif
