// SPDX-License-Identifier: GPL-3.0-or-later
// A document as one HTML file that needs nothing but itself: no network, and no script
// to be read.
#ifndef KA_OUT_HTML_H
#define KA_OUT_HTML_H

#include <stdbool.h>

#include "base/error.h"
#include "out/document.h"

// Appends the file.  The same bytes from the same document.  Errors: those of ka_chart_svg;
// KA_SYSTEM when it has charts and there is no font for Chinese (ka_gnuplot_has_font), for who
// made it could not see what is wrong with them.
bool ka_html_write(const struct ka_document *doc, struct ka_buf *out, struct ka_error *err);

// The same as part of a mail: no script, no list of contents, and its pictures are other
// parts, <img src="cid:ID">: the logo's ID is "logo", that of a chart the chart's.
void ka_html_write_mail(const struct ka_document *doc, struct ka_buf *out);

#endif
