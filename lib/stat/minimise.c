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

static bool is_outside(const gsl_vector *x, double bound)
{
    size_t i = 0;
    while (i < x->size && fabs(x->data[i]) <= bound)
        i++;
    return i < x->size;
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
            is_outside(m->x, bound))
            break;
    double least = m->f;
    memcpy(x, m->x->data, n * sizeof *x);
    gsl_multimin_fdfminimizer_free(m);
    return least;
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
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            hessian[i * n + j] = hessian[j * n + i] =
                (hessian[i * n + j] + hessian[j * n + i]) / 2;
}

bool ka_inverse_hessian(ka_objective *f, const void *context, const double *x, size_t n,
                        double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX])
{
    hessian_at(f, context, x, n, inverse);
    for (size_t i = 0; i < n * n; i++)
        if (!isfinite(inverse[i]))
            return false;
    gsl_matrix_view matrix = gsl_matrix_view_array(inverse, n, n);
    return gsl_linalg_cholesky_decomp1(&matrix.matrix) == GSL_SUCCESS &&
           gsl_linalg_cholesky_invert(&matrix.matrix) == GSL_SUCCESS;
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
