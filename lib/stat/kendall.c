// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/kendall.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

struct pair {
    double x, y;
};

static int compare(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int by_x = (a->x > b->x) - (a->x < b->x);
    return by_x ? by_x : (a->y > b->y) - (a->y < b->y);
}

static uint64_t pairs_of(uint64_t n)
{
    return n < 2 ? 0 : n * (n - 1) / 2;
}

// Sorts y[from..to) and returns how many pairs stood the wrong way round.
static uint64_t sort_counting(double *y, double *room, size_t from, size_t to)
{
    if (to - from < 2)
        return 0;
    size_t middle = from + (to - from) / 2, i = from, j = middle;
    uint64_t wrong = sort_counting(y, room, from, middle) + sort_counting(y, room, middle, to);
    for (size_t k = from; k < to; k++) {
        bool right = i == middle || (j < to && y[j] < y[i]);
        if (right)
            wrong += middle - i;
        room[k] = right ? y[j++] : y[i++];
    }
    for (size_t k = from; k < to; k++)
        y[k] = room[k];
    return wrong;
}

// Pairs that are equal in x, and those equal in both, of pairs sorted by x, then y.
static void count_ties(const struct pair *pairs, size_t n, uint64_t *in_x, uint64_t *in_both)
{
    size_t same_x = 0, same_both = 0; // where the run began
    *in_x = *in_both = 0;
    for (size_t i = 1; i <= n; i++) {
        bool x = i < n && pairs[i].x == pairs[same_x].x;
        bool both = x && pairs[i].y == pairs[same_both].y;
        if (!both) {
            *in_both += pairs_of(i - same_both);
            same_both = i;
        }
        if (!x) {
            *in_x += pairs_of(i - same_x);
            same_x = i;
        }
    }
}

static uint64_t count_runs(const double *sorted, size_t n)
{
    uint64_t ties = 0;
    size_t begin = 0;
    for (size_t i = 1; i <= n; i++)
        if (i == n || sorted[i] != sorted[begin]) {
            ties += pairs_of(i - begin);
            begin = i;
        }
    return ties;
}

static double tau_b(const double *x, const double *y, size_t n)
{
    struct pair *pairs = ka_alloc(n, sizeof *pairs);
    double *sorted = ka_alloc(n, sizeof *sorted), *room = ka_alloc(n, sizeof *room);
    uint64_t in_x, in_both, all = pairs_of(n);
    for (size_t i = 0; i < n; i++)
        pairs[i] = (struct pair){x[i], y[i]};
    qsort(pairs, n, sizeof *pairs, compare);
    count_ties(pairs, n, &in_x, &in_both);
    for (size_t i = 0; i < n; i++)
        sorted[i] = pairs[i].y;
    uint64_t discordant = sort_counting(sorted, room, 0, n);
    uint64_t in_y = count_runs(sorted, n);
    double score =
        (double)all - (double)in_x - (double)in_y + (double)in_both - 2 * (double)discordant;
    free(pairs);
    free(sorted);
    free(room);
    return score / sqrt((double)(all - in_x) * (double)(all - in_y));
}

struct ka_kendall ka_kendall(const double *x, const double *y, size_t n, double level)
{
    struct ka_kendall kendall = {NAN, NAN, NAN, n};
    if (n < 2)
        return kendall;
    double tau = tau_b(x, y, n);
    kendall.tau = isfinite(tau) ? fmax(-1, fmin(1, tau)) : (double)NAN;
    if (n < 5 || !(fabs(kendall.tau) < 1))
        return kendall;
    double half = gsl_cdf_ugaussian_Pinv(0.5 + level / 2) * sqrt(0.437 / ((double)n - 4));
    kendall.lo = tanh(atanh(kendall.tau) - half);
    kendall.hi = tanh(atanh(kendall.tau) + half);
    return kendall;
}
