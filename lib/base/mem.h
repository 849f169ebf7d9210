// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that is there or the program ends: running out is the one condition
// the library answers by itself (one line on stderr, exit 4).
#ifndef KA_BASE_MEM_H
#define KA_BASE_MEM_H

#include <stddef.h>

// count elements of size bytes; never NULL, the product is checked.
void *ka_alloc(size_t count, size_t size);  // not initialised
void *ka_zalloc(size_t count, size_t size); // all zero
void *ka_resize(void *block, size_t count, size_t size);

// Grows an array to hold at least `need` elements, doubling; *cap is updated.
void *ka_grow(void *block, size_t *cap, size_t need, size_t size);

// For large tables that are walked at random: a whole number of lines of the cache, and in huge
// pages where that is worth it, so that finding a page costs nothing.  Not initialised; free
// frees it.
enum { KA_CACHE_LINE = 64 };
void *ka_alloc_wide(size_t count, size_t size);

// As ka_grow, for blocks of ka_alloc_wide.
void *ka_grow_wide(void *block, size_t *cap, size_t need, size_t size);

// As ka_grow, for arrays of megabytes that grow beside each other: in pages of their own, so
// that growing copies nothing and freeing gives all of it back.
void *ka_grow_pages(void *block, size_t *cap, size_t need, size_t size);
void ka_free_pages(void *block, size_t cap, size_t size);

// Makes room for one more element behind array[count].
#define KA_ROOM(array, count, cap)                                                             \
    ((array) =                                                                                 \
         (count) < (cap) ? (array) : ka_grow((array), &(cap), (count) + 1, sizeof *(array)))

char *ka_strdup(const char *text);

#endif
