// SPDX-License-Identifier: GPL-3.0-or-later
// Relationship types: declared by people, evidenced by who meets whom.
#ifndef KA_SALES_RELATIONS_H
#define KA_SALES_RELATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/frame.h"
#include "table/meta.h"
#include "table/writer.h"

enum ka_relation { KA_RELATION_UNKNOWN, KA_ORDINARY, KA_PARTNER, KA_STRATEGIC, KA_RELATIONS };

extern const char *const ka_relation_names[]; // "" for unknown

// What the contacts of an account show.
struct ka_relation_evidence {
    uint64_t contacts;
    unsigned functions, our_functions, levels; // as bits; functions: theirs
    size_t people;                             // of ours, by name
    size_t joint_months;                       // with a meeting with rnd, finance or marketing
    int32_t last;                              // KA_DATE_NONE: no contact
};

// strategic: the board was met, or rnd, finance or marketing in three months or more (a joint
// team); partner: three functions or more on both sides; ordinary: any less; unknown: no
// contact.  Where no contact names a function of ours, three people of ours stand for three
// functions, and where none names a person either, theirs alone are counted.
enum ka_relation ka_relation_of(const struct ka_relation_evidence *evidence);

struct ka_relations {
    struct ka_relation_evidence *of; // by account row
    size_t rows, strangers, later, older;
};

// Reads contacts; those within `window_days` up to asof count (KA_DATE_NONE: the newest
// contact).  Zeroed before; clear it in any case.
bool ka_relations_load(struct ka_relations *relations, const char *path,
                       const struct ka_frame *accounts, size_t key, int32_t asof,
                       int64_t window_days, struct ka_meta *meta, struct ka_error *err);
void ka_relations_clear(struct ka_relations *relations);

// Appends relationship_evidenced to the account rows.
void ka_relations_append(const struct ka_relations *relations, struct ka_frame *accounts);

// One row per account with a declared or evidenced relationship, as the rows stand:
// account_id, account, verdict, declared, evidenced, finding (overstated, understated,
// key_but_ordinary, empty), contacts, functions, our_functions, levels, people, joint_months,
// last_contact, our_side (what was counted of ours: our_functions, people, none).
void ka_relations_write(const struct ka_relations *relations, const struct ka_frame *accounts,
                        size_t key, struct ka_writer *writer);

#endif
