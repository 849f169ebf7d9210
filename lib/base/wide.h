// SPDX-License-Identifier: GPL-3.0-or-later
// Integers of 128 bits.
#ifndef KA_BASE_WIDE_H
#define KA_BASE_WIDE_H

#include <stdint.h>

__extension__ typedef __int128 ka_int128;
__extension__ typedef unsigned __int128 ka_uint128;

// A hash of two words: both halves of their product as one.  Neither may be 0, or it says
// nothing of the other.
static inline uint64_t ka_mix(uint64_t a, uint64_t b)
{
    ka_uint128 product = (ka_uint128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
