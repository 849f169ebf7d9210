// SPDX-License-Identifier: GPL-3.0-or-later
// Text cut into lines of a width on the terminal.
#ifndef KA_OUT_WRAP_H
#define KA_OUT_WRAP_H

#include <stdbool.h>

#include "base/str.h"

// Cuts the next line of at most `width` columns off the front of *rest, at a blank or beside
// a wide character (never before closing punctuation), within a word when there is no other
// way; blanks at the cut are dropped.  False when *rest is used up.
bool ka_wrap_next(struct ka_str *rest, size_t width, struct ka_str *line);

// Appends text; when it has letters or marks of another direction of writing, between marks
// that keep them to it, however many of them it opens or closes itself.
void ka_line_isolate(struct ka_buf *out, struct ka_str text);

// A copy of text that is one line: line breaks and tabs as blanks, other control characters as
// U+FFFD.  Lives as long as the arena.
struct ka_str ka_line_keep(struct ka_arena *arena, struct ka_str text);

#endif
