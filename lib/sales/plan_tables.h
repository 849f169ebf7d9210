// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of ka-plan that are about targets.
#ifndef KA_SALES_PLAN_TABLES_H
#define KA_SALES_PLAN_TABLES_H

#include "sales/plan.h"
#include "table/writer.h"

// What a table of ka-forecast says of each account.
struct ka_plan_forecast {
    double *value; // expected revenue by rank of the account, NAN: unknown
    int64_t weeks; // behind asof, in which it is expected
    size_t strangers;
};

// Reads account_id and expected_value.  Zeroed before, weeks set; clear it in any case.
bool ka_plan_forecast_read(struct ka_plan_forecast *forecast, const struct ka_plan *plan,
                           const char *path, struct ka_meta *meta, struct ka_error *err);
void ka_plan_forecast_clear(struct ka_plan_forecast *forecast);

// One row per target; with none, the company's revenue of the year of asof.
void ka_plan_write(const struct ka_plan *plan, const struct ka_targets *targets,
                   struct ka_writer *writer);

// Targets of managers, channels and accounts that have no sales.
size_t ka_plan_strangers(const struct ka_plan *plan, const struct ka_targets *targets);

struct ka_plan_proposal {
    struct ka_target_period period;
    enum ka_goal goal;
    const struct ka_targets *targets;        // a person's figures stay
    const struct ka_plan_forecast *forecast; // NULL: none
};

// The period of so many months (1, 3, 12) that begins next after asof.
struct ka_target_period ka_plan_next_period(const struct ka_plan *plan, int32_t months);

// Targets for a period, of the company, all managers and channels, and the accounts that
// bought in the last twelve months.
void ka_plan_write_proposals(const struct ka_plan *plan,
                             const struct ka_plan_proposal *proposal, struct ka_writer *writer);

#endif
