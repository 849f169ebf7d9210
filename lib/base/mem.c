// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"

static void *found(void *block, size_t bytes)
{
    if (block || bytes == 0)
        return block;
    fprintf(stderr, "%s: out of memory\n", program_invocation_short_name);
    exit(KA_SYSTEM);
}

static size_t product(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        found(NULL, 1);
    return bytes;
}

void *ka_alloc(size_t count, size_t size)
{
    return ka_resize(NULL, count, size);
}

void *ka_zalloc(size_t count, size_t size)
{
    size_t bytes = product(count, size);
    return found(calloc(1, bytes ? bytes : 1), 1);
}

void *ka_resize(void *block, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    return found(realloc(block, bytes ? bytes : 1), 1);
}

static size_t double_to(size_t cap, size_t need)
{
    size_t room = cap ? cap : 16;
    while (room < need)
        room *= 2;
    return room;
}

void *ka_grow(void *block, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return block;
    *cap = double_to(*cap, need);
    return ka_resize(block, *cap, size);
}

enum { HUGE_PAGE = 2 << 20 };

// Where the kernel has no huge pages, or gives none, the advice is of no effect.
void *ka_alloc_wide(size_t count, size_t size)
{
    size_t bytes = product(count, size);
    size_t page = bytes >= 2 * HUGE_PAGE ? HUGE_PAGE : KA_CACHE_LINE;
    size_t whole = bytes + (page - 1);
    if (whole < bytes)
        found(NULL, 1);
    whole -= whole % page;
    void *block = found(aligned_alloc(page, whole ? whole : page), 1);
    if (page == HUGE_PAGE)
        madvise(block, whole, MADV_HUGEPAGE);
    return block;
}

void *ka_grow_wide(void *block, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return block;
    size_t room = double_to(*cap, need);
    void *wider = ka_alloc_wide(room, size);
    if (*cap)
        memcpy(wider, block, *cap * size);
    free(block);
    *cap = room;
    return wider;
}

enum { FIRST_PAGES = 16 << 10 }; // bytes

void *ka_grow_pages(void *block, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return block;
    size_t old = product(*cap, size);
    *cap = double_to(*cap ? *cap : (FIRST_PAGES + size - 1) / size, need);
    size_t bytes = product(*cap, size);
    void *wider =
        block ? mremap(block, old, bytes, MREMAP_MAYMOVE)
              : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return found(wider == MAP_FAILED ? NULL : wider, 1);
}

void ka_free_pages(void *block, size_t cap, size_t size)
{
    if (block)
        munmap(block, cap * size);
}

char *ka_strdup(const char *text)
{
    size_t n = strlen(text) + 1;
    return memcpy(ka_alloc(n, 1), text, n);
}
