// SPDX-License-Identifier: GPL-3.0-or-later
// Side tables whose headers and words people wrote in Chinese.
#ifndef KA_SALES_HEADERS_H
#define KA_SALES_HEADERS_H

#include <stdbool.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"

// As ka_input_load; columns whose header is known to mean one of the table's (a name of the
// schema) are called as the contract has it, of several for one the best header's, and none
// where one is called so already.  Case, width, blanks and joiners of a header do not matter.
// What the cells of enums mean becomes the contract's value, days become YYYY-MM-DD where their
// form is plain by itself (2024/1/5, 2024年1月5日, 20240105), amounts lose separators and units
// (1,200, 100万); what means nothing stays.
bool ka_side_table_load(struct ka_frame *frame, const char *table, const char *path,
                        struct ka_meta *meta, struct ka_error *err);

// The latter alone, of a frame whose columns are the contract's.
void ka_side_table_translate(struct ka_frame *frame, const char *table);

#endif
