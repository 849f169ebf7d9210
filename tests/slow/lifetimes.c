// SPDX-License-Identifier: GPL-3.0-or-later
// Are the parameters found again that data were simulated with, within their standard errors?
// 500 samples of 20000 a model; 95 % intervals of the 14 parameters (their logarithms) hold the
// truth in 461 to 489 of them: what a binomial distribution leaves 95 % of the time to all 14
// together (2.91 standard deviations of 4.87 about 475).  Of 3000 people those of r and b of
// the MBG/NBD hold it in 460 and 462: estimates of so few are not quite normally distributed.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/lifetime.h"
#include "stat/stat.h"

enum { SAMPLES = 500, PEOPLE = 20000, LEAST = 461, MOST = 489 };

static struct ka_lifetime fit_sample(const struct ka_lifetime *truth, uint64_t seed)
{
    struct ka_history *each = ka_alloc(PEOPLE, sizeof *each);
    struct ka_random *random = ka_random_new(seed);
    for (size_t i = 0; i < PEOPLE; i++)
        each[i] = ka_lifetime_draw(truth, 26 + 52 * ka_random_uniform(random), random);
    struct ka_histories h;
    ka_histories_make(&h, each, NULL, PEOPLE);
    struct ka_lifetime fit = ka_lifetime_fit(truth->model, &h, NULL);
    ka_histories_clear(&h);
    ka_random_free(random);
    free(each);
    return fit;
}

int main(void)
{
    static const struct ka_lifetime truths[] = {
        {.model = KA_NBD, .parameter = {.385, 12.07}},
        {.model = KA_BGNBD, .parameter = {.243, 4.414, .793, 2.426}},
        {.model = KA_MBGNBD, .parameter = {.525, 6.183, .891, 1.614}},
        {.model = KA_PARETONBD, .parameter = {.553, 10.578, .606, 11.669}},
    };
    bool good = true;
    ka_stat_begin();
    for (size_t m = 0; m < sizeof truths / sizeof *truths; m++) {
        int held[4] = {0};
        size_t n = ka_lifetime_dimension(truths[m].model);
        for (uint64_t s = 1; s <= SAMPLES; s++) {
            struct ka_lifetime fit = fit_sample(&truths[m], s);
            for (size_t i = 0; i < n && fit.model == truths[m].model; i++)
                held[i] += fabs(log(fit.parameter[i] / truths[m].parameter[i])) <=
                           1.959964 * fit.se[i] / fit.parameter[i];
        }
        printf("%s:", ka_lifetime_names[truths[m].model]);
        for (size_t i = 0; i < n; i++) {
            printf(" %s %d%s", ka_lifetime_parameters[truths[m].model][i], held[i],
                   i + 1 < n ? "," : " of 500\n");
            good &= held[i] >= LEAST && held[i] <= MOST;
        }
    }
    return good ? 0 : 1;
}
