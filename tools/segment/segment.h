// SPDX-License-Identifier: GPL-3.0-or-later
// What ka-segment has in hand once the accounts are clustered.
#ifndef KA_SEGMENT_SEGMENT_H
#define KA_SEGMENT_SEGMENT_H

#include "sales/segment.h"
#include "sales/segment_match.h"
#include "table/frame.h"
#include "table/meta.h"

struct ka_segment {
    struct ka_frame accounts;
    size_t key;
    struct ka_matrix matrix;
    struct ka_clustering clustering;
    struct ka_changes changes; // since the run that --match names
    struct ka_frame loadings;  // empty unless asked for
    const char *truth;         // column to compare with, NULL: none
    struct ka_agreement agreement;
    struct ka_rfm_limits limits;
    struct ka_meta meta;
    struct ka_buf warnings; // of the profile, one a line
};

// Files of the side tables; NULL: not asked for.
struct ka_segment_files {
    const char *channels, *clusters, *choice, *limits, *loadings, *dendrogram, *changes;
};

// Writes the side tables that are asked for.
bool ka_segment_write(const struct ka_segment *segment, const struct ka_segment_files *files,
                      struct ka_error *err);

// Says what the clusters are worth.  chosen: the tool was to choose k; one: one cluster was
// asked for.
void ka_segment_tell(const struct ka_segment *segment, enum ka_method method, bool chosen,
                     bool one);

#endif
