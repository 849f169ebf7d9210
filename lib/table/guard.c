// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/guard.h"

#include <stdbool.h>

// One text and nothing else: quotes stand around it, those within are doubled.
static bool is_guarded(const char *cell, size_t n)
{
    if (n < 3 || cell[0] != '=' || cell[1] != '"' || cell[n - 1] != '"')
        return false;
    size_t i = 2;
    while (i < n - 1 && (cell[i] != '"' || cell[i + 1] == '"'))
        i += cell[i] == '"' ? 2 : 1;
    return i == n - 1;
}

size_t ka_guard_take_off(char *cell, size_t n)
{
    size_t out = 0;
    if (!is_guarded(cell, n))
        return n;
    for (size_t i = 2; i < n - 1; i++) {
        cell[out++] = cell[i];
        i += cell[i] == '"';
    }
    return out;
}
