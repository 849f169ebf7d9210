// SPDX-License-Identifier: GPL-3.0-or-later
// A document as plain text for terminals and mail: columns aligned by display width,
// bars of block characters, charts by their rows or by their description.
#ifndef KA_OUT_PLAIN_H
#define KA_OUT_PLAIN_H

#include "out/document.h"

#define KA_PLAIN_WIDTH 100 // columns at most, but for a table that cannot be narrower

void ka_plain_write(const struct ka_document *doc, struct ka_buf *out);

#endif
