// SPDX-License-Identifier: GPL-3.0-or-later
// Side tables whose headers people wrote in Chinese.
#ifndef KA_SALES_HEADERS_H
#define KA_SALES_HEADERS_H

#include <stdbool.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"

// As ka_input_load; columns whose header is known to mean one of the table's (a name of the
// schema) are called as the contract has it, the first of several, and none where one is
// called so already.  Case, width, blanks and joiners of a header do not matter.
bool ka_side_table_load(struct ka_frame *frame, const char *table, const char *path,
                        struct ka_meta *meta, struct ka_error *err);

#endif
