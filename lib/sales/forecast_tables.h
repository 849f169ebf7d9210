// SPDX-License-Identifier: GPL-3.0-or-later
// A forecast as tables.  context: a struct ka_forecast.
#ifndef KA_SALES_FORECAST_TABLES_H
#define KA_SALES_FORECAST_TABLES_H

#include "sales/forecast.h"
#include "table/save.h"

// One row an account of the journal; one that never bought has the status no_purchase.
bool ka_forecast_write_rows(struct ka_writer *writer, const void *context,
                            struct ka_error *err);

// Appends the same figures, from repeats on, to account rows.  *strangers: rows of accounts
// that are not in the journal.  Errors: no column account_id.
bool ka_forecast_append(const struct ka_forecast *forecast, struct ka_frame *accounts,
                        size_t *strangers, struct ka_error *err);

// group · model · stat · value · se: parameters, likelihoods, counts.
bool ka_forecast_write_fits(struct ka_writer *writer, const void *context,
                            struct ka_error *err);

// part · model · key · accounts · actual · expected · mae · rmse: every model in total, then
// the one that was taken and the naive rate by frequency and by week, cumulated.  With a
// hold-out.
bool ka_forecast_write_calibration(struct ka_writer *writer, const void *context,
                                   struct ka_error *err);

#endif
