// SPDX-License-Identifier: GPL-3.0-or-later
// Is a text well-formed XML (or HTML written that way)?  For tests of what we write
// ourselves: no CDATA, comments or processing instructions are expected.
#ifndef KA_TESTS_WELLFORMED_H
#define KA_TESTS_WELLFORMED_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static inline bool entity_is_known(const char *p)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    for (int i = 0; i < 4; i++)
        if (strncmp(p, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

// Reads the attributes of a tag from *p to behind its '>'; every value must be quoted.
static inline bool attributes_are_quoted(const char **p, bool *empty)
{
    char quote = 0;
    *empty = false;
    for (; **p; ++*p) {
        char c = **p;
        if (c == '<' || (c == '&' && !entity_is_known(*p)))
            return false;
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '=' && (*p)[1] != '"' && (*p)[1] != '\'')
            return false;
        else if (c == '>') {
            *empty = (*p)[-1] == '/';
            ++*p;
            return true;
        }
    }
    return false;
}

static inline bool is_well_formed(const char *p)
{
    char open[64][24];
    int depth = 0;
    if (strncmp(p, "<!doctype html>", 15) == 0)
        p += 15;
    while (*p) {
        if (*p == '&' && !entity_is_known(p))
            return false;
        if (*p++ != '<')
            continue;
        bool closes = *p == '/', empty;
        char name[24] = "";
        if (sscanf(p + closes, "%23[a-z0-9]", name) != 1)
            return false;
        p += closes + (int)strlen(name);
        if (!attributes_are_quoted(&p, &empty))
            return false;
        if (closes && (depth == 0 || strcmp(open[--depth], name) != 0))
            return false;
        if (!closes && !empty && strcmp(name, "meta") != 0) {
            if (depth == 64)
                return false;
            strcpy(open[depth++], name);
        }
    }
    return depth == 0;
}

#endif
