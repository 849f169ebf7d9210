// SPDX-License-Identifier: GPL-3.0-or-later
// What an account buys: its shares of the product families, as columns of account rows.
#ifndef KA_SALES_MIX_H
#define KA_SALES_MIX_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/ledger.h"
#include "table/frame.h"

#define KA_MIX_PREFIX "mix_"

enum { KA_MIX_FAMILIES = 12 }; // columns at most; smaller families go to mix_other

// Appends mix_FAMILY for the families with the largest positive revenue, largest first, of
// equals bytewise: the share of an account's positive revenues by family.  Empty where it has
// none.  accounts are the rows, by key bytewise, that were computed from the closed ledger.
// KA_NOT_ESTIMABLE without families.
bool ka_mix_append(const struct ka_ledger *ledger, struct ka_frame *accounts,
                   struct ka_error *err);

#endif
