// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that come more than once: identical lines are counted, keys told apart.
#ifndef KA_SALES_TWINS_H
#define KA_SALES_TWINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

// A set of 64-bit hashes: 16 bytes a row whatever its length.  Two different rows
// meet once in 10^5 files of ten million rows, which a count in a warning can bear.
struct ka_twins {
    uint64_t *slots;
    size_t slot_count, count;
};

// True when bytes were added before.
bool ka_twins_add(struct ka_twins *twins, struct ka_str bytes);
void ka_twins_clear(struct ka_twins *twins);

#endif
