// SPDX-License-Identifier: GPL-3.0-or-later
// Points laid out eight by eight, as pairs that fit the vectors every 64-bit machine
// has, so that eight distances are measured at once.  Coordinate j of points 8 b .. 8 b + 7
// is x[(b d + j) 4 .. + 3].  Each lane adds up its own point in the order of the coordinates,
// as a plain loop would.
#ifndef KA_STAT_LANES_H
#define KA_STAT_LANES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#else
#include <math.h>
#endif

typedef double ka_pair __attribute__((vector_size(16)));
typedef int64_t ka_pair_mask __attribute__((vector_size(16))); // -1 or 0 from a comparison

enum { KA_PAIRS = 4, KA_LANES = 2 * KA_PAIRS };

struct ka_lanes {
    ka_pair *x;
    size_t n, d;   // points, coordinates
    size_t blocks; // n / 8 rounded up; lanes past n are 0
};

// From a row-major matrix of n points (order NULL), or its rows order[0..n-1].
void ka_lanes_init(struct ka_lanes *lanes, const double *x, const size_t *order, size_t n,
                   size_t d);
void ka_lanes_clear(struct ka_lanes *lanes);

// Squared Euclidean distances of the eight points of a block from one point.
static inline void ka_lanes_distance(const struct ka_lanes *lanes, size_t block,
                                     const double *point, ka_pair squared[KA_PAIRS])
{
    const ka_pair *x = lanes->x + block * lanes->d * KA_PAIRS;
    ka_pair a = {0}, b = {0}, c = {0}, d = {0}; // names, not an array: kept in registers
    for (size_t j = 0; j < lanes->d; j++, x += KA_PAIRS) {
        a += (x[0] - point[j]) * (x[0] - point[j]);
        b += (x[1] - point[j]) * (x[1] - point[j]);
        c += (x[2] - point[j]) * (x[2] - point[j]);
        d += (x[3] - point[j]) * (x[3] - point[j]);
    }
    squared[0] = a;
    squared[1] = b;
    squared[2] = c;
    squared[3] = d;
}

// Square roots, correctly rounded on every machine.
static inline ka_pair ka_pair_root(ka_pair x)
{
#ifdef __SSE2__
    return (ka_pair)_mm_sqrt_pd((__m128d)x);
#else
    return (ka_pair){sqrt(x[0]), sqrt(x[1])};
#endif
}

// a where the mask is set, else b.
static inline ka_pair ka_pair_select(ka_pair_mask mask, ka_pair a, ka_pair b)
{
    return (ka_pair)((mask & (ka_pair_mask)a) | (~mask & (ka_pair_mask)b));
}

#endif
