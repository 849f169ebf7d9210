// SPDX-License-Identifier: GPL-3.0-or-later
// The inputs of ka-prospect.
#ifndef KA_SALES_PROSPECTS_READ_H
#define KA_SALES_PROSPECTS_READ_H

#include "sales/prospects.h"

// p->rows are there; fills accounts and prospects but for their codes.
bool ka_prospects_read(struct ka_prospects *p, const struct ka_prospects_options *options,
                       struct ka_meta *meta, struct ka_error *err);

#endif
