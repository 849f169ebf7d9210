// SPDX-License-Identifier: GPL-3.0-or-later
// Account rows with all that a verdict looks at, and the tables that come of it.
#ifndef KA_SCORE_JUDGED_H
#define KA_SCORE_JUDGED_H

#include "sales/famous.h"
#include "sales/profile.h"
#include "sales/relations.h"
#include "sales/rules.h"
#include "sales/score.h"
#include "score/words.h"
#include "table/meta.h"
#include "table/writer.h"

struct ka_judged {
    struct ka_frame accounts;
    size_t key;
    struct ka_profile *profile; // NULL: account rows were read
    struct ka_rules rules;
    struct ka_scoring scoring;
    struct ka_relations relations;
    struct ka_famous famous;
    struct ka_meta meta;
    struct ka_buf warnings; // one a line
};

struct ka_side_inputs {
    const char *accounts, *facts, *contacts, *products; // NULL: none
    int64_t max_age;                                    // days
};

// Joins the side tables to the rows; what does not count becomes a warning.
bool ka_judged_join(struct ka_judged *judged, const struct ka_side_inputs *inputs,
                    struct ka_error *err);

// Scores, appends the columns; with_famous: ranks the industry, too.
bool ka_judged_score(struct ka_judged *judged, size_t draws, uint64_t seed, bool with_famous,
                     struct ka_error *err);
void ka_judged_clear(struct ka_judged *judged);

// ka_write_rows of the tables; context: a struct ka_judged.
bool ka_judged_write_rules(struct ka_writer *writer, const void *context, struct ka_error *err);
bool ka_judged_write_rows(struct ka_writer *writer, const void *context, struct ka_error *err);
bool ka_judged_write_criteria(struct ka_writer *writer, const void *context,
                              struct ka_error *err);
bool ka_judged_write_famous(struct ka_writer *writer, const void *context,
                            struct ka_error *err);
bool ka_judged_write_relations(struct ka_writer *writer, const void *context,
                               struct ka_error *err);

#endif
