// SPDX-License-Identifier: GPL-3.0-or-later
// The sales rows of a run in the form that features are computed from: numbers in
// place of names, sorted, so that nothing computed from them can depend on the order
// in which the rows came.
#ifndef KA_SALES_LEDGER_H
#define KA_SALES_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/str.h"
#include "sales/fields.h"
#include "sales/sale.h"
#include "table/decimal.h"

#define KA_LEDGER_NONE UINT32_MAX // no product, no family, no order id

// For comparators: -1, 0 or 1.
#define KA_COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

// How many optional columns ka_ledger_line's `filled` is out of.
#define KA_LEDGER_OPTIONAL 12

// Names, numbered as they come; ranked bytewise by ka_ledger_close.
struct ka_names {
    struct ka_map map;
    uint32_t *rank;   // of each number
    uint32_t *number; // of each rank
};

// The name of a rank.
static inline struct ka_str ka_names_at(const struct ka_names *names, size_t rank)
{
    return names->map.keys[names->number[rank]];
}

// A text that may change over time: what stands on the newest row that has it, of
// several the bytewise greatest.  Empty: no row has it.
struct ka_newest {
    struct ka_str text;
    int32_t date;
};

struct ka_ledger_line {
    uint32_t key, product, family; // ranks once the ledger is closed
    uint32_t order;                // its numbering means nothing but same or other
    int32_t date;
    uint8_t kind;   // enum ka_sale_kind
    uint8_t filled; // how many of the KA_LEDGER_OPTIONAL columns
    int64_t revenue, margin, qty;
};

enum { KA_COST_KINDS = 10 };

// rebate, slotting … in the order of the contract; NULL past the last.
const char *ka_cost_kind_name(size_t kind);

struct ka_ledger_cost {
    uint32_t key;
    int32_t month;
    int64_t amount;
    uint8_t kind; // below KA_COST_KINDS
};

struct ka_ledger {
    const enum ka_sale_column *attributes; // borrowed
    size_t attribute_count;
    struct ka_names keys, products, families;
    struct ka_ledger_line *lines; // closed: by key and date
    size_t line_count, line_cap;
    struct ka_ledger_cost *costs; // closed: by key and month
    size_t cost_count, cost_cap;
    size_t *line_start, *cost_start; // closed: [rank of key], one more at the end
    struct ka_newest *newest;        // attributes of each number of a key
    struct ka_newest *account_key;   // the key of each account
    struct ka_newest *high_margin;   // "1" or "0", of each number of a product
    struct ka_map orders, accounts, texts;
    size_t newest_cap, account_cap, high_margin_cap;
    int32_t first, last;      // date of the oldest and of the newest line
    bool has_margin, has_qty; // some line has one
};

// attributes: text columns that are kept for each key.  They must outlive the ledger.
void ka_ledger_init(struct ka_ledger *ledger, const enum ka_sale_column *attributes,
                    size_t attribute_count);

// Adds a row under a key.  A product is known by its id, or by its name without one.
void ka_ledger_add(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key);

// Adds a cost under the key of the newest rows that the account has; under orphan_key,
// and returns false, when it has no rows at all.
bool ka_ledger_add_cost(struct ka_ledger *ledger, struct ka_str account,
                        struct ka_str orphan_key, int32_t month, size_t kind, int64_t amount);

// Ranks the names and sorts.  A line of kind adjust moves no goods: where others have a
// margin or a quantity, one that it lacks is its revenue and 0.
void ka_ledger_close(struct ka_ledger *ledger);

// Attribute i of the key with that rank.
struct ka_str ka_ledger_attribute(const struct ka_ledger *ledger, size_t key, size_t i);

void ka_ledger_clear(struct ka_ledger *ledger);

// What is summed alike over a key and over a month of it.
struct ka_totals {
    uint64_t lines, no_margin, no_qty; // lines without a margin, without a quantity
    ka_int128 revenue, margin, qty;    // of the lines that have it
};

void ka_totals_add(struct ka_totals *totals, const struct ka_ledger_line *line);

// KA_SUM_NONE when a line lacks it, or all lines of the ledger do: a sum with an
// unknown part is unknown.
ka_int128 ka_totals_margin(const struct ka_totals *totals, const struct ka_ledger *ledger);
ka_int128 ka_totals_qty(const struct ka_totals *totals, const struct ka_ledger *ledger);

// Counts the orders among a run of lines of one key: distinct order ids of the lines of
// kind sale; those without an id are one order a day.
struct ka_order_count {
    uint32_t *seen; // by order: the last count that met it
    uint32_t run;
};

void ka_order_count_init(struct ka_order_count *count, const struct ka_ledger *ledger);
size_t ka_order_count_lines(struct ka_order_count *count, const struct ka_ledger_line *line,
                            size_t n);
void ka_order_count_clear(struct ka_order_count *count);

#endif
