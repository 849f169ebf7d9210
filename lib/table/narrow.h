// SPDX-License-Identifier: GPL-3.0-or-later
// The same characters in few forms: what numbers and dates are parsed from.
#ifndef KA_TABLE_NARROW_H
#define KA_TABLE_NARROW_H

#include <stddef.h>

#include "base/str.h"

#define KA_NARROW_SIZE 96 // room that every number and date fits in

// text with full-width ASCII made narrow, ASCII letters in upper case, the blanks of
// Unicode as ' ', U+2212 as '-', U+2019 as '\'', trimmed; the rest as it is.  Lives in
// room.  Empty when it does not fit.
struct ka_str ka_narrow(struct ka_str text, char room[KA_NARROW_SIZE]);

#endif
