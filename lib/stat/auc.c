// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/auc.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

double ka_auc(const double *score, const bool *positive, size_t n)
{
    double *rank = ka_alloc(n, sizeof *rank), sum = 0;
    size_t with = 0;
    ka_rank_reals(score, n, rank);
    for (size_t i = 0; i < n; i++)
        if (positive[i]) {
            sum += rank[i];
            with++;
        }
    free(rank);
    double least = (double)with * (double)(with + 1) / 2,
           pairs = (double)with * (double)(n - with);
    return pairs > 0 ? (sum - least) / pairs : NAN;
}

void ka_auc_jackknife(double auc, const double *without, size_t groups, double level,
                      double *lo, double *hi)
{
    double n = (double)groups, sd = ka_sd(without, groups);
    *lo = *hi = NAN;
    if (groups < 2 || !(sd > 0))
        return;
    double half = gsl_cdf_tdist_Pinv((1 + level) / 2, n - 1) * sd * (n - 1) / sqrt(n);
    *lo = fmax(auc - half, 0);
    *hi = fmin(auc + half, 1);
}
