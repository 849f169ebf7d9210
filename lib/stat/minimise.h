// SPDX-License-Identifier: GPL-3.0-or-later
// The least value of a smooth function of few variables.
#ifndef KA_STAT_MINIMISE_H
#define KA_STAT_MINIMISE_H

#include <stdbool.h>
#include <stddef.h>

enum { KA_MINIMISE_MAX = 4 }; // variables at most

// The value at x; the gradient there into gradient (NULL: not wanted).
typedef double ka_objective(const double *x, double *gradient, const void *context);

// From x, which ends at the place of the least value found, which is returned.  GSL's BFGS with
// its line search, until the gradient is shorter than `tolerance` or x is past ±bound.
double ka_minimise(ka_objective *f, const void *context, double *x, size_t n, double bound,
                   double tolerance);

// The inverse of the Hessian at x, row by row; by central differences of the gradient.  False
// when the Hessian is not positive definite: x is no minimum, or one direction is flat.
bool ka_inverse_hessian(ka_objective *f, const void *context, const double *x, size_t n,
                        double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX]);

// Newton's steps with this one matrix, for an x that is near the minimum.  False, and x is as
// it was, when they do not lead down.
bool ka_minimise_chord(ka_objective *f, const void *context, double *x, size_t n,
                       const double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX]);

// Newton's steps with a Hessian of their own each, by differences of the gradient, damped where
// the function is flat or curved the other way (Levenberg, Marquardt): where BFGS would creep.
// From x, which ends at the place of the least value found; until a step would gain less than
// 1e-13, or less than `worth` by going far (.5 or more, where the function is all but flat), or
// x is past ±bound.  inverse: of the last Hessian; false when it has none.
bool ka_minimise_newton(ka_objective *f, const void *context, double *x, size_t n, double bound,
                        double worth, double inverse[KA_MINIMISE_MAX * KA_MINIMISE_MAX]);

#endif
