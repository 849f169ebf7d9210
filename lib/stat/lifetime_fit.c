// SPDX-License-Identifier: GPL-3.0-or-later
// Maximum likelihood, by the logarithms of the parameters.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/lifetime_tail.h"
#include "stat/minimise.h"

// ---- Distinct histories ----

struct weighted {
    struct ka_history history;
    double count;
};

static int compare(const void *a, const void *b)
{
    const struct ka_history *x = a, *y = b; // the first member
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    if (x->t_x != y->t_x)
        return x->t_x < y->t_x ? -1 : 1;
    return (x->T > y->T) - (x->T < y->T);
}

// Equal histories by weight, so that their sum does not depend on the order.
static int compare_weighted(const void *a, const void *b)
{
    const struct weighted *x = a, *y = b;
    int order = compare(x, y);
    return order ? order : (x->count > y->count) - (x->count < y->count);
}

void ka_histories_make(struct ka_histories *histories, const struct ka_history *each,
                       const double *weight, size_t n)
{
    struct weighted *all = ka_alloc(n, sizeof *all);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct weighted){each[i], weight ? weight[i] : 1};
    qsort(all, n, sizeof *all, compare_weighted);
    *histories = (struct ka_histories){.of = ka_alloc(n, sizeof *histories->of),
                                       .count = ka_alloc(n, sizeof *histories->count)};
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare(&all[i], &all[i - 1]) != 0) {
            histories->of[histories->n] = all[i].history;
            histories->count[histories->n++] = 0;
        }
        histories->count[histories->n - 1] += all[i].count;
        histories->total += all[i].count;
    }
    free(all);
}

void ka_histories_clear(struct ka_histories *histories)
{
    free(histories->of);
    free(histories->count);
    *histories = (struct ka_histories){0};
}

// `most` people, evenly taken from all in the order of their histories; all where they are
// hardly more.
static void thin(struct ka_histories *few, const struct ka_histories *all, size_t most)
{
    size_t n = all->n <= 2 * most ? all->n : most;
    *few = (struct ka_histories){.of = ka_alloc(n, sizeof *few->of),
                                 .count = ka_alloc(n, sizeof *few->count),
                                 .total = all->total,
                                 .threads = all->threads};
    double each = n < all->n ? all->total / (double)n : 0, upto = 0, taken = 0;
    for (size_t i = 0; i < all->n; i++) {
        upto += all->count[i];
        double here = each > 0 ? floor(upto / each + .5) - taken : 1;
        if (!(here > 0) || few->n == n)
            continue;
        taken += here;
        few->of[few->n] = all->of[i];
        few->count[few->n++] = each > 0 ? here * each : all->count[i];
    }
}

// ---- The objective ----

// far_ll: what a long way must gain, or a ridge would lead to the edge for nothing.
static const double edge = 12, near_ll = 1e-3, far_ll = 2e-5;

struct target {
    enum ka_lifetime_model model;
    struct ka_histories histories; // borrowed, but for what they share
    struct ka_lifetime_moments moments;
};

static void make_target(struct target *target, enum ka_lifetime_model model,
                        const struct ka_histories *histories)
{
    *target = (struct target){model, *histories, {0}};
    if (model == KA_PARETONBD) {
        ka_lifetime_moments_make(&target->moments, histories);
        target->histories.moments = &target->moments;
    }
}

// Minus the mean log-likelihood.  Past the edge a slope leads back, so that a likelihood that
// is flat there ends somewhere.
static double objective(const double *x, double *gradient, const void *context)
{
    const struct target *target = context;
    size_t n = ka_lifetime_dimension(target->model);
    double p[4] = {1, 1, 1, 1}, total = target->histories.total, penalty = 0;
    for (size_t i = 0; i < n; i++)
        p[i] = exp(fmax(-2 * edge, fmin(2 * edge, x[i])));
    double ll = ka_lifetime_ll(target->model, p, &target->histories, gradient);
    for (size_t i = 0; i < n; i++) {
        double past = fmax(0, fabs(x[i]) - edge - .5);
        penalty += past * past;
        if (gradient)
            gradient[i] = -p[i] * gradient[i] / total + 2 * copysign(past, x[i]);
    }
    return penalty - ll / total;
}

