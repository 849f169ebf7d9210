// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/paired.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "stat/describe.h"

struct ka_paired ka_paired(const double *difference, size_t n, double level)
{
    struct ka_paired paired = {NAN, NAN, NAN};
    if (n == 0)
        return paired;
    paired.mean = ka_mean(difference, n);
    if (n < 2)
        return paired;
    double half = gsl_cdf_tdist_Pinv((1 + level) / 2, (double)(n - 1)) * ka_sd(difference, n) /
                  sqrt((double)n);
    paired.lo = paired.mean - half;
    paired.hi = paired.mean + half;
    return paired;
}
