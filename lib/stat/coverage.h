// SPDX-License-Identifier: GPL-3.0-or-later
// How often an interval holds the true figure, as simulation found.
#ifndef KA_STAT_COVERAGE_H
#define KA_STAT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/bca.h"

enum { KA_COVERAGE_EXPONENTS = 4, KA_COVERAGE_SIZES = 4 };

// The simulated cases, ascending: samples of so many from a Pareto distribution with such an
// exponent (its density falls with exponent + 1).
extern const double ka_coverage_exponents[KA_COVERAGE_EXPONENTS];
extern const size_t ka_coverage_sizes[KA_COVERAGE_SIZES];

struct ka_coverage {
    double held;     // share of 500 samples whose 95 % interval holds the true Gini coefficient
    double exponent; // of the case
    size_t n;
    bool beyond; // n or the exponent asked for is below all of the cases
};

// The case next below n and exponent, or the least of them.  Measured by tests/slow/coverage.c.
struct ka_coverage ka_gini_coverage(enum ka_interval_method method, size_t n, double exponent);

#endif
