// SPDX-License-Identifier: GPL-3.0-or-later
// Which character parts the cells of a table?
#ifndef KA_TABLE_DELIMITER_H
#define KA_TABLE_DELIMITER_H

#include "base/str.h"

// One of , ; tab | by a sample of the text, counted outside quotes: the one that most
// lines hold the same number of times.  So titles above and totals below the table
// are outvoted, and so are commas that group or mark decimals, which its header line
// has none of.  Ties go to the larger number, then to the earlier one; ',' when there
// is none at all.
char ka_delimiter_detect(struct ka_str sample);

#endif
