// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/rfm.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"

static size_t known_sorted(const double *x, size_t n, double *known)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]))
            known[count++] = x[i];
    ka_sort_reals(known, count);
    return count;
}

void ka_rfm_cuts(const double *x, size_t n, int bins, double *cut)
{
    double *known = ka_alloc(n, sizeof *known);
    size_t count = known_sorted(x, n, known);
    for (int b = 0; b < bins - 1; b++)
        cut[b] = -INFINITY;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && known[end] == known[first];)
            end++;
        // rank - 1/2 = (first + end) / 2, in integers
        size_t bin = (first + end) * (size_t)bins / (2 * count);
        for (size_t b = bin; b + 1 < (size_t)bins; b++)
            cut[b] = known[first];
    }
    free(known);
}

int ka_rfm_score(double x, const double *cut, int bins, bool less_is_better)
{
    if (isnan(x))
        return 0;
    int bin = 1;
    for (int b = 0; b < bins - 1; b++)
        bin += x > cut[b];
    return less_is_better ? bins + 1 - bin : bin;
}

const char *const ka_rfm_segments[] = {"champions",
                                       "loyal",
                                       "potential_loyalist",
                                       "new",
                                       "promising",
                                       "need_attention",
                                       "about_to_sleep",
                                       "at_risk",
                                       "cant_lose",
                                       "hibernating",
                                       "lost",
                                       NULL};

// [recency - 1][mean of frequency and monetary - 1]
static const char *const segments[5][5] = {
    {"lost", "lost", "at_risk", "cant_lose", "cant_lose"},
    {"hibernating", "hibernating", "at_risk", "at_risk", "at_risk"},
    {"about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"},
    {"promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"},
    {"new", "potential_loyalist", "potential_loyalist", "champions", "champions"},
};

static bool is_score(int score)
{
    return score >= 1 && score <= 5;
}

const char *ka_rfm_segment(int recency, int frequency, int monetary)
{
    if (!is_score(recency) || !is_score(frequency) || !is_score(monetary))
        return NULL;
    return segments[recency - 1][(frequency + monetary + 1) / 2 - 1];
}
