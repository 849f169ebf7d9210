// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/lifetime.h"

#include <math.h>

#include "stat/lifetime_parts.h"
#include "stat/lifetime_tail.h"

const char *const ka_lifetime_names[] = {"naive", "nbd", "bgnbd", "mbgnbd", "paretonbd"};

const char *const ka_lifetime_parameters[KA_LIFETIME_MODELS][4] = {
    [KA_NBD] = {"r", "alpha"},
    [KA_BGNBD] = {"r", "alpha", "a", "b"},
    [KA_MBGNBD] = {"r", "alpha", "a", "b"},
    [KA_PARETONBD] = {"r", "alpha", "s", "beta"},
};

size_t ka_lifetime_dimension(enum ka_lifetime_model model)
{
    return model == KA_NAIVE ? 0 : model == KA_NBD ? 2 : 4;
}

// ---- The chance to be gone ----

// log of A ∫ (alpha + t)^-(r + x) (beta + t)^-(s + 1) dt from t_x to T, A = r + s + x: the
// A0 of Fader and Hardie (2005).
static double log_a0(const double *p, const struct ka_history *h)
{
    double first = ka_lifetime_tail_log(p, h->x, h->t_x);
    double last = ka_lifetime_tail_log(p, h->x, h->T);
    return first > last ? first + log1p(-exp(last - first)) : -INFINITY;
}

// Log of the odds that one is gone.
static double log_odds_gone(enum ka_lifetime_model model, const double *p,
                            const struct ka_history *h)
{
    if (model == KA_PARETONBD)
        return log(p[2] / (p[0] + p[2] + h->x)) + log_a0(p, h) +
               (p[0] + h->x) * log(p[1] + h->T) + p[2] * log(p[3] + h->T);
    uint32_t survived = ka_lifetime_chances(model, h->x);
    if (model == KA_NBD || survived == 0)
        return -INFINITY;
    return log(p[2] / (p[3] + survived - 1)) +
           (p[0] + h->x) * log1p((h->T - h->t_x) / (p[1] + h->t_x));
}

// ---- What to expect ----

double ka_lifetime_alive(const struct ka_lifetime *fit, const struct ka_history *history)
{
    if (fit->model == KA_NAIVE)
        return NAN;
    return ka_logistic(-log_odds_gone(fit->model, fit->parameter, history));
}

// (1 - exp(-y u)) / y, which is u where y is 0.
static double saturate(double y, double u)
{
    return fabs(y * u) < 1e-300 ? u : -expm1(-y * u) / y;
}

// The mean of g(p) = (1 - (1 + p t / M)^-R) / p over p, Beta(a, b): the trapezoidal rule along
// the logit of p.  A straight line through g(0) and g(1), whose mean is known, is taken off
// first, so that what is left vanishes at both ends whatever a and b.
static double integrate_beta(double a, double b, double R, double t_M)
{
    double g0 = R * t_M, g1 = saturate(1, R * log1p(t_M));
    double norm = lgamma(a + b) - lgamma(a) - lgamma(b), sum = 0;
    double middle = log(a / b), sd = fmin(1, sqrt(1 / a + 1 / b)), step = sd / 8;
    double end = middle + 9 * sd + 40 / (b + 1);
    for (double y = middle - 9 * sd - 40 / (a + 1); y < end; y += step) {
        double log_p = -ka_softplus(-y), log_q = -ka_softplus(y), p = exp(log_p);
        double g = saturate(1, R * log1p(p * t_M)) / p;
        sum += exp(norm + a * log_p + b * log_q) * (g - g0 * exp(log_q) - g1 * p);
    }
    return fmax(0, (g0 * b + g1 * a) / (a + b) + sum * step);
}

// Purchases of one who is alive: rates Gamma(R, M), chances to go Beta(a, b) at each purchase.
// Eq. 10 of Fader, Hardie, Lee (2005) after Euler's transformation, with a - 1 and a + b - 1,
// at whose zeros nothing happens, multiplied out:
//   c (1 - q) / (a - 1) - q Σ (h)_n (a)_(n-1) / ((c+1)_(n-1) n!) z^n,
//   c = a + b - 1, h = c - R, z = t / (M + t), q = (1 - z)^(a-1).
// Where that takes two large numbers from each other, the integral that it is.
static double expect_beta(double a, double b, double R, double M, double t)
{
    double c = a + b - 1, h = c - R, z = t / (M + t), u = log1p(t / M);
    double term = h * z, sum = 0, most = 0;
    for (int n = 1; fabs(term) > 1e-16 * fabs(sum) && n < 1000000; n++) {
        sum += term;
        most = fmax(most, fabs(term));
        term *= (h + n) * (a + n - 1) / ((c + n) * (n + 1)) * z;
    }
    double first = c * saturate(a - 1, u), q = exp((1 - a) * u), expected = first - q * sum;
    bool exact = fmax(fabs(first), q * most) < 1e5 * expected; // NaN is not
    return exact ? expected : integrate_beta(a, b, R, t / M);
}

// Of one who is alive.
static double expect(const struct ka_lifetime *fit, const struct ka_history *h, double t)
{
    const double *p = fit->parameter;
    double R = p[0] + h->x, M = p[1] + h->T;
    switch (fit->model) {
    case KA_NAIVE:
        return h->T > 0 ? h->x / h->T * t : NAN;
    case KA_NBD:
        return R / M * t;
    case KA_PARETONBD:
        return R / M * (p[3] + h->T) * saturate(p[2] - 1, log1p(t / (p[3] + h->T)));
    default:
        return expect_beta(p[2], p[3] + ka_lifetime_chances(fit->model, h->x), R, M, t);
    }
}

double ka_lifetime_expected(const struct ka_lifetime *fit, const struct ka_history *h, double t)
{
    return (fit->model == KA_NAIVE ? 1 : ka_lifetime_alive(fit, h)) * expect(fit, h, t);
}

// ∫ exp(-rate u) dE(u) = exp(-rate t) E(t) + rate ∫ exp(-rate u) E(u) du, by Gauss and
// Legendre.
struct ka_outlook ka_lifetime_outlook(const struct ka_lifetime *fit,
                                      const struct ka_history *history, double t, double rate)
{
    static const double node[] = {.1834346424956498, .5255324099163290, .7966664774136267,
                                  .9602898564975363};
    static const double weight[] = {.3626837833783620, .3137066458778873, .2223810344533745,
                                    .1012285362903763};
    double expected = expect(fit, history, t), sum = exp(-rate * t) * expected;
    for (int i = 0; i < 8 && rate > 0; i++) {
        double u = t / 2 * (1 + (i % 2 ? node[i / 2] : -node[i / 2]));
        sum += rate * t / 2 * weight[i / 2] * exp(-rate * u) * expect(fit, history, u);
    }
    double alive = ka_lifetime_alive(fit, history), share = isnan(alive) ? 1 : alive;
    return (struct ka_outlook){alive, share * expected, share * sum};
}
