// SPDX-License-Identifier: GPL-3.0-or-later
// What the whole layer needs once, before anything else of it is called.
#ifndef KA_STAT_STAT_H
#define KA_STAT_STAT_H

// Switches off GSL's error handler, which would abort the program: results that
// do not exist are NaN instead.  Called first thing in main, before any thread.
void ka_stat_begin(void);

#endif
