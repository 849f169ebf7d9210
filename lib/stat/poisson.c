// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/poisson.h"

#include <gsl/gsl_cdf.h>

double ka_poisson_least(unsigned n, double mean)
{
    return n == 0 ? 1 : gsl_cdf_poisson_Q(n - 1, mean);
}

unsigned ka_poisson_most(double p, double mean)
{
    unsigned n = 0;
    while (ka_poisson_least(n + 1, mean) >= p)
        n++;
    return n;
}
