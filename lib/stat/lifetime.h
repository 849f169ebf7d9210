// SPDX-License-Identifier: GPL-3.0-or-later
// How often will they buy again?  "Buy till you die" models of purchases in continuous time:
// everyone buys at a rate of their own, and may at some time be gone without a word.
//
// BG/NBD (Fader, Hardie, Lee 2005), MBG/NBD (Batislam, Denizel, Filiztekin 2007), Pareto/NBD
// (Schmittlein, Morrison, Colombo 1987), NBD (Ehrenberg 1959), and the naive rate x / T.
#ifndef KA_STAT_LIFETIME_H
#define KA_STAT_LIFETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/random.h"

enum ka_lifetime_model {
    KA_NAIVE,  // no parameter
    KA_NBD,    // r alpha: rates are gamma distributed, nobody ever goes
    KA_BGNBD,  // r alpha a b: and after each repeat one is gone with a beta distributed chance
    KA_MBGNBD, // r alpha a b: the same, and after the first purchase too
    KA_PARETONBD, // r alpha s beta: goes at any time, at a gamma distributed rate
    KA_LIFETIME_MODELS
};

extern const char *const ka_lifetime_names[]; // "naive", "nbd", "bgnbd" …
extern const char *const ka_lifetime_parameters[KA_LIFETIME_MODELS][4]; // "r", "alpha" …
size_t ka_lifetime_dimension(enum ka_lifetime_model model);             // 0, 2 or 4

// What one has bought.  Any unit of time, the same throughout; 0 <= t_x <= T, 0 when x is.
struct ka_history {
    uint32_t x;    // repeat purchases
    double t_x, T; // from the first purchase to the last, to now
};

// Distinct histories and how many have each, ordered by x, t_x, T.
struct ka_histories {
    struct ka_history *of;
    double *count;
    size_t n;
    double total;     // of the counts
    unsigned threads; // to compute with, 0: all processors; the result is the same
    const struct ka_lifetime_moments *moments; // what likelihoods of the Pareto/NBD share;
                                               // NULL: each makes its own
};

// From n histories in any order.  weight: what each counts, NULL: 1.
void ka_histories_make(struct ka_histories *histories, const struct ka_history *each,
                       const double *weight, size_t n);
void ka_histories_clear(struct ka_histories *histories);

struct ka_lifetime {
    enum ka_lifetime_model model;
    double parameter[4];
    double se[4];         // standard errors, NaN: not known
    double ll;            // log-likelihood, NaN: naive
    bool boundary;        // another model was asked for, which these data push to its edge
    double log_scale[16]; // covariance of the logarithms of the parameters, row by row
};

// Log-likelihood of the histories; gradient (NULL: not wanted) by the parameters.  NaN: naive.
double ka_lifetime_ll(enum ka_lifetime_model model, const double *parameter,
                      const struct ka_histories *histories, double *gradient);

// Maximum likelihood.  start: the model and parameters to begin with, NULL: several places are
// tried.  Where a parameter leaves e^-12 … e^12, or the likelihood is within 1e-3 of the NBD's,
// the result is the NBD, and boundary is set.  histories: not empty, not all T 0.
struct ka_lifetime ka_lifetime_fit(enum ka_lifetime_model model,
                                   const struct ka_histories *histories,
                                   const struct ka_lifetime *start);

// Chance that one who has bought so will buy again; NaN: naive.
double ka_lifetime_alive(const struct ka_lifetime *fit, const struct ka_history *history);

// Purchases to be expected in the time t after T: finite, >= 0 (naive with T = 0: NaN).
// The history {0, 0, 0} gives those of somebody new.
double ka_lifetime_expected(const struct ka_lifetime *fit, const struct ka_history *history,
                            double t);

// Both, and the purchases each counted as exp(-rate × its distance from T): DERT within a
// horizon.
struct ka_outlook {
    double alive, expected, discounted;
};
struct ka_outlook ka_lifetime_outlook(const struct ka_lifetime *fit,
                                      const struct ka_history *history, double t, double rate);

// ---- Simulation; not for naive ----

// Somebody who bought first at 0, as seen at T.
struct ka_history ka_lifetime_draw(const struct ka_lifetime *fit, double T,
                                   struct ka_random *random);

// How often one with this history buys in the time t after T.
uint32_t ka_lifetime_draw_future(const struct ka_lifetime *fit,
                                 const struct ka_history *history, double t,
                                 struct ka_random *random);

#endif
