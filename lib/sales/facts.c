// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/facts.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/dated.h"
#include "sales/schema.h"
#include "table/date.h"

struct judgement {
    int32_t date; // KA_DATE_NONE: none
    double sum;   // of the scores of that day
    double count;
};

static bool read_scores(const struct ka_dated *facts, double *score, struct ka_error *err)
{
    size_t column;
    if (!ka_frame_need(&facts->frame, "score", &column, err) ||
        !ka_frame_reals(&facts->frame, column, score, err))
        return false;
    for (size_t row = 0; row < facts->frame.rows; row++)
        if (!(score[row] >= 0 && score[row] <= 5))
            return ka_dated_refuse(facts, row, "score", "is not a score from 0 to 5", err);
    return true;
}

static bool check_criteria(const struct ka_dated *facts, size_t *column, struct ka_error *err)
{
    if (!ka_frame_need(&facts->frame, "criterion", column, err) ||
        !ka_dated_check(facts, "facts", "criterion", err))
        return false;
    for (size_t row = 0; row < facts->frame.rows; row++)
        if (ka_frame_cell(&facts->frame, *column, row).n == 0)
            return ka_dated_refuse(facts, row, "criterion", "is no criterion", err);
    return true;
}

static void append(struct ka_frame *accounts, struct ka_str criterion,
                   const struct judgement *judgements, const struct ka_facts_options *options,
                   int32_t asof, struct ka_facts_totals *totals)
{
    struct ka_buf name = {0};
    ka_buf_addf(&name, "fact_%.*s", KA_ARG(criterion));
    struct ka_column *column = ka_frame_append(accounts, name.p);
    for (size_t i = 0; i < accounts->rows; i++) {
        const struct judgement *j = &judgements[i];
        bool stale = j->count > 0 && asof - j->date > options->max_age_days;
        totals->stale += stale;
        ka_column_add_real(column, j->count > 0 && !stale ? j->sum / j->count : (double)NAN);
    }
    ka_buf_add_text(&name, "_age_days");
    column = ka_frame_append(accounts, name.p);
    for (size_t i = 0; i < accounts->rows; i++)
        ka_column_add_real(column,
                           judgements[i].count > 0 ? asof - judgements[i].date : (double)NAN);
    ka_buf_clear(&name);
}

// Scores have a few digits: their sum is the same in any order.
static void take(struct judgement *judgement, int32_t date, double score)
{
    if (judgement->count == 0 || date > judgement->date)
        *judgement = (struct judgement){date, 0, 0};
    if (date < judgement->date)
        return;
    judgement->sum += score;
    judgement->count++;
}

static void join(struct ka_frame *accounts, const struct ka_dated *facts, const double *score,
                 size_t column, const struct ka_facts_options *options,
                 struct ka_facts_totals *totals)
{
    struct ka_str rest = ka_str(ka_schema_find("facts", "criterion")->values), criterion;
    struct judgement *judgements = ka_alloc(accounts->rows, sizeof *judgements);
    while (ka_str_next(&rest, '|', &criterion)) {
        size_t there = 0;
        memset(judgements, 0, accounts->rows * sizeof *judgements);
        for (size_t row = 0; row < facts->frame.rows; row++)
            if (ka_str_eq(ka_frame_cell(&facts->frame, column, row), criterion) &&
                ka_dated_counts(facts, row) && ++there)
                take(&judgements[facts->account[row]], facts->date[row], score[row]);
        if (there > 0)
            append(accounts, criterion, judgements, options, facts->asof, totals);
    }
    free(judgements);
}

bool ka_facts_join(struct ka_frame *accounts, size_t key,
                   const struct ka_facts_options *options, struct ka_facts_totals *totals,
                   struct ka_error *err)
{
    struct ka_dated facts = {0};
    size_t criterion;
    *totals = (struct ka_facts_totals){0};
    bool ok = ka_dated_read(&facts, "facts", options->path, accounts, key, options->asof,
                            options->meta, err) &&
              check_criteria(&facts, &criterion, err);
    double *score = ka_alloc(facts.frame.rows, sizeof *score);
    if (ok && (ok = read_scores(&facts, score, err))) {
        join(accounts, &facts, score, criterion, options, totals);
        totals->rows = facts.frame.rows;
        totals->strangers = facts.strangers;
        totals->later = facts.later;
    }
    free(score);
    ka_dated_clear(&facts);
    return ok;
}
