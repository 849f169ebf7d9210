// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/lifetime.h"

#include <math.h>

// One person: how often they buy, and how they go (a chance at each purchase, or a day).
struct person {
    double rate, chance, end;
};

struct ka_history ka_lifetime_draw(const struct ka_lifetime *fit, double T,
                                   struct ka_random *random)
{
    const double *p = fit->parameter;
    struct ka_history history = {.T = T};
    struct person one = {ka_random_gamma(random, p[0], 1 / p[1]), 0, T};
    if (fit->model == KA_BGNBD || fit->model == KA_MBGNBD)
        one.chance = ka_random_beta(random, p[2], p[3]);
    if (fit->model == KA_PARETONBD)
        one.end =
            fmin(T, ka_random_exponential(random, 1 / ka_random_gamma(random, p[2], 1 / p[3])));
    if (fit->model == KA_MBGNBD && ka_random_uniform(random) < one.chance)
        return history;
    // Written so that a rate of 0, whose gap is no number, ends it.
    for (double t = 0; (t += ka_random_exponential(random, 1 / one.rate)) <= one.end;) {
        history.x++;
        history.t_x = t;
        if (one.chance > 0 && ka_random_uniform(random) < one.chance)
            break;
    }
    return history;
}

// Of those alive at T.  Purchases follow from the rate alone; the chances to go cut them off
// after a geometric number.
uint32_t ka_lifetime_draw_future(const struct ka_lifetime *fit,
                                 const struct ka_history *history, double t,
                                 struct ka_random *random)
{
    const double *p = fit->parameter;
    if (ka_random_uniform(random) >= ka_lifetime_alive(fit, history))
        return 0;
    double rate = ka_random_gamma(random, p[0] + history->x, 1 / (p[1] + history->T));
    double most = INFINITY, span = t;
    if (fit->model == KA_BGNBD || fit->model == KA_MBGNBD) {
        double survived = history->x + (fit->model == KA_MBGNBD);
        double chance = ka_random_beta(random, p[2], p[3] + survived);
        most = 1 + floor(log1p(-ka_random_uniform(random)) / log1p(-chance));
    }
    if (fit->model == KA_PARETONBD) {
        double hazard = ka_random_gamma(random, p[2], 1 / (p[3] + history->T));
        span = fmin(t, ka_random_exponential(random, 1 / hazard));
    }
    return (uint32_t)fmin(most, ka_random_poisson(random, rate * span));
}
