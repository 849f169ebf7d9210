// SPDX-License-Identifier: GPL-3.0-or-later
// A page of text on named accounts: is it a key account, and what does that rest on?
#ifndef KA_SCORE_PAGE_H
#define KA_SCORE_PAGE_H

#include "sales/ledger.h"
#include "score/words.h"
#include "stat/resample.h"

// names: ids or names of accounts, parted by commas.  ledger: what the rows were computed from,
// its keys in their order, for the costs by kind, the families and p_top; NULL: not known.
// path NULL: standard output.
bool ka_score_page_write(const struct ka_words *words, size_t key,
                         const struct ka_ledger *ledger, const char *names,
                         const struct ka_bootstrap *bootstrap, const char *path,
                         struct ka_error *err);

#endif
