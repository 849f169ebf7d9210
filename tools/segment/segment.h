// SPDX-License-Identifier: GPL-3.0-or-later
// What ka-segment has in hand once the accounts are clustered.
#ifndef KA_SEGMENT_SEGMENT_H
#define KA_SEGMENT_SEGMENT_H

#include "base/program.h"
#include "sales/segment.h"
#include "sales/segment_match.h"
#include "table/frame.h"
#include "table/meta.h"

extern const char ka_segment_description[];
extern const struct ka_section ka_segment_sections[];
extern const struct ka_example ka_segment_examples[];

struct ka_segment {
    struct ka_frame accounts; // what is clustered: account rows, or channels
    size_t key;
    const char *unit;               // "accounts" or "channels"
    struct ka_frame channels, axes; // empty unless asked for
    struct ka_frame unclassified;   // accounts without a channel
    struct ka_frame prospects;      // rows of the roster without sales
    size_t roster_rows;             // 0: there is no roster
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
    const char *channels, *axes, *unclassified, *prospects, *clusters, *profile, *choice,
        *limits, *loadings, *dendrogram, *changes;
};

// Where the rows come from.
struct ka_segment_input {
    const char *path, *by, *roster, *costs, *asof; // path NULL: stdin; roster, costs: none
    bool mix, channel_level;
};

// Reads the rows and what goes with them, up to prospects; the rest stays as it is.
bool ka_segment_load(struct ka_segment *segment, const struct ka_segment_input *input,
                     const struct ka_segment_files *files, struct ka_error *err);

// Writes the side tables that are asked for.
bool ka_segment_write(const struct ka_segment *segment, const struct ka_segment_files *files,
                      struct ka_error *err);

// Says what the clusters are worth.  chosen: the tool was to choose k; one: one cluster was
// asked for.
void ka_segment_tell(const struct ka_segment *segment, enum ka_method method, bool chosen,
                     bool one);

#endif
