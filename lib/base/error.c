// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool ka_fail(struct ka_error *err, enum ka_exit code, const char *format, ...)
{
    if (ka_failed(err))
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    err->code = code;
    return false;
}

bool ka_fail_errno(struct ka_error *err, const char *action, const char *path)
{
    return ka_fail(err, KA_SYSTEM, "cannot %s '%s': %s", action, path, strerror(errno));
}
