// SPDX-License-Identifier: GPL-3.0-or-later
// What a key pays against what the others pay for the same.
#ifndef KA_SALES_PRICES_H
#define KA_SALES_PRICES_H

#include "sales/ledger.h"

// What all keys together paid for each product in each month; lines of kind sale with a
// product and qty > 0.
struct ka_prices {
    uint32_t *trade; // of each item that is priced: its product and month
    size_t trades;
    struct ka_item_sums *sums; // by trade
};

// ledger is closed.
void ka_prices_init(struct ka_prices *prices, const struct ka_ledger *ledger);

// What one key paid.
struct ka_own_prices {
    struct ka_item_sums *sums; // by trade; all 0 between keys
    uint64_t *met, *met_words; // bits: of the trades that it has, of the words that have some
    size_t words;
};

void ka_own_prices_init(struct ka_own_prices *own, const struct ka_prices *prices);

static inline void ka_own_prices_meet(struct ka_own_prices *own, uint32_t trade)
{
    enum { WORD = 64 };
    own->met[trade / WORD] |= UINT64_C(1) << trade % WORD;
    own->met_words[trade / WORD / WORD] |= UINT64_C(1) << trade / WORD % WORD;
}

// Adds a line of an item that is priced, by its trade.
static inline void ka_own_prices_add(struct ka_own_prices *own, uint32_t trade, int64_t paid,
                                     int64_t qty)
{
    struct ka_item_sums *sums = &own->sums[trade];
    if (sums->qty == 0) // the quantity of a priced line is above 0
        ka_own_prices_meet(own, trade);
    sums->paid += paid;
    sums->qty += qty;
}

// Of what was added, which is gone then: Σ paid / Σ (qty × mean price of that product and
// month over the other keys), over the products and months that another key bought too.  NaN
// when there are none, or the others paid nothing.
double ka_own_prices_index(struct ka_own_prices *own, const struct ka_prices *prices);

void ka_own_prices_clear(struct ka_own_prices *own);
void ka_prices_clear(struct ka_prices *prices);

#endif
