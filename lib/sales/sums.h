// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → exact sums per key in one pass and several threads.  The columns it has are
// those of ka-profile, to the last digit; what needs all rows of a key together (orders,
// gaps, prices …) it has not.
#ifndef KA_SALES_SUMS_H
#define KA_SALES_SUMS_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/profile.h"
#include "table/frame.h"
#include "table/reader.h"

// True when options->sums are all sums has: lines, revenue, returns, margin, qty.
bool ka_sums_fits(const struct ka_profile_options *options);

// Reads all sales rows behind the header record into `frame` (zeroed): the key, the name
// (by account_id: account; by product_id: product), lines, revenue and what is asked for
// and known, in no particular order of rows.
bool ka_sums_read(struct ka_frame *frame, struct ka_reader *reader,
                  const struct ka_record *header, const struct ka_profile_options *options,
                  struct ka_error *err);

#endif
