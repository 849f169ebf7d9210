// SPDX-License-Identifier: GPL-3.0-or-later
// Independent blocks of work on several threads.
#ifndef KA_BASE_PARALLEL_H
#define KA_BASE_PARALLEL_H

#include <stddef.h>

// How many processors this process may use, at least 1.
unsigned ka_processors(void);

// Calls work(block, context) once for each block 0..blocks-1, on up to `threads` threads (0: as
// many as there are processors), in any order.  Results are the same for any number of threads
// when a block writes only what is its own.  Returns when all is done.
void ka_parallel(size_t blocks, unsigned threads, void (*work)(size_t block, void *context),
                 void *context);

#endif
