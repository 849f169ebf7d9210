// SPDX-License-Identifier: GPL-3.0-or-later
// What a key pays against what the others pay for the same.
#ifndef KA_SALES_PRICES_H
#define KA_SALES_PRICES_H

#include "sales/ledger.h"

// index[rank of key]: Σ paid / Σ (qty × mean price of that product and month over the
// other keys), over the products and months that another key bought too; lines of kind
// sale with a product and qty > 0.  NaN when there are none, or the others paid nothing.
void ka_prices_index(const struct ka_ledger *ledger, double *index);

#endif
