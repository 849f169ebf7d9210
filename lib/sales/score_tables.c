// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/score_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"

static void append_derived(const struct ka_scoring *s, struct ka_frame *accounts)
{
    for (size_t f = 0; f < s->figure_count; f++) {
        if (s->figures[f].kind == KA_FIGURE_COLUMN)
            continue;
        struct ka_column *column = ka_frame_append(accounts, s->figures[f].column);
        for (size_t row = 0; row < s->rows; row++)
            ka_column_add_real(column, s->figures[f].value[row]);
    }
}

static void append_verdicts(const struct ka_scoring *s, struct ka_frame *accounts)
{
    struct ka_column *column = ka_frame_append(accounts, "verdict");
    for (size_t row = 0; row < s->rows; row++)
        ka_column_add(column, ka_str(ka_verdict_names[s->of[row].verdict]));
    column = ka_frame_append(accounts, "score");
    for (size_t row = 0; row < s->rows; row++)
        ka_column_add_real(column, s->of[row].score);
    column = ka_frame_append(accounts, "evidence");
    for (size_t row = 0; row < s->rows; row++)
        ka_column_add_real(column, s->of[row].evidence);
    column = ka_frame_append(accounts, "stability");
    for (size_t row = 0; row < s->rows; row++)
        ka_column_add_real(column, s->of[row].stability);
}

static void append_criteria(const struct ka_scoring *s, struct ka_frame *accounts)
{
    for (size_t c = 0; c < s->rules->criterion_count; c++) {
        struct ka_buf name = {0};
        ka_buf_addf(&name, "meets_%s", s->rules->criteria[c].name);
        struct ka_column *column = ka_frame_append(accounts, name.p);
        for (size_t row = 0; row < s->rows; row++)
            ka_column_add(column, ka_str(ka_answer_names[ka_scoring_criterion(s, row, c)]));
        ka_buf_clear(&name);
    }
}

static const char *flip_text(const struct ka_scoring *s, size_t row, int part)
{
    const struct ka_flip *flip = &s->of[row].flip;
    if (flip->rule == KA_NONE)
        return "";
    if (part == 0)
        return s->rules->criteria[s->rules->rules[flip->rule].criterion].name;
    return part == 1 ? s->figures[flip->figure].column : ka_verdict_names[flip->verdict];
}

static double flip_figure(const struct ka_scoring *s, size_t row, int part)
{
    const struct ka_flip *flip = &s->of[row].flip;
    if (flip->rule == KA_NONE)
        return NAN;
    return part == 0 ? flip->from : part == 1 ? flip->to : flip->to - flip->from;
}

static void append_flips(const struct ka_scoring *s, struct ka_frame *accounts)
{
    static const char *const texts[] = {"flip_criterion", "flip_column"};
    static const char *const figures[] = {"flip_from", "flip_to", "flip_distance"};
    for (int part = 0; part < 2; part++) {
        struct ka_column *column = ka_frame_append(accounts, texts[part]);
        for (size_t row = 0; row < s->rows; row++)
            ka_column_add(column, ka_str(flip_text(s, row, part)));
    }
    for (int part = 0; part < 3; part++) {
        struct ka_column *column = ka_frame_append(accounts, figures[part]);
        for (size_t row = 0; row < s->rows; row++)
            ka_column_add_real(column, flip_figure(s, row, part));
    }
    struct ka_column *column = ka_frame_append(accounts, "flip_verdict");
    for (size_t row = 0; row < s->rows; row++)
        ka_column_add(column, ka_str(flip_text(s, row, 2)));
}

void ka_scoring_append(const struct ka_scoring *s, struct ka_frame *accounts)
{
    append_derived(s, accounts);
    append_verdicts(s, accounts);
    append_criteria(s, accounts);
    append_flips(s, accounts);
}

static void write_rule(const struct ka_scoring *s, size_t row, size_t r, struct ka_writer *w)
{
    const struct ka_rule *rule = &s->rules->rules[r];
    const struct ka_criterion *criterion = &s->rules->criteria[rule->criterion];
    ka_writer_put_text(w, criterion->name);
    ka_writer_put_text(w, rule->column);
    ka_writer_put_real(w, s->figures[s->figure_of[r]].value[row]);
    ka_writer_put_text(w, ka_rule_op_names[rule->op]);
    ka_writer_put_real(w, rule->limit);
    ka_writer_put_real(w, rule->weight);
    ka_writer_put_text(w, ka_needed_names[criterion->needed]);
    ka_writer_put_text(w, ka_answer_names[ka_scoring_rule(s, row, r)]);
    ka_writer_put_text(w, ka_answer_names[ka_scoring_criterion(s, row, rule->criterion)]);
    ka_writer_end(w);
}

void ka_scoring_write_criteria(const struct ka_scoring *s, const struct ka_frame *accounts,
                               size_t key, struct ka_writer *w)
{
    static const char *const headers[] = {"account_id", "criterion",       "column", "value",
                                          "op",         "limit",           "weight", "needed",
                                          "result",     "criterion_result"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        ka_writer_put_text(w, headers[i]);
    ka_writer_end(w);
    for (size_t row = 0; row < s->rows; row++)
        for (size_t r = 0; r < s->rules->count; r++) {
            ka_writer_put(w, ka_frame_cell(accounts, key, row));
            write_rule(s, row, r, w);
        }
}
