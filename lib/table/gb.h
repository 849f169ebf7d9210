// SPDX-License-Identifier: GPL-3.0-or-later
// GB18030 and GBK → UTF-8 where it is ASCII or a character of two bytes that was met before:
// nearly all of a text.  What a character is only iconv knows (table/charset.c).
#ifndef KA_TABLE_GB_H
#define KA_TABLE_GB_H

#include <stddef.h>

#include "base/str.h"

struct ka_gb;

struct ka_gb *ka_gb_new(void);
void ka_gb_free(struct ka_gb *gb); // NULL is fine

// Appends text, which begins with a character, as far as it is known; how many bytes were.
size_t ka_gb_convert(const struct ka_gb *gb, struct ka_str text, struct ka_buf *utf8);

// How many bytes the character at the front has, cut off or not: 1, 2 or 4.
size_t ka_gb_length(struct ka_str text);

// The two bytes at pair are this character.
void ka_gb_learn(struct ka_gb *gb, const char *pair, struct ka_str utf8);

#endif
