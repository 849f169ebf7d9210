// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting numbers without comparing them.
#ifndef KA_BASE_ORDER_H
#define KA_BASE_ORDER_H

#include <stddef.h>
#include <stdint.h>

// order[0 … n - 1]: the places of value, largest first, equal ones in the order in which they
// stand.  Radix sort: time and 32 bytes of memory by n.
void ka_order_descending(const int64_t *value, size_t n, size_t *order);

#endif
