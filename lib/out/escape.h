// SPDX-License-Identifier: GPL-3.0-or-later
// Data inside somebody else's syntax.
#ifndef KA_OUT_ESCAPE_H
#define KA_OUT_ESCAPE_H

#include "base/str.h"

// Text or an attribute in double quotes of HTML, XHTML and SVG: & < > " as entities; what
// XML forbids (control characters, broken UTF-8) as U+FFFD, line breaks and tabs as a blank.
void ka_escape_xml(struct ka_buf *out, struct ka_str text);

// A string of gnuplot's in single quotes, where nothing but the quote is special, neither
// \ nor $ nor @ nor a backquote; control characters as a blank, broken UTF-8 as U+FFFD.
void ka_escape_gnuplot(struct ka_buf *out, struct ka_str text);

// Bytes in base64, in lines of 76 characters that each end with a line feed; without lines
// when one_line.
void ka_escape_base64(struct ka_buf *out, struct ka_str bytes, bool one_line);

#endif
