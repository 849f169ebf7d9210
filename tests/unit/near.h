// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing doubles in unit tests.
#ifndef KA_TEST_NEAR_H
#define KA_TEST_NEAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

// Fails with both values unless they are within the tolerance.
#define near(actual, expected, tolerance)                                                      \
    do {                                                                                       \
        double actual_ = (actual), expected_ = (expected);                                     \
        if (!(fabs(actual_ - expected_) <= (tolerance)))                                       \
            fail_msg("%s is %.17g, not %.17g", #actual, actual_, expected_);                   \
    } while (0)

#endif
