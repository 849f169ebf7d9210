// SPDX-License-Identifier: GPL-3.0-or-later
// What the program says to people, in the language of the report: one table.
#ifndef KA_OUT_PHRASE_H
#define KA_OUT_PHRASE_H

#include <stddef.h>

enum ka_lang { KA_ZH, KA_EN };

struct ka_phrase {
    const char *key;     // a column name, a statistic or a phrase's own name
    const char *text[2]; // by enum ka_lang
};

// The table, in bytewise order of the keys.
extern const struct ka_phrase ka_phrases[];
extern const size_t ka_phrase_count;

// The phrase for key, or key itself when the table does not have it (a column of
// the user's own is shown under its own name).
const char *ka_phrase(enum ka_lang lang, const char *key);

#endif
