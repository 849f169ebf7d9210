// SPDX-License-Identifier: GPL-3.0-or-later
#include "score/words.h"

#include <math.h>
#include <stdio.h>

#include "out/number.h"
#include "table/writer.h"

#define COMPACT_FROM 10000 // from here on three digits are enough

void ka_words_fill(const struct ka_words *words, struct ka_buf *out, const char *phrase,
                   const struct ka_buf *values, size_t count)
{
    for (const char *p = ka_phrase(words->lang, phrase); *p; p++) {
        size_t number = p[0] == '{' && p[1] > '0' && p[2] == '}' ? (size_t)(p[1] - '0') : 0;
        if (number > 0 && number <= count) {
            ka_buf_add(out, ka_buf_str(&values[number - 1]));
            p += 2;
        } else {
            ka_buf_add_char(out, *p);
        }
    }
}

const char *ka_words_column(const struct ka_words *words, const char *column)
{
    char key[64];
    snprintf(key, sizeof key, "the_%s", column);
    const char *found = ka_phrase(words->lang, key);
    return found == key ? ka_phrase(words->lang, column) : found;
}

static bool ends_with(const char *column, const char *suffix)
{
    return ka_str_has_suffix(ka_str(column), ka_str(suffix));
}

void ka_words_figure(const struct ka_words *words, struct ka_buf *out, const char *column,
                     double value)
{
    bool is_share = ends_with(column, "_share") || ends_with(column, "_rate") ||
                    strcmp(column, "active_ratio") == 0 || strcmp(column, "p_alive") == 0;
    if (isnan(value))
        ka_buf_add_text(out, "–");
    else if (is_share)
        ka_number_percent(out, value, 1);
    else if (fabs(value) >= COMPACT_FROM)
        ka_number_compact(out, words->lang, value);
    else if (value == round(value))
        ka_number_real(out, value, 0);
    else
        ka_number_real(out, value, ends_with(column, "_index") ? 3 : 2);
}

static void say_limit(const struct ka_words *words, struct ka_buf *out, enum ka_rule_op op,
                      const char *column, double value)
{
    static const char *const phrases[] = {"op_at_least", "op_above", "op_at_most", "op_below"};
    struct ka_buf limit = {0};
    ka_words_figure(words, &limit, column, value);
    ka_words_fill(words, out, phrases[op], &limit, 1);
    ka_buf_clear(&limit);
}

void ka_words_limit(const struct ka_words *words, struct ka_buf *out,
                    const struct ka_rule *rule)
{
    say_limit(words, out, rule->op, rule->column, rule->limit);
}

void ka_words_flip(const struct ka_words *words, struct ka_buf *out, const struct ka_flip *flip)
{
    static const enum ka_rule_op opposite[] = {[KA_AT_LEAST] = KA_BELOW,
                                               [KA_ABOVE] = KA_AT_MOST,
                                               [KA_AT_MOST] = KA_ABOVE,
                                               [KA_BELOW] = KA_AT_LEAST};
    const struct ka_scoring *s = words->scoring;
    const struct ka_rule *rule = &s->rules->rules[flip->rule];
    const char *column = s->figures[flip->figure].column;
    bool passes = ka_rule_passes(rule, flip->to);
    if (s->figure_of[flip->rule] == flip->figure)
        say_limit(words, out, passes ? rule->op : opposite[rule->op], column, rule->limit);
    else
        say_limit(words, out, flip->to > flip->from ? KA_AT_LEAST : KA_AT_MOST, column,
                  flip->to);
}

double ka_words_cell(const struct ka_words *words, const char *column, size_t row)
{
    size_t found = ka_frame_find(words->accounts, column);
    double value = NAN;
    if (found != KA_NONE)
        (void)ka_real_parse(ka_frame_cell(words->accounts, found, row), &value);
    return value;
}

// ---- The reason ----

struct reason {
    const struct ka_words *words;
    size_t row;
    struct ka_buf pro, con, unknown;
};

static void part(const struct reason *r, struct ka_buf *list)
{
    if (list->n > 0)
        ka_buf_add_text(list, ka_phrase(r->words->lang, "reason_semicolon"));
}

// Net profit is told by what it comes from: "loses 9.89M after cost to serve (…)".
static bool add_profit(const struct reason *r, struct ka_buf *list)
{
    const struct ka_words *w = r->words;
    double figures[] = {ka_words_cell(w, "net_profit", r->row),
                        ka_words_cell(w, "margin", r->row),
                        ka_words_cell(w, "cost_to_serve", r->row)};
    struct ka_buf texts[3] = {0};
    if (isnan(figures[0] + figures[1] + figures[2]))
        return false;
    bool loss = figures[0] < 0;
    figures[0] = fabs(figures[0]);
    for (int i = 0; i < 3; i++)
        ka_number_compact(&texts[i], w->lang, figures[i]);
    ka_words_fill(w, list, loss ? "reason_loss" : "reason_net", texts, 3);
    for (int i = 0; i < 3; i++)
        ka_buf_clear(&texts[i]);
    return true;
}

