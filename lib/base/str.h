// SPDX-License-Identifier: GPL-3.0-or-later
// Text as bytes with a length: borrowed slices, a growing buffer, an arena.
#ifndef KA_BASE_STR_H
#define KA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// A borrowed run of bytes, not NUL-terminated.  Who made it says how long it lives.
struct ka_str {
    const char *p;
    size_t n;
};

#define KA_STR(literal) ((struct ka_str){(literal), sizeof(literal) - 1})

// For printf's %.*s.
#define KA_ARG(s) (int)(s).n, (s).p

static inline struct ka_str ka_str(const char *text)
{
    return (struct ka_str){text, text ? strlen(text) : 0};
}

// The first and the last bytes, which may overlap.
static inline bool ka_same_ends(const char *a, const char *b, size_t n, size_t width)
{
    return memcmp(a, b, width) == 0 && memcmp(a + n - width, b + n - width, width) == 0;
}

// Most texts are short: a call would cost more than the comparison.
static inline bool ka_str_eq(struct ka_str a, struct ka_str b)
{
    if (a.n != b.n)
        return false;
    if (a.n - 8 <= 8)
        return ka_same_ends(a.p, b.p, a.n, 8);
    if (a.n - 16 <= 16)
        return ka_same_ends(a.p, b.p, a.n, 16);
    if (a.n - 4 <= 4)
        return ka_same_ends(a.p, b.p, a.n, 4);
    return a.n == 0 || memcmp(a.p, b.p, a.n) == 0;
}

// Bytewise order, the order in which ties break everywhere.
int ka_str_cmp(struct ka_str a, struct ka_str b);

bool ka_str_has_prefix(struct ka_str s, struct ka_str prefix);
bool ka_str_has_suffix(struct ka_str s, struct ka_str suffix);
bool ka_str_contains(struct ka_str s, struct ka_str part);

struct ka_str ka_str_trim_blanks(struct ka_str s);

// s without ASCII blanks, tabs, U+00A0 and U+3000 at both ends.  Most cells begin and end
// with a byte that can be part of none of these, which is what ka_str_blank_bytes tells.
extern const bool ka_str_blank_bytes[256];

static inline struct ka_str ka_str_trim(struct ka_str s)
{
    if (s.n == 0 || !(ka_str_blank_bytes[(unsigned char)s.p[0]] |
                      ka_str_blank_bytes[(unsigned char)s.p[s.n - 1]]))
        return s;
    return ka_str_trim_blanks(s);
}

// Cuts the next piece up to `mark` off the front of *rest; false when *rest is
// used up.  "a,b" gives "a", "b"; "" gives nothing.
bool ka_str_next(struct ka_str *rest, char mark, struct ka_str *piece);

// Is text one of "one|two|three"?
bool ka_str_among(struct ka_str text, const char *words);

// A growing buffer; zero-initialised is empty; p is always NUL-terminated once
// something was added.
struct ka_buf {
    char *p;
    size_t n, cap;
};

void ka_buf_room(struct ka_buf *buf, size_t n); // for n bytes more and the NUL

static inline void ka_buf_add(struct ka_buf *buf, struct ka_str s)
{
    if (buf->cap - buf->n <= s.n)
        ka_buf_room(buf, s.n);
    if (s.n)
        memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
    buf->p[buf->n] = '\0';
}

static inline void ka_buf_add_text(struct ka_buf *buf, const char *text)
{
    ka_buf_add(buf, ka_str(text));
}

static inline void ka_buf_add_char(struct ka_buf *buf, char c)
{
    ka_buf_add(buf, (struct ka_str){&c, 1});
}

void ka_buf_addf(struct ka_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void ka_buf_clear(struct ka_buf *buf); // frees; the buffer is empty and usable again

static inline void ka_buf_reset(struct ka_buf *buf) // empties, keeps the room
{
    buf->n = 0;
}

static inline struct ka_str ka_buf_str(const struct ka_buf *buf)
{
    return (struct ka_str){buf->p ? buf->p : "", buf->n};
}

// Copies that live until the arena is cleared; zero-initialised is empty.
struct ka_arena {
    struct ka_arena_block *blocks;
    size_t used, size;
};

struct ka_str ka_arena_str(struct ka_arena *arena, struct ka_str s);     // NUL-terminated
void *ka_arena_alloc(struct ka_arena *arena, size_t count, size_t size); // aligned, zeroed
void ka_arena_clear(struct ka_arena *arena);

// A value for a diagnostic: quoted, cut to 40 characters, control bytes and
// broken UTF-8 as \xNN.  Returns text, which the caller's buffer holds.
struct ka_quoted {
    char text[192];
};
const char *ka_quote(struct ka_quoted *room, struct ka_str value);
#define KA_QUOTE(value) ka_quote(&(struct ka_quoted){.text = ""}, (value))

#endif
