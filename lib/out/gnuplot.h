// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the program gnuplot (5.4 or later).
#ifndef KA_OUT_GNUPLOT_H
#define KA_OUT_GNUPLOT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

// Appends to out what the script writes to standard output.  No shell, none of the
// user's settings, a stop at the first error, no file on the disk (it needs /proc).  Errors:
// KA_SYSTEM when gnuplot is not there, fails, or has anything to say on stderr.
bool ka_gnuplot_run(struct ka_str script, struct ka_buf *out, struct ka_error *err);

// Whether there is a font for Chinese text; without one gnuplot and browsers paint boxes and
// say nothing.  Errors: KA_SYSTEM when there is none, or no fc-list to ask.
bool ka_gnuplot_has_font(struct ka_error *err);

#endif
