// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that come more than once: identical lines are counted.
#ifndef KA_SALES_TWINS_H
#define KA_SALES_TWINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sales/pairs.h"

// A row is known to be the twin of any that stands at most so many rows before it.  Twins
// come from a join that went wrong, where they stand together, or from exports that overlap
// by some days; what stands further apart would cost memory without bound.
#define KA_TWINS_REACH ((size_t)1 << 20)

// 64-bit hashes.  Two different rows of the reach meet once in 10^7 files of a million rows,
// which a count in a warning can bear.
struct ka_twins_turn {
    uint64_t *hashes; // of its rows, in their order
    size_t count, cap;
};

struct ka_twins {
    struct ka_twins_turn recent, before; // the rows since the last turn, all of the turn before
    struct ka_twins_word *filter;        // of both
    uint64_t *suspects;                  // hashes of this turn that probably came before
    size_t suspect_count, suspect_cap;
    uint64_t found; // until the last turn
    bool turned;    // rows further back than the reach are forgotten
};

// The hash of a row, by its bytes as UTF-8: the secret is none that UTF-8 can be, so that no
// factor becomes 0.
static inline uint64_t ka_twins_hash(struct ka_str row)
{
    return ka_pair_hash_cell(0, row, UINT64_C(0xfe87f5c4ffb3e9d8));
}

// Adds the hashes of n rows.
void ka_twins_add(struct ka_twins *twins, const uint64_t *hashes, size_t n);

// How many rows had a twin before them.
uint64_t ka_twins_count(const struct ka_twins *twins);
void ka_twins_clear(struct ka_twins *twins);

#endif
