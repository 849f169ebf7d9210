// SPDX-License-Identifier: GPL-3.0-or-later
// Sums by what they are of, for millions of rows: a list of small records, of which those
// that are of the same are made one whenever the list is full.  So it grows with what there
// is, not with the rows that tell it.
#ifndef KA_SALES_CELLS_H
#define KA_SALES_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KA_CELL_IDS = 3, KA_CELL_SUMS = 5 }; // at most

// A record is `ids` words that say what it is of, then `sums` of 64 bits with a sign.  Sorting
// is fast where the upper half of the first word has few values and the records of each came
// in the order of the rest of their ids.
struct ka_cells {
    uint64_t *word;
    size_t count, cap;
    size_t settled;  // so many are sorted at the beginning
    bool is_growing; // they were nearly all different when it was settled last
    uint8_t ids, sums;
};

// A run of settled records.
struct ka_cell_run {
    const uint64_t *word;
    size_t count;
};

void ka_cells_init(struct ka_cells *cells, uint8_t ids, uint8_t sums);

void ka_cells_add(struct ka_cells *cells, const uint64_t *id, const int64_t *sum);

// Adds all records of other, which are of the same form.
void ka_cells_append(struct ka_cells *cells, const struct ka_cells *other);

// Sorts by the words of the ids and makes one of records with the same.  Those whose sum
// would not fit in 64 bits stay apart, next to each other.
void ka_cells_settle(struct ka_cells *cells);

// The ids of the records have been written anew.
void ka_cells_unsettle(struct ka_cells *cells);

void ka_cells_clear(struct ka_cells *cells); // keeps the form

#endif
