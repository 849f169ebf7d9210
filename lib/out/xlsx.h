// SPDX-License-Identifier: GPL-3.0-or-later
// A document as an Excel workbook: a first sheet with the texts, one sheet a table or chart.
#ifndef KA_OUT_XLSX_H
#define KA_OUT_XLSX_H

#include <stdbool.h>

#include "base/error.h"
#include "out/document.h"

// Appends the file.  The same bytes from the same document: it says that it was made on
// 1980-01-01, as its ZIP entries do.  Cells hold the figures behind the texts; no text ever
// becomes a formula or a link.  Errors: KA_SYSTEM when it cannot be written.
bool ka_xlsx_write(const struct ka_document *doc, struct ka_buf *out, struct ka_error *err);

#endif
