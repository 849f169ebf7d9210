// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/coverage.h"

const double ka_coverage_exponents[KA_COVERAGE_EXPONENTS] = {1.5, 2, 3, 5};
const size_t ka_coverage_sizes[KA_COVERAGE_SIZES] = {20, 50, 200, 1000};

static const double held[][KA_COVERAGE_EXPONENTS][KA_COVERAGE_SIZES] = {
    [KA_BCA] = {{0.444, 0.636, 0.748, 0.832},
                {0.612, 0.764, 0.860, 0.930},
                {0.708, 0.834, 0.920, 0.946},
                {0.752, 0.864, 0.934, 0.962}},
    [KA_BOOTSTRAP_T] = {{0.730, 0.794, 0.816, 0.864},
                        {0.798, 0.888, 0.898, 0.934},
                        {0.868, 0.912, 0.942, 0.952},
                        {0.888, 0.930, 0.950, 0.966}},
};

struct ka_coverage ka_gini_coverage(enum ka_interval_method method, size_t n, double exponent)
{
    size_t e = KA_COVERAGE_EXPONENTS - 1, s = KA_COVERAGE_SIZES - 1;
    while (e > 0 && ka_coverage_exponents[e] > exponent)
        e--;
    while (s > 0 && ka_coverage_sizes[s] > n)
        s--;
    return (struct ka_coverage){
        held[method][e][s], ka_coverage_exponents[e], ka_coverage_sizes[s],
        n < ka_coverage_sizes[0] || exponent < ka_coverage_exponents[0]};
}
