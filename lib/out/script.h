// SPDX-License-Identifier: GPL-3.0-or-later
// A chart in gnuplot's language.
#ifndef KA_OUT_SCRIPT_H
#define KA_OUT_SCRIPT_H

#include "out/plot.h"

// Appends everything but the choice of the terminal, which must be 520 wide and `height` high.
void ka_script_write(struct ka_buf *out, const struct ka_plot *plot);

#endif
