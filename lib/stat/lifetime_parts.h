// SPDX-License-Identifier: GPL-3.0-or-later
// What the likelihoods of the models and what they expect are both made of.
#ifndef KA_STAT_LIFETIME_PARTS_H
#define KA_STAT_LIFETIME_PARTS_H

#include <math.h>

#include "stat/lifetime.h"

// The chances to go that were survived: one each repeat, in the MBG/NBD one more.
static inline uint32_t ka_lifetime_chances(enum ka_lifetime_model model, uint32_t x)
{
    return x + (model == KA_MBGNBD);
}

// log(1 + exp(y)).
static inline double ka_softplus(double y)
{
    return y > 0 ? y + log1p(exp(-y)) : log1p(exp(y));
}

static inline double ka_logistic(double y)
{
    return 1 / (1 + exp(-y));
}

#endif
