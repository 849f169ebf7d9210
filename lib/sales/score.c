// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/score.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "stat/describe.h"
#include "stat/random.h"

#define CONCENTRATION 50 // total parameter of the Dirichlet draws

const char *const ka_answer_names[] = {"unknown", "fail", "pass"};
const char *const ka_verdict_names[] = {"key", "potential", "watch", "ordinary", "unknown"};

// ---- Figures ----

static enum ka_figure_kind kind_of(const char *column)
{
    if (strcmp(column, "number_share") == 0)
        return KA_FIGURE_NUMBER_SHARE;
    return strcmp(column, "purchase_ratio") == 0 ? KA_FIGURE_PURCHASE_RATIO : KA_FIGURE_COLUMN;
}

static size_t put_figure(struct ka_scoring *s, const char *column)
{
    size_t f = 0;
    while (f < s->figure_count && strcmp(s->figures[f].column, column) != 0)
        f++;
    if (f == s->figure_count)
        s->figures[s->figure_count++] =
            (struct ka_rule_figure){column, kind_of(column), NULL, 1};
    return f;
}

// The revenue comes last: what is derived from it can only be changed by it.
static void list_figures(struct ka_scoring *s)
{
    bool derived = false;
    s->figures = ka_zalloc(s->rules->count + 1, sizeof *s->figures);
    s->figure_of = ka_alloc(s->rules->count, sizeof *s->figure_of);
    for (size_t r = 0; r < s->rules->count; r++) {
        s->figure_of[r] = put_figure(s, s->rules->rules[r].column);
        derived |= s->figures[s->figure_of[r]].kind != KA_FIGURE_COLUMN;
    }
    if (derived)
        put_figure(s, "revenue");
}

static double derive(const struct ka_scoring *s, enum ka_figure_kind kind, size_t row,
                     int64_t purchases)
{
    if (purchases == KA_DECIMAL_NONE)
        return NAN;
    return kind == KA_FIGURE_NUMBER_SHARE
               ? ka_purchases_number_share(&s->purchases, row, purchases)
               : ka_purchases_ratio(&s->purchases, row, purchases);
}

static double spread_of(const double *value, size_t rows)
{
    double *known = ka_alloc(rows, sizeof *known);
    size_t n = 0;
    for (size_t row = 0; row < rows; row++)
        if (!isnan(value[row]))
            known[n++] = value[row];
    ka_sort_reals(known, n); // so that no order of rows shows in the last digit
    double spread = n > 0 ? 1.4826 * ka_mad(known, n) : 0;
    if (!(spread > 0))
        spread = ka_sd(known, n);
    free(known);
    return spread > 0 ? spread : 1;
}

static bool read_figure(struct ka_scoring *s, struct ka_rule_figure *figure,
                        const struct ka_frame *accounts, struct ka_error *err)
{
    size_t column = ka_frame_find(accounts, figure->column);
    figure->value = ka_alloc(s->rows, sizeof *figure->value);
    for (size_t row = 0; row < s->rows; row++)
        figure->value[row] = figure->kind == KA_FIGURE_COLUMN
                                 ? (double)NAN
                                 : derive(s, figure->kind, row, s->purchases.value[row]);
    if (figure->kind == KA_FIGURE_COLUMN && column != KA_NONE &&
        !ka_frame_reals(accounts, column, figure->value, err))
        return false;
    figure->spread = spread_of(figure->value, s->rows);
    return true;
}

// ---- Answers ----

static enum ka_answer answer_rule(const struct ka_rule *rule, double value)
{
    if (isnan(value))
        return KA_ANSWER_UNKNOWN;
    return ka_rule_passes(rule, value) ? KA_ANSWER_PASS : KA_ANSWER_FAIL;
}

// answers: by rule; weight: by rule, NULL: those given.
static enum ka_answer answer_criterion(const struct ka_rules *rules, size_t criterion,
                                       const char *answers, const double *weight)
{
    double pass = 0, fail = 0;
    for (size_t r = 0; r < rules->count; r++) {
        double w = weight ? weight[r] : rules->rules[r].weight;
        if (rules->rules[r].criterion != criterion || answers[r] == KA_ANSWER_UNKNOWN)
            continue;
        *(answers[r] == KA_ANSWER_PASS ? &pass : &fail) += w;
    }
    if (pass == 0 && fail == 0)
        return KA_ANSWER_UNKNOWN;
    return pass > fail ? KA_ANSWER_PASS : KA_ANSWER_FAIL;
}

