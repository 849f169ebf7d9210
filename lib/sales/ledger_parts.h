// SPDX-License-Identifier: GPL-3.0-or-later
// What adding rows to a ledger and joining ledgers have in common.
#ifndef KA_SALES_LEDGER_PARTS_H
#define KA_SALES_LEDGER_PARTS_H

#include "sales/ledger.h"

// Takes the text where it is newer, or as new and greater.
void ka_newest_update(struct ka_ledger *ledger, struct ka_newest *newest, struct ka_str text,
                      int32_t date);

// Adds a line to the sums of a key: its amounts (KA_DECIMAL_NONE: unknown), and how many of the
// optional columns it has.
struct ka_tally_line {
    int64_t revenue, margin, qty, returns;
    uint32_t filled;
};
void ka_ledger_tally(struct ka_ledger *ledger, uint32_t key, const struct ka_tally_line *line);

// The empty tally of a new key, which has this number.
struct ka_key_tally *ka_ledger_new_tally(struct ka_ledger *ledger, size_t number);

// Carries all tallies, so that every key has sums and these are whole.
void ka_ledger_carry(struct ka_ledger *ledger);

// Adds the sums of all keys of from to those that they are in `to`.
void ka_ledger_join_sums(struct ka_ledger *to, const struct ka_ledger *from,
                         const uint32_t *key);

// The text of attribute i of a key.
struct ka_newest *ka_ledger_widen_newest(struct ka_ledger *ledger, size_t i, size_t number);

static inline struct ka_newest *ka_ledger_newest(struct ka_ledger *ledger, size_t i,
                                                 size_t number)
{
    struct ka_newest_texts *newest = &ledger->newest[i];
    return number < newest->count ? &newest->text[number]
                                  : ka_ledger_widen_newest(ledger, i, number);
}

// The number of a name; a new one has empty sums and texts.
uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key, uint64_t hash);
uint32_t ka_ledger_put_product(struct ka_ledger *ledger, struct ka_str name);

// The number of an item; a new one has empty sums.
uint32_t ka_ledger_put_item(struct ka_ledger *ledger, const struct ka_ledger_item *item);

void ka_ledger_meet_account(struct ka_ledger *ledger, struct ka_str account, struct ka_str key,
                            int32_t date);

// Takes these dates in; KA_DATE_NONE: nothing.
void ka_ledger_widen(struct ka_ledger *ledger, int32_t first, int32_t last);

#endif
