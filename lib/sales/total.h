// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which a line of sums or a footer among the rows is known.
#ifndef KA_SALES_TOTAL_H
#define KA_SALES_TOTAL_H

#include <stdbool.h>

#include "base/str.h"

// The whole cell is such a word: 合 计, Grand Total.
bool ka_total_is(struct ka_str cell);

// The cell is or holds one where one is put: 合计:12行, 华东小计, Acme Total.
bool ka_total_in(struct ka_str cell);

// The cell begins a line that prints below the rows: 制表人：张三, 共 5 条, Printed by Li.
bool ka_footer_in(struct ka_str cell);

#endif
