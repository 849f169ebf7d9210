// SPDX-License-Identifier: GPL-3.0-or-later
// How often do the 95 % intervals hold the true figure?  Simulated samples from a Pareto
// distribution of exponent a, whose Gini coefficient is 1 / (2a - 1) and whose top p have the
// share p^(1 - 1/a).
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/describe.h"
#include "stat/random.h"
#include "stat/resample.h"

enum { SAMPLES = 500, REPLICATES = 2000 };

struct held {
    int gini, top20, hoover;
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
}

// Share of the samples whose interval holds the true Gini coefficient.
static double cover(double a, size_t n)
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
                             &(struct ka_bootstrap){REPLICATES, .95, s, 0}, interval);
        count(interval, a, &held);
    }
    printf("exponent %g, n %5zu: gini %.3f, top20_share %.3f, hoover %.3f\n", a, n,
           (double)held.gini / SAMPLES, (double)held.top20 / SAMPLES,
           (double)held.hoover / SAMPLES);
    ka_random_free(random);
    free(x);
    return (double)held.gini / SAMPLES;
}

// Where the tail is light and the sample large enough, between 93 and 97 %; the others are
// there to be read.
int main(void)
{
    static const double exponents[] = {1.5, 2, 3, 5};
    static const size_t sizes[] = {50, 200, 1000};
    bool good = true;
    for (size_t a = 0; a < sizeof exponents / sizeof *exponents; a++)
        for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
            double covered = cover(exponents[a], sizes[n]);
            good &= exponents[a] < 3 || sizes[n] < 1000 || (covered >= .93 && covered <= .97);
        }
    return good ? 0 : 1;
}
