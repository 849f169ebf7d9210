// SPDX-License-Identifier: GPL-3.0-or-later
// Order ids as numbers: the same for the same id, others for others.  Most ids are a few
// letters and a number that counts up; the number is kept as it is, so that only what stands
// before it takes memory.
#ifndef KA_SALES_ORDER_CODES_H
#define KA_SALES_ORDER_CODES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "base/str.h"

// Zero-initialised is empty.
struct ka_order_codes {
    struct ka_map heads; // what stands before the last digits
    uint32_t last_head;
    char last[32]; // the id that came last, if it is that short
    size_t last_length;
    uint64_t last_code;
};

// Up to nine digits at the end are its number; 2^30 - 1 different heads fit.
uint64_t ka_order_code(struct ka_order_codes *codes, struct ka_str id);

// The code of an order without an id, of which there is one a day.
uint64_t ka_order_code_of_day(int32_t date);

// The code among `codes` of one among others, whose heads have these numbers there.
uint64_t ka_order_code_move(uint64_t code, const uint32_t *head);

void ka_order_codes_clear(struct ka_order_codes *codes);

// ---- In 40 bits ----

// A code is its head's number and 1 more (0: a day), how many digits there are (0007 is not 7),
// their number.
enum { KA_ORDER_DIGITS_AT = 30, KA_ORDER_HEAD_AT = 34 };

// Those of few heads are as short as they are.  Of those with few digits, as where each day has
// a head of its own, the upper bits move down.
enum {
    KA_ORDER_SHORT_BITS = 40,
    KA_ORDER_FEW_AT = KA_ORDER_SHORT_BITS - 1, // says that there are few digits
    KA_ORDER_FEW_BITS = 17,                    // of the number
    KA_ORDER_FEW_MAX = 5,                      // digits; 3 bits
};

// True where there is a short code.
static inline bool ka_order_code_shorten(uint64_t code, uint64_t *shorter)
{
    const uint64_t few = UINT64_C(1) << KA_ORDER_FEW_AT;
    *shorter = code;
    if (__builtin_expect(code < few, 1))
        return true;
    uint64_t number = code & ((UINT64_C(1) << KA_ORDER_DIGITS_AT) - 1);
    uint64_t digits = code >> KA_ORDER_DIGITS_AT & 15, head = code >> KA_ORDER_HEAD_AT;
    *shorter = few | head << (KA_ORDER_FEW_BITS + 3) | digits << KA_ORDER_FEW_BITS | number;
    return digits <= KA_ORDER_FEW_MAX && number >> KA_ORDER_FEW_BITS == 0 &&
           *shorter >> KA_ORDER_SHORT_BITS == 0;
}

static inline uint64_t ka_order_code_lengthen(uint64_t shorter)
{
    const uint64_t few = UINT64_C(1) << KA_ORDER_FEW_AT;
    if (__builtin_expect(shorter < few, 1))
        return shorter;
    uint64_t number = shorter & ((UINT64_C(1) << KA_ORDER_FEW_BITS) - 1);
    uint64_t upper = (shorter ^ few) >> KA_ORDER_FEW_BITS; // head and digits
    return (upper >> 3) << KA_ORDER_HEAD_AT | (upper & 7) << KA_ORDER_DIGITS_AT | number;
}

#endif