static void add_rule(const struct reason *r, size_t number, struct ka_buf *list)
{
    const struct ka_words *w = r->words;
    const struct ka_rule *rule = &w->scoring->rules->rules[number];
    struct ka_buf texts[3] = {0};
    part(r, list);
    if (strcmp(rule->column, "net_profit") == 0 && add_profit(r, list))
        return;
    ka_buf_add_text(&texts[0], ka_words_column(w, rule->column));
    ka_words_figure(w, &texts[1], rule->column,
                    w->scoring->figures[w->scoring->figure_of[number]].value[r->row]);
    ka_words_limit(w, &texts[2], rule);
    ka_words_fill(w, list, "reason_rule", texts, 3);
    for (int i = 0; i < 3; i++)
        ka_buf_clear(&texts[i]);
}

// The rules that made the answer of a criterion.
static void add_rules(const struct reason *r, size_t criterion, enum ka_answer answer,
                      struct ka_buf *list)
{
    const struct ka_scoring *s = r->words->scoring;
    for (size_t i = 0; i < s->rules->count; i++)
        if (s->rules->rules[i].criterion == criterion &&
            ka_scoring_rule(s, r->row, i) == answer)
            add_rule(r, i, list);
}

static void add_name(const struct reason *r, size_t criterion, struct ka_buf *list)
{
    const char *name = r->words->scoring->rules->criteria[criterion].name;
    part(r, list);
    ka_buf_add_text(list, ka_words_column(r->words, name));
}

// The figures of the first one; later ones look at much the same and are named.
static void add_any(const struct reason *r, size_t criterion, enum ka_answer answer,
                    struct ka_buf *list)
{
    if (list->n == 0)
        add_rules(r, criterion, answer, list);
    else
        add_name(r, criterion, list);
}

static bool is_of_profit(const struct reason *r, size_t criterion)
{
    const struct ka_rules *rules = r->words->scoring->rules;
    for (size_t i = 0; i < rules->count; i++)
        if (rules->rules[i].criterion == criterion &&
            strcmp(rules->rules[i].column, "net_profit") == 0)
            return true;
    return false;
}

static void add_criterion(struct reason *r, size_t criterion, enum ka_verdict verdict)
{
    const struct ka_criterion *c = &r->words->scoring->rules->criteria[criterion];
    enum ka_answer answer = ka_scoring_criterion(r->words->scoring, r->row, criterion);
    bool ordinary = verdict == KA_VERDICT_ORDINARY;
    if (c->needed == KA_INFO)
        return;
    if (answer == KA_ANSWER_UNKNOWN) {
        if ((c->needed == KA_ANY) == (verdict == KA_VERDICT_UNKNOWN) && !ordinary)
            add_name(r, criterion, &r->unknown);
    } else if (answer == KA_ANSWER_PASS) {
        if (c->needed == KA_ANY)
            add_any(r, criterion, answer, &r->pro);
        else if (!ordinary && is_of_profit(r, criterion))
            add_rules(r, criterion, answer, &r->pro);
        else if (verdict == KA_VERDICT_KEY)
            add_name(r, criterion, &r->pro);
    } else if (c->needed == KA_MUST) {
        add_rules(r, criterion, answer, &r->con);
    } else if (ordinary) {
        add_any(r, criterion, answer, &r->con);
    }
}

// alone: nothing stands before it.
static void join(const struct ka_words *words, struct ka_buf *out, const char *prefix,
                 struct ka_buf *list, bool alone)
{
    if (list->n > 0 && !alone)
        ka_buf_add_text(out, ka_phrase(words->lang, "reason_semicolon"));
    if (list->n > 0)
        ka_words_fill(words, out, prefix, list, 1);
    ka_buf_clear(list);
}

void ka_words_reason(const struct ka_words *words, struct ka_buf *out, size_t row)
{
    const struct ka_scoring *s = words->scoring;
    enum ka_verdict verdict = s->of[row].verdict;
    struct reason r = {words, row, {0}, {0}, {0}};
    struct ka_buf head = {0};
    char judged[32];
    for (size_t c = 0; c < s->rules->criterion_count; c++)
        add_criterion(&r, c, verdict);
    snprintf(judged, sizeof judged, "judged_%s", ka_verdict_names[verdict]);
    ka_buf_add_text(&head, ka_phrase(words->lang, judged));
    bool bare = r.con.n + r.pro.n + r.unknown.n == 0; // nothing was asked for
    ka_words_fill(words, out, bare ? "{1}" : "reason_head", &head, 1);
    ka_buf_clear(&head);
    bool first = r.con.n == 0, alone = first && r.pro.n == 0;
    join(words, out, "{1}", &r.con, true);
    join(words, out, first ? "{1}" : "reason_for", &r.pro, first);
    join(words, out, "reason_unknown", &r.unknown, alone);
    ka_buf_add_text(out, ka_phrase(words->lang, "reason_end"));
}
