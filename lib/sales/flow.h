// SPDX-License-Identifier: GPL-3.0-or-later
// What accounts buy against what they sell on, and to whom.
#ifndef KA_SALES_FLOW_H
#define KA_SALES_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/roster.h"
#include "table/meta.h"

enum { KA_FLOW_MIN_MONTHS = 4, KA_FLOW_MAX_MONTHS = 60 };
enum { KA_FLOW_NAME, KA_FLOW_CHANNEL }; // attributes of the roster

struct ka_flow_options {
    const char *sellthrough; // table
    int32_t asof;            // KA_DATE_NONE: none
    int64_t months;          // in the window, within the limits above
};

// One account and product in the window; pieces and money in ten-thousandths.
struct ka_flow_cell {
    uint32_t account, product; // ranks
    int64_t qty, revenue;      // sell-in of the window
    double price;              // our money for a piece, NAN: nothing tells
};

// One row of the sell-through table in the window.
struct ka_flow_row {
    uint32_t account, product, segment, customer; // ranks; customer UINT32_MAX: not known
    int32_t month;
    int64_t qty, amount, stock; // KA_DECIMAL_NONE: unknown
    size_t cell;
    uint64_t line;
};

struct ka_flow {
    struct ka_roster roster;
    struct ka_map products, segments, customers;
    struct ka_key_ranks products_ranked, segments_ranked, customers_ranked;
    int32_t first_month; // of the window
    size_t months;
    struct ka_flow_cell *cells; // by account and product
    size_t cell_count;
    int64_t *in, *revenue, *out, *stock; // cell × month; stock KA_DECIMAL_NONE: unknown
    size_t *cell_start, *row_start;      // by account, one more at the end
    bool *reported, *stocked;            // account × month: there is sell-through, some stock
    struct ka_flow_row *rows;            // by account, segment, customer, product, month
    size_t row_count;
    uint64_t sales, no_qty,
        outside;             // sales rows; without a quantity, before or after the window
    size_t strangers, later; // sell-through of accounts without sales, after the window
};

// The window ends with the last month that both tables reach (and asof); rows of sales without
// a quantity move no goods.  Zeroed before; clear it in any case.  Errors name file, line,
// column and value; KA_NOT_ESTIMABLE when the tables do not meet.
bool ka_flow_read(struct ka_flow *flow, const char *path, const struct ka_flow_options *options,
                  struct ka_meta *meta, struct ka_error *err);
void ka_flow_clear(struct ka_flow *flow);

struct ka_str ka_flow_product(const struct ka_flow *flow, size_t product);
struct ka_str ka_flow_segment(const struct ka_flow *flow, size_t segment);

// ---- What the months say ----

// In one unit: pieces of a product, or money at our prices.
struct ka_flow_series {
    double in[KA_FLOW_MAX_MONTHS], out[KA_FLOW_MAX_MONTHS];
    double stock[KA_FLOW_MAX_MONTHS]; // at the end of the month, NAN: unknown
    const bool *reported;             // by month; out is known where it is
};

enum ka_flow_finding { KA_FLOW_UNKNOWN, KA_FLOW_CLEAR, KA_FLOW_STUFFED };
extern const char *const ka_flow_finding_names[]; // "", "clear", "stuffed"

struct ka_flow_figures {
    size_t reported;                // months
    double in, in_reported, out;    // in: of all months, in_reported: of those reported
    double rate;                    // out / in_reported, NAN unless that is above 0
    double stock_end, stock_change; // the last known, and since the first known
    double weeks;                   // stock_end over a week of the last three months' out
    double stock_tau,
        out_tau;  // Kendall's tau-b with time, 0 without change; NAN below 4 months
    bool derived; // no stock is reported: what comes in and stays
    enum ka_flow_finding finding; // stuffed: stock_tau >= .5 and out_tau <= -.5
};

// The stock of a product that a month does not list is 0 when it lists that of another.
void ka_flow_cell_series(const struct ka_flow *flow, size_t cell,
                         struct ka_flow_series *series);

// All products of an account at our prices.
void ka_flow_account_series(const struct ka_flow *flow, size_t account,
                            struct ka_flow_series *series);

struct ka_flow_figures ka_flow_judge(const struct ka_flow *flow,
                                     const struct ka_flow_series *series);

// What the row moved, at our prices; 0 when its quantity or price is unknown.
double ka_flow_value(const struct ka_flow *flow, const struct ka_flow_row *row);

#endif
