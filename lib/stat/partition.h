// SPDX-License-Identifier: GPL-3.0-or-later
// A partition of points around centers, and what takes it down to a local optimum: the parts
// of k-means (stat/kmeans.h) that are of use one by one.
#ifndef KA_STAT_PARTITION_H
#define KA_STAT_PARTITION_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/lanes.h"
#include "stat/random.h"

struct ka_partition {
    const double *x;               // borrowed: row-major, n x d
    const struct ka_lanes *points; // borrowed: the same points
    size_t n, d, k;
    int *label;     // n, in 0..k-1
    double *center; // k x d
    size_t *size;   // k; 0: no member
};

// The points are borrowed until clear; label, center and size are not initialised.
void ka_partition_init(struct ka_partition *partition, const double *x,
                       const struct ka_lanes *points, size_t k);
void ka_partition_clear(struct ka_partition *partition);

// Centers by greedy k-means++ (Arthur, Vassilvitskii 2007): each is the best of a few points
// drawn by their squared distance from the centers so far.  Returns false when there are
// fewer different points than k.
bool ka_partition_seed(struct ka_partition *partition, struct ka_random *random);

// Lloyd's iteration, with momentum, from the centers as they are, until no label changes, the
// sum of the squared shifts of the means in one round is at most the tolerance, or after 300
// rounds.  Leaves the means as centers; a cluster that runs empty keeps its center.  The result
// is the same for any number of threads (0: all).
void ka_partition_iterate(struct ka_partition *partition, double tolerance, unsigned threads);

// Moves single points as long as that lowers the inertia (Hartigan 1975), sweep by sweep
// until one lowers it by no more than the tolerance.  Leaves no cluster empty.
void ka_partition_exchange(struct ka_partition *partition, double tolerance);

// Sets size and center from the labels.  Needs a member in each cluster.
void ka_partition_means(struct ka_partition *partition);

// Sum of the squared distances from the points to their centers as they are.
double ka_partition_inertia(const struct ka_partition *partition, unsigned threads);

#endif
