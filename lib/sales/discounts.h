// SPDX-License-Identifier: GPL-3.0-or-later
// How deep below the list prices an account buys.
#ifndef KA_SALES_DISCOUNTS_H
#define KA_SALES_DISCOUNTS_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/ledger.h"
#include "table/frame.h"
#include "table/meta.h"

// Appends discount_rate = 1 - sum of what was paid / sum of quantity times list price, over
// lines of kind sale whose product has a list price in the table of products at `path`
// (product_id, list_price, in the currency of the revenue); empty where there is none, below 0
// where more was paid.  Row i is key i of the closed ledger.  Errors: a product twice, a price
// below 0.
bool ka_discounts_join(struct ka_frame *accounts, const struct ka_ledger *ledger,
                       const char *path, struct ka_meta *meta, struct ka_error *err);

#endif
