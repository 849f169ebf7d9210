// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows one by one, for tools that keep books of their own.
#ifndef KA_SALES_EACH_H
#define KA_SALES_EACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "sales/sale.h"
#include "table/meta.h"

// What becomes of one row; sale lives until it returns.
typedef bool ka_sale_take(const struct ka_sale *sale, void *context, struct ka_error *err);

// Reads the sales rows of path (NULL: standard input) and hands each on with these columns
// and the required ones filled, the others unknown.  meta: where the input is noted, NULL:
// nowhere.  Errors: what ka_sale_read refuses, a table that is no sales rows, a false `take`.
bool ka_sales_each(const char *path, struct ka_meta *meta, const enum ka_sale_column *columns,
                   size_t count, ka_sale_take *take, void *context, struct ka_error *err);

#endif
