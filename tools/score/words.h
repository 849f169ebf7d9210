// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts in words: figures, limits, one sentence of reasons.
#ifndef KA_SCORE_WORDS_H
#define KA_SCORE_WORDS_H

#include "out/phrase.h"
#include "sales/score.h"
#include "table/frame.h"

// What the words are about.  accounts: the scored rows.
struct ka_words {
    const struct ka_scoring *scoring;
    const struct ka_frame *accounts;
    enum ka_lang lang;
};

// Appends the phrase with {1} … {n} filled in by the texts of values.
void ka_words_fill(const struct ka_words *words, struct ka_buf *out, const char *phrase,
                   const struct ka_buf *values, size_t count);

// What a column is called inside a sentence.
const char *ka_words_column(const struct ka_words *words, const char *column);

// A figure as its column reads: per cent, compact amounts, days.  Unknown: "–".
void ka_words_figure(const struct ka_words *words, struct ka_buf *out, const char *column,
                     double value);

// "at least 0.95".
void ka_words_limit(const struct ka_words *words, struct ka_buf *out,
                    const struct ka_rule *rule);

// What the figure of a flip would have to be: "below 3", "at least 4.95M".
void ka_words_flip(const struct ka_words *words, struct ka_buf *out,
                   const struct ka_flip *flip);

// A cell of the account rows as a number, NAN: not there, empty or text.
double ka_words_cell(const struct ka_words *words, const char *column, size_t row);

// One sentence made from the figures: what speaks for the account, what against it, what
// is not known.
void ka_words_reason(const struct ka_words *words, struct ka_buf *out, size_t row);

#endif
