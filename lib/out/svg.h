// SPDX-License-Identifier: GPL-3.0-or-later
// gnuplot's SVG made fit for a page.
#ifndef KA_OUT_SVG_H
#define KA_OUT_SVG_H

#include "base/error.h"
#include "out/chart.h"

// Appends `source`, as gnuplot's svg terminal wrote it, without what a page has no use for
// (prolog, size, scripts, fonts, groups that change nothing), with the colours of the
// palette by their custom properties and with title and description for screen readers.
// Errors: KA_SYSTEM when source is not what gnuplot 5.4 writes.
bool ka_svg_rewrite(struct ka_str source, const struct ka_chart *chart, double height,
                    struct ka_buf *out, struct ka_error *err);

#endif
