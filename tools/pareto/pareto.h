// SPDX-License-Identifier: GPL-3.0-or-later
// What ka-pareto has in hand once the accounts are ranked.
#ifndef KA_PARETO_PARETO_H
#define KA_PARETO_PARETO_H

#include "base/program.h"
#include "out/phrase.h"
#include "sales/evidence.h"
#include "sales/periods.h"
#include "sales/profile.h"
#include "sales/ranking.h"
#include "sales/stats.h"

enum { KA_RANKINGS_MAX = 5 };

struct ka_pareto {
    struct ka_frame accounts;
    size_t key;
    struct ka_profile *profile; // NULL: account rows were read
    struct ka_class_limits limits;
    struct ka_ranking rankings[KA_RANKINGS_MAX]; // the first is the measure asked for
    size_t count;
    struct ka_evidence evidence;
    double *weight;             // by row, NULL: 1 each
    const char *group, *column; // what to group by, what to weigh by; NULL: nothing
    enum ka_period period;
    enum ka_lang lang; // of the text for people
    struct ka_stats stats;
    double *p_top; // by row, NULL: not known
};

// Reads the weights.  False on a weight that is none.
bool ka_pareto_weigh(struct ka_pareto *p, struct ka_error *err);

// Fills stats from the rankings.
bool ka_pareto_summarise(struct ka_pareto *p, struct ka_error *err);

// Fills p_top, where orders are there to draw from.
void ka_pareto_draw_orders(struct ka_pareto *p);

// The ranked rows, the stats and the curves as tables; context is the struct ka_pareto.
bool ka_pareto_write_rows(struct ka_writer *writer, const void *context, struct ka_error *err);
bool ka_pareto_write_summary(struct ka_writer *writer, const void *context,
                             struct ka_error *err);
bool ka_pareto_write_curves(struct ka_writer *writer, const void *context,
                            struct ka_error *err);

// The stats and the largest accounts as people read them.  path NULL: standard output.
bool ka_pareto_save_text(const struct ka_pareto *p, const char *path, struct ka_error *err);

// Of the manual page.
extern const struct ka_example ka_pareto_examples[];
extern const struct ka_section ka_pareto_sections[];

void ka_pareto_clear(struct ka_pareto *p);

#endif
