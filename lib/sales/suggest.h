// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of accounts that may be one, for a person to approve: never merged here.
#ifndef KA_SALES_SUGGEST_H
#define KA_SALES_SUGGEST_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "table/writer.h"

// Appends what tells a company's name from others: without width, case, blanks and
// marks, and without its legal form at the end (有限公司, 股份, Co., Ltd, Inc …).
void ka_suggest_core(struct ka_buf *out, struct ka_str name);

// alias, account_id, by, date, alias_account, account, alias_lines, lines, for a
// spreadsheet: the account with fewer lines as the alias of the other one, and the date
// of its newest sale.  by: "name", the cores are equal; "beginning", one core begins with
// the other one (two characters of Chinese, four letters at least), and no third does.
// context: the struct ka_side of an import that came to its end.  A ka_write_rows.
bool ka_suggest_write(struct ka_writer *writer, const void *context, struct ka_error *err);

#endif
