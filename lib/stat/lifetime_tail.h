// SPDX-License-Identifier: GPL-3.0-or-later
// The integral of the Pareto/NBD, of which its likelihood and the chance to be alive are made.
#ifndef KA_STAT_LIFETIME_TAIL_H
#define KA_STAT_LIFETIME_TAIL_H

#include "stat/lifetime.h"

// With parameters p = r, alpha, s, beta, and A = r + s + x:
//   exp(log) = A ∫ (alpha + u)^-(r + x) (beta + u)^-(s + 1) du from t to infinity.
struct ka_lifetime_tail {
    double log, slope[4];       // slope: of log, by the parameters
    double log_alpha, log_beta; // log(alpha + t), log(beta + t)
};

// log alone.
double ka_lifetime_tail_log(const double *p, uint32_t x, double t);

// What depends on x and on one time is the same for many histories: the distinct pairs of both,
// by time, then x.
struct ka_lifetime_moments {
    uint32_t *x;
    size_t n;
    double *t; // distinct times, t_x or T
    size_t times;
    size_t *start;     // of each time in x, one more at the end
    uint32_t (*at)[2]; // by history: the places of (x, t_x) and (x, T)
};

void ka_lifetime_moments_make(struct ka_lifetime_moments *moments,
                              const struct ka_histories *histories);
void ka_lifetime_moments_clear(struct ka_lifetime_moments *moments);

// The tails of all x of one time, at their places in tail.
void ka_lifetime_tails(const double *p, const struct ka_lifetime_moments *moments, size_t time,
                       struct ka_lifetime_tail *tail);

#endif
