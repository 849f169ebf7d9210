// SPDX-License-Identifier: GPL-3.0-or-later
// Which products earn a high margin.
#ifndef KA_SALES_PRODUCTS_H
#define KA_SALES_PRODUCTS_H

#include <stdbool.h>

#include "sales/ledger.h"

// One flag by rank of product, freed by the caller; NULL when neither flags nor margins
// are there to tell.  A product has a high margin when its newest flag says so; without
// a flag, when its margin rate (margin / revenue of the lines that have a margin) is at
// or above the 75th percentile of all products' rates, weighted by their revenue.  A
// product without positive revenue has no rate and no high margin.
bool *ka_products_high_margin(const struct ka_ledger *ledger);

#endif
