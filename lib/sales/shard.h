// SPDX-License-Identifier: GPL-3.0-or-later
// Shards: the accounts of a company in N parts, so that every account is whole in one of them.
//
// The shard of an account is XXH3-64 (seed 0) of the bytes of its id modulo N, counted from 1:
// the same on every machine and in every run.
#ifndef KA_SALES_SHARD_H
#define KA_SALES_SHARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/output.h"
#include "base/str.h"

enum { KA_SHARDS_MAX = 1000 }; // as many files are written at once

struct ka_shard {
    uint32_t number, count; // number from 1; count 0: there are no shards
};

// "3/8"; false with an error for option `name`.
bool ka_shard_parse(const char *text, const char *name, struct ka_shard *shard,
                    struct ka_error *err);

// True also when there are no shards.
bool ka_shard_has(const struct ka_shard *shard, struct ka_str account);

// Sales rows written to the shards of their accounts, DIR/shard-0003-of-0008.csv.
struct ka_split {
    struct ka_output *shard; // [count]
    char **path;
    uint32_t count;
    size_t column;      // of account_id
    struct ka_buf cell; // an id without its quotes
};

// Makes dir where it is not there.  A dir that holds shards of another count is an error: a
// pattern would find both.
bool ka_split_open(struct ka_split *split, uint32_t count, const char *dir,
                   struct ka_error *err);

// The header line as ka_sale_format_header makes it; then whole lines of sales.
void ka_split_begin(struct ka_split *split, struct ka_str header);
void ka_split_add(struct ka_split *split, struct ka_str lines);

// All shards take their names when all are on the disk; one without rows has its header.
bool ka_split_commit(struct ka_split *split, struct ka_error *err);

// Gives up what is not committed, and frees.  Also for a zeroed struct.
void ka_split_discard(struct ka_split *split);

#endif
