// SPDX-License-Identifier: GPL-3.0-or-later
// A weighted sample of a population, reduced to what figures can be read off from.
//
// These are prefix sums over the sorted amounts, and a few sums.  From them every figure
// follows in O(log n), for a bootstrap sample as well as for the population in which one member
// weighs less.  concentration.c computes the figures themselves, with compensated sums; here
// speed counts, and a thirteenth digit does not.
#ifndef KA_STAT_SAMPLE_H
#define KA_STAT_SAMPLE_H

#include "stat/resample.h"

// Functions of an amount whose sums figures are made of.
enum ka_term {
    KA_TERM_ABSOLUTE,
    KA_TERM_SQUARE,
    KA_TERM_X_LOG_X,
    KA_TERM_LOG,
    KA_TERM_POWER,
    KA_TERMS = KA_TERM_POWER + KA_ATKINSON_MAX
};

// The population, amounts in units of their mean size so that the sums cancel least.
struct ka_base {
    const struct ka_population *population;
    double *x;
    double *term[KA_TERMS]; // NULL: not needed
    size_t positive;        // the first amount above 0
};

void ka_base_init(struct ka_base *base, const struct ka_population *population);
void ka_base_clear(struct ka_base *base);
double ka_base_weight(const struct ka_base *base, size_t i);

// Prefix sums over a sample: of weight and of amount, before[j] that of x[0..j-1].
struct ka_prefix {
    double weight, amount;
};

struct ka_sample {
    const struct ka_base *base;
    struct ka_prefix *before; // n + 1
    double sum[KA_TERMS];
    double ranked; // sum w x (weight before and behind it): 2 w x (C - w/2)
    // The member that has lost weight, how much (0: none has), and by what factor all weights
    // grow to make up for it.
    size_t light;
    double lost, scale;
};

void ka_sample_init(struct ka_sample *sample, const struct ka_base *base);
void ka_sample_clear(struct ka_sample *sample);

// weight[i]: of x[i] in this sample.
void ka_sample_fill(struct ka_sample *sample, const double *weight);

void ka_sample_figures(const struct ka_sample *sample, double value[KA_FIGURES]);

// Standard error of the Gini coefficient of a sample that counts its members and is not light
// of one (Davidson 2009, with equal amounts at the middle of their ranks).  O(n).
double ka_sample_gini_error(const struct ka_sample *sample);

// Share of the lowest p (0..1) of the weight in the total; NaN unless that is above 0.
double ka_sample_lorenz(const struct ka_sample *sample, double p);

#endif
