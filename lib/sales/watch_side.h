// SPDX-License-Identifier: GPL-3.0-or-later
// What ka-watch knows beside sales: costs, contacts, complaints, receivables, targets.
#ifndef KA_SALES_WATCH_SIDE_H
#define KA_SALES_WATCH_SIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/journal.h"
#include "table/meta.h"

enum ka_watch_table {
    KA_WATCH_COSTS,
    KA_WATCH_CONTACTS,
    KA_WATCH_COMPLAINTS,
    KA_WATCH_RECEIVABLES,
    KA_WATCH_TARGETS,
    KA_WATCH_MASTER, // accounts: relationship
    KA_WATCH_TABLES
};

extern const char *const ka_watch_tables[]; // "costs", "contacts" …

struct ka_watch_paths {
    const char *of[KA_WATCH_TABLES]; // NULL: none
    const char *alias;               // ka-import's aliases, followed in all of them
};

struct ka_watch_cost {
    size_t account;
    int32_t month;
    int64_t amount;
};

struct ka_watch_met { // of one account, up to asof
    int32_t first, last;
    size_t days; // on which there was a contact
};

struct ka_watch_complaint { // opened up to asof
    size_t account;         // KA_NONE: one without sales
    struct ka_str id, type;
    int32_t opened, closed; // KA_DATE_NONE: not closed at asof
};

struct ka_watch_debt {
    size_t account;
    int32_t due;
    int64_t open; // amount - paid
};

enum ka_watch_scope { KA_SCOPE_COMPANY, KA_SCOPE_MANAGER, KA_SCOPE_CHANNEL, KA_SCOPE_ACCOUNT };

extern const char *const ka_watch_scopes[]; // "company" …

struct ka_watch_target {
    struct ka_str period, id; // id: of the manager, channel or account
    enum ka_watch_scope scope;
    size_t account; // of an account's
    bool margin;    // else it is revenue
    int32_t from, to;
    int64_t target;
};

enum ka_relationship { KA_ORDINARY, KA_PARTNER, KA_STRATEGIC };

struct ka_watch_side {
    struct ka_watch_cost *costs; // by account
    struct ka_watch_met *met;    // [account], NULL: no table of contacts
    struct ka_watch_complaint *complaints;
    struct ka_watch_debt *debts;
    struct ka_watch_target *targets;
    enum ka_relationship *relationship; // [account], NULL: not known
    size_t cost_count, complaint_count, debt_count, target_count;
    size_t cost_cap, complaint_cap, debt_cap, target_cap;
    int32_t log_begin;                 // first day of the contacts
    size_t strangers[KA_WATCH_TABLES]; // rows of accounts without sales
    size_t unmeasured;                 // targets of another measure than revenue and margin
    bool there[KA_WATCH_TABLES];       // the tables that were given
    struct ka_arena texts;
};

// Reads the tables that there are, as they are known at asof.  Zeroed before; clear it in any
// case.  Errors: a cell that is not what the schema says, an id, a complaint or a target that
// stands twice.
bool ka_watch_side_load(struct ka_watch_side *side, const struct ka_watch_paths *paths,
                        const struct ka_journal *journal, int32_t asof, struct ka_meta *meta,
                        struct ka_error *err);
void ka_watch_side_clear(struct ka_watch_side *side);

#endif
