// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/hhi.h"

#include <math.h>
#include <stdbool.h>

double ka_hhi(const double *x, size_t n)
{
    double total = 0, squares = 0;
    bool negative = false;
    for (size_t i = 0; i < n; i++) {
        total += x[i];
        negative |= x[i] < 0;
    }
    for (size_t i = 0; i < n; i++)
        squares += x[i] / total * (x[i] / total);
    return negative || !(total > 0) ? NAN : squares;
}