static enum ka_verdict judge(const struct ka_rules *rules, const char *answers,
                             const double *weight)
{
    size_t must[3] = {0}, any[3] = {0};
    for (size_t c = 0; c < rules->criterion_count; c++) {
        enum ka_answer answer = answer_criterion(rules, c, answers, weight);
        must[answer] += rules->criteria[c].needed == KA_MUST;
        any[answer] += rules->criteria[c].needed == KA_ANY;
    }
    bool no_gate = any[KA_ANSWER_PASS] + any[KA_ANSWER_FAIL] + any[KA_ANSWER_UNKNOWN] == 0;
    if (any[KA_ANSWER_PASS] > 0 || no_gate)
        return must[KA_ANSWER_FAIL]      ? KA_VERDICT_WATCH
               : must[KA_ANSWER_UNKNOWN] ? KA_VERDICT_POTENTIAL
                                         : KA_VERDICT_KEY;
    return any[KA_ANSWER_FAIL] || must[KA_ANSWER_FAIL] ? KA_VERDICT_ORDINARY
                                                       : KA_VERDICT_UNKNOWN;
}

static void answer_rules(const struct ka_scoring *s, size_t row, char *answers)
{
    for (size_t r = 0; r < s->rules->count; r++)
        answers[r] = (char)ka_scoring_rule(s, row, r);
}

enum ka_answer ka_scoring_rule(const struct ka_scoring *s, size_t row, size_t rule)
{
    return answer_rule(&s->rules->rules[rule], s->figures[s->figure_of[rule]].value[row]);
}

enum ka_answer ka_scoring_criterion(const struct ka_scoring *s, size_t row, size_t criterion)
{
    char *answers = ka_alloc(s->rules->count, 1);
    answer_rules(s, row, answers);
    enum ka_answer answer = answer_criterion(s->rules, criterion, answers, NULL);
    free(answers);
    return answer;
}

// ---- Score and stability ----

static void score(const struct ka_rules *rules, const char *answers, struct ka_assessment *a)
{
    double weight[3] = {0};
    for (size_t r = 0; r < rules->count; r++)
        weight[(int)answers[r]] += rules->rules[r].weight;
    double known = weight[KA_ANSWER_PASS] + weight[KA_ANSWER_FAIL];
    a->score = 100 * weight[KA_ANSWER_PASS] / known;
    a->evidence = known / (known + weight[KA_ANSWER_UNKNOWN]);
}

// draws × rules.
static double *draw_weights(const struct ka_rules *rules, size_t draws, uint64_t seed)
{
    double *drawn = ka_alloc(draws * rules->count, sizeof *drawn), total = 0;
    double *alpha = ka_alloc(rules->count, sizeof *alpha);
    struct ka_random *random = ka_random_new(seed);
    for (size_t r = 0; r < rules->count; r++)
        total += rules->rules[r].weight;
    for (size_t r = 0; r < rules->count; r++)
        alpha[r] = CONCENTRATION * rules->rules[r].weight / total;
    for (size_t d = 0; d < draws; d++)
        ka_random_dirichlet(random, alpha, rules->count, drawn + d * rules->count);
    ka_random_free(random);
    free(alpha);
    return drawn;
}

static double keep_share(const struct ka_rules *rules, const char *answers,
                         enum ka_verdict verdict, const double *drawn, size_t draws)
{
    size_t kept = 0;
    for (size_t d = 0; d < draws; d++)
        kept += judge(rules, answers, drawn + d * rules->count) == verdict;
    return draws ? (double)kept / (double)draws : (double)NAN;
}

// Accounts with the same answers have the same stability: it is computed once.
static void assess_rows(struct ka_scoring *s, size_t draws, uint64_t seed)
{
    struct ka_map patterns = {0};
    double *stability = NULL, *drawn = draw_weights(s->rules, draws, seed);
    size_t cap = 0;
    char *answers = ka_alloc(s->rules->count, 1);
    for (size_t row = 0; row < s->rows; row++) {
        struct ka_assessment *a = &s->of[row];
        bool is_new;
        answer_rules(s, row, answers);
        a->verdict = judge(s->rules, answers, NULL);
        score(s->rules, answers, a);
        size_t at = ka_map_put(&patterns, (struct ka_str){answers, s->rules->count}, &is_new);
        stability = ka_grow(stability, &cap, at + 1, sizeof *stability);
        if (is_new)
            stability[at] = keep_share(s->rules, answers, a->verdict, drawn, draws);
        a->stability = stability[at];
    }
    ka_map_clear(&patterns);
    free(stability);
    free(drawn);
    free(answers);
}

// ---- Flips ----

