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

void ka_escape_base64(struct ka_buf *out, struct ka_str bytes, bool one_line)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)bytes.p;
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t three = (uint32_t)p[i] << 16;
        three |= i + 1 < bytes.n ? (uint32_t)p[i + 1] << 8 : 0;
        three |= i + 2 < bytes.n ? p[i + 2] : 0;
        ka_buf_add_char(out, digits[three >> 18]);
        ka_buf_add_char(out, digits[three >> 12 & 63]);
        ka_buf_add_char(out, i + 1 < bytes.n ? digits[three >> 6 & 63] : '=');
        ka_buf_add_char(out, i + 2 < bytes.n ? digits[three & 63] : '=');
        if (!one_line && (i % 57 == 54 || i + 3 >= bytes.n))
            ka_buf_add_char(out, '\n');
    }
}
