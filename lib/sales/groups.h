// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a frame by the values of a column.
#ifndef KA_SALES_GROUPS_H
#define KA_SALES_GROUPS_H

#include <stddef.h>

#include "base/map.h"
#include "table/frame.h"

// Groups are numbered in bytewise order of their values.
struct ka_groups {
    struct ka_map names;
    size_t *order; // number in names of each group
    size_t *of;    // group of each row
    size_t count;
};

void ka_groups_init(struct ka_groups *groups, const struct ka_frame *frame, size_t column);
void ka_groups_clear(struct ka_groups *groups);

// The value; rows without one are a group as well, which is called (none).
struct ka_str ka_groups_name(const struct ka_groups *groups, size_t i);

#endif
