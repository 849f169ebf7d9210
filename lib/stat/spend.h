// SPDX-License-Identifier: GPL-3.0-or-later
// What will a purchase be worth?  The gamma-gamma model (Fader, Hardie 2013, "The gamma-gamma
// model of monetary value"): what one spends at a time is gamma distributed around a mean of
// one's own, these means are inverse gamma distributed, and neither has to do with how often.
#ifndef KA_STAT_SPEND_H
#define KA_STAT_SPEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/random.h"

struct ka_spending {
    double x, mean; // repeat purchases >= 1, their mean value > 0
    double weight;  // how many it counts for
};

struct ka_spend {
    double p, q, gamma;
    double se[3];
    double ll;
    bool usable; // q > 1, no parameter at the edge: there is a mean
};

// Maximum likelihood.  The amounts may be in any currency: gamma scales with it.
struct ka_spend ka_spend_fit(const struct ka_spending *each, size_t n);

double ka_spend_ll(const struct ka_spend *spend, const struct ka_spending *each, size_t n);

// Value of a future purchase of one with x repeats of this mean (x 0: of anybody); usable only.
double ka_spend_expected(const struct ka_spend *spend, double x, double mean);

// Total value of `purchases` future ones of somebody with x repeats of this mean.
double ka_spend_draw(const struct ka_spend *spend, double x, double mean, uint32_t purchases,
                     struct ka_random *random);

// The mean of x purchases of somebody new.
double ka_spend_draw_mean(const struct ka_spend *spend, double x, struct ka_random *random);

#endif
