// SPDX-License-Identifier: GPL-3.0-or-later
// The script of the HTML report: tables that can be sorted and filtered.
#ifndef KA_OUT_SORTING_H
#define KA_OUT_SORTING_H

#include "out/phrase.h"
#include "base/str.h"

// Appends a script element.  It makes a button of every column title and puts a field for
// filtering above tables of more than 10 rows; the page is whole without it.
void ka_sorting_script(struct ka_buf *out, enum ka_lang lang);

#endif
