// SPDX-License-Identifier: GPL-3.0-or-later
// What the sections pick out of the tables.
#ifndef KA_REPORT_PICK_H
#define KA_REPORT_PICK_H

#include "report/report.h"

// Rows of a table; the array lives as long as the report.
struct ka_rows {
    size_t *at;
    size_t count;
};

// The rows whose figure in `column` is known, sorted by it.  None when there is no such column.
struct ka_rows ka_report_sorted(struct ka_report *report, enum ka_report_kind kind,
                                const char *column, bool descending);

// All rows of a table, as they are.
struct ka_rows ka_report_all(struct ka_report *report, enum ka_report_kind kind);

// Those of rows that are of accounts with the verdict "key" in the account rows.
struct ka_rows ka_report_of_key(struct ka_report *report, enum ka_report_kind kind,
                                struct ka_rows rows);

// For each row of a table the figure of its account in the account rows, NAN when unknown; NULL
// when these have no such figures.
double *ka_report_lookup(struct ka_report *report, enum ka_report_kind kind,
                         const char *column);

// The first `most` rows at most.
static inline struct ka_rows ka_rows_first(struct ka_rows rows, size_t most)
{
    return (struct ka_rows){rows.at, rows.count < most ? rows.count : most};
}

// Those of rows whose cell in `column` is value.
struct ka_rows ka_report_where(struct ka_report *report, enum ka_report_kind kind,
                               struct ka_rows rows, const char *column, const char *value);

// What the rows of a table are ranked by, NULL when they are not.
const char *ka_report_ranked_by(struct ka_report *report, enum ka_report_kind kind);

// The same when it is none of those that every report shows (revenue, margin, net_profit,
// high_margin_revenue), else "".
const char *ka_report_own_measure(struct ka_report *report);

// The account rows as they are ranked; when they are not, by revenue.
struct ka_rows ka_report_ranking(struct ka_report *report);

// The days that the account rows are of: the first purchase, the day that recency counts from.
struct ka_report_span {
    int32_t begin, end;
};

// False when the rows do not tell.
bool ka_report_span(struct ka_report *report, struct ka_report_span *span);

// Whether the last day of the data is the last of its month.
bool ka_report_is_whole(const struct ka_report_span *span);

// The total of a measure: from the stats, else the sum of the account rows; NAN when unknown.
double ka_report_total(const struct ka_report *report, const char *measure);

// The number of accounts, NAN when unknown.
double ka_report_number(const struct ka_report *report);

// A figure of the stats table over all accounts; NAN when it is not there.
double ka_report_stat(const struct ka_report *report, const char *measure, const char *stat);

// The interval of a figure of the stats table and its level; NAN when it has none.
struct ka_report_interval {
    double lo, hi, level;
};
struct ka_report_interval ka_report_interval(const struct ka_report *report,
                                             const char *measure, const char *stat);

// Whether 80 % of a measure comes from 20 % of the accounts, as a phrase: "holds", "fails" or
// "not decidable"; NULL when the stats do not say, or without an interval.
const char *ka_report_verdict(const struct ka_report *report, const char *measure);

// The fewest accounts with 80 % of a measure, and of how many: from the stats, else counted in
// the rows ranked by it.  NAN when unknown.
struct ka_make80 {
    double accounts, of;
};
struct ka_make80 ka_report_make80(struct ka_report *report, const char *measure);

// The accounts with a net profit below zero, the largest loss first.
struct ka_rows ka_report_losers(struct ka_report *report);

// The accounts with a verdict of ka-score, as they are ranked.
struct ka_rows ka_report_judged(struct ka_report *report, const char *verdict);

#endif
