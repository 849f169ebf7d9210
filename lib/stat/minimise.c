// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/minimise.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multimin.h>

struct problem {
    ka_objective *f;
    const void *context;
};

static double value_at(const gsl_vector *x, void *parameters)
{
    const struct problem *p = parameters;
    return p->f(x->data, NULL, p->context);
}

static void value_and_gradient_at(const gsl_vector *x, void *parameters, double *value,
                                  gsl_vector *gradient)
{
    const struct problem *p = parameters;
    *value = p->f(x->data, gradient->data, p->context);
}

static void gradient_at(const gsl_vector *x, void *parameters, gsl_vector *gradient)
{
    double value;
    value_and_gradient_at(x, parameters, &value, gradient);
}

static bool is_outside(const double *x, size_t n, double bound)
{
    size_t i = 0;
    while (i < n && fabs(x[i]) <= bound)
        i++;
    return i < n;
}

double ka_minimise(ka_objective *f, const void *context, double *x, size_t n, double bound,
                   double tolerance)
{
    enum { STEPS = 200 };
    struct problem problem = {f, context};
    gsl_multimin_function_fdf function = {value_at, gradient_at, value_and_gradient_at, n,
                                          &problem};
    gsl_vector_view start = gsl_vector_view_array(x, n);
    gsl_multimin_fdfminimizer *m =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, n);
    if (!m) // as little memory as that: the place to begin is all there is
        return f(x, NULL, context);
    gsl_multimin_fdfminimizer_set(m, &function, &start.vector, .1, .1);
    for (int i = 0; i < STEPS; i++)
        if (gsl_multimin_fdfminimizer_iterate(m) != GSL_SUCCESS ||
            gsl_multimin_test_gradient(m->gradient, tolerance) == GSL_SUCCESS ||
            is_outside(m->x->data, n, bound))
            break;
    double least = m->f;
    memcpy(x, m->x->data, n * sizeof *x);
    gsl_multimin_fdfminimizer_free(m);
    return least;
}

static void make_symmetric(double *hessian, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            hessian[i * n + j] = hessian[j * n + i] =
                (hessian[i * n + j] + hessian[j * n + i]) / 2;
}

static void hessian_at(ka_objective *f, const void *context, const double *x, size_t n,
                       double *hessian)
{
    const double h = 1e-4;
    for (size_t i = 0; i < n; i++) {
        double place[KA_MINIMISE_MAX], up[KA_MINIMISE_MAX], down[KA_MINIMISE_MAX];
        memcpy(place, x, n * sizeof *x);
        place[i] = x[i] + h;
        f(place, up, context);
        place[i] = x[i] - h;
        f(place, down, context);
        for (size_t j = 0; j < n; j++)
            hessian[i * n + j] = (up[j] - down[j]) / (2 * h);
    }
    make_symmetric(hessian, n);
}

// hessian: becomes its inverse.
static bool invert(double *hessian, size_t n)
{
    for (size_t i = 0; i < n * n; i++)
        if (!isfinite(hessian[i]))
            return false;
    gsl_matrix_view matrix = gsl_matrix_view_array(hessian, n, n);
    return gsl_linalg_cholesky_decomp1(&matrix.matrix) == GSL_SUCCESS &&
           gsl_linalg_cholesky_invert(&matrix.matrix) == GSL_SUCCESS;
}

bool ka_inverse_hessian(ka_objective *f, const void *context, const double *x, size_t n,
                        double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX])
{
    hessian_at(f, context, x, n, inverse);
    return invert(inverse, n);
}

// The step down from x; what it promises to gain, twice, is returned.
static double newton_step(const double *gradient, const double *inverse, size_t n, double *step)
{
    double promise = 0;
    for (size_t i = 0; i < n; i++) {
        step[i] = 0;
        for (size_t j = 0; j < n; j++)
            step[i] -= inverse[i * n + j] * gradient[j];
        promise -= step[i] * gradient[i];
    }
    return promise;
}

