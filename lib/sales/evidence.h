// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings → rows of the stats table: how concentrated, how sure, who answers for it.
#ifndef KA_SALES_EVIDENCE_H
#define KA_SALES_EVIDENCE_H

#include "sales/ranking.h"
#include "sales/stats.h"
#include "stat/resample.h"
#include "table/frame.h"

// What is asked for; the arrays are borrowed.
struct ka_evidence {
    struct ka_bootstrap bootstrap;
    double epsilon[KA_ATKINSON_MAX]; // of the Atkinson indices
    size_t epsilons;
    const struct ka_frame *accounts;
    const double *weight; // by row, NULL: 1 each
};

// "0.5,1,2" → epsilon, epsilons.
bool ka_evidence_parse_epsilon(const char *text, struct ka_evidence *evidence,
                               struct ka_error *err);

// n, unknown, total and the figures with their intervals, the verdict on 80/20, the tail, the
// classes (these not with weights).
void ka_evidence_ranking(const struct ka_evidence *evidence, const struct ka_ranking *ranking,
                         struct ka_stats *stats);

// The figures within each value of a column, in bytewise order, and how much of Theil's T lies
// between them.
void ka_evidence_groups(const struct ka_evidence *evidence, const struct ka_ranking *ranking,
                        size_t column, struct ka_stats *stats);

// The figures of amounts in any order, without the classes.
void ka_evidence_amounts(const struct ka_evidence *evidence, const char *measure,
                         struct ka_str group, const int64_t *amount, size_t n,
                         struct ka_stats *stats);

// The top 25 % of a ranking, their share, and how many of them are in the top 25 % by profit
// (NULL: not known).
void ka_evidence_managed(const struct ka_ranking *ranking, const struct ka_ranking *profit,
                         struct ka_stats *stats);

// The share of the total in the hands of each value of `column`, the largest first; those above
// a quarter are flagged.
void ka_evidence_managers(const struct ka_evidence *evidence, const struct ka_ranking *ranking,
                          size_t column, struct ka_stats *stats);

#endif
