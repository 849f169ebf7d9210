// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/transform.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

// NaN outside the domain.
static double transformed(double x, enum ka_transform transform)
{
    switch (transform) {
    case KA_TRANSFORM_LOG1P:
        return x > -1 ? log1p(x) : NAN;
    case KA_TRANSFORM_SIGNED_LOG1P:
        return copysign(log1p(fabs(x)), x);
    case KA_TRANSFORM_SQRT:
        return x >= 0 ? sqrt(x) : NAN;
    case KA_TRANSFORM_NONE:
        break;
    }
    return x;
}

bool ka_transform_column(double *x, size_t rows, size_t columns, size_t column,
                         enum ka_transform transform)
{
    for (size_t row = 0; row < rows; row++)
        if (!isfinite(transformed(x[row * columns + column], transform)))
            return false;
    for (size_t row = 0; row < rows; row++) {
        double *cell = &x[row * columns + column];
        *cell = transformed(*cell, transform);
    }
    return true;
}

static bool constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

static struct ka_scaling measure(const double *x, size_t n, enum ka_scale scale)
{
    if (scale == KA_SCALE_NONE)
        return (struct ka_scaling){0, 1};
    if (constant(x, n)) // a mean of equal values may be off by rounding
        return (struct ka_scaling){n ? x[0] : NAN, 0};
    if (scale == KA_SCALE_ROBUST)
        return (struct ka_scaling){ka_median(x, n), 1.4826 * ka_mad(x, n)};
    if (scale == KA_SCALE_IQR)
        return (struct ka_scaling){ka_median(x, n),
                                   ka_quantile(x, n, .75) - ka_quantile(x, n, .25)};
    double correction = scale == KA_SCALE_Z ? sqrt((double)(n - 1) / (double)n) : 1;
    return (struct ka_scaling){ka_mean(x, n), ka_sd(x, n) * correction};
}

// A copy of one column; the caller frees it.
static double *copy_column(const double *x, size_t rows, size_t columns, size_t column)
{
    double *values = ka_alloc(rows, sizeof *values);
    for (size_t row = 0; row < rows; row++)
        values[row] = x[row * columns + column];
    return values;
}

bool ka_scale_column(double *x, size_t rows, size_t columns, size_t column, enum ka_scale scale,
                     struct ka_scaling *scaling)
{
    double *values = copy_column(x, rows, columns, column);
    *scaling = measure(values, rows, scale);
    free(values);
    for (size_t row = 0; row < rows && scaling->spread > 0; row++) {
        double *cell = &x[row * columns + column];
        *cell = (*cell - scaling->center) / scaling->spread;
    }
    return scaling->spread > 0;
}

static struct ka_scaling measure_robust(const double *x, size_t rows, size_t columns,
                                        size_t column)
{
    double *values = copy_column(x, rows, columns, column);
    struct ka_scaling scaling = measure(values, rows, KA_SCALE_ROBUST);
    free(values);
    return scaling;
}

bool ka_robust_z(const double *x, size_t rows, size_t columns, size_t column, double *z)
{
    struct ka_scaling s = measure_robust(x, rows, columns, column);
    for (size_t row = 0; row < rows; row++)
        z[row] = s.spread > 0 ? (x[row * columns + column] - s.center) / s.spread : 0;
    return s.spread > 0;
}

size_t ka_winsorise_column(double *x, size_t rows, size_t columns, size_t column, double limit)
{
    struct ka_scaling s = measure_robust(x, rows, columns, column);
    double low = s.center - limit * s.spread, high = s.center + limit * s.spread;
    size_t moved = 0;
    for (size_t row = 0; row < rows && s.spread > 0; row++) {
        double *cell = &x[row * columns + column];
        moved += *cell < low || *cell > high;
        *cell = fmin(fmax(*cell, low), high);
    }
    return moved;
}

size_t ka_whales_mark(const double *x, size_t rows, size_t columns, size_t column, double limit,
                      bool *whale)
{
    double *z = ka_alloc(rows, sizeof *z);
    ka_robust_z(x, rows, columns, column, z);
    size_t found = 0;
    for (size_t row = 0; row < rows; row++) {
        found += z[row] > limit;
        whale[row] |= z[row] > limit;
    }
    free(z);
    return found;
}
