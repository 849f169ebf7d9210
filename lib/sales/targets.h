// SPDX-License-Identifier: GPL-3.0-or-later
// The table of targets, as people set them.
#ifndef KA_SALES_TARGETS_H
#define KA_SALES_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/map.h"
#include "table/meta.h"

// A month, a quarter, half a year or a year of the calendar.
struct ka_target_period {
    int32_t from, to; // months, both counted
};

// "2025-06" (or as ka_month_parse_form has it), "2025-Q2", "2025-H1", "2025", or as people
// write them: 2025Q2, 2025年二季度, 2025年上半年, 2025年.
bool ka_target_period_parse(struct ka_str text, struct ka_target_period *period);
void ka_target_period_format(struct ka_buf *out, struct ka_target_period period);

enum ka_scope { KA_OF_COMPANY, KA_OF_MANAGER, KA_OF_CHANNEL, KA_OF_ACCOUNT, KA_SCOPES };
enum ka_goal { KA_GOAL_REVENUE, KA_GOAL_MARGIN, KA_GOAL_QTY, KA_GOALS };
extern const char *const ka_scope_names[KA_SCOPES];
extern const char *const ka_goal_names[KA_GOALS];

struct ka_target {
    struct ka_target_period period;
    enum ka_scope scope;
    enum ka_goal goal;
    struct ka_str id; // "" of the company
    int64_t target;   // ten-thousandths; KA_DECIMAL_NONE: none was set
    bool proposed;    // source says that no person has set it
};

struct ka_targets {
    struct ka_target *rows; // by period, scope, id, goal
    size_t count;
    struct ka_map keys;
    size_t *of_key; // row
    struct ka_arena arena;
};

// Reads period, scope, scope_id, measure, target and perhaps source (person or proposed; empty
// is person), in any order of rows.  Zeroed before; clear it in any case.  Errors name file,
// line, column and value; two targets for the same are one.
bool ka_targets_read(struct ka_targets *targets, const char *path, struct ka_meta *meta,
                     struct ka_error *err);
void ka_targets_clear(struct ka_targets *targets);

// The target for the same as `like`, NULL when there is none.
const struct ka_target *ka_targets_find(const struct ka_targets *targets,
                                        const struct ka_target *like);

#endif
