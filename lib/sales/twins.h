// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that come more than once: identical lines are counted, keys told apart.
#ifndef KA_SALES_TWINS_H
#define KA_SALES_TWINS_H

#include <stddef.h>
#include <stdint.h>

// A set of 64-bit hashes: 16 bytes a row whatever its length.  Two different rows
// meet once in 10^5 files of ten million rows, which a count in a warning can bear.
struct ka_twins {
    uint64_t *slots; // in the order of the hashes, but for those that had to move on
    size_t slot_count, count;
};

// Adds the hashes of n rows (ka_hash_of); how many of them were there before.
size_t ka_twins_add(struct ka_twins *twins, const uint64_t *hashes, size_t n);
void ka_twins_clear(struct ka_twins *twins);

#endif