bool ka_minimise_chord(ka_objective *f, const void *context, double *x, size_t n,
                       const double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX])
{
    enum { STEPS = 20 };
    const double done = 1e-16, rounding = 1e-12;
    double place[KA_MINIMISE_MAX], gradient[KA_MINIMISE_MAX], step[KA_MINIMISE_MAX];
    memcpy(place, x, n * sizeof *x);
    double promise = INFINITY, last;
    int steps = 0;
    do {
        last = promise;
        f(place, gradient, context);
        promise = newton_step(gradient, inverse, n, step);
        for (size_t i = 0; i < n; i++)
            place[i] += step[i];
    } while (promise < last && promise > done && steps++ < STEPS);
    if (!(promise < rounding))
        return false;
    memcpy(x, place, n * sizeof *x);
    return true;
}

// ---- Newton's steps ----

struct here {
    double x[KA_MINIMISE_MAX], value, gradient[KA_MINIMISE_MAX];
};

// By differences from what is known here already.
static void hessian_here(ka_objective *f, const void *context, const struct here *here,
                         size_t n, double *hessian)
{
    const double h = 1e-5;
    for (size_t i = 0; i < n; i++) {
        double place[KA_MINIMISE_MAX], gradient[KA_MINIMISE_MAX];
        memcpy(place, here->x, n * sizeof *place);
        place[i] += h;
        f(place, gradient, context);
        for (size_t j = 0; j < n; j++)
            hessian[i * n + j] = (gradient[j] - here->gradient[j]) / h;
    }
    make_symmetric(hessian, n);
}

// A step with the damped Hessian, no longer than 1.  Returns what it promises, twice; NaN: the
// damped Hessian is not positive definite.
static double damped_step(const struct here *here, const double *hessian, double damping,
                          size_t n, double *step)
{
    double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX], longest = 1;
    memcpy(inverse, hessian, n * n * sizeof *inverse);
    for (size_t i = 0; i < n; i++)
        inverse[i * n + i] += damping;
    if (!invert(inverse, n))
        return NAN;
    double promise = newton_step(here->gradient, inverse, n, step);
    for (size_t i = 0; i < n; i++)
        longest = fmax(longest, fabs(step[i]));
    for (size_t i = 0; i < n; i++)
        step[i] /= longest;
    return promise;
}

// The first step that leads down, damped as little as that takes.  False: none does, or it is
// not worth its while.
static bool go_down(ka_objective *f, const void *context, struct here *here,
                    const double *hessian, double worth, double *damping, size_t n)
{
    const double done = 1e-13, least = 1e-9, most = 1e6, far = .5;
    for (; *damping < most; *damping = fmax(least, *damping * 10)) {
        double step[KA_MINIMISE_MAX];
        double promise = damped_step(here, hessian, *damping, n, step);
        if (promise < (is_outside(step, n, far) ? fmax(done, worth) : done))
            return false;
        struct here next = *here;
        for (size_t i = 0; i < n; i++)
            next.x[i] += step[i];
        if (isnan(promise))
            continue;
        next.value = f(next.x, next.gradient, context);
        if (!(next.value < here->value))
            continue;
        *here = next;
        *damping = *damping > least ? *damping / 10 : 0;
        return true;
    }
    return false;
}

bool ka_minimise_newton(ka_objective *f, const void *context, double *x, size_t n, double bound,
                        double worth, double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX])
{
    enum { STEPS = 100 };
    struct here here;
    double damping = 0;
    memcpy(here.x, x, n * sizeof *x);
    here.value = f(here.x, here.gradient, context);
    for (int i = 0; i < STEPS; i++) {
        hessian_here(f, context, &here, n, inverse);
        if (!go_down(f, context, &here, inverse, worth, &damping, n))
            break;
        memcpy(x, here.x, n * sizeof *x);
        if (is_outside(x, n, bound))
            break;
    }
    return invert(inverse, n);
}
