// SPDX-License-Identifier: GPL-3.0-or-later
// A document as Markdown with GitHub's tables.
#ifndef KA_OUT_MARKDOWN_H
#define KA_OUT_MARKDOWN_H

#include "out/document.h"

// Appends the text.  Data are escaped: no name becomes a link, an element or a column.  Charts
// of lying bars are tables, all others their title and description.
void ka_markdown_write(const struct ka_document *doc, struct ka_buf *out);

#endif
