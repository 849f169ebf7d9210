// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/rules.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

const char *const ka_rule_op_names[KA_RULE_OPS] = {">=", ">", "<=", "<"};
const char *const ka_needed_names[] = {"must", "any", "info"};

// Beyond these the sums of weights, and draws around them, have no digits left.
#define WEIGHT_LEAST 1e-6
#define WEIGHT_MOST 1e6

// The columns of the table.
enum { CRITERION, COLUMN, OP, LIMIT, WEIGHT, NEEDED, COLUMNS };
static const char *const headers[COLUMNS] = {"criterion", "column", "op",
                                             "limit",     "weight", "needed"};

struct shipped {
    const char *criterion, *column;
    enum ka_rule_op op;
    double limit, weight;
    enum ka_needed needed;
};

static const struct shipped shipped[] = {
    {"purchases", "number_share", KA_AT_MOST, 0.25, 1, KA_ANY},
    {"purchases", "purchase_ratio", KA_AT_LEAST, 1, 1, KA_ANY},
    {"growth", "growth_rate", KA_AT_LEAST, 0.2, 1, KA_ANY},
    {"growth", "number_share", KA_AT_MOST, 0.5, 1, KA_ANY},
    {"profit_potential", "fact_potential", KA_AT_LEAST, 4, 1, KA_ANY},
    {"profit", "net_profit", KA_ABOVE, 0, 3, KA_MUST},
    {"value_over_price", "price_index", KA_AT_LEAST, 0.95, 1, KA_MUST},
    {"value_over_price", "discount_rate", KA_AT_MOST, 0.3, 1, KA_MUST},
    {"value_over_price", "fact_value_over_price", KA_AT_LEAST, 3, 1, KA_MUST},
    {"loyalty", "tenure_days", KA_AT_LEAST, 365, 1, KA_MUST},
    {"loyalty", "active_ratio", KA_AT_LEAST, 0.5, 1, KA_MUST},
    {"loyalty", "gap_cv", KA_AT_MOST, 1, 1, KA_MUST},
    {"loyalty", "p_alive", KA_AT_LEAST, 0.5, 1, KA_MUST},
    {"loyalty", "fact_loyalty", KA_AT_LEAST, 3, 1, KA_MUST},
    {"buying", "recency_days", KA_AT_MOST, 120, 1, KA_MUST},
    {"culture", "fact_culture", KA_AT_LEAST, 3, 1, KA_MUST},
    {"willingness", "fact_willingness", KA_AT_LEAST, 3, 1, KA_MUST},
    {"satisfaction", "fact_satisfaction", KA_AT_LEAST, 3, 1, KA_INFO},
};
enum { SHIPPED = sizeof shipped / sizeof *shipped };

static char *copy(struct ka_str s)
{
    char *text = ka_zalloc(s.n + 1, 1);
    memcpy(text, s.p, s.n);
    return text;
}

static size_t put_criterion(struct ka_rules *rules, struct ka_str name, enum ka_needed needed)
{
    size_t c = 0;
    while (c < rules->criterion_count && !ka_str_eq(ka_str(rules->criteria[c].name), name))
        c++;
    if (c < rules->criterion_count)
        return c;
    KA_ROOM(rules->criteria, rules->criterion_count, rules->criterion_cap);
    rules->criteria[rules->criterion_count++] = (struct ka_criterion){copy(name), needed};
    return c;
}

static void put_rule(struct ka_rules *rules, const struct ka_rule *rule)
{
    KA_ROOM(rules->rules, rules->count, rules->rule_cap);
    rules->rules[rules->count++] = *rule;
}

void ka_rules_ship(struct ka_rules *rules)
{
    *rules = (struct ka_rules){.source = ka_strdup("the shipped rules")};
    for (size_t i = 0; i < SHIPPED; i++) {
        const struct shipped *s = &shipped[i];
        put_rule(rules,
                 &(struct ka_rule){ka_strdup(s->column), s->op, s->limit, s->weight,
                                   put_criterion(rules, ka_str(s->criterion), s->needed), 0});
    }
}

// ---- Reading ----

static bool refuse(const struct ka_frame *f, size_t row, int column, struct ka_str cell,
                   const char *says, struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", f->source,
                   f->lines[row], headers[column], KA_QUOTE(cell), says);
}

// The number of the cell's text in names, or count.
static size_t find_name(struct ka_str cell, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !ka_str_eq(cell, ka_str(names[i])))
        i++;
    return i;
}

static bool is_name(struct ka_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", s.p[i]))
            return false;
    return s.n > 0;
}

