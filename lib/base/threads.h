// SPDX-License-Identifier: GPL-3.0-or-later
// How many threads there may be, and blocks of work for them.
#ifndef KA_BASE_THREADS_H
#define KA_BASE_THREADS_H

#include <stddef.h>

// How many processors this process may use, at least 1.
size_t ka_processors(void);

// Calls work(block, context) once for each block 0..blocks-1, on up to `threads` threads (0: as
// many as there are processors), in any order.  Results are the same for any number of threads
// when a block writes only what is its own.  Returns when all is done.
void ka_run_blocks(size_t blocks, unsigned threads, void (*work)(size_t block, void *context),
                   void *context);

#endif
