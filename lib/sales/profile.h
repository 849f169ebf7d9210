// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → one row per account: the features that every later tool reads.
#ifndef KA_SALES_PROFILE_H
#define KA_SALES_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/sale.h"
#include "table/frame.h"

struct ka_profile_options {
    const char *by;   // key column of the sales rows, NULL: account_id
    int32_t asof;     // KA_DATE_NONE: the newest date in the data
    const char *costs; // path of a cost-to-serve table, NULL: none
};

struct ka_profile;

struct ka_profile *ka_profile_new(const struct ka_profile_options *options);

// Reads all sales rows behind the header record.  False with a message on bad data.
bool ka_profile_read(struct ka_profile *profile, struct ka_reader *reader,
                     const struct ka_record *header, struct ka_error *err);

// Computes the features into `frame` (zeroed), rows by key bytewise; the columns are
// DESIGN's account rows, without those that nothing fills.
bool ka_profile_finish(struct ka_profile *profile, struct ka_frame *frame,
                       struct ka_error *err);

// key × month totals (account_id, month, revenue, margin, orders, qty), after finish.
void ka_profile_monthly(const struct ka_profile *profile, struct ka_frame *frame);

void ka_profile_free(struct ka_profile *profile);

// What a tool behind ka-profile reads: account rows as they are, or sales rows
// folded by the same code.  path NULL: stdin.
bool ka_accounts_load(struct ka_frame *frame, const char *path,
                      const struct ka_profile_options *options, struct ka_error *err);

#endif
