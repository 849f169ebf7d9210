// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters keep last month's numbers and names.
#ifndef KA_SALES_SEGMENT_MATCH_H
#define KA_SALES_SEGMENT_MATCH_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/segment.h"

// How many accounts went from one number to another.
struct ka_change {
    int from, to; // 0: was not there, or was a whale; is one now
    size_t accounts;
    // "same": the cluster goes on; "split", "merge": at least a quarter of the old one, of the
    // new one; "move"; "new", "gone": from or to is 0
    const char *kind;
};

struct ka_changes {
    struct ka_change *change; // by from, then to
    size_t count, cap;
};

// Reads account rows of an earlier run (the key column, cluster, and cluster_name and
// cluster_name_zh where there) and gives each cluster the number and name of the one it
// shares most accounts with, by the assignment that is best for all; others get the next
// numbers.  An error when a key stands twice there.  Zero *changes before, clear it in any
// case.
bool ka_clustering_match(struct ka_clustering *clustering, const struct ka_matrix *matrix,
                         const struct ka_frame *accounts, const char *key, const char *path,
                         struct ka_changes *changes, struct ka_error *err);

// from, to, accounts, kind.
void ka_changes_write(const struct ka_changes *changes, struct ka_writer *writer);
void ka_changes_clear(struct ka_changes *changes);

#endif
