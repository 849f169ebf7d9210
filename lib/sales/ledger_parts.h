// SPDX-License-Identifier: GPL-3.0-or-later
// What adding rows to a ledger and joining ledgers have in common.
#ifndef KA_SALES_LEDGER_PARTS_H
#define KA_SALES_LEDGER_PARTS_H

#include "sales/ledger.h"

// Takes the text where it is newer, or as new and greater.
void ka_newest_update(struct ka_ledger *ledger, struct ka_newest *newest, struct ka_str text,
                      int32_t date);

// Carries the tally of one key, so that there is room in it.
void ka_ledger_carry_key(struct ka_ledger *ledger, uint32_t key);

// Carries all tallies, so that every key has sums and these are whole.
void ka_ledger_carry(struct ka_ledger *ledger);

// Adds the sums of all keys of from to those that they are in `to`.
void ka_ledger_join_sums(struct ka_ledger *to, const struct ka_ledger *from,
                         const uint32_t *key);

// The number of a text among those that may come again and again.
uint32_t ka_ledger_put_text(struct ka_ledger *ledger, struct ka_str text);

// Takes in what rows under these keys have of an attribute, by its place in the options.
void ka_ledger_update_texts(struct ka_ledger *ledger, size_t attribute, const uint32_t *key,
                            const struct ka_str *text, const int32_t *date, size_t count);

// The newest text of an attribute of a key, by its number; "" when no row has one.  *date: of
// the newest row that has it.
struct ka_str ka_ledger_newest(const struct ka_ledger *ledger, size_t number, size_t attribute,
                               int32_t *date);

void ka_ledger_keys_init(struct ka_ledger_keys *keys);
void ka_ledger_keys_clear(struct ka_ledger_keys *keys);

// The number of a key; a new one has an empty tally.
uint32_t ka_ledger_put_key(struct ka_ledger *ledger, struct ka_str key);
size_t ka_ledger_find_key(const struct ka_ledger *ledger, struct ka_str key); // or KA_NONE

// For keys by the batch, at most KA_SALE_ROWS, so that memory is waited for once and not key by
// key: first call for the slots of all of them, which gives their hashes; then for the tallies
// that they most probably have, which gives their numbers; then have these put right.
void ka_ledger_fetch_slots(struct ka_ledger *ledger, const struct ka_str *key, size_t count,
                           uint64_t *hash);
void ka_ledger_fetch_tallies(const struct ka_ledger *ledger, const uint64_t *hash, size_t count,
                             uint32_t *likely);
void ka_ledger_put_keys(struct ka_ledger *ledger, const struct ka_str *key,
                        const uint64_t *hash, size_t count, uint32_t *number);

// The number of a name; a new one has empty sums and texts.
uint32_t ka_ledger_put_product(struct ka_ledger *ledger, struct ka_str name);

// The number of an item; a new one has empty sums.
uint32_t ka_ledger_put_item(struct ka_ledger *ledger, const struct ka_ledger_item *item);

// The same, at hand for the items of the month that is being gone through.
uint32_t ka_ledger_find_item(struct ka_ledger *ledger, const struct ka_ledger_item *item);

// The number of a family, KA_LEDGER_NONE without one.
uint32_t ka_ledger_put_family(struct ka_ledger *ledger, struct ka_str family);

void ka_ledger_meet_account(struct ka_ledger *ledger, struct ka_str account, struct ka_str key,
                            int32_t date);

// Takes these dates in; KA_DATE_NONE: nothing.
void ka_ledger_widen(struct ka_ledger *ledger, int32_t first, int32_t last);

#endif
