// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/prediction.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

// Sum of (y - rate w)^2 / w.
static double scatter(const double *y, const double *w, size_t n, double rate)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (w[i] > 0)
            sum += (y[i] - rate * w[i]) * (y[i] - rate * w[i]) / w[i];
    return sum;
}

struct ka_prediction ka_predict(const double *y, const double *w, size_t n, double rest,
                                double level)
{
    double came = 0, weight = 0;
    size_t parts = 0;
    for (size_t i = 0; i < n; i++)
        if (w[i] > 0) {
            came += y[i];
            weight += w[i];
            parts++;
        }
    double rate = parts > 0 ? came / weight : NAN;
    if (rest == 0)
        return (struct ka_prediction){rate, 0, 0, 0};
    if (parts < 2)
        return (struct ka_prediction){rate, rate * rest, NAN, NAN};
    double freedom = (double)(parts - 1);
    double variance = scatter(y, w, n, rate) / freedom * rest * (weight + rest) / weight;
    double half = gsl_cdf_tdist_Pinv((1 + level) / 2, freedom) * sqrt(variance);
    return (struct ka_prediction){rate, rate * rest, rate * rest - half, rate * rest + half};
}
