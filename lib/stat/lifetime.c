// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/lifetime.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/threads.h"

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

// The chances to go that were survived: one each repeat, in the MBG/NBD one more.
static uint32_t chances(enum ka_lifetime_model model, uint32_t x)
{
    return x + (model == KA_MBGNBD);
}

// log 2F1(1, k; c + 1; z) for 0 < k <= c + 1, 0 <= z < 1: Gauss's continued fraction (DLMF
// 15.7.5) by Lentz's method.  All its terms have one sign, it converges faster than the series.
static double log_gauss(double k, double c, double z)
{
    enum { TERMS = 100000 };
    double f = 1, up = 1, down = 0;
    for (int i = 0; i < TERMS; i++) {
        int n = (i + 1) / 2;
        double u = i % 2 ? n * (c - k + n) : (k + n) * (c + n);
        double term = u * z / ((c + i) * (c + i + 1));
        down = 1 / (1 - term * down);
        up = 1 - term / up;
        f *= up * down;
        if (fabs(up * down - 1) < 1e-14)
            break;
    }
    return -log(f);
}

// log of ∫ A (alpha + t)^-(r + x) (beta + t)^-(s + 1) dt from t_x to T, A = r + s + x: the
// A0 of Fader and Hardie (2005), a difference of two hypergeometric functions.
static double log_a0(const double *p, const struct ka_history *h)
{
    double larger = fmax(p[1], p[3]), apart = fabs(p[1] - p[3]);
    double c = p[0] + p[2] + h->x, b = p[1] >= p[3] ? p[2] + 1 : p[0] + h->x;
    double from = larger + h->t_x, to = larger + h->T, z0 = apart / from, z1 = apart / to;
    double first = (1 - b) * log1p(-z0) + log_gauss(c + 1 - b, c, z0) - c * log(from);
    double last = (1 - b) * log1p(-z1) + log_gauss(c + 1 - b, c, z1) - c * log(to);
    return first > last ? first + log1p(-exp(last - first)) : -INFINITY;
}

// Log of the odds that one is gone.
static double log_odds_gone(enum ka_lifetime_model model, const double *p,
                            const struct ka_history *h)
{
    if (model == KA_PARETONBD)
        return log(p[2] / (p[0] + p[2] + h->x)) + log_a0(p, h) +
               (p[0] + h->x) * log(p[1] + h->T) + p[2] * log(p[3] + h->T);
    uint32_t survived = chances(model, h->x);
    if (model == KA_NBD || survived == 0)
        return -INFINITY;
    return log(p[2] / (p[3] + survived - 1)) +
           (p[0] + h->x) * log1p((h->T - h->t_x) / (p[1] + h->t_x));
}

// log(1 + exp(y)).
static double softplus(double y)
{
    return y > 0 ? y + log1p(exp(-y)) : log1p(exp(y));
}

static double logistic(double y)
{
    return 1 / (1 + exp(-y));
}

// ---- Likelihood ----

// What depends on x alone, in the order of the parameters: lnΓ(r + x) - lnΓ(r), and for the
// beta distribution lnΓ(a + b) + lnΓ(b + y) - lnΓ(b) - lnΓ(a + b + y) of the y chances
// survived, as sums: no difference of large numbers.
struct rise {
    double value, slope[4];
};

static struct rise *make_rises(enum ka_lifetime_model model, const double *p, uint32_t max)
{
    struct rise *rise = ka_alloc((size_t)max + 1, sizeof *rise), sum = {0};
    uint32_t y = 0;
    for (uint32_t x = 0; x <= max; x++) {
        bool beta = model == KA_BGNBD || model == KA_MBGNBD;
        for (; beta && y < chances(model, x); y++) {
            double b = p[3] + y, a_b = p[2] + b;
            sum.value += log(b / a_b);
            sum.slope[2] -= 1 / a_b;
            sum.slope[3] += 1 / b - 1 / a_b;
        }
        rise[x] = sum;
        sum.value += log(p[0] + x);
        sum.slope[0] += 1 / (p[0] + x);
    }
    return rise;
}

enum { BLOCK = 4096 }; // histories that one thread takes at a time

struct likelihood {
    enum ka_lifetime_model model;
    const double *p;
    const struct ka_histories *histories;
    const struct rise *rise;
    struct rise *part; // by block
};

// The BG family and the NBD.  Gradient: w is the chance to be gone.
static void add_beta(const struct likelihood *l, size_t i, struct rise *sum)
{
    const struct ka_history *h = &l->histories->of[i];
    const double *p = l->p;
    double count = l->histories->count[i], shape = p[0] + h->x;
    double log_now = log(p[1] + h->T), odds = -INFINITY, w = 0;
    uint32_t survived = chances(l->model, h->x);
    if (l->model != KA_NBD && survived > 0) {
        double log_span = log_now - log(p[1] + h->t_x);
        odds = log(p[2] / (p[3] + survived - 1)) + shape * log_span;
        w = logistic(odds);
        sum->slope[0] += count * w * log_span;
        sum->slope[1] += count * shape * w * (1 / (p[1] + h->T) - 1 / (p[1] + h->t_x));
        sum->slope[2] += count * w / p[2];
        sum->slope[3] -= count * w / (p[3] + survived - 1);
    }
    sum->value += count * (softplus(odds) - shape * log_now);
    sum->slope[0] -= count * log_now;
    sum->slope[1] -= count * shape / (p[1] + h->T);
}

