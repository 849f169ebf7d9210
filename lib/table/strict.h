// SPDX-License-Identifier: GPL-3.0-or-later
// One record at a time by libcsv in strict mode: the arbiter of what a record is
// (libcsv's home).  The reader hands it what its fast path does not take.
#ifndef KA_TABLE_STRICT_H
#define KA_TABLE_STRICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct ka_strict;

// guarded: a cell ="0012", quoted or not, is read as 0012 (see table/guard.h).
struct ka_strict *ka_strict_new(char delimiter, bool guarded);

enum ka_strict_state {
    KA_STRICT_OPEN,   // the record goes on with the next line
    KA_STRICT_WHOLE,  // it ended with this line
    KA_STRICT_BROKEN, // it is none
};

// Forgets the record before and whatever was wrong with it.
void ka_strict_begin(struct ka_strict *strict);

// Takes the next physical line of the record, its end included.
enum ka_strict_state ka_strict_add(struct ka_strict *strict, struct ka_str line);

// Nothing comes behind: KA_STRICT_WHOLE, or KA_STRICT_BROKEN when a quote is open.
enum ka_strict_state ka_strict_end(struct ka_strict *strict);

// The cells so far, unquoted; they live until the next begin.
size_t ka_strict_count(const struct ka_strict *strict);
const struct ka_str *ka_strict_cells(struct ka_strict *strict);
const char *ka_strict_problem(const struct ka_strict *strict);     // why it is broken
struct ka_str ka_strict_open_cell(const struct ka_strict *strict); // the unfinished cell

void ka_strict_free(struct ka_strict *strict); // NULL is fine

#endif
