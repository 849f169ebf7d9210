// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows added up by another key.
#ifndef KA_SALES_FOLD_H
#define KA_SALES_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "table/frame.h"

// True when some key stands in more than one row.
bool ka_frame_repeats(const struct ka_frame *frame, size_t key);

// One row per key, by key bytewise: key, rows (how many), and the exact sum of `measure`
// (NULL: none) and of every other column of account rows that can be added up.  A sum with an
// unknown part is unknown.
bool ka_frame_fold(const struct ka_frame *frame, size_t key, const char *measure,
                   struct ka_frame *folded, struct ka_error *err);

#endif
