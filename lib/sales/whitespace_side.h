// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that people give to ka-whitespace.
#ifndef KA_SALES_WHITESPACE_SIDE_H
#define KA_SALES_WHITESPACE_SIDE_H

#include "sales/whitespace.h"

// Fills channel (that of the sales rows, else that of the table) and segment.
bool ka_whitespace_read_accounts(struct ka_whitespace *ws,
                                 const struct ka_whitespace_options *options,
                                 struct ka_meta *meta, struct ka_error *err);

// account_id, family (empty: all), wallet (a year, above 0).
bool ka_whitespace_read_wallet(struct ka_whitespace *ws, const char *path, struct ka_meta *meta,
                               struct ka_error *err);

#endif
