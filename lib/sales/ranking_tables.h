// SPDX-License-Identifier: GPL-3.0-or-later
// What a ranking looks like as tables: columns for the rows, curves.
#ifndef KA_SALES_RANKING_TABLES_H
#define KA_SALES_RANKING_TABLES_H

#include <stddef.h>

#include "sales/ranking.h"
#include "stat/resample.h"
#include "table/frame.h"
#include "table/writer.h"

// The rows in the order of the ranking with ranked_by, rank, share, cum_share, cum_count,
// class, tie, top20, top25, p_top (by row; NULL: unknown) behind them; those of an earlier
// ranking go.  threads 0: as many as may run.
void ka_ranking_write(struct ka_writer *writer, const struct ka_ranking *ranking,
                      const struct ka_frame *accounts, const double *p_top, size_t threads);

// A column of such a name that no ranking has made is an error: it is the user's.
bool ka_ranking_check(const struct ka_frame *accounts, struct ka_error *err);

// The curve table: measure, curve (lorenz, abc, whale), p, y, lo, hi, key; up to 49 points of
// a curve have bounds.  A measure whose total is not above zero has no curves.
void ka_ranking_write_curves(struct ka_writer *writer, const struct ka_ranking *rankings,
                             size_t count, const struct ka_frame *accounts, size_t key,
                             const struct ka_bootstrap *bootstrap);

#endif