static bool read_rule(struct ka_rules *rules, const struct ka_frame *f, size_t row,
                      const size_t *place, struct ka_error *err)
{
    struct ka_str cell[COLUMNS];
    struct ka_rule rule = {.line = (size_t)f->lines[row]};
    for (int c = 0; c < COLUMNS; c++)
        cell[c] = ka_str_trim(ka_frame_cell(f, place[c], row));
    if (!is_name(cell[CRITERION]))
        return refuse(f, row, CRITERION, cell[CRITERION], "is not a name (a-z, 0-9, _)", err);
    if (cell[COLUMN].n == 0)
        return refuse(f, row, COLUMN, cell[COLUMN], "is no column", err);
    rule.op = (enum ka_rule_op)find_name(cell[OP], ka_rule_op_names, KA_RULE_OPS);
    if (rule.op == KA_RULE_OPS)
        return refuse(f, row, OP, cell[OP], "is not one of >= > <= <", err);
    if (!ka_real_parse(cell[LIMIT], &rule.limit))
        return refuse(f, row, LIMIT, cell[LIMIT], "is not a number", err);
    if (!ka_real_parse(cell[WEIGHT], &rule.weight) || rule.weight <= 0)
        return refuse(f, row, WEIGHT, cell[WEIGHT], "is not a number above 0", err);
    if (rule.weight < WEIGHT_LEAST || rule.weight > WEIGHT_MOST)
        return refuse(f, row, WEIGHT, cell[WEIGHT], "is not between 1e-6 and 1e6", err);
    size_t needed = find_name(cell[NEEDED], ka_needed_names, KA_INFO + 1);
    if (needed > KA_INFO)
        return refuse(f, row, NEEDED, cell[NEEDED], "is not one of must|any|info", err);
    rule.criterion = put_criterion(rules, cell[CRITERION], (enum ka_needed)needed);
    if (rules->criteria[rule.criterion].needed != (enum ka_needed)needed)
        return refuse(f, row, NEEDED, cell[NEEDED], "is not what the criterion has above", err);
    rule.column = copy(cell[COLUMN]);
    put_rule(rules, &rule);
    return true;
}

bool ka_rules_load(struct ka_rules *rules, const char *path, struct ka_error *err)
{
    struct ka_frame f = {0};
    size_t place[COLUMNS];
    *rules = (struct ka_rules){0};
    bool ok = ka_frame_load(&f, path, &(struct ka_reader_options){.kind = KA_INPUT_ANY}, err);
    for (int c = 0; ok && c < COLUMNS; c++)
        ok = ka_frame_need(&f, headers[c], &place[c], err);
    for (size_t row = 0; ok && row < f.rows; row++)
        ok = read_rule(rules, &f, row, place, err);
    if (ok && rules->count == 0)
        ok = ka_fail(err, KA_BAD_DATA, "%s: no rule below the header", f.source);
    if (ok)
        rules->source = ka_strdup(f.source);
    ka_frame_clear(&f);
    return ok;
}

void ka_rules_clear(struct ka_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++)
        free(rules->rules[i].column);
    for (size_t i = 0; i < rules->criterion_count; i++)
        free(rules->criteria[i].name);
    free(rules->rules);
    free(rules->criteria);
    free(rules->source);
    *rules = (struct ka_rules){0};
}

bool ka_rules_check(const struct ka_rules *rules, const struct ka_frame *accounts,
                    struct ka_error *err)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct ka_rule *rule = &rules->rules[i];
        bool known = ka_frame_find(accounts, rule->column) != KA_NONE;
        for (size_t s = 0; s < SHIPPED && !known; s++)
            known = strcmp(shipped[s].column, rule->column) == 0;
        if (!known)
            return ka_fail(err, KA_BAD_DATA,
                           "%s:%zu: column 'column': %s is in neither the account rows nor the "
                           "shipped rules",
                           rules->source, rule->line, KA_QUOTE(ka_str(rule->column)));
    }
    return true;
}

void ka_rules_write(const struct ka_rules *rules, struct ka_writer *w)
{
    for (int c = 0; c < COLUMNS; c++)
        ka_writer_put_text(w, headers[c]);
    ka_writer_end(w);
    for (size_t i = 0; i < rules->count; i++) {
        const struct ka_rule *rule = &rules->rules[i];
        const struct ka_criterion *criterion = &rules->criteria[rule->criterion];
        ka_writer_put_text(w, criterion->name);
        ka_writer_put_text(w, rule->column);
        ka_writer_put_text(w, ka_rule_op_names[rule->op]);
        ka_writer_put_real(w, rule->limit);
        ka_writer_put_real(w, rule->weight);
        ka_writer_put_text(w, ka_needed_names[criterion->needed]);
        ka_writer_end(w);
    }
}

bool ka_rule_passes(const struct ka_rule *rule, double value)
{
    switch (rule->op) {
    case KA_AT_LEAST:
        return value >= rule->limit;
    case KA_ABOVE:
        return value > rule->limit;
    case KA_AT_MOST:
        return value <= rule->limit;
    default:
        return value < rule->limit;
    }
}