// ---- The fit ----

// How many distinct histories are enough to tell good places to begin from bad, and to bring
// the parameters so near that Newton's steps with their Hessian lead to the end.
enum { FEW = 256, SOME = 4096 };

static void place_start(enum ka_lifetime_model model, const struct ka_histories *h, int which,
                        double *x)
{
    double purchases = 0, time = 0;
    for (size_t i = 0; i < h->n; i++) {
        purchases += h->count[i] * h->of[i].x;
        time += h->count[i] * h->of[i].T;
    }
    double shape = which % 2 ? 2 : .3;
    x[0] = log(shape);
    x[1] = log(shape * time / fmax(purchases, .5));
    x[2] = log(which / 2 ? 2 : .5);
    x[3] = model == KA_PARETONBD ? log(time / h->total) : log(which / 2 ? 20 : 2);
}

static void find_start(enum ka_lifetime_model model, const struct ka_histories *histories,
                       double *x)
{
    struct ka_histories few;
    thin(&few, histories, FEW);
    struct target target;
    make_target(&target, model, &few);
    size_t n = ka_lifetime_dimension(model);
    double least = INFINITY;
    for (int which = 0; which < (int)n; which++) {
        double place[4];
        place_start(model, &few, which, place);
        double value = ka_minimise(objective, &target, place, n, edge, 1e-3);
        if (value < least) {
            least = value;
            memcpy(x, place, sizeof place);
        }
    }
    ka_lifetime_moments_clear(&target.moments);
    ka_histories_clear(&few);
}

// x: the logarithms of the parameters, where to begin.
static struct ka_lifetime climb(enum ka_lifetime_model model,
                                const struct ka_histories *histories, double *x)
{
    struct ka_lifetime fit = {.model = model};
    struct ka_histories some;
    thin(&some, histories, SOME);
    struct target near = {0}, all = {0};
    make_target(&near, model, &some);
    make_target(&all, model, histories);
    size_t n = ka_lifetime_dimension(model);
    ka_minimise(objective, &near, x, n, edge, 1e-4);
    bool curved = ka_inverse_hessian(objective, &near, x, n, fit.log_scale);
    if (!curved || !ka_minimise_chord(objective, &all, x, n, fit.log_scale)) {
        curved = ka_minimise_newton(objective, &all, x, n, edge, far_ll / histories->total,
                                    fit.log_scale);
    }
    for (size_t i = 0; i < n; i++) {
        fit.parameter[i] = exp(x[i]);
        fit.boundary |= fabs(x[i]) > edge;
    }
    for (size_t i = 0; i < n * n; i++)
        fit.log_scale[i] = curved ? fit.log_scale[i] / histories->total : NAN;
    for (size_t i = 0; i < n; i++)
        fit.se[i] = fit.parameter[i] * sqrt(fit.log_scale[i * n + i]);
    fit.ll = ka_lifetime_ll(model, fit.parameter, &all.histories, NULL);
    ka_lifetime_moments_clear(&near.moments);
    ka_lifetime_moments_clear(&all.moments);
    ka_histories_clear(&some);
    return fit;
}

static struct ka_lifetime fit_from(enum ka_lifetime_model model,
                                   const struct ka_histories *histories,
                                   const struct ka_lifetime *start)
{
    double x[4];
    if (start && start->model == model)
        for (size_t i = 0; i < ka_lifetime_dimension(model); i++)
            x[i] = log(start->parameter[i]);
    else
        find_start(model, histories, x);
    return climb(model, histories, x);
}

struct ka_lifetime ka_lifetime_fit(enum ka_lifetime_model model,
                                   const struct ka_histories *histories,
                                   const struct ka_lifetime *start)
{
    if (model == KA_NAIVE)
        return (struct ka_lifetime){.model = KA_NAIVE, .ll = NAN};
    struct ka_lifetime fit = fit_from(model, histories, start);
    if (model == KA_NBD)
        return fit;
    struct ka_lifetime nested = fit_from(KA_NBD, histories, NULL);
    if (!fit.boundary && fit.ll > nested.ll + near_ll)
        return fit;
    nested.boundary = true;
    return nested;
}
