// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/wrap.h"

#include <stdint.h>

#include "base/text.h"

static bool is_closing(struct ka_str c)
{
    static const char *const closing[] = {
        ",",      ".",      ";",      ":",      "!",      "?",      ")",      "%",
        "\uff0c", "\u3002", "\uff1b", "\uff1a", "\uff01", "\uff1f", "\uff09", "\uff05",
        "\u3001", "\u300b", "\u300d", "\u3011", "\u201d", "\u2019"}; // ,。;:!?)%、》」】”’
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (ka_str_eq(c, ka_str(closing[i])))
            return true;
    return false;
}

static struct ka_str next_character(struct ka_str *rest)
{
    const char *start = rest->p;
    ka_text_next(rest);
    return (struct ka_str){start, (size_t)(rest->p - start)};
}

bool ka_wrap_next(struct ka_str *rest, size_t width, struct ka_str *line)
{
    *rest = ka_str_trim(*rest);
    if (rest->n == 0)
        return false;
    struct ka_str ahead = *rest;
    size_t used = 0, fits = 0, cut = 0; // bytes that fit, bytes up to the best cut
    bool after_wide = false, breakable = false;
    while (ahead.n > 0) {
        struct ka_str c = next_character(&ahead);
        size_t columns = ka_text_width(c);
        bool blank = ka_str_eq(c, KA_STR(" "));
        if (blank || breakable || ((after_wide || columns == 2) && !is_closing(c)))
            cut = fits;
        if (used + columns > width && fits > 0 && !blank)
            break;
        used += columns;
        fits = (size_t)(ahead.p - rest->p);
        after_wide = columns == 2;
        breakable = blank || ka_str_eq(c, KA_STR("-"));
        if (ahead.n == 0)
            cut = fits;
    }
    cut = cut ? cut : fits;
    *line = ka_str_trim((struct ka_str){rest->p, cut});
    *rest = (struct ka_str){rest->p + cut, rest->n - cut};
    return true;
}

// Hebrew, Arabic and their neighbours, and the marks that turn the direction of writing.
static bool turns_direction(struct ka_str text)
{
    for (int32_t c = ka_text_next(&text); c >= 0; c = ka_text_next(&text))
        if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) ||
            (c >= 0xfe70 && c <= 0xfefc) || (c >= 0x10800 && c <= 0x10fff) ||
            (c >= 0x1e800 && c <= 0x1efff) || (c >= 0x200e && c <= 0x200f) ||
            (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
            return true;
    return false;
}

void ka_line_isolate(struct ka_buf *out, struct ka_str text)
{
    if (!turns_direction(text)) {
        ka_buf_add(out, text);
        return;
    }
    size_t open = 1;
    ka_buf_add_text(out, "\u2068"); // first strong isolate
    while (text.n > 0) {
        const char *start = text.p;
        int32_t c = ka_text_next(&text);
        bool closes = c == 0x2069; // pop directional isolate
        if (closes && open == 1)
            continue;
        open += c >= 0x2066 && c <= 0x2068;
        open -= closes;
        ka_buf_add(out, (struct ka_str){start, (size_t)(text.p - start)});
    }
    while (open-- > 0)
        ka_buf_add_text(out, "\u2069");
}

struct ka_str ka_line_keep(struct ka_arena *arena, struct ka_str text)
{
    struct ka_buf line = {0};
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= '\t' && c <= '\r')
            ka_buf_add_char(&line, ' ');
        else if ((unsigned char)c < ' ' || c == 0x7f)
            ka_buf_add_text(&line, "\uFFFD");
        else
            ka_buf_add_char(&line, c);
    }
    struct ka_str kept = ka_arena_str(arena, ka_buf_str(&line));
    ka_buf_clear(&line);
    return kept;
}
