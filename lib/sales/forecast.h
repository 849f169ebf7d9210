// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → what each account will order and be worth, and how far that can be trusted.
#ifndef KA_SALES_FORECAST_H
#define KA_SALES_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/buyers.h"
#include "sales/journal.h"
#include "stat/lifetime.h"
#include "stat/spend.h"

#define KA_FORECAST_AUTO KA_LIFETIME_MODELS // the model that is best by hold-out

enum {
    KA_FORECAST_REPEATERS = 30, // fewer accounts with a repeat purchase: few_data
    KA_FORECAST_WHOLE = 100,    // accounts that the whole counts for in the fit of a group
};

struct ka_forecast_options {
    int model;         // enum ka_lifetime_model or KA_FORECAST_AUTO
    double weeks;      // horizon
    double discount;   // a year: .1 makes 1.1 in a year 1 today
    int32_t asof;      // the last day that counts
    int32_t holdout;   // the models are also fitted up to this day, and tried on what
                       // follows; KA_DATE_NONE: for auto a third before the end, else not
    bool by_group;     // one fit a group, drawn towards that of the whole
    size_t replicates; // of the bootstrap, 0: no intervals
    double level;      // of the intervals
    uint64_t seed;
};

// One fit.  drawn: [replicate], the fits of samples that are simulated with it.
struct ka_forecast_fit {
    struct ka_lifetime life, *life_drawn;
    struct ka_spend spend, *spend_drawn;
    size_t accounts, repeaters;
    bool few;
};

enum { KA_FORECAST_BOUNDARY = 1, KA_FORECAST_FEW_DATA = 2, KA_FORECAST_NO_MONEY = 4 };

struct ka_forecast_row {
    double alive, orders, orders_lo, orders_hi, value, value_lo, value_hi, clv, naive;
    int status; // KA_FORECAST_… or 0: ok
};

// How each model does behind the cut.
struct ka_holdout {
    struct ka_buyers buyers; // up to the cut
    double weeks;            // from the cut to asof
    struct ka_lifetime fit[KA_LIFETIME_MODELS];
    double total[KA_LIFETIME_MODELS], mae[KA_LIFETIME_MODELS], rmse[KA_LIFETIME_MODELS];
    double actual; // purchases of these accounts behind the cut
    size_t judged; // accounts, at most KA_FORECAST_JUDGED; evenly taken from all
    bool there;
};

enum { KA_FORECAST_JUDGED = 20000 };

struct ka_forecast {
    struct ka_forecast_options options;
    const struct ka_journal *journal;
    struct ka_buyers buyers;
    struct ka_holdout holdout;
    enum ka_lifetime_model model; // that was taken
    struct ka_forecast_fit *fits; // [group], or the one
    size_t fit_count;
    struct ka_forecast_row *rows; // by buyer
};

// Zeroed before; clear it in any case.  The journal must outlive it.  Errors: no purchase up to
// asof; a hold-out without a purchase before it or not before asof.
bool ka_forecast_make(struct ka_forecast *forecast, const struct ka_journal *journal,
                      const struct ka_forecast_options *options, struct ka_error *err);
void ka_forecast_clear(struct ka_forecast *forecast);

const struct ka_forecast_fit *ka_forecast_fit_of(const struct ka_forecast *forecast,
                                                 const struct ka_buyer *buyer);

// Tries every model on the purchases behind the cut.
bool ka_holdout_make(struct ka_holdout *holdout, const struct ka_journal *journal, int32_t cut,
                     int32_t asof, struct ka_error *err);
void ka_holdout_clear(struct ka_holdout *holdout);

// The model with the least RMSE: the mean is what minimises it, and the total is made of means.
enum ka_lifetime_model ka_holdout_best(const struct ka_holdout *holdout);

#endif
