// SPDX-License-Identifier: GPL-3.0-or-later
// Text as a file, for what reads files.
#ifndef KA_TEST_GIVEN_H
#define KA_TEST_GIVEN_H

#include "near.h"

#include <stdio.h>
#include <stdlib.h>

#define KA_GIVEN "/tmp/ka-test-XXXXXX"

// Writes the text to a file; path is KA_GIVEN and becomes its name.  The caller removes it.
static inline const char *given(char *path, const char *text)
{
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

#endif
