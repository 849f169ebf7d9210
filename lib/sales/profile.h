// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → one row per account: the features that every later tool reads.
#ifndef KA_SALES_PROFILE_H
#define KA_SALES_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/fields.h"
#include "sales/sale.h"
#include "sales/shard.h"
#include "table/decimal.h"
#include "table/frame.h"
#include "table/meta.h"

struct ka_profile_options {
    const char *by;       // key column of the sales rows, NULL: account_id
    int32_t asof;         // the last day that counts, KA_DATE_NONE: the newest in the data
    const char *costs;    // path of a cost-to-serve table, NULL: none
    const char *alias;    // path of the aliases of its accounts, NULL: none
    struct ka_meta *meta; // where the inputs are noted, NULL: nowhere
    // ka_accounts_load: what there is to warn of, one line a warning; NULL: not wanted.
    struct ka_buf *warnings;
    // ka_accounts_load: where the profile goes when sales rows were read, NULL else; the caller
    // frees it.  NULL: not wanted.
    struct ka_profile **profile;
    // ka_accounts_load: the only columns of sales rows that are wanted besides key, name,
    // lines and revenue, NULL at the end; NULL: all features.  What is no sum over the
    // rows brings all of them.
    const char *const *sums;
    bool monthly; // ka_profile_monthly will be asked for
    bool goods;   // what each key bought will be asked for (sales/breakdown.h)
    bool figures; // ka_profile_company will be asked for and nothing else
    const struct ka_company *company; // which the rows are a part of, NULL: they are the whole
    struct ka_shard shard;            // which the rows are, with `by` account_id
    const char *orders_of; // ka_orders_make will be asked for this measure; NULL: for none
    size_t threads;        // 0: as many as may run
};

// Value of --asof: YYYY-MM-DD; NULL is KA_DATE_NONE.
bool ka_asof_parse(const char *text, int32_t *asof, struct ka_error *err);

struct ka_profile;
struct ka_ledger;

// options is copied, what it points to must outlive the profile.
struct ka_profile *ka_profile_new(const struct ka_profile_options *options);

// Reads all sales rows behind the header record; may be called for several inputs.  False
// with a message on bad data.
bool ka_profile_read(struct ka_profile *profile, struct ka_reader *reader,
                     const struct ka_record *header, struct ka_error *err);

// The place of the key column; false when there is none, or several, or when it is called
// like a column of the result.
bool ka_profile_find_key(const char *by, struct ka_reader *reader,
                         const struct ka_record *header, size_t *place, struct ka_error *err);

// Opens, reads and closes a file of sales rows.  path NULL: stdin.
bool ka_profile_load(struct ka_profile *profile, const char *path, struct ka_error *err);

// Reads the costs and computes the features into `frame` (zeroed), rows by key bytewise:
// the key, its attributes, the features in DESIGN's order, without those that nothing
// fills; NULL: ka_profile_write will write them.  Once, after reading.  KA_NOT_ESTIMABLE when
// all sales are after asof.
bool ka_profile_finish(struct ka_profile *profile, struct ka_frame *frame,
                       struct ka_error *err);

// Writes these rows (a ka_write_rows, context: the profile), after finish.
bool ka_profile_write(struct ka_writer *writer, const void *profile, struct ka_error *err);

// Instead of finish: the figures that shards need of the whole, from these rows.
void ka_profile_company(struct ka_profile *profile, struct ka_frame *frame);

// Column i of account rows by account_id behind that one, in their order; NULL past the last.
const char *ka_profile_column(size_t i);

// key × month totals (key, account, channel, period, revenue, margin, orders, qty,
// cost_to_serve, net_profit), after finish, where options asked for it.
void ka_profile_monthly(const struct ka_profile *profile, struct ka_frame *frame);

// What it was computed from, after finish; lives as long as the profile.
const struct ka_ledger *ka_profile_ledger(const struct ka_profile *profile);

// Control totals, after finish.  rows = those in the features + after_asof.
struct ka_profile_totals {
    uint64_t rows, after_asof;
    size_t keys;
    int32_t asof;
    ka_int128 revenue;       // of the rows in the features
    ka_int128 cost_to_serve; // KA_SUM_NONE without a table of costs
};

struct ka_profile_totals ka_profile_totals(const struct ka_profile *profile);

// Appends what there is to warn of, one line a warning, after finish.
void ka_profile_warnings(const struct ka_profile *profile, struct ka_buf *lines);

void ka_profile_free(struct ka_profile *profile);

// What a tool behind ka-profile reads: sales rows folded by the same code; any other
// table, which is taken for account rows, as it is.  path NULL: stdin.  The options are for
// sales rows: costs or an asof that a table of account rows cannot follow are an error.
bool ka_accounts_load(struct ka_frame *frame, const char *path,
                      const struct ka_profile_options *options, struct ka_error *err);

#endif
