// SPDX-License-Identifier: GPL-3.0-or-later
// Which account is to be met when, by whom, and what its service costs.
#ifndef KA_SALES_FOLLOWUPS_H
#define KA_SALES_FOLLOWUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/cadence.h"
#include "sales/dated.h"
#include "sales/plan.h"
#include "table/writer.h"

struct ka_followups_options {
    const char *contacts; // table
    const char *key;      // "verdict=key": the column of the class, and which of them is key
    int64_t ahead;        // days behind asof
};

// Of one account, by row of the table of accounts.
struct ka_followed {
    struct ka_str id, name, account_class, relationship, manager;
    bool key;
    int32_t since;                // what was never done is counted from here
    int32_t last[KA_MEET_KINDS];  // KA_DATE_NONE: none is known
    int32_t every[KA_MEET_KINDS]; // days; 0: never
    int32_t newest;               // contact of any kind
    uint64_t contacts;            // of the 365 days up to asof
    bool unattended;              // key, and not met for more than twice its shortest cadence
    double revenue, cost;         // to serve; NAN: unknown
};

struct ka_followup {
    size_t account; // row
    enum ka_cadence_item kind;
    int32_t due;
};

struct ka_followups {
    int32_t asof;
    int64_t ahead;
    struct ka_dated contacts;
    struct ka_followed *accounts;
    size_t account_count;
    struct ka_followup *due; // up to asof + ahead, by day, account and kind
    size_t due_count, due_cap;
    struct ka_arena arena;
    const struct ka_cadence *cadence;
};

// For the accounts of the plan's table, which must be there.  A visit counts as a call, too,
// a meeting as both.  What was never done is counted from the first purchase, or
// the oldest contact of the table when that is later; what has neither is due now.  Zeroed
// before; clear it in any case.
bool ka_followups_make(struct ka_followups *followups, const struct ka_plan *plan,
                       const struct ka_cadence *cadence,
                       const struct ka_followups_options *options, struct ka_meta *meta,
                       struct ka_error *err);
void ka_followups_clear(struct ka_followups *followups);

extern const char *const ka_followup_findings[]; // "due", "overdue", "unattended"
size_t ka_followup_finding(const struct ka_followups *followups,
                           const struct ka_followup *followup);

// What is due, of `count` follow-ups from `due` on.
void ka_followups_write(const struct ka_followups *followups, const struct ka_followup *due,
                        size_t count, struct ka_writer *writer);

// One row per manager.
void ka_followups_write_load(const struct ka_followups *followups, struct ka_writer *writer);

// One row per class and relationship: what they cost to serve against what they are promised.
void ka_followups_write_service(const struct ka_followups *followups, struct ka_writer *writer);

// What is due by the managers of the accounts, bytewise, each once; "" where none is known.
struct ka_followups_managers {
    struct ka_str *names; // borrowed of the followups
    size_t count;
    struct ka_followup *due; // in their order, those of manager m from start[m] to start[m + 1]
    size_t *start;
};
void ka_followups_managers_make(struct ka_followups_managers *managers,
                                const struct ka_followups *followups);
void ka_followups_managers_clear(struct ka_followups_managers *managers);

#endif
