// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to warn of when sales rows are added up, one line a warning.
#ifndef KA_SALES_REMARKS_H
#define KA_SALES_REMARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "sales/sale.h"
#include "table/decimal.h"

struct ka_row_counts {
    uint64_t rows, after_asof, without_key;
    ka_int128 revenue_after_asof;
    int32_t first_after, last_after; // dates of the rows after asof, where there are some
};

// Counts the row; false when it is left out, being after asof (KA_DATE_NONE: no such day).
bool ka_row_counts_take(struct ka_row_counts *counts, const struct ka_sale *sale,
                        struct ka_str key, int32_t asof);
bool ka_row_counts_add(struct ka_row_counts *counts, int32_t date, int64_t revenue,
                       struct ka_str key, int32_t asof); // the same, of what counts of a row
void ka_row_counts_merge(struct ka_row_counts *counts, const struct ka_row_counts *other);

// A last day before all of the data is a slip of the pen: false with an error.
bool ka_row_counts_check(const struct ka_row_counts *counts, int32_t asof,
                         struct ka_error *err);

void ka_remark_rows(struct ka_buf *lines, const struct ka_row_counts *counts, const char *by,
                    int32_t asof);

struct ka_margin_counts {
    uint64_t rows;        // without a margin
    size_t unknown, keys; // keys that have such a row, of how many
};

void ka_remark_margins(struct ka_buf *lines, const struct ka_margin_counts *counts,
                       const char *by);

// "" for 1, else "s".
const char *ka_plural(uint64_t n);

#endif
