// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/names.h"

#define MOST 700 // bytes of a list; struct ka_error holds 1024

// The first bytes of name that fit and end a character.
static struct ka_str cut(struct ka_str name, size_t room)
{
    size_t n = name.n < room ? name.n : room;
    while (n > 0 && n < name.n && (name.p[n] & 0xc0) == 0x80)
        n--;
    return (struct ka_str){name.p, n};
}

void ka_names_add(struct ka_buf *list, struct ka_str name)
{
    if (list->n >= MOST)
        return;
    if (list->n > 0)
        ka_buf_add_text(list, ", ");
    bool fits = list->n + name.n < MOST;
    struct ka_str part = fits ? name : cut(name, list->n < MOST ? MOST - list->n : 0);
    for (size_t i = 0; i < part.n; i++) {
        unsigned char c = (unsigned char)part.p[i];
        ka_buf_add_char(list, c < ' ' || c == 0x7f ? ' ' : part.p[i]);
    }
    if (!fits)
        ka_buf_add_text(list, "…");
}
