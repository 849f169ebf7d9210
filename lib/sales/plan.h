// SPDX-License-Identifier: GPL-3.0-or-later
// Sales by month of the company, its managers, channels and accounts, paced against targets.
#ifndef KA_SALES_PLAN_H
#define KA_SALES_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/roster.h"
#include "sales/targets.h"
#include "sales/workdays.h"
#include "table/frame.h"
#include "table/meta.h"

enum { KA_PLAN_MIN_MONTHS = 3, KA_PLAN_MAX_MONTHS = 24 };
enum { KA_PLAN_NAME, KA_PLAN_CHANNEL, KA_PLAN_MANAGER, KA_PLAN_ATTRIBUTES };

struct ka_plan_options {
    const char *accounts, *holidays; // tables, NULL: none
    int32_t asof;                    // KA_DATE_NONE: the newest in the sales
    size_t months;                   // that a projection is learnt from, within the limits
};

// What an account bought in a month.
struct ka_plan_cell {
    int32_t month;
    int64_t sum[KA_GOALS]; // KA_DECIMAL_NONE: a row of it is unknown
};

struct ka_plan_account {
    struct ka_plan_cell *cells;
    size_t count, cap;
    int32_t first; // purchase
    size_t row;    // of the table of accounts, KA_NONE: not there
};

struct ka_plan {
    struct ka_plan_options options;
    struct ka_roster roster;          // accounts that have sales
    struct ka_plan_account *accounts; // by number of the roster's ids
    size_t account_cap;
    struct ka_frame table; // of accounts, width 0 without one
    size_t place[KA_PLAN_ATTRIBUTES];
    struct ka_workdays workdays;
    int32_t asof, first_month;
    size_t months;        // from first_month to that of asof
    int32_t complete;     // last month without a working day after asof
    struct ka_map groups; // a digit for the scope, the id
    struct ka_key_ranks groups_ranked;
    double *sums[KA_GOALS]; // group × month; NAN: unknown
    uint64_t later;         // sales rows after asof
};

// Reads sales rows (path NULL: standard input).  Accounts belong to the manager and channel
// that the table of accounts names, else to those of their newest sale.  Zeroed before; clear
// it in any case.  KA_NOT_ESTIMABLE without sales up to asof.
bool ka_plan_read(struct ka_plan *plan, const char *path, const struct ka_plan_options *options,
                  struct ka_meta *meta, struct ka_error *err);
void ka_plan_clear(struct ka_plan *plan);

// What is known of the account of a rank.
struct ka_str ka_plan_attribute(const struct ka_plan *plan, size_t rank, size_t attribute);

// Rank of an account, number of a group; KA_NONE: it has no sales.
size_t ka_plan_find(const struct ka_plan *plan, enum ka_scope scope, struct ka_str id);

// Which of a scope there are: calls `take` bytewise by id; "" (unknown) is left out.
typedef void ka_plan_take(size_t which, struct ka_str id, void *context);
void ka_plan_each(const struct ka_plan *plan, enum ka_scope scope, ka_plan_take *take,
                  void *context);

// By month from first_month on; which as ka_plan_find has it, KA_NONE: zeros.
void ka_plan_series(const struct ka_plan *plan, enum ka_scope scope, size_t which,
                    enum ka_goal goal, double *series);

// ---- Season ----

// Where the shape of a year is from: its own earlier years, when these are whole and every
// month is above 0; else those of the company; else working days alone.
enum ka_season_basis { KA_SEASON_OWN, KA_SEASON_COMPANY, KA_SEASON_WORKDAYS };
extern const char *const ka_season_names[];

struct ka_season {
    double rate[12]; // on a working day, by calendar month, in any unit
    enum ka_season_basis basis;
};

// From the whole years before that of `month`.  company: its series of the same goal.
struct ka_season ka_plan_season(const struct ka_plan *plan, const double *series,
                                const double *company, int32_t month);

// What the days from..to weigh.
double ka_plan_weight(const struct ka_plan *plan, const struct ka_season *season, int32_t from,
                      int32_t to);

// ---- Figures ----

enum ka_plan_finding {
    KA_PLAN_NONE,
    KA_PLAN_MET,      // reached
    KA_PLAN_ON_TRACK, // the projection reaches it
    KA_PLAN_AT_RISK,  // only the upper end of its interval does
    KA_PLAN_BEHIND,   // not even that
    KA_PLAN_MISSED,   // it is over
};
extern const char *const ka_plan_finding_names[];

// NAN is unknown.
struct ka_plan_figures {
    double actual;           // up to asof; unknown when the sales begin after the period
    int32_t days, days_left; // working days
    double share;            // of the period's weight, up to asof
    double expected, run_rate, required_rate;
    double projection, lo, hi;
    enum ka_plan_finding finding;
};

// The rest of the period is predicted from the last months up to asof (ka_predict, weights
// of the season), none before the first purchase.  target NAN: none.
struct ka_plan_figures ka_plan_judge(const struct ka_plan *plan, const double *series,
                                     const struct ka_season *season,
                                     struct ka_target_period period, double target);

#endif
