// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows by the million, for measuring how fast they are read.
#ifndef KA_SALES_LOAD_H
#define KA_SALES_LOAD_H

#include <stdint.h>

#include "base/output.h"

// Ten columns in order of the date.  Accounts have the frequencies of Zipf's law (exponent
// 1), 44 in a hundred rows have a name that needs quotes, one line in fifty is a return.
void ka_load_write(struct ka_output *output, uint64_t rows, uint64_t accounts, uint64_t seed);

#endif
