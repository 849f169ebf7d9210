// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/narrow.h"

#include "base/text.h"

// The ASCII character that stands for c, or c.
static int32_t narrow(int32_t c)
{
    switch (c) {
    case 0xa0:   // no-break space
    case 0x2007: // figure space
    case 0x2009: // thin space
    case 0x202f: // narrow no-break space
    case 0x3000: // ideographic space
        return ' ';
    case 0x2212:
        return '-';
    case 0x2019:
        return '\'';
    default:
        return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c;
    }
}

static char upper(char c)
{
    if (c >= '\t' && c <= '\r')
        return ' ';
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

struct ka_str ka_narrow(struct ka_str text, char room[KA_NARROW_SIZE])
{
    size_t n = 0;
    for (struct ka_str rest = ka_str_trim(text); rest.n;) {
        struct ka_str start = rest;
        int32_t c = narrow(ka_text_next(&rest));
        size_t bytes = c < 0x80 ? 1 : start.n - rest.n;
        if (n + bytes > KA_NARROW_SIZE)
            return (struct ka_str){room, 0};
        if (c < 0x80)
            room[n] = upper((char)c);
        else
            memcpy(room + n, start.p, bytes);
        n += bytes;
    }
    return ka_str_trim((struct ka_str){room, n});
}
