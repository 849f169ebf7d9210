// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows against the rules: verdicts, what they hang on, what would turn them.
#ifndef KA_SALES_SCORE_H
#define KA_SALES_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/purchases.h"
#include "sales/rules.h"
#include "table/frame.h"

enum ka_answer { KA_ANSWER_UNKNOWN, KA_ANSWER_FAIL, KA_ANSWER_PASS };

// large: a criterion that is needed as `any` passes (or there is none).
enum ka_verdict {
    KA_VERDICT_KEY,       // large, and every must passes
    KA_VERDICT_POTENTIAL, // large, no must fails, but one is unknown
    KA_VERDICT_WATCH,     // large, but a must fails
    KA_VERDICT_ORDINARY,  // not large; or unknown whether, and a must fails
    KA_VERDICT_UNKNOWN,   // no `any` criterion is known
    KA_VERDICTS
};

extern const char *const ka_answer_names[];  // "unknown", "fail", "pass"
extern const char *const ka_verdict_names[]; // "key" …

enum ka_figure_kind { KA_FIGURE_COLUMN, KA_FIGURE_NUMBER_SHARE, KA_FIGURE_PURCHASE_RATIO };

// A figure that rules look at.
struct ka_rule_figure {
    const char *column; // borrowed from the rules
    enum ka_figure_kind kind;
    double *value; // by row, NAN: unknown
    double spread; // 1.4826 MAD of the known ones, when that is 0 their sd, else 1
};

// The smallest change in one figure, all others as they are, that turns the verdict.
struct ka_flip {
    size_t rule;             // whose limit is crossed, KA_NONE: no change of one figure does
    size_t figure;           // what changes: revenue for a rule on number_share, purchase_ratio
    double from, to;         // in the figure's own unit
    double distance;         // |to - from| in spreads of the figure, to compare figures by
    enum ka_verdict verdict; // that it turns into
};

struct ka_assessment {
    enum ka_verdict verdict;
    double score;     // 0..100: weight of the rules that pass over those known; NAN
    double evidence;  // weight of the rules known over all
    double stability; // share of the draws of weights that keep the verdict
    struct ka_flip flip;
};

struct ka_scoring {
    const struct ka_rules *rules; // borrowed
    size_t rows;
    struct ka_rule_figure *figures;
    size_t figure_count;
    size_t *figure_of; // by rule
    struct ka_purchases purchases;
    struct ka_assessment *of; // by row
};

// An answer: a rule whose figure is unknown takes no part; a criterion passes when the rules
// that pass have more than half of the weight of those that are known, and is unknown when none
// is.
//
// Stability: the weights of all rules are drawn `draws` times from a Dirichlet distribution
// around those given, with a total parameter of 50 (a weight of a tenth of all varies by
// two fifths of itself); the same draws for every account.  It is 1 where no criterion has
// rules that disagree.
//
// Zeroed before; clear it in any case.  Errors: a column that is no number.
bool ka_scoring_make(struct ka_scoring *scoring, const struct ka_frame *accounts,
                     const struct ka_rules *rules, size_t draws, uint64_t seed,
                     struct ka_error *err);
void ka_scoring_clear(struct ka_scoring *scoring);

enum ka_answer ka_scoring_rule(const struct ka_scoring *scoring, size_t row, size_t rule);
enum ka_answer ka_scoring_criterion(const struct ka_scoring *scoring, size_t row,
                                    size_t criterion);

// The nearest flip by one figure; rule is KA_NONE when there is none, as for a figure that
// is unknown or follows from another.  Revenue is not taken below the high-margin revenue.
struct ka_flip ka_scoring_flip(const struct ka_scoring *scoring, size_t row, size_t figure);

#endif
