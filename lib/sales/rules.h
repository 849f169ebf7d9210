// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a key account, as a table that can be read, argued about and changed.
#ifndef KA_SALES_RULES_H
#define KA_SALES_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/writer.h"

enum ka_rule_op { KA_AT_LEAST, KA_ABOVE, KA_AT_MOST, KA_BELOW, KA_RULE_OPS };

enum ka_needed {
    KA_MUST, // every one of these criteria
    KA_ANY,  // one of these at least
    KA_INFO, // counts in the score only
};

// One line of the table: a figure and its limit.
struct ka_rule {
    char *column;
    enum ka_rule_op op;
    double limit, weight; // weight > 0
    size_t criterion;     // number
    size_t line;          // of the file, 0 in the shipped table
};

// One question, answered by the rules that have its name.
struct ka_criterion {
    char *name;
    enum ka_needed needed;
};

struct ka_rules {
    struct ka_rule *rules;
    struct ka_criterion *criteria; // in the order of their first rules
    size_t count, criterion_count, rule_cap, criterion_cap;
    char *source;
};

// The shipped table: a large share of purchases for a small share of the number, high-margin
// purchases counted twice, or profit potential; and then net profit after cost to
// serve, value over price, loyalty, still buying, culture and willingness.
void ka_rules_ship(struct ka_rules *rules);

// criterion, column, op, limit, weight, needed.  Errors name the line.
bool ka_rules_load(struct ka_rules *rules, const char *path, struct ka_error *err);
void ka_rules_write(const struct ka_rules *rules, struct ka_writer *writer);
void ka_rules_clear(struct ka_rules *rules);

// Whether every column is in the account rows or one that some tool could put there
// (the shipped table names it); an error that names the line when not.
bool ka_rules_check(const struct ka_rules *rules, const struct ka_frame *accounts,
                    struct ka_error *err);

// False for NAN, too: who asks whether a figure is known asks first.
bool ka_rule_passes(const struct ka_rule *rule, double value);

extern const char *const ka_rule_op_names[KA_RULE_OPS]; // ">=", ">", "<=", "<"
extern const char *const ka_needed_names[];             // by enum ka_needed

#endif
