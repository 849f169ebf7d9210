// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/gaps.h"

#include <gsl/gsl_cdf.h>

double ka_gaps_longer(const struct ka_gaps *gaps, double gap)
{
    return gsl_cdf_beta_Q(gap / (gap + gaps->sum), gaps->shape, gaps->n * gaps->shape);
}

double ka_gaps_quantile(const struct ka_gaps *gaps, double p)
{
    double part = gsl_cdf_beta_Qinv(p, gaps->shape, gaps->n * gaps->shape);
    return part / (1 - part) * gaps->sum;
}
