// SPDX-License-Identifier: GPL-3.0-or-later
// What needs attention in the sales rows, rule by rule.
#ifndef KA_SALES_WATCH_H
#define KA_SALES_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/journal.h"
#include "sales/watch_side.h"
#include "table/meta.h"
#include "table/save.h"

enum ka_watch_rule {
    KA_WATCH_OVERDUE,
    KA_WATCH_DROP,
    KA_WATCH_SPIKE,
    KA_WATCH_FAMILY,
    KA_WATCH_PRICE,
    KA_WATCH_SHARE,
    KA_WATCH_MANAGER,
    KA_WATCH_LOSS,
    KA_WATCH_COMPLAINT,
    KA_WATCH_REPEATED,
    KA_WATCH_CONTACT_KEY,
    KA_WATCH_CONTACT_STRATEGIC,
    KA_WATCH_CONTACT_PARTNER,
    KA_WATCH_TARGET,
    KA_WATCH_OWED,
    KA_WATCH_RULES
};

extern const char *const ka_watch_names[]; // "overdue", "revenue_drop" …

// KA_WATCH_RULES: no rule has this name.
enum ka_watch_rule ka_watch_rule_named(struct ka_str name);

struct ka_watch_limits {
    struct {
        bool on;
        double limit; // as the man page of ka-watch has it
        int severity; // 1..3
    } of[KA_WATCH_RULES];
};

void ka_watch_limits_ship(struct ka_watch_limits *limits);

// A table rule · limit · severity; a rule that it does not have is off.
bool ka_watch_limits_load(struct ka_watch_limits *limits, const char *path,
                          struct ka_meta *meta, struct ka_error *err);

struct ka_alert {
    enum ka_watch_rule rule;
    size_t account;         // rank, KA_NONE: it is about no account
    struct ka_str subject;  // the family, the manager, the month …; borrowed from the watch
    bool key;               // about a key account
    double value, expected; // in the rule's unit: days, money, share
    double lo, hi;          // of what would have been no reason; NAN: open
    double weight;          // revenue of the account in the last 365 days
    size_t source;          // of what is behind a target: its number in the side
    int32_t days;           // since the oldest debt was due
};

struct ka_watch {
    const struct ka_journal *journal; // borrowed, with goods, and margins for net_loss
    const struct ka_watch_side *side; // borrowed
    struct ka_watch_limits limits;
    int32_t asof;
    const bool *key;         // by account, NULL: those of class A
    struct ka_alert *alerts; // key accounts first, then by severity, weight, id
    size_t count, cap;
    size_t unknown_targets; // of margin, left out: a line has none
    size_t targets_of_none; // left out: no account has this manager or channel
    struct ka_arena texts;
};

// Fill journal, side, limits, asof and key; all else zero.
void ka_watch_make(struct ka_watch *watch);

// Is the rule on, and are the tables there that it is about?
bool ka_watch_asks(const struct ka_watch *watch, enum ka_watch_rule rule);
void ka_watch_clear(struct ka_watch *watch);

// The sentence on an alert.
void ka_alert_zh(const struct ka_watch *watch, const struct ka_alert *alert,
                 struct ka_buf *out);
void ka_alert_en(const struct ka_watch *watch, const struct ka_alert *alert,
                 struct ka_buf *out);

// ---- What was already said ----

enum ka_said_now { KA_SAID_CLEARED, KA_SAID_STILL, KA_SAID_NOT_ASKED };

struct ka_said {
    enum ka_watch_rule rule;
    struct ka_str account_id, subject;
    int32_t since;
    enum ka_said_now now; // what this run has found
};

struct ka_watch_state {
    struct ka_map keys;
    struct ka_said *said; // by number
    size_t cap;
    struct ka_arena texts;
};

// A file that is not there is an empty state.  Errors: anything that is not a whole state file.
bool ka_watch_state_load(struct ka_watch_state *state, const char *path, struct ka_error *err);

// The sentences on what is over.  name: of the account, "" where it is about none.
void ka_said_over(const struct ka_said *said, struct ka_str name, struct ka_buf *zh,
                  struct ka_buf *en);

// Finds what is still so, of the alerts of this run, and what it has not asked about.
void ka_watch_state_compare(struct ka_watch_state *state, const struct ka_watch *watch);

// What was said of this alert, NULL: it is new.
struct ka_said *ka_watch_state_find(const struct ka_watch_state *state,
                                    const struct ka_watch *watch, const struct ka_alert *alert);

// Writes the alerts of this run, and what it has not asked about, as the next state.
bool ka_watch_state_save(const struct ka_watch_state *state, const struct ka_watch *watch,
                         const char *path, struct ka_error *err);
void ka_watch_state_clear(struct ka_watch_state *state);

// ---- Tables ----

struct ka_watch_report {
    const struct ka_watch *watch;
    const struct ka_watch_state *state; // compared
    bool all;                           // what was already said as well
};

// context: the report.  status (new, said, cleared) · rule · severity · account_id · account ·
// key · subject · value · expected · lo · hi · since · zh · en
bool ka_watch_write(struct ka_writer *writer, const void *context, struct ka_error *err);

// context: the limits.  rule · limit · severity
bool ka_watch_limits_write(struct ka_writer *writer, const void *context, struct ka_error *err);

#endif
