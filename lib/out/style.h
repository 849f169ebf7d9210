// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the HTML report.
#ifndef KA_OUT_STYLE_H
#define KA_OUT_STYLE_H

#include "base/str.h"

// Appends the style sheet: the palette for both modes, then the rules.
void ka_style_css(struct ka_buf *out);

#endif
