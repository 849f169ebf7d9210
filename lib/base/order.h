// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting numbers without comparing them.
#ifndef KA_BASE_ORDER_H
#define KA_BASE_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

// order[0 … n - 1]: the places of value, largest first, equal ones in the order in which they
// stand.  Radix sort: time and 32 bytes of memory by n.
void ka_order_descending(const int64_t *value, size_t n, size_t *order);

// The places of text, bytewise ascending (ka_str_cmp), equal ones in the order in which they
// stand.  Fast where most differ in the eight bytes behind what all begin with.
void ka_order_texts(const struct ka_str *text, size_t n, size_t *order);

// Sorts words, the least first; room is as long as word.
void ka_order_words(uint64_t *word, size_t n, uint64_t *room);

#endif
