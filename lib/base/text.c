// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"

#include <stdlib.h>
#include <utf8proc.h>

static bool is_continuation(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

// Is it made of ASCII and the common ideographs, U+4E00 to U+9FFF?  No form but the lower
// case differs from any of these.
static bool is_inert(struct ka_str s)
{
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    uint64_t eight;
    while (p < end)
        if (end - p >= 8 && !(memcpy(&eight, p, 8), eight & UINT64_C(0x8080808080808080)))
            p += 8;
        else if (*p < 0x80)
            p++;
        else if (end - p >= 3 && *p >= 0xe4 && *p <= 0xe9 &&
                 p[1] >= (*p == 0xe4 ? 0xb8 : 0x80) && is_continuation(p[1]) &&
                 is_continuation(p[2]))
            p += 3;
        else
            return false;
    return true;
}

// Appends s mapped by utf8proc, or s itself where it is not UTF-8.
static void map_text(struct ka_buf *out, struct ka_str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &mapped, options);
    if (n < 0)
        ka_buf_add(out, s);
    else
        ka_buf_add(out, (struct ka_str){(const char *)mapped, (size_t)n});
    free(mapped);
}

static const bool is_sign[0x80] = {
    ['_'] = true, ['-'] = true, ['.'] = true, [':'] = true,  ['/'] = true,
    ['('] = true, [')'] = true, ['['] = true, [']'] = true,  ['{'] = true,
    ['}'] = true, ['#'] = true, ['*'] = true, ['\''] = true, ['"'] = true};

static bool is_joiner(int32_t c)
{
    if (c < 0x80)
        return c <= ' ' || is_sign[c];
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_CF:
        return true;
    default:
        return c == 0xb7 || c == 0x3001; // middle dot, ideographic comma
    }
}

static void fold_inert(struct ka_buf *out, struct ka_str s)
{
    ka_buf_room(out, s.n);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c & 0x80 || !is_joiner(c))
            out->p[out->n++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out->p[out->n] = '\0';
}

void ka_text_fold(struct ka_buf *out, struct ka_str s)
{
    struct ka_buf plain = {0};
    if (is_inert(s)) {
        fold_inert(out, s);
        return;
    }
    map_text(&plain, s,
             UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    struct ka_str rest = ka_buf_str(&plain);
    while (rest.n) {
        struct ka_str start = rest;
        int32_t c = ka_text_next(&rest);
        if (!is_joiner(c))
            ka_buf_add(out, (struct ka_str){start.p, start.n - rest.n});
    }
    ka_buf_clear(&plain);
}

// Is there a blank that is to be one, or goes with another?
static bool has_odd_blanks(struct ka_str text)
{
    bool odd = false, blank = false;
    for (size_t i = 0; i < text.n; i++) {
        odd |=
            ((unsigned char)(text.p[i] - '\t') <= '\r' - '\t') | (blank & (text.p[i] == ' '));
        blank = text.p[i] == ' ';
    }
    return odd;
}

bool ka_text_is_nfkc(struct ka_str s)
{
    return ka_str_trim(s).n == s.n && is_inert(s) && !has_odd_blanks(s);
}

void ka_text_nfkc(struct ka_buf *out, struct ka_str s)
{
    struct ka_buf plain = {0};
    bool inert = is_inert(s);
    if (!inert)
        map_text(&plain, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    struct ka_str text = ka_str_trim(inert ? s : ka_buf_str(&plain));
    if (!has_odd_blanks(text)) {
        ka_buf_add(out, text);
        ka_buf_clear(&plain);
        return;
    }
    bool blank = false;
    ka_buf_room(out, text.n);
    for (size_t i = 0; i < text.n; i++) {
        bool space = text.p[i] == ' ' || (text.p[i] >= '\t' && text.p[i] <= '\r');
        if (!space || !blank)
            ka_buf_add_char(out, space ? ' ' : text.p[i]);
        blank = space;
    }
    ka_buf_clear(&plain);
}

size_t ka_text_width(struct ka_str s)
{
    size_t width = 0;
    for (int32_t c; (c = ka_text_next(&s)) >= 0;)
        width += (size_t)utf8proc_charwidth(c);
    return width;
}

// Bytes of the character at the front of s: 0 when it is broken, -1 when it is
// merely cut off.
static int length_at(struct ka_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (p[0] < 0x80)
        return 1;
    int n = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
    // The second byte's range keeps out overlong forms, surrogates, > U+10FFFF.
    unsigned low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    for (int i = 1; i < n; i++, low = 0x80, high = 0xbf) {
        if ((size_t)i == s.n)
            return -1;
        if (p[i] < low || p[i] > high)
            return 0;
    }
    return n;
}

size_t ka_text_utf8_valid(struct ka_str s, bool *cut)
{
    *cut = false;
    for (size_t i = 0; i < s.n;) {
        int n = length_at((struct ka_str){s.p + i, s.n - i});
        *cut = n < 0;
        if (n <= 0)
            return i;
        i += (size_t)n;
    }
    return s.n;
}

int32_t ka_text_next(struct ka_str *rest)
{
    if (rest->n == 0)
        return -1;
    int n = length_at(*rest);
    utf8proc_int32_t c = 0xfffd;
    if (n > 0)
        utf8proc_iterate((const utf8proc_uint8_t *)rest->p, n, &c);
    else
        n = 1;
    *rest = (struct ka_str){rest->p + n, rest->n - (size_t)n};
    return c;
}

// ---- Mistyped ----

enum { LETTERS = 64 };

static size_t letters_of(struct ka_str text, int32_t *letter)
{
    size_t n = 0;
    for (int32_t c = ka_text_next(&text); c >= 0 && n < LETTERS; c = ka_text_next(&text))
        letter[n++] = c;
    return n;
}

size_t ka_text_edits(struct ka_str left, struct ka_str right)
{
    int32_t a[LETTERS], b[LETTERS];
    size_t n = letters_of(left, a), m = letters_of(right, b), cost[LETTERS + 1];
    for (size_t j = 0; j <= m; j++)
        cost[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = cost[0];
        cost[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            size_t other = (cost[j] < cost[j - 1] ? cost[j] : cost[j - 1]) + 1;
            diagonal = cost[j];
            cost[j] = change < other ? change : other;
        }
    }
    return cost[m];
}
