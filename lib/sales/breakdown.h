// SPDX-License-Identifier: GPL-3.0-or-later
// What the totals of an account are made of: its costs by kind, its purchases by family.
#ifndef KA_SALES_BREAKDOWN_H
#define KA_SALES_BREAKDOWN_H

#include <stddef.h>

#include "sales/ledger.h"

struct ka_part {
    struct ka_str name; // borrowed from the ledger; empty: sales of no known family
    ka_int128 amount;
};

// Both fill part[] with what is not 0, the largest first, ties by name, and return how many
// there are.  key: the rank of a key in a closed ledger that has kept its goods.

size_t ka_breakdown_costs(const struct ka_ledger *ledger, size_t key,
                          struct ka_part part[KA_COST_KINDS]);

// Room for one more than there are families.
size_t ka_breakdown_families(const struct ka_ledger *ledger, size_t key, struct ka_part *part);

struct ka_goods {
    struct ka_str product; // its id, or its name where sales have no id
    ka_int128 paid, qty;   // qty > 0
};

// What the key bought: by product, lines of kind sale with a quantity above 0.  Fills goods[],
// room for all products, in bytewise order, and returns how many there are.
size_t ka_breakdown_goods(const struct ka_ledger *ledger, size_t key, struct ka_goods *goods);

#endif
