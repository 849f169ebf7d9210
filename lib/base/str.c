// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/str.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

int ka_str_cmp(struct ka_str a, struct ka_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool ka_str_has_prefix(struct ka_str s, struct ka_str prefix)
{
    return s.n >= prefix.n && ka_str_eq((struct ka_str){s.p, prefix.n}, prefix);
}

bool ka_str_has_suffix(struct ka_str s, struct ka_str suffix)
{
    return s.n >= suffix.n &&
           ka_str_eq((struct ka_str){s.p + s.n - suffix.n, suffix.n}, suffix);
}

bool ka_str_contains(struct ka_str s, struct ka_str part)
{
    return part.n == 0 || (s.n >= part.n && memmem(s.p, s.n, part.p, part.n));
}

const bool ka_str_blank_bytes[256] = {
    [' '] = true,  ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true,
    ['\r'] = true, [0xc2] = true, [0xa0] = true, [0xe3] = true, [0x80] = true};

// Bytes of the blank at the front of s, 0 when there is none.
static size_t blank_at(struct ka_str s)
{
    static const struct ka_str wide[] = {{"\xc2\xa0", 2}, {"\xe3\x80\x80", 3}};
    if (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (ka_str_has_prefix(s, wide[i]))
            return wide[i].n;
    return 0;
}

struct ka_str ka_str_trim_blanks(struct ka_str s)
{
    for (size_t n; (n = blank_at(s)) > 0;)
        s = (struct ka_str){s.p + n, s.n - n};
    for (size_t back = 1; back <= 3 && back <= s.n; back++)
        if (blank_at((struct ka_str){s.p + s.n - back, back}) == back) {
            s.n -= back;
            back = 0;
        }
    return s;
}

bool ka_str_next(struct ka_str *rest, char mark, struct ka_str *piece)
{
    if (rest->n == 0)
        return false;
    const char *end = memchr(rest->p, mark, rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *piece = (struct ka_str){rest->p, n};
    size_t used = end ? n + 1 : n;
    *rest = (struct ka_str){rest->p + used, rest->n - used};
    return true;
}

bool ka_str_among(struct ka_str text, const char *words)
{
    struct ka_str rest = ka_str(words), word;
    while (ka_str_next(&rest, '|', &word))
        if (ka_str_eq(word, text))
            return true;
    return false;
}

void ka_buf_room(struct ka_buf *buf, size_t n)
{
    buf->p = ka_grow(buf->p, &buf->cap, buf->n + n + 1, 1);
}

void ka_buf_addf(struct ka_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    ka_buf_room(buf, (size_t)n);
    vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
    va_end(again);
    buf->n += (size_t)n;
}

void ka_buf_clear(struct ka_buf *buf)
{
    free(buf->p);
    *buf = (struct ka_buf){0};
}

struct ka_arena_block {
    struct ka_arena_block *next;
    alignas(max_align_t) char bytes[];
};

void *ka_arena_alloc(struct ka_arena *arena, size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes))
        ka_alloc(count, size); // ends the program
    size_t start = (arena->used + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!arena->blocks || start + bytes > arena->size) {
        size_t room = bytes > 65536 ? bytes : 65536;
        struct ka_arena_block *block = ka_alloc(1, sizeof *block + room);
        block->next = arena->blocks;
        arena->blocks = block;
        arena->size = room;
        start = 0;
    }
    arena->used = start + bytes;
    return memset(arena->blocks->bytes + start, 0, bytes);
}

struct ka_str ka_arena_str(struct ka_arena *arena, struct ka_str s)
{
    bool fits = arena->blocks && arena->used + s.n + 1 <= arena->size;
    char *copy = fits ? arena->blocks->bytes + arena->used : ka_arena_alloc(arena, s.n + 1, 1);
    if (fits)
        arena->used += s.n + 1; // bytes need no alignment
    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return (struct ka_str){copy, s.n};
}

void ka_arena_clear(struct ka_arena *arena)
{
    for (struct ka_arena_block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct ka_arena){0};
}

const char *ka_quote(struct ka_quoted *room, struct ka_str value)
{
    size_t used = 0, shown = 0;
    room->text[used++] = '\'';
    struct ka_str rest = value;
    while (rest.n && shown++ < 40) {
        const char *start = rest.p;
        int32_t c = ka_text_next(&rest);
        size_t n = (size_t)(rest.p - start);
        bool broken = c == 0xfffd && n == 1;
        if (c < 0x20 || c == 0x7f || broken)
            used += (size_t)snprintf(room->text + used, 5, "\\x%02x", (unsigned char)*start);
        else {
            memcpy(room->text + used, start, n);
            used += n;
        }
    }
    snprintf(room->text + used, sizeof room->text - used, "'%s", rest.n ? "…" : "");
    return room->text;
}
