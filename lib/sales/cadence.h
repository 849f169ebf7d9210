// SPDX-License-Identifier: GPL-3.0-or-later
// How often accounts are to be met, and how much service they are promised, as a table.
#ifndef KA_SALES_CADENCE_H
#define KA_SALES_CADENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "table/writer.h"

enum ka_cadence_item {
    KA_MEET_VISIT, // up to KA_MEET_KINDS: kinds of contacts, the limit is in days
    KA_MEET_CALL,
    KA_MEET_MAIL,
    KA_MEET_MEETING,
    KA_MEET_EVENT,
    KA_MEET_TRAINING,
    KA_MEET_KINDS,
    KA_SERVICE_LEAST = KA_MEET_KINDS, // cost to serve as a share of revenue
    KA_SERVICE_MOST,
    KA_CADENCE_ITEMS,
};
extern const char *const ka_cadence_item_names[KA_CADENCE_ITEMS];

struct ka_cadence_rule {
    char *account_class, *relationship; // "": any
    enum ka_cadence_item item;
    double limit;
};

struct ka_cadence {
    struct ka_cadence_rule *rules;
    size_t count, cap;
    const char *source; // path, or what the shipped table is called; borrowed
};

// The shipped table.
void ka_cadence_ship(struct ka_cadence *cadence);

// class, relationship, item, limit.  A limit of 0 days means never.  Errors name file, line,
// column and value; one rule for a class, relationship and item.
bool ka_cadence_load(struct ka_cadence *cadence, const char *path, struct ka_error *err);
void ka_cadence_write(const struct ka_cadence *cadence, struct ka_writer *writer);
void ka_cadence_clear(struct ka_cadence *cadence);

// The limit that is meant for an account: of the rules that fit, the one that names both its
// class and its relationship, else its class, else its relationship, else neither; NAN: none.
double ka_cadence_limit(const struct ka_cadence *cadence, struct ka_str account_class,
                        struct ka_str relationship, enum ka_cadence_item item);

#endif
