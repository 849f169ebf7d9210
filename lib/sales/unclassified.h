// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts without a channel, and those of a roster (all that are known by name) without sales.
#ifndef KA_SALES_UNCLASSIFIED_H
#define KA_SALES_UNCLASSIFIED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "table/frame.h"

// Fills channel, group and axis where they are empty in the account rows and known to the
// roster (by account_id); a column that only the roster has is appended.  key: the column of
// the account rows that holds the id.  Errors: a roster without account_id, an id twice.
bool ka_channel_fill(struct ka_frame *accounts, size_t key, const struct ka_frame *roster,
                     struct ka_error *err);

// The rows of the roster that no account row has: prospects, by account_id bytewise, with all
// columns of the roster.  prospects is zeroed before; clear it in any case.
bool ka_unsold_make(const struct ka_frame *accounts, size_t key, const struct ka_frame *roster,
                    struct ka_frame *prospects, struct ka_error *err);

// The account rows without a channel (all where there is no such column), by key bytewise:
// the key and, where they are there, account and revenue.
void ka_unclassified_make(const struct ka_frame *accounts, size_t key,
                          struct ka_frame *unclassified);

// Takes the rows without a channel out.
void ka_unclassified_drop(struct ka_frame *accounts);

#endif
