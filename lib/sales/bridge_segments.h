// SPDX-License-Identifier: GPL-3.0-or-later
// From which segment to which: the account rows of two periods.
#ifndef KA_SALES_BRIDGE_SEGMENTS_H
#define KA_SALES_BRIDGE_SEGMENTS_H

#include "sales/bridge.h"
#include "table/frame.h"
#include "table/save.h"

struct ka_bridge_segments {
    const struct ka_bridge *bridge;
    struct ka_frame frame[2]; // before and after
    struct ka_str *of[2];     // by account of the journal, "": none; borrowed from the frames
    size_t strangers;         // rows of accounts without sales
};

// Reads account_id and a column of segments from two tables.  Zeroed before; clear it in any
// case.  Errors: an account that stands twice.
bool ka_bridge_segments_load(struct ka_bridge_segments *segments,
                             const struct ka_bridge *bridge, const char *const paths[2],
                             const char *column, struct ka_meta *meta, struct ka_error *err);
void ka_bridge_segments_clear(struct ka_bridge_segments *segments);

// context: the segments.  segment_from · segment_to · accounts · revenue_before ·
// revenue_after, by name; an account that did not buy in a period stands under what became of
// it (new, back, lost, absent), one that did and has no segment under (none).
bool ka_bridge_write_segments(struct ka_writer *writer, const void *context,
                              struct ka_error *err);

#endif
