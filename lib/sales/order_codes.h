// SPDX-License-Identifier: GPL-3.0-or-later
// Order ids as numbers: the same for the same id, others for others.  Most ids are a few
// letters and a number that counts up; the number is kept as it is, so that only what stands
// before it takes memory.
#ifndef KA_SALES_ORDER_CODES_H
#define KA_SALES_ORDER_CODES_H

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

#endif
