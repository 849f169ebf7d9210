// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/delimiter.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

static const char candidates[] = {',', ';', '\t', '|'};
enum {
    CANDIDATES = sizeof candidates,
    COUNT_MAX = 1024, // so many on a line or more are not told apart
};

struct tally {
    size_t on_line[CANDIDATES];
    size_t lines[CANDIDATES][COUNT_MAX];
};

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void tally_line(struct tally *tally)
{
    size_t *on_line = tally->on_line;
    for (size_t i = 0; i < CANDIDATES; i++) {
        tally->lines[i][on_line[i] < COUNT_MAX ? on_line[i] : COUNT_MAX - 1]++;
        on_line[i] = 0;
    }
}

// Does the quote at i open a cell, or go on behind a doubled one?  A spreadsheet may guard a
// cell: ="0012".
static bool opens(struct ka_str text, size_t i)
{
    i -= i > 0 && text.p[i - 1] == '=';
    char before = i > 0 ? text.p[i - 1] : '\n';
    return before == '"' || is_line_end(before) || memchr(candidates, before, CANDIDATES);
}

static void tally_text(struct tally *tally, struct ka_str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        const char *candidate = memchr(candidates, c, CANDIDATES);
        if (c == '"')
            quoted = !quoted && opens(text, i);
        else if (!quoted && is_line_end(c))
            tally_line(tally);
        else if (!quoted && candidate)
            tally->on_line[candidate - candidates]++;
    }
    tally_line(tally);
}

// Orders by the lines that hold the commonest number, then by that number; 0: none.
static size_t score(const size_t lines[COUNT_MAX])
{
    size_t mode = 1;
    for (size_t count = 2; count < COUNT_MAX; count++)
        if (lines[count] >= lines[mode])
            mode = count;
    return lines[mode] ? lines[mode] * COUNT_MAX + mode : 0;
}

char ka_delimiter_detect(struct ka_str text)
{
    struct tally *tally = ka_zalloc(1, sizeof *tally);
    tally_text(tally, text);
    size_t best = 0;
    for (size_t i = 1; i < CANDIDATES; i++)
        if (score(tally->lines[i]) > score(tally->lines[best]))
            best = i;
    free(tally);
    return candidates[best];
}
