// SPDX-License-Identifier: GPL-3.0-or-later
// What a key pays against what the others pay for the same.
#ifndef KA_SALES_PRICES_H
#define KA_SALES_PRICES_H

#include "sales/company.h"
#include "sales/ledger.h"

// What all keys together paid for each product in each month; lines of kind sale with a
// product and qty > 0.
struct ka_prices {
    const struct ka_ledger *ledger;
    uint32_t *trade;            // of each item that is priced: its product and month
    struct ka_trade_sums *sums; // by trade
};

// ledger is closed, and outlives it.
void ka_prices_init(struct ka_prices *prices, const struct ka_ledger *ledger);

// Of a key with these goods: Σ paid / Σ (qty × mean price of that product and month over the
// other keys), over the products and months that another key bought too.  NaN when there are
// none, or the others paid nothing.
double ka_prices_index(const struct ka_prices *prices, const struct ka_cell_run *goods);

void ka_prices_clear(struct ka_prices *prices);

#endif
