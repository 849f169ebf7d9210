// SPDX-License-Identifier: GPL-3.0-or-later
// Fewer points, the same picture.  Positions are in pixels.
#ifndef KA_OUT_THIN_H
#define KA_OUT_THIN_H

#include <stdbool.h>
#include <stddef.h>

// A polyline with x ascending.  Writes the indices that stay, ascending, to kept (room for
// n), and returns how many.  In every column of a pixel's width the first, last, lowest and
// highest point stay (Jugel et al., M4, PVLDB 7(10), 2014), and of these all but those that
// lie within `tolerance` of the line through their neighbours (Douglas and Peucker, 1973).
// First, last, minimum and maximum of the whole always stay.
size_t ka_thin_line(const double *x, const double *y, size_t n, double tolerance, size_t *kept);

// A cloud: the first point in every square cell of the grid, and no more than `most` in
// all, for which the cells grow.  Indices ascending, as above.
size_t ka_thin_cloud(const double *x, const double *y, size_t n, double cell, size_t most,
                     size_t *kept);

#endif
