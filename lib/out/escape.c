// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/escape.h"

#include <stdint.h>

#include "base/text.h"

static const char *entity(int32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    case 0xfffd: // a broken byte also reads as this one
    case 0xfffe:
    case 0xffff:
        return "\xef\xbf\xbd";
    default:
        return c < 0x20 || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

void ka_escape_xml(struct ka_buf *out, struct ka_str text)
{
    for (struct ka_str rest = text; rest.n > 0;) {
        const char *start = rest.p;
        const char *instead = entity(ka_text_next(&rest));
        if (instead)
            ka_buf_add_text(out, instead);
        else
            ka_buf_add(out, (struct ka_str){start, (size_t)(rest.p - start)});
    }
}

void ka_escape_gnuplot(struct ka_buf *out, struct ka_str text)
{
    ka_buf_add_char(out, '\'');
    for (struct ka_str rest = text; rest.n > 0;) {
        const char *start = rest.p;
        int32_t c = ka_text_next(&rest);
        if (c == '\'')
            ka_buf_add_text(out, "''");
        else if (c == 0xfffd)
            ka_buf_add_text(out, "\xef\xbf\xbd");
        else if (c < 0x20 || c == 0x7f)
            ka_buf_add_char(out, ' ');
        else
            ka_buf_add(out, (struct ka_str){start, (size_t)(rest.p - start)});
    }
    ka_buf_add_char(out, '\'');
}
