// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/auc.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

// Scores of one group; where they stand among all.
struct group {
    double *score, *own, *placed; // placed: the share of the other group below each
    size_t n;
};

static void take(struct group *group, const double *score, const bool *positive, size_t n,
                 bool which)
{
    *group = (struct group){ka_alloc(n, sizeof(double)), ka_alloc(n, sizeof(double)),
                            ka_alloc(n, sizeof(double)), 0};
    for (size_t i = 0; i < n; i++)
        if (positive[i] == which)
            group->score[group->n++] = score[i];
    ka_rank_reals(group->score, group->n, group->own);
}

static void clear(struct group *group)
{
    free(group->score);
    free(group->own);
    free(group->placed);
}

// The rank among all less that among one's own counts those of the other group below.
static void place(struct group *group, const double *rank, const bool *positive, size_t n,
                  bool which, size_t others)
{
    for (size_t i = 0, j = 0; i < n; i++)
        if (positive[i] == which) {
            group->placed[j] = (rank[i] - group->own[j]) / (double)others;
            j++;
        }
}

static double variance_of_mean(const struct group *group)
{
    double sd = ka_sd(group->placed, group->n);
    return sd * sd / (double)group->n;
}

struct ka_auc ka_auc(const double *score, const bool *positive, size_t n, double level)
{
    struct ka_auc auc = {NAN, NAN, NAN, 0, 0};
    struct group with, without;
    double *rank = ka_alloc(n, sizeof *rank);
    take(&with, score, positive, n, true);
    take(&without, score, positive, n, false);
    ka_rank_reals(score, n, rank);
    auc.positives = with.n;
    auc.negatives = without.n;
    if (with.n > 0 && without.n > 0) {
        place(&with, rank, positive, n, true, without.n);
        place(&without, rank, positive, n, false, with.n);
        auc.value = ka_mean(with.placed, with.n);
        double variance = variance_of_mean(&with) + variance_of_mean(&without);
        double half = gsl_cdf_ugaussian_Pinv((1 + level) / 2) * sqrt(variance);
        if (variance > 0) {
            auc.lo = fmax(auc.value - half, 0);
            auc.hi = fmin(auc.value + half, 1);
        }
    }
    free(rank);
    clear(&with);
    clear(&without);
    return auc;
}
