// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/survival.h"

#include <math.h>
#include <stdlib.h>

static int compare_times(const void *a, const void *b)
{
    const struct ka_survival *x = a, *y = b;
    return x->time != y->time ? (x->time > y->time) - (x->time < y->time) : y->ended - x->ended;
}

double ka_survival_quantile(struct ka_survival *of, size_t n, double left)
{
    double share = 1;
    if (n > 1)
        qsort(of, n, sizeof *of, compare_times);
    for (size_t i = 0, next; i < n; i = next) {
        size_t ended = 0;
        for (next = i; next < n && of[next].time == of[i].time; next++)
            ended += of[next].ended;
        share *= 1 - (double)ended / (double)(n - i);
        if (ended > 0 && share <= left + 1e-12) // a product of quotients
            return of[i].time;
    }
    return NAN;
}
