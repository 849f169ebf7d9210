// SPDX-License-Identifier: GPL-3.0-or-later
// Transforming and scaling the columns of a row-major matrix, x[row * columns + column].
#ifndef KA_STAT_TRANSFORM_H
#define KA_STAT_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>

enum ka_transform {
    KA_TRANSFORM_NONE,
    KA_TRANSFORM_LOG1P,        // ln(1 + x), x > -1
    KA_TRANSFORM_SIGNED_LOG1P, // sign(x) ln(1 + |x|)
    KA_TRANSFORM_SQRT,         // x >= 0
};

enum ka_scale {
    KA_SCALE_NONE,
    KA_SCALE_Z,        // (x - mean) / sd with divisor n
    KA_SCALE_Z_SAMPLE, // (x - mean) / sd with divisor n - 1
    KA_SCALE_ROBUST,   // (x - median) / (1.4826 MAD)
    KA_SCALE_IQR,      // (x - median) / (third quartile - first)
};

// Returns false, with the column as it was, when a value is not finite or not in the
// domain of the transform.
bool ka_transform_column(double *x, size_t rows, size_t columns, size_t column,
                         enum ka_transform transform);

// What was taken off and divided by: scaled = (x - center) / spread.
struct ka_scaling {
    double center, spread;
};

// Returns false, with the column as it was and spread 0, when the column has no spread
// by that measure: it is constant, or (robust, IQR) half of it or more is.  Values finite.
bool ka_scale_column(double *x, size_t rows, size_t columns, size_t column, enum ka_scale scale,
                     struct ka_scaling *scaling);

// How far out counts as an error or an exception, in robust z: (x - median) / (1.4826 MAD).
#define KA_WINSOR_LIMIT 3.5 // Iglewicz, Hoaglin 1993
#define KA_WHALE_LIMIT 6.0

// z[row]; returns false, with z all 0, when the column has no MAD.  Values finite.
bool ka_robust_z(const double *x, size_t rows, size_t columns, size_t column, double *z);

// Moves values beyond +-limit in robust z to it; returns how many.  A column without a MAD
// stays as it is.  Values finite.
size_t ka_winsorise_column(double *x, size_t rows, size_t columns, size_t column, double limit);

// Sets whale[row] where a value is above +limit in robust z; returns in how many rows.  Rows
// already set, and those of a column without a MAD, stay.  Values finite.
size_t ka_whales_mark(const double *x, size_t rows, size_t columns, size_t column, double limit,
                      bool *whale);

#endif
