// SPDX-License-Identifier: GPL-3.0-or-later
// A column of amounts, four at a time where the machine can.
#ifndef KA_TABLE_AMOUNTS_H
#define KA_TABLE_AMOUNTS_H

#include <stddef.h>
#include <stdint.h>

// Reads n cells, 64 at most: cell i stands in text behind bounds[i * stride] and before
// bounds[i * stride + 1] (see struct ka_index), and 8 bytes may be read wherever it begins.
// Returns a bit for each that is not what ka_decimal_put would write of a value, in eight
// characters at most; values[i] (ten-thousandths) is set for all others.
uint64_t ka_amounts_in_short(const char *text, const uint32_t *bounds, size_t stride, size_t n,
                             int64_t *values);

#endif
