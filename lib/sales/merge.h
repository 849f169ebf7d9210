// SPDX-License-Identifier: GPL-3.0-or-later
// The profiles of shards → the profile of the whole, row by row: a few records of each are in
// memory, not the tables.
#ifndef KA_SALES_MERGE_H
#define KA_SALES_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/decimal.h"
#include "table/writer.h"

struct ka_merge_totals {
    uint64_t rows;
    ka_int128 lines, revenue; // lines: 0 of rows by month
};

struct ka_merge;

// Opens tables that ka-profile has written by account_id, all of account rows or all of rows by
// month.  NULL with a message when one is something else.
struct ka_merge *ka_merge_open(const char *const *paths, size_t count, struct ka_error *err);

// Writes the header, in which is every column that some table has, in their order, and all
// rows by account and month.  False with a message on bad data, rows that do not ascend or
// stand in two tables among them.
bool ka_merge_write(struct ka_merge *merge, struct ka_writer *writer,
                    struct ka_merge_totals *totals, struct ka_error *err);

// NULL is fine.
void ka_merge_close(struct ka_merge *merge);

#endif
