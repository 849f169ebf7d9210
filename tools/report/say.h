// SPDX-License-Identifier: GPL-3.0-or-later
// Words and figures in the language of the report.  What is returned lives as long as it.
#ifndef KA_REPORT_SAY_H
#define KA_REPORT_SAY_H

#include "report/report.h"

struct ka_str ka_report_word(const struct ka_report *report, const char *phrase);

// A measure inside a sentence: "net profit".
struct ka_str ka_report_measure(const struct ka_report *report, const char *measure);

// The phrase with {1}, {2} … filled in; what is filled in is not looked at again.
// "{1?one|many}" is the first when {1} is "1", else the second.
struct ka_str ka_report_fill(struct ka_report *report, const char *phrase,
                             const struct ka_str *values, size_t count);
#define KA_SAY(report, phrase, ...)                                                            \
    ka_report_fill(report, phrase, (const struct ka_str[]){__VA_ARGS__},                       \
                   sizeof((const struct ka_str[]){__VA_ARGS__}) / sizeof(struct ka_str))

struct ka_str ka_report_count(struct ka_report *report, double count);
struct ka_str ka_report_percent(struct ka_report *report, double fraction);
struct ka_str ka_report_compact(struct ka_report *report, double amount);
struct ka_str ka_report_date(struct ka_report *report, double day);

// A level of confidence: "95%", "99.5%".
struct ka_str ka_report_level(struct ka_report *report, double level);

// Amounts short, all else with the digits that make the difference.
struct ka_str ka_report_plain(struct ka_report *report, double value);

// A figure as the column's format has it; empty when it is unknown.
struct ka_str ka_report_figure(struct ka_report *report, enum ka_report_format format,
                               double value);

// An interval.  A bound of a share that lies beyond ±200 % only says that its total may be
// near zero: the other bound is told alone.
struct ka_str ka_report_range(struct ka_report *report, enum ka_report_format format, double lo,
                              double hi);
bool ka_report_range_is_open(enum ka_report_format format, double lo, double hi);

// What to call an account: its name, or its id when it has none.
struct ka_str ka_report_account(const struct ka_report *report, size_t row);

// The same for a row of any table that has an account; "" when it has neither name nor id.
struct ka_str ka_report_name(const struct ka_report *report, enum ka_report_kind kind,
                             size_t row);

// What the account rows call an id; itself when they do not have it.
struct ka_str ka_report_name_of(const struct ka_report *report, struct ka_str id);

// A cell of enumerators in the language of the report; data stay as they are.
struct ka_str ka_report_cell_word(struct ka_report *report, enum ka_report_kind kind,
                                  size_t column, size_t row);

// The same in a sentence: shortened, and with its direction of writing kept to itself.
struct ka_str ka_report_mention(struct ka_report *report, struct ka_str name);

// a + b, with the phrase "list_comma" between them when a is not empty.
struct ka_str ka_report_join(struct ka_report *report, struct ka_str a, struct ka_str b);

// A note of how many rows are not shown, where there are more than `most`.
void ka_report_left_out(struct ka_report *report, size_t count, size_t most);

#endif
