// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows → one row per channel.
#ifndef KA_SALES_CHANNELS_H
#define KA_SALES_CHANNELS_H

#include <stdbool.h>

#include "base/error.h"
#include "table/frame.h"

// One row per value of the column `by` ("channel" or "axis"), bytewise, in `channels` (zeroed):
// accounts, what can be added up, how many accounts are in classes A, B, C, N and how many have
// the verdict key and what share that is (key_account_share), axis (that of all its accounts
// that have one, or mixed), revenue_share, margin_rate, high_margin_share, cost_rate (cost to
// serve over revenue), growth (recent over prior year, less 1), gini of the revenue of its
// accounts, and its mix (sales/mix.h): each where the account rows have what it takes.
bool ka_channels_make(const struct ka_frame *accounts, const char *by,
                      struct ka_frame *channels, struct ka_error *err);

#endif
