// SPDX-License-Identifier: GPL-3.0-or-later
// Concentration of a few parts, where no more than the one figure is asked for.
#ifndef KA_STAT_HHI_H
#define KA_STAT_HHI_H

#include <stddef.h>

// Herfindahl-Hirschman index, the sum of the squared shares: 1 when one part has all, 1/n when
// n are equal.  NAN when a part is negative or all are 0.
double ka_hhi(const double *x, size_t n);

#endif
