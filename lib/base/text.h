// SPDX-License-Identifier: GPL-3.0-or-later
// What Unicode says about text (utf8proc's home).
#ifndef KA_BASE_TEXT_H
#define KA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

// Appends s folded for comparison: NFKC (full width to half width), lower case,
// and without blanks and the joiners _ - . : / ( ) 【】 and the like, so that
// "Customer ID", "客户 ID" and "客户_ｉｄ" meet.  Invalid UTF-8 is kept as it is.
void ka_text_fold(struct ka_buf *out, struct ka_str s);

// Appends s in NFKC with runs of blanks as one, trimmed; case is kept.
void ka_text_nfkc(struct ka_buf *out, struct ka_str s);

// Is it known to be what ka_text_nfkc makes of it?  That is so for most names.
bool ka_text_is_nfkc(struct ka_str s);

// Columns of a terminal: 2 for a wide East Asian character, 0 for a combining one.
size_t ka_text_width(struct ka_str s);

// Offset of the first byte that is not UTF-8 (overlong, surrogate, > 10FFFF), or
// s.n.  When the last character is merely cut off, its offset, and *cut is true.
size_t ka_text_utf8_valid(struct ka_str s, bool *cut);

// The next character of *rest, which advances; U+FFFD for a broken byte, -1 at the end.
int32_t ka_text_next(struct ka_str *rest);

// Letters to change, add or take away (Levenshtein 1966), of the first 64.
size_t ka_text_edits(struct ka_str left, struct ka_str right);

#endif
