// SPDX-License-Identifier: GPL-3.0-or-later
// What a ranking looks like as tables: columns for the rows, summary, curves.
#ifndef KA_SALES_RANKING_TABLES_H
#define KA_SALES_RANKING_TABLES_H

#include <stddef.h>

#include "sales/ranking.h"
#include "table/frame.h"
#include "table/writer.h"

// Appends ranked_by, rank, share, cum_share, cum_count, class, tie, top20, top25 to the
// rows that were ranked; those of an earlier ranking go.  A column of such a name that no
// ranking has made is an error: it is the user's.
bool ka_ranking_append(const struct ka_ranking *ranking, struct ka_frame *accounts,
                       struct ka_error *err);

// The stats table, long form: measure, stat, group, value, lo, hi.
void ka_ranking_write_summary(struct ka_writer *writer, const struct ka_ranking *rankings,
                              size_t count);

// The curve table: measure, curve (lorenz, abc, whale), p, y, key.  A measure whose total
// is not above zero has no curves.
void ka_ranking_write_curves(struct ka_writer *writer, const struct ka_ranking *rankings,
                             size_t count, const struct ka_frame *accounts, size_t key);

#endif
