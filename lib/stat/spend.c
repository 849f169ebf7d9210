// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/spend.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sf_psi.h>

#include "base/mem.h"
#include "stat/minimise.h"

static const double edge = 12;

struct target {
    const struct ka_spending *each;
    size_t n;
    double weight, unit; // sum of the weights; means are measured in this
};

// What depends on x alone is computed anew only where x changes.
struct of_x {
    double x, value, p, q; // value and derivatives
};

static void prepare(struct of_x *now, double x, double p, double q)
{
    double shape = p * x + q;
    *now = (struct of_x){x, lgamma(shape) - lgamma(p * x) - lgamma(q) + p * x * log(x),
                         x * (gsl_sf_psi(shape) - gsl_sf_psi(p * x) + log(x)),
                         gsl_sf_psi(shape) - gsl_sf_psi(q)};
}

static double log_likelihood(const struct target *t, double p, double q, double gamma,
                             double gradient[3])
{
    struct of_x now = {0};
    double sum = 0, log_gamma = log(gamma);
    gradient[0] = gradient[1] = gradient[2] = 0;
    for (size_t i = 0; i < t->n; i++) {
        double x = t->each[i].x, m = t->each[i].mean / t->unit, w = t->each[i].weight;
        if (x != now.x)
            prepare(&now, x, p, q);
        double log_m = log(m), log_sum = log(gamma + x * m), shape = p * x + q;
        sum += w * (now.value + q * log_gamma + (p * x - 1) * log_m - shape * log_sum -
                    log(t->unit));
        gradient[0] += w * (now.p + x * (log_m - log_sum));
        gradient[1] += w * (now.q + log_gamma - log_sum);
        gradient[2] += w * (q / gamma - shape / (gamma + x * m));
    }
    return sum;
}

static double objective(const double *x, double *gradient, const void *context)
{
    const struct target *target = context;
    double p[3], slope[3], penalty = 0;
    for (int i = 0; i < 3; i++)
        p[i] = exp(fmax(-2 * edge, fmin(2 * edge, x[i])));
    double ll = log_likelihood(target, p[0], p[1], p[2], slope);
    for (int i = 0; i < 3; i++) {
        double past = fmax(0, fabs(x[i]) - edge - 1);
        penalty += past * past;
        if (gradient)
            gradient[i] = -p[i] * slope[i] / target->weight + 2 * copysign(past, x[i]);
    }
    return penalty - ll / target->weight;
}

static int compare(const void *a, const void *b)
{
    const struct ka_spending *x = a, *y = b;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    if (x->mean != y->mean)
        return x->mean < y->mean ? -1 : 1;
    return (x->weight > y->weight) - (x->weight < y->weight);
}

static struct target make_target(const struct ka_spending *sorted, size_t n)
{
    struct target target = {.each = sorted, .n = n};
    double value = 0;
    for (size_t i = 0; i < n; i++) {
        target.weight += sorted[i].weight;
        value += sorted[i].weight * sorted[i].mean;
    }
    target.unit = value / target.weight;
    return target;
}

static double minimise_from_several(const struct target *target, double best[3])
{
    static const double start[][3] = {{0, 0, 0}, {1.5, 1.5, 0}, {1, 3, 2}};
    double least = INFINITY;
    for (size_t s = 0; s < sizeof start / sizeof *start; s++) {
        double x[3] = {start[s][0], start[s][1], start[s][2]};
        double value = ka_minimise(objective, target, x, 3, edge, 1e-4);
        if (value < least) {
            least = value;
            for (int i = 0; i < 3; i++)
                best[i] = x[i];
        }
    }
    return least;
}

// How many bring the parameters so near that Newton's steps with their Hessian lead to the end.
enum { SOME = 4096 };

// The minimum over all; inverse: of the Hessian over some of them, evenly taken.
static bool find_minimum(const struct target *all, double x[3], double *inverse)
{
    size_t n = all->n <= 2 * SOME ? all->n : SOME;
    struct ka_spending *some = ka_alloc(n, sizeof *some);
    for (size_t i = 0; i < n; i++)
        some[i] = all->each[n < all->n ? (2 * i + 1) * all->n / (2 * n) : i];
    struct target near = make_target(some, n);
    near.unit = all->unit;
    minimise_from_several(&near, x);
    bool curved = ka_inverse_hessian(objective, &near, x, 3, inverse);
    free(some);
    if (curved && ka_minimise_chord(objective, all, x, 3, inverse))
        return true;
    ka_minimise(objective, all, x, 3, edge, 1e-7);
    return ka_inverse_hessian(objective, all, x, 3, inverse);
}

struct ka_spend ka_spend_fit(const struct ka_spending *each, size_t n)
{
    if (n == 0)
        return (struct ka_spend){NAN, NAN, NAN, {NAN, NAN, NAN}, NAN, false};
    struct ka_spending *sorted = ka_alloc(n, sizeof *sorted);
    for (size_t i = 0; i < n; i++)
        sorted[i] = each[i];
    qsort(sorted, n, sizeof *sorted, compare);
    struct target target = make_target(sorted, n);
    double x[3], inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX];
    bool curved = find_minimum(&target, x, inverse);
    struct ka_spend spend = {exp(x[0]), exp(x[1]), exp(x[2]) * target.unit};
    const double scale[] = {spend.p, spend.q, spend.gamma};
    spend.usable = curved && spend.q > 1;
    for (int i = 0; i < 3; i++) {
        spend.usable = spend.usable && fabs(x[i]) <= edge;
        spend.se[i] = curved ? scale[i] * sqrt(inverse[i * 4] / target.weight) : NAN;
    }
    spend.ll = ka_spend_ll(&spend, sorted, n);
    free(sorted);
    return spend;
}

double ka_spend_ll(const struct ka_spend *spend, const struct ka_spending *each, size_t n)
{
    double gradient[3];
    struct target target = {each, n, 1, 1};
    return log_likelihood(&target, spend->p, spend->q, spend->gamma, gradient);
}

double ka_spend_expected(const struct ka_spend *s, double x, double mean)
{
    return s->p * (s->gamma + x * mean) / (s->p * x + s->q - 1);
}

double ka_spend_draw(const struct ka_spend *s, double x, double mean, uint32_t purchases,
                     struct ka_random *random)
{
    if (purchases == 0)
        return 0;
    double rate = ka_random_gamma(random, s->p * x + s->q, 1 / (s->gamma + x * mean));
    return ka_random_gamma(random, s->p * purchases, 1 / rate);
}

double ka_spend_draw_mean(const struct ka_spend *s, double x, struct ka_random *random)
{
    return ka_spend_draw(s, 0, 0, (uint32_t)x, random) / x;
}