static void add_pareto(const struct likelihood *l, size_t i, struct rise *sum)
{
    const struct ka_history *h = &l->histories->of[i];
    const double *p = l->p;
    sum->value += l->histories->count[i] *
                  (softplus(log_odds_gone(KA_PARETONBD, p, h)) -
                   (p[0] + h->x) * log(p[1] + h->T) + p[2] * log(p[3] / (p[3] + h->T)));
}

static void add_block(size_t block, void *context)
{
    struct likelihood *l = context;
    struct rise sum = {0};
    size_t end = (block + 1) * BLOCK;
    end = end < l->histories->n ? end : l->histories->n;
    for (size_t i = block * BLOCK; i < end; i++) {
        const struct rise *rise = &l->rise[l->histories->of[i].x];
        double count = l->histories->count[i];
        sum.value += count * rise->value;
        for (int j = 0; j < 4; j++)
            sum.slope[j] += count * rise->slope[j];
        (l->model == KA_PARETONBD ? add_pareto : add_beta)(l, i, &sum);
    }
    l->part[block] = sum;
}

// The gradient is right but for the Pareto/NBD, which has none in closed form.
static struct rise sum_up(enum ka_lifetime_model model, const double *p,
                          const struct ka_histories *histories)
{
    size_t blocks = (histories->n + BLOCK - 1) / BLOCK;
    struct rise *rise = make_rises(model, p, histories->of[histories->n - 1].x);
    struct likelihood l = {model, p, histories, rise, ka_alloc(blocks, sizeof *l.part)};
    ka_run_blocks(blocks, histories->threads, add_block, &l);
    struct rise all = {0};
    for (size_t b = 0; b < blocks; b++) {
        all.value += l.part[b].value;
        for (int j = 0; j < 4; j++)
            all.slope[j] += l.part[b].slope[j];
    }
    all.value += histories->total * p[0] * log(p[1]);
    all.slope[0] += histories->total * log(p[1]);
    all.slope[1] += histories->total * p[0] / p[1];
    free(rise);
    free(l.part);
    return all;
}

static void differentiate(enum ka_lifetime_model model, const double *p,
                          const struct ka_histories *histories, double *gradient)
{
    for (int i = 0; i < 4; i++) {
        double place[4], h = 1e-5 * p[i];
        memcpy(place, p, sizeof place);
        place[i] = p[i] + h;
        double up = sum_up(model, place, histories).value;
        place[i] = p[i] - h;
        gradient[i] = (up - sum_up(model, place, histories).value) / (2 * h);
    }
}

double ka_lifetime_ll(enum ka_lifetime_model model, const double *parameter,
                      const struct ka_histories *histories, double *gradient)
{
    if (model == KA_NAIVE)
        return NAN;
    struct rise all = sum_up(model, parameter, histories);
    if (gradient && model == KA_PARETONBD)
        differentiate(model, parameter, histories, gradient);
    else if (gradient)
        memcpy(gradient, all.slope, ka_lifetime_dimension(model) * sizeof *gradient);
    return all.value;
}

// ---- What to expect ----

double ka_lifetime_alive(const struct ka_lifetime *fit, const struct ka_history *history)
{
    if (fit->model == KA_NAIVE)
        return NAN;
    return logistic(-log_odds_gone(fit->model, fit->parameter, history));
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
        double log_p = -softplus(-y), log_q = -softplus(y), p = exp(log_p);
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

double ka_lifetime_expected(const struct ka_lifetime *fit, const struct ka_history *h, double t)
{
    const double *p = fit->parameter;
    double R = p[0] + h->x, M = p[1] + h->T;
    switch (fit->model) {
    case KA_NAIVE:
        return h->T > 0 ? h->x / h->T * t : NAN;
    case KA_NBD:
        return R / M * t;
    case KA_PARETONBD:
        return ka_lifetime_alive(fit, h) * R / M * (p[3] + h->T) *
               saturate(p[2] - 1, log1p(t / (p[3] + h->T)));
    default:
        return ka_lifetime_alive(fit, h) *
               expect_beta(p[2], p[3] + chances(fit->model, h->x), R, M, t);
    }
}

// ∫ exp(-rate u) dE(u) = exp(-rate t) E(t) + rate ∫ exp(-rate u) E(u) du, by Gauss and
// Legendre.
double ka_lifetime_discounted(const struct ka_lifetime *fit, const struct ka_history *history,
                              double t, double rate)
{
    static const double node[] = {.1834346424956498, .5255324099163290, .7966664774136267,
                                  .9602898564975363};
    static const double weight[] = {.3626837833783620, .3137066458778873, .2223810344533745,
                                    .1012285362903763};
    double sum = exp(-rate * t) * ka_lifetime_expected(fit, history, t);
    for (int i = 0; i < 8 && rate > 0; i++) {
        double u = t / 2 * (1 + (i % 2 ? node[i / 2] : -node[i / 2]));
        sum += rate * t / 2 * weight[i / 2] * exp(-rate * u) *
               ka_lifetime_expected(fit, history, u);
    }
    return sum;
}
