// SPDX-License-Identifier: GPL-3.0-or-later
// Which character parts the cells of a table?
#ifndef KA_TABLE_DELIMITER_H
#define KA_TABLE_DELIMITER_H

#include "base/str.h"

// One of , ; tab | by a sample of the text, counted outside quotes and line by line:
// the one whose commonest count per line, times the lines that have it, is largest,
// so that titles above and totals below the table are outvoted.  Ties go to the
// earlier one, as does a text without any.  A comma between two digits does not
// count on a line that holds another candidate: there it groups or marks decimals.
char ka_delimiter_detect(struct ka_str sample);

#endif
