// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/proportion.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct ka_proportion ka_wilson(double successes, double n, double level)
{
    if (!(n > 0))
        return (struct ka_proportion){NAN, NAN, NAN};
    double z = gsl_cdf_ugaussian_Pinv((1 + level) / 2), p = successes / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    // The ends of none and all are 0 and 1, whatever is lost in rounding.
    return (struct ka_proportion){p, successes > 0 ? middle - half : 0,
                                  successes < n ? middle + half : 1};
}

struct ka_proportion ka_lift(double both, double a, double b, double n, double level)
{
    if (!(a > 0 && b > 0))
        return (struct ka_proportion){NAN, NAN, NAN};
    double lift = both * n / (a * b);
    if (!(both > 0))
        return (struct ka_proportion){lift, NAN, NAN};
    double variance = 1 / both - 1 / a - 1 / b + (2 * lift - 1) / n;
    double half = gsl_cdf_ugaussian_Pinv((1 + level) / 2) * sqrt(fmax(variance, 0));
    return (struct ka_proportion){lift, lift * exp(-half), lift * exp(half)};
}
