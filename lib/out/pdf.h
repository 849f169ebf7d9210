// SPDX-License-Identifier: GPL-3.0-or-later
// Prints a page with the program Chromium.
#ifndef KA_OUT_PDF_H
#define KA_OUT_PDF_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

// Appends the PDF of an HTML page, as its print style sheet has it, with 1980-01-01 for the
// date it was made.  It needs a folder for temporary files (TMPDIR, /tmp), which is removed.
// Errors: KA_SYSTEM when no Chromium is there (chromium, chromium-browser, google-chrome), no
// font for Chinese, or it fails.
bool ka_pdf_print(struct ka_str html, struct ka_buf *out, struct ka_error *err);

#endif
