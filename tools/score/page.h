// SPDX-License-Identifier: GPL-3.0-or-later
// A page of text on named accounts: is it a key account, and what does that rest on?
#ifndef KA_SCORE_PAGE_H
#define KA_SCORE_PAGE_H

#include "score/words.h"

// names: ids or names of accounts, parted by commas.  path NULL: standard output.
bool ka_score_page_write(const struct ka_words *words, size_t key, const char *names,
                         const char *path, struct ka_error *err);

#endif
