// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows gain what the master data say, and are found by name.
#ifndef KA_SALES_MASTER_H
#define KA_SALES_MASTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"

// Appends industry_size and relationship where the accounts table at path has them; empty
// for an account that it does not have.  Errors: an id twice, a relationship that is none.
bool ka_master_join(struct ka_frame *accounts, size_t key, const char *path,
                    struct ka_meta *meta, struct ka_error *err);

// The row whose id is `name`, or whose account is when width, case, blanks and marks are
// left aside.  An error proposes near names when there is none, or says that there are two.
bool ka_account_find(const struct ka_frame *accounts, size_t key, struct ka_str name,
                     size_t *row, struct ka_error *err);

#endif
