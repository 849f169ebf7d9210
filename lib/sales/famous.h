// SPDX-License-Identifier: GPL-3.0-or-later
// Big in the industry against good for us.
#ifndef KA_SALES_FAMOUS_H
#define KA_SALES_FAMOUS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stat/kendall.h"
#include "table/frame.h"
#include "table/writer.h"

struct ka_famous {
    size_t rows;
    const char *profit; // the column: net_profit, else margin, else revenue
    double *size, *gain;
    double *size_rank, *gain_rank; // by row, 1 the largest, ties share; NAN: not both known
    struct ka_kendall kendall;     // of size and gain
};

// From the columns industry_size and verdict of scored rows; without industry_size, or a
// column of profit, an error.  Zeroed before; clear it in any case.
bool ka_famous_make(struct ka_famous *famous, const struct ka_frame *accounts,
                    struct ka_error *err);
void ka_famous_clear(struct ka_famous *famous);

// One row per account with both figures, the largest of its industry first: account_id,
// account, industry_size, industry_rank, <profit>, profit_rank, verdict, disagreement, tau_b,
// tau_b_lo, tau_b_hi (the same in all rows).  disagreement: famous_not_key (in the top
// tenth by size, watch or ordinary), quiet_key (key, below the top
// tenth), empty.
void ka_famous_write(const struct ka_famous *famous, const struct ka_frame *accounts,
                     size_t key, struct ka_writer *writer);

#endif
