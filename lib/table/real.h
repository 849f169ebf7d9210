// SPDX-License-Identifier: GPL-3.0-or-later
// %.10g without printf, for the doubles that tables are full of.
#ifndef KA_TABLE_REAL_H
#define KA_TABLE_REAL_H

#include <stdbool.h>

#include "base/str.h"

// Appends what printf writes for %.10g, to the last bit of the value; false, and nothing is
// appended, where |value| is not from 1e-12 to below 9999999999.5.
bool ka_real_format_short(struct ka_buf *out, double value);

#endif
