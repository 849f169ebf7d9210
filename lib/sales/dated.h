// SPDX-License-Identifier: GPL-3.0-or-later
// A side table of dated rows about accounts (facts, contacts), joined to account rows.
#ifndef KA_SALES_DATED_H
#define KA_SALES_DATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"

struct ka_dated {
    struct ka_frame frame;
    size_t *account;  // by row: the row of its account, KA_NONE: not among them
    int32_t *date;    // by row, known
    size_t strangers; // rows of accounts that are not among the account rows
    size_t later;     // rows of the others that are younger than asof
    int32_t asof;
};

// The day that account rows speak of: the last purchase plus the days since then;
// KA_DATE_NONE when the columns last and recency_days do not tell.
bool ka_accounts_asof(const struct ka_frame *accounts, int32_t *asof, struct ka_error *err);

// Reads a table of the schema (contacts, facts) with account_id and date.  asof KA_DATE_NONE:
// its newest date.  Zeroed before; clear it in any case.  Errors: an id that is empty, a date
// that is none, an account that stands in two account rows.
bool ka_dated_read(struct ka_dated *dated, const char *table, const char *path,
                   const struct ka_frame *accounts, size_t key, int32_t asof,
                   struct ka_meta *meta, struct ka_error *err);
void ka_dated_clear(struct ka_dated *dated);

// Whether the row is about one of the accounts and was known at asof.
static inline bool ka_dated_counts(const struct ka_dated *dated, size_t row)
{
    return dated->account[row] != (size_t)-1 && dated->date[row] <= dated->asof;
}

// Every cell of an enum's column is empty or one of its values.
bool ka_dated_check(const struct ka_dated *dated, const char *table, const char *column,
                    struct ka_error *err);

// "file:line: column 'c': 'x' says"; returns false.
bool ka_dated_refuse(const struct ka_dated *dated, size_t row, const char *column,
                     const char *says, struct ka_error *err);

#endif
