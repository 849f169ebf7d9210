// SPDX-License-Identifier: GPL-3.0-or-later
// Are the parameters found again that data were simulated with, within their standard errors?
// 500 samples a model; 95 % intervals of the 14 parameters (their logarithms) hold the truth in
// 461 to 489 of them: what a binomial distribution leaves 95 % of the time to all 14 together
// (2.91 standard deviations of 4.87 about 475).  3000 people are enough for all models but the
// MBG/NBD, whose r and b then have it in 460 and 462; from 20000 people in 476 and 475.
//
// That is the likelihood, not the search for its top: of 3000 people too the likelihood ratio
// of the truth is below the 95 % point of chi squared with as many degrees of freedom as there
// are parameters (5.991, 9.488) in 461 to 489 samples, which needs no likelihood that is a
// parabola in the logarithms as standard errors do; and a fit that begins at the truth ends
// where one from anywhere does, or not higher by more than 1e-6.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/lifetime.h"
#include "stat/stat.h"

enum { SAMPLES = 500, LEAST = 461, MOST = 489 };

struct found {
    struct ka_lifetime fit;
    double ratio;  // of the likelihoods of the fit and the truth, twice its logarithm
    double missed; // by the fit, of what one that begins at the truth reaches
};

static struct found fit_sample(const struct ka_lifetime *truth, size_t people, uint64_t seed)
{
    struct ka_history *each = ka_alloc(people, sizeof *each);
    struct ka_random *random = ka_random_new(seed);
    for (size_t i = 0; i < people; i++)
        each[i] = ka_lifetime_draw(truth, 26 + 52 * ka_random_uniform(random), random);
    struct ka_histories h;
    ka_histories_make(&h, each, NULL, people);
    struct found found = {ka_lifetime_fit(truth->model, &h, NULL)};
    found.ratio = 2 * (found.fit.ll - ka_lifetime_ll(truth->model, truth->parameter, &h, NULL));
    found.missed = ka_lifetime_fit(truth->model, &h, truth).ll - found.fit.ll;
    ka_histories_clear(&h);
    ka_random_free(random);
    free(each);
    return found;
}

// Whether all counts are what they should be.  errors: whether those of the standard errors are
// asked for.
static bool try_model(const struct ka_lifetime *truth, size_t people, bool errors)
{
    int held[4] = {0}, within = 0, missed = 0;
    size_t n = ka_lifetime_dimension(truth->model);
    for (uint64_t s = 1; s <= SAMPLES; s++) {
        struct found found = fit_sample(truth, people, s);
        const struct ka_lifetime *fit = &found.fit;
        for (size_t i = 0; i < n && fit->model == truth->model; i++)
            held[i] += fabs(log(fit->parameter[i] / truth->parameter[i])) <=
                       1.959964 * fit->se[i] / fit->parameter[i];
        within += found.ratio < (n == 2 ? 5.991465 : 9.487729);
        missed += found.missed > 1e-6;
    }
    bool good = missed == 0 && within >= LEAST && within <= MOST;
    printf("%s, %zu people:", ka_lifetime_names[truth->model], people);
    for (size_t i = 0; i < n; i++) {
        printf(" %s %d,", ka_lifetime_parameters[truth->model][i], held[i]);
        good &= !errors || (held[i] >= LEAST && held[i] <= MOST);
    }
    printf(" likelihood ratio %d of %d; higher from the truth: %d\n", within, SAMPLES, missed);
    return good;
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
        bool parabola = truths[m].model != KA_MBGNBD;
        good &= try_model(&truths[m], 3000, parabola);
        if (!parabola)
            good &= try_model(&truths[m], 20000, true);
    }
    return good ? 0 : 1;
}
