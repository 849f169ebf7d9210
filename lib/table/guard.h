// SPDX-License-Identifier: GPL-3.0-or-later
// A spreadsheet keeps a code from becoming a number by a formula that gives its text: ="0012".
#ifndef KA_TABLE_GUARD_H
#define KA_TABLE_GUARD_H

#include <stddef.h>

// Puts the text that such a formula gives in its place; the length then.  Any other cell is
// left as it is.
size_t ka_guard_take_off(char *cell, size_t n);

#endif
