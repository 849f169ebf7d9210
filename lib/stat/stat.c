// SPDX-License-Identifier: GPL-3.0-or-later
#include "stat/stat.h"

#include <gsl/gsl_errno.h>

void ka_stat_begin(void)
{
    gsl_set_error_handler_off();
}
