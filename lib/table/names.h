// SPDX-License-Identifier: GPL-3.0-or-later
// The names of columns in a message.
#ifndef KA_TABLE_NAMES_H
#define KA_TABLE_NAMES_H

#include "base/str.h"

// Appends name to a list that begins empty and becomes "a, b, c": one line whatever stands
// in the names, cut between characters, with "…", where it would make a message too long.
void ka_names_add(struct ka_buf *list, struct ka_str name);

#endif
