// SPDX-License-Identifier: GPL-3.0-or-later
// How often do the 95 % intervals hold the true figure?  Simulated samples from a Pareto
// distribution of exponent a, whose Gini coefficient is 1 / (2a - 1) and whose top p have the
// share p^(1 - 1/a).  The table of stat/coverage.c is checked against what is found.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/coverage.h"
#include "stat/describe.h"
#include "stat/random.h"
#include "stat/resample.h"

enum { SAMPLES = 500, REPLICATES = 2000 };

struct held {
    int gini, top20, hoover;
    double width; // of the Gini coefficient's intervals, summed
};

static void count(const struct ka_interval *interval, double a, struct held *held)
{
    const struct ka_interval *gini = &interval[KA_FIGURE_GINI_CORRECTED];
    const struct ka_interval *top20 = &interval[KA_FIGURE_TOP20_SHARE];
    const struct ka_interval *hoover = &interval[KA_FIGURE_HOOVER];
    double g = 1 / (2 * a - 1), t = pow(.2, 1 - 1 / a);
    double h = pow(a - 1, a - 1) / pow(a, a);
    held->gini += gini->lo <= g && g <= gini->hi;
    held->top20 += top20->lo <= t && t <= top20->hi;
    held->hoover += hoover->lo <= h && h <= hoover->hi;
    held->width += gini->hi - gini->lo;
}

// Share of the samples whose interval holds the true Gini coefficient.
static double cover(enum ka_interval_method method, double a, size_t n)
{
    struct held held = {0};
    double *x = ka_alloc(n, sizeof *x);
    struct ka_random *random = ka_random_new(1);
    for (uint64_t s = 0; s < SAMPLES; s++) {
        struct ka_interval interval[KA_FIGURES];
        for (size_t i = 0; i < n; i++)
            x[i] = pow(1 - ka_random_uniform(random), -1 / a);
        ka_sort_reals(x, n);
        ka_figures_bootstrap(&(struct ka_population){x, NULL, n, NULL, 0},
                             &(struct ka_bootstrap){REPLICATES, .95, s, 0, method}, interval);
        count(interval, a, &held);
    }
    printf("%-6s exponent %g, n %5zu: gini %.3f, width %.3f; bca of top20_share %.3f, "
           "hoover %.3f\n",
           method == KA_BCA ? "bca" : "boot-t", a, n, (double)held.gini / SAMPLES,
           held.width / SAMPLES, (double)held.top20 / SAMPLES, (double)held.hoover / SAMPLES);
    fflush(stdout);
    ka_random_free(random);
    free(x);
    return (double)held.gini / SAMPLES;
}

// What ka-pareto says of its intervals is what is found here; where the tail is light and the
// sample large enough, that is between 93 and 97 %.
static bool holds(enum ka_interval_method method, double a, size_t n)
{
    double found = cover(method, a, n), told = ka_gini_coverage(method, n, a).held;
    bool good = fabs(found - told) < .01;
    if (a >= 3 && n >= 1000)
        good &= found >= .93 && found <= .97;
    if (!good)
        printf("not ok: %.3f is told\n", told);
    return good;
}

int main(void)
{
    bool good = true;
    for (int method = KA_BCA; method <= KA_BOOTSTRAP_T; method++)
        for (size_t a = 0; a < KA_COVERAGE_EXPONENTS; a++)
            for (size_t n = 0; n < KA_COVERAGE_SIZES; n++)
                good &= holds((enum ka_interval_method)method, ka_coverage_exponents[a],
                              ka_coverage_sizes[n]);
    return good ? 0 : 1;
}
