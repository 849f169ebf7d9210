// SPDX-License-Identifier: GPL-3.0-or-later
// The rest of an input, read by several threads at once.
#ifndef KA_TABLE_PARALLEL_H
#define KA_TABLE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "table/reader.h"

// Reads records from reader until there are no more; false with err filled when one of them
// is wrong, at the first such.  context is its thread's alone.
typedef bool ka_read_part(struct ka_reader *reader, void *context, struct ka_error *err);

// Calls `part` for contexts[0] … contexts[threads - 1], each in a thread of its own with
// a reader of its own; which of them gets which records is open.  Of several errors the
// one that comes first in the input is told.  With one thread it is a plain call.
bool ka_read_parallel(struct ka_reader *reader, ka_read_part *part, void *const *contexts,
                      size_t threads, struct ka_error *err);

// How many threads this process may run at once.
size_t ka_processors(void);

#endif