// The value of `figure` at which the rule turns; NAN when it does not hang on it.
static double turning_point(const struct ka_scoring *s, size_t row, size_t figure, size_t rule)
{
    const struct ka_rule_figure *looked_at = &s->figures[s->figure_of[rule]];
    double limit = s->rules->rules[rule].limit, purchases;
    if (s->figure_of[rule] == figure)
        return limit;
    if (looked_at->kind == KA_FIGURE_COLUMN ||
        strcmp(s->figures[figure].column, "revenue") != 0 ||
        s->purchases.value[row] == KA_DECIMAL_NONE)
        return NAN;
    if (looked_at->kind == KA_FIGURE_NUMBER_SHARE)
        purchases = ka_purchases_at_share(&s->purchases, row, limit);
    else
        purchases = ka_purchases_at_ratio(&s->purchases, row, limit);
    return purchases - ka_decimal_real(s->purchases.high[row]);
}

static enum ka_verdict judge_changed(const struct ka_scoring *s, size_t row, size_t figure,
                                     double value, char *answers)
{
    bool revenue = strcmp(s->figures[figure].column, "revenue") == 0 &&
                   s->purchases.value[row] != KA_DECIMAL_NONE;
    int64_t purchases = revenue ? llround(value * 1e4) + s->purchases.high[row] : 0;
    for (size_t r = 0; r < s->rules->count; r++) {
        const struct ka_rule_figure *f = &s->figures[s->figure_of[r]];
        double x = f->value[row];
        if (s->figure_of[r] == figure)
            x = value;
        else if (revenue && f->kind != KA_FIGURE_COLUMN)
            x = derive(s, f->kind, row, purchases);
        answers[r] = (char)answer_rule(&s->rules->rules[r], x);
    }
    return judge(s->rules, answers, NULL);
}

// Eight digits, four decimals at most: what is written is what was tried.
static double step_at(double value)
{
    double digits = value == 0 ? 0 : ceil(log10(fabs(value)));
    return fmax(1e-4, pow(10, digits - 8));
}

// Nobody buys more high-margin goods than goods.
static bool is_possible(const struct ka_scoring *s, size_t row, size_t figure, double value)
{
    return strcmp(s->figures[figure].column, "revenue") != 0 ||
           s->purchases.value[row] == KA_DECIMAL_NONE ||
           value >= ka_decimal_real(s->purchases.high[row]);
}

struct ka_flip ka_scoring_flip(const struct ka_scoring *s, size_t row, size_t figure)
{
    const struct ka_rule_figure *f = &s->figures[figure];
    struct ka_flip flip = {.rule = KA_NONE, .figure = figure, .from = f->value[row]};
    char *answers = ka_alloc(s->rules->count, 1);
    bool fixed = f->kind != KA_FIGURE_COLUMN || isnan(flip.from);
    for (size_t r = 0; r < s->rules->count && !fixed; r++) {
        double at = turning_point(s, row, figure, r);
        if (isnan(at) || fabs(at) > 1e14)
            continue;
        double step = step_at(at), near = round(at / step);
        for (int side = -1; side <= 1; side++) {
            double to = step < 1 ? (near + side) / round(1 / step) : (near + side) * step;
            double distance = fabs(to - flip.from) / f->spread;
            if (!is_possible(s, row, figure, to) || to == flip.from ||
                (flip.rule != KA_NONE && distance >= flip.distance))
                continue;
            enum ka_verdict verdict = judge_changed(s, row, figure, to, answers);
            if (verdict == s->of[row].verdict)
                continue;
            flip.rule = r;
            flip.to = to;
            flip.distance = distance;
            flip.verdict = verdict;
        }
    }
    free(answers);
    return flip;
}

static void find_flips(struct ka_scoring *s)
{
    for (size_t row = 0; row < s->rows; row++) {
        struct ka_flip *best = &s->of[row].flip;
        best->rule = KA_NONE;
        for (size_t f = 0; f < s->figure_count; f++) {
            struct ka_flip flip = ka_scoring_flip(s, row, f);
            if (flip.rule != KA_NONE &&
                (best->rule == KA_NONE || flip.distance < best->distance))
                *best = flip;
        }
    }
}

bool ka_scoring_make(struct ka_scoring *s, const struct ka_frame *accounts,
                     const struct ka_rules *rules, size_t draws, uint64_t seed,
                     struct ka_error *err)
{
    s->rules = rules;
    s->rows = accounts->rows;
    list_figures(s);
    if (!ka_purchases_make(&s->purchases, accounts, err))
        return false;
    for (size_t f = 0; f < s->figure_count; f++)
        if (!read_figure(s, &s->figures[f], accounts, err))
            return false;
    s->of = ka_zalloc(s->rows, sizeof *s->of);
    assess_rows(s, draws, seed);
    find_flips(s);
    return true;
}

void ka_scoring_clear(struct ka_scoring *s)
{
    for (size_t f = 0; f < s->figure_count; f++)
        free(s->figures[f].value);
    free(s->figures);
    free(s->figure_of);
    ka_purchases_clear(&s->purchases);
    free(s->of);
    *s = (struct ka_scoring){0};
}
