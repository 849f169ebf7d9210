// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/ratio.h"

#include <gsl/gsl_cdf.h>

static void change(struct ka_ratio_sums *sums, double y, double x, double sign)
{
    ka_sum_add(&sums->y, sign * y);
    ka_sum_add(&sums->x, sign * x);
    ka_sum_add(&sums->yy, sign * y * y);
    ka_sum_add(&sums->xy, sign * x * y);
    ka_sum_add(&sums->xx, sign * x * x);
}

void ka_ratio_add(struct ka_ratio_sums *sums, double y, double x)
{
    sums->n++;
    change(sums, y, x, 1);
}

void ka_ratio_remove(struct ka_ratio_sums *sums, double y, double x)
{
    sums->n--;
    change(sums, y, x, -1);
}

struct ka_ratio ka_ratio_finish(const struct ka_ratio_sums *sums, double level)
{
    double y = ka_sum_value(&sums->y), x = ka_sum_value(&sums->x), n = (double)sums->n;
    if (sums->n == 0 || !(x > 0))
        return (struct ka_ratio){NAN, NAN, NAN};
    double r = y / x;
    if (sums->n < 2)
        return (struct ka_ratio){r, NAN, NAN};
    double squares = ka_sum_value(&sums->yy) - 2 * r * ka_sum_value(&sums->xy) +
                     r * r * ka_sum_value(&sums->xx);
    double error = sqrt(fmax(squares, 0) * n / (n - 1)) / x;
    double half = gsl_cdf_tdist_Pinv((1 + level) / 2, n - 1) * error;
    return (struct ka_ratio){r, r - half, r + half};
}
