// SPDX-License-Identifier: GPL-3.0-or-later
// Whether clusters come back when the points are drawn anew.
#ifndef KA_STAT_STABILITY_H
#define KA_STAT_STABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/cluster.h"

enum { KA_STABILITY_SAMPLE = 5000 }; // of more points each draw takes so many

// The limits of Hennig (2008).
#define KA_STABLE 0.75          // at least: stable
#define KA_DO_NOT_INTERPRET 0.6 // below

// jaccard[c], for the clusters 0..options->k - 1 of label: the mean over bootstrap draws of the
// highest Jaccard similarity that cluster c, as far as it was drawn, has with a cluster of the
// draw (Hennig 2007); a draw that has no member of c, or cannot be parted, does not count; NaN
// when none counts.  x is row-major, n x d, finite; the options are those label was found with.
void ka_stability_measure(const double *x, size_t n, size_t d, const int *label,
                          const struct ka_cluster_options *options, size_t draws,
                          double *jaccard);

#endif
