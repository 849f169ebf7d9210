// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/gb.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

enum { LONGEST = 3 }; // bytes of UTF-8 for two bytes

struct ka_gb {
    struct character {
        char utf8[LONGEST];
        unsigned char n;   // 0: not met
    } characters[1 << 15]; // by the 15 lower bits of both bytes, the first of which is the top
};

struct ka_gb *ka_gb_new(void)
{
    return ka_zalloc(1, sizeof(struct ka_gb));
}

void ka_gb_free(struct ka_gb *gb)
{
    free(gb);
}

static size_t number_of(const char *pair)
{
    return (size_t)((unsigned char)pair[0] & 0x7f) << 8 | (unsigned char)pair[1];
}

void ka_gb_learn(struct ka_gb *gb, const char *pair, struct ka_str utf8)
{
    struct character *character = &gb->characters[number_of(pair)];
    if (utf8.n == 0 || utf8.n > LONGEST)
        return;
    memcpy(character->utf8, utf8.p, utf8.n);
    character->n = (unsigned char)utf8.n;
}

size_t ka_gb_length(struct ka_str text)
{
    if (!(text.p[0] & 0x80))
        return 1;
    return text.n > 1 && text.p[1] >= '0' && text.p[1] <= '9' ? 4 : 2;
}

// Copies ASCII in eights, as long as there are any.
static size_t copy_ascii(const char *in, size_t n, char *out)
{
    uint64_t eight;
    size_t i = 0;
    for (; i + sizeof eight <= n; i += sizeof eight) {
        memcpy(&eight, in + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
        memcpy(out + i, &eight, sizeof eight);
    }
    for (; i < n && !(in[i] & 0x80); i++)
        out[i] = in[i];
    return i;
}

size_t ka_gb_convert(const struct ka_gb *gb, struct ka_str text, struct ka_buf *utf8)
{
    ka_buf_room(utf8, text.n / 2 * LONGEST + 2 * LONGEST);
    char *out = utf8->p + utf8->n;
    size_t i = 0;
    while (i < text.n) {
        size_t plain = copy_ascii(text.p + i, text.n - i, out);
        out += plain;
        i += plain;
        while (i + 1 < text.n && text.p[i] & 0x80) {
            const struct character *character = &gb->characters[number_of(text.p + i)];
            if (character->n == 0)
                break;
            memcpy(out, character->utf8, LONGEST);
            out += character->n;
            i += 2;
        }
        if (i < text.n && text.p[i] & 0x80)
            break;
    }
    utf8->n = (size_t)(out - utf8->p);
    *out = '\0';
    return i;
}
