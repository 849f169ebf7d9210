// SPDX-License-Identifier: GPL-3.0-or-later
// What is yet to come of a total, from what has come and how much each part weighs.
#ifndef KA_STAT_PREDICTION_H
#define KA_STAT_PREDICTION_H

#include <stddef.h>

struct ka_prediction {
    double rate;          // total of y / total of w
    double value, lo, hi; // of the rest
};

// y[i] came of parts of weight w[i]; those without a weight above 0 take no part.  The rest of
// weight `rest` (>= 0) is predicted under the ratio model, y = rate w + e with e independent
// and of variance in proportion to w: value = rate rest, with the variance of its error
// s^2 rest (W + rest) / W, s^2 = sum (y - rate w)^2 / w / (n - 1), W the total of w (Royall
// 1970, Biometrika 57, 377; Valliant, Dorfman & Royall 2000, section 2.1), and Student's
// quantile with n - 1 degrees of freedom.  NAN: all when no weight is above 0, the interval
// below two parts; a rest of 0 is 0 with certainty.
struct ka_prediction ka_predict(const double *y, const double *w, size_t n, double rest,
                                double level);

#endif
