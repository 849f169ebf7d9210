// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts as tables: columns for the account rows, and every criterion of every account.
#ifndef KA_SALES_SCORE_TABLES_H
#define KA_SALES_SCORE_TABLES_H

#include <stddef.h>

#include "sales/score.h"
#include "table/frame.h"
#include "table/writer.h"

// Appends number_share and purchase_ratio (when a rule looks at them), verdict, score,
// evidence, stability, meets_<criterion> (pass, fail, unknown), flip_criterion, flip_column,
// flip_from, flip_to, flip_distance (flip_to - flip_from, in the column's own unit) and
// flip_verdict.
void ka_scoring_append(const struct ka_scoring *scoring, struct ka_frame *accounts);

// One row per account and rule: account_id, criterion, column, value, op, limit, weight,
// needed, result, and what the criterion comes to in criterion_result.
void ka_scoring_write_criteria(const struct ka_scoring *scoring,
                               const struct ka_frame *accounts, size_t key,
                               struct ka_writer *writer);

#endif
