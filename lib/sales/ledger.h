// SPDX-License-Identifier: GPL-3.0-or-later
// What the features of a run are computed from: the sums of each key, the days and orders
// of its purchases, and what it bought of each product in each month.
//
// No row is kept.  Numbers stand in place of names, sums are exact and sets have no order,
// so that nothing depends on the order of the rows nor on which of several ledgers took
// them.  Memory grows with the keys, the orders of each and the products that each buys in
// a month, of which each takes a few bytes (sales/trail.h); lines that tell of the same again
// add nothing.
#ifndef KA_SALES_LEDGER_H
#define KA_SALES_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/near.h"
#include "base/slots.h"
#include "base/str.h"
#include "sales/cells.h"
#include "sales/fields.h"
#include "sales/order_codes.h"
#include "sales/sale.h"
#include "sales/sale_rows.h"
#include "sales/trail.h"
#include "table/decimal.h"

#define KA_LEDGER_NONE UINT32_MAX // no product, no family

// For comparators: -1, 0 or 1.
#define KA_COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

// How many optional columns struct ka_key_sums' `filled` is out of, for each line.
#define KA_LEDGER_OPTIONAL 12

enum { KA_ATTRIBUTES_MAX = 8 };

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
    const char *p;
    uint32_t n;
    int32_t date;
};

static inline struct ka_str ka_newest_text(const struct ka_newest *newest)
{
    return (struct ka_str){newest->p ? newest->p : "", newest->n};
}

// Takes the date where it is newer; true when the text is to be taken, too: it is newer, or as
// new and greater.
static inline bool ka_newest_yields(struct ka_newest *newest, struct ka_str text, int32_t date)
{
    if (text.n == 0 || (newest->n && date < newest->date))
        return false;
    bool newer = newest->n == 0 || date > newest->date;
    struct ka_str old = ka_newest_text(newest);
    newest->date = date;
    return !ka_str_eq(text, old) && (newer || ka_str_cmp(text, old) > 0);
}

// What is summed alike over a key and over a month of it.
struct ka_totals {
    uint64_t no_margin, no_qty;     // lines without a margin, without a quantity
    ka_int128 revenue, margin, qty; // of the lines that have it
};

struct ka_key_sums {
    struct ka_totals totals;
    uint64_t lines, filled; // filled: of the KA_LEDGER_OPTIONAL columns, over all lines
    ka_int128 returns;      // what lines of kind return took back
};

// What was added up of a key since it was last carried to its sums, as far as it fits into one
// line of the cache together with the key: among many keys, waiting for memory is what takes
// time, most of all for another page.  Its newest texts are in the two behind that.
enum { KA_LEDGER_NAME = 59 };
struct ka_key_tally {
    char key[KA_ROOM_KEY]; // or the struct ka_str of a longer one
    int64_t revenue, margin, qty;
    uint32_t lines, filled, no_margin, no_qty;
    uint32_t place; // which of the keys on the shelf it is
    uint8_t shelf, key_length;
    uint8_t name_length;       // 0: no row has a name
    char name[KA_LEDGER_NAME]; // the newest text of the first attribute, as the key stands
    int32_t name_date;
    struct ka_newest_text {
        uint32_t text; // its number and 1 more; 0: no row has one
        int32_t date;
    } newest[KA_ATTRIBUTES_MAX - 1]; // of the other attributes
    int64_t returns;
};

// Keys, numbered as they come, with their tallies; ranked bytewise by ka_ledger_close.
struct ka_ledger_keys {
    struct ka_key_tally *tally; // of each number
    size_t count, cap;
    struct ka_slots slots;
    struct ka_arena far; // the long ones
    uint32_t *rank;      // of each number
    uint32_t *number;    // of each rank
};

struct ka_product_sums {
    ka_int128 revenue, margin; // of lines with a margin
};

// What may be bought, and when.  Numbers, and ranks in a closed ledger.
struct ka_ledger_item {
    uint32_t product, family;
    int32_t month;
    uint32_t is_priced; // lines of kind sale with a product and a quantity above 0
};

// What all keys together paid for an item, and for how much of it, where it is priced.
struct ka_item_sums {
    ka_int128 paid, qty;
};

// ---- The records of a key ----

// What only some runs want; purchases and goods are in the trails.
enum ka_ledger_table {
    KA_MONTHS, // any line: key and month; a sum as struct ka_totals has them
    KA_PARTS,  // any line: key, order, product; the measure asked for
    KA_TABLES,
};

// Days and months that may be below zero, as numbers with the same order.
static inline uint32_t ka_time_code(int32_t time)
{
    return (uint32_t)time ^ 0x80000000u;
}

// Of the first word of a record: the key is in its upper half.
static inline int32_t ka_cell_time(uint64_t word)
{
    return (int32_t)((uint32_t)word ^ 0x80000000u);
}

enum ka_month_sum {
    KA_MONTH_REVENUE,
    KA_MONTH_MARGIN,
    KA_MONTH_QTY,
    KA_MONTH_NO_MARGIN,
    KA_MONTH_NO_QTY,
    KA_MONTH_SUMS
};

enum ka_part_measure {
    KA_PART_NONE,
    KA_PART_REVENUE,
    KA_PART_MARGIN, // without the costs: of net_profit as well
    KA_PART_QTY,
    KA_PART_HIGH_MARGIN_REVENUE, // revenue; the product is in the record
};

// Some of the keys, with their records, in which a key stands as its place.
enum { KA_SHELVES = 64 };
struct ka_shelf {
    struct ka_trails trails;
    struct ka_cells table[KA_TABLES];
    uint32_t *key; // number of the key in each place
    size_t count, cap;
};

// ---- Costs ----

enum { KA_COST_KINDS = 10 };

// rebate, slotting … in the order of the contract; NULL past the last.
const char *ka_cost_kind_name(size_t kind);

struct ka_ledger_cost {
    uint32_t key;
    int32_t month;
    int64_t amount;
    uint8_t kind; // below KA_COST_KINDS
};

// ---- The ledger ----

struct ka_ledger_options {
    const enum ka_sale_column *attributes; // text columns that are kept for each key; borrowed
    size_t attribute_count;
    bool by_account; // the keys are the accounts
    bool by_month;   // KA_MONTHS is wanted
    enum ka_part_measure parts;
};

// What the rows of an input can have, so that a row is not asked for more.
struct ka_ledger_present {
    uint8_t attribute[KA_ATTRIBUTES_MAX], filled[KA_LEDGER_OPTIONAL]; // numbers, columns
    size_t attributes, texts;                                         // how many there are
};

struct ka_ledger {
    struct ka_ledger_options options;
    struct ka_ledger_keys keys;
    struct ka_names products, families;
    struct ka_key_sums *sums;        // of the first `summed` numbers of a key
    struct ka_newest *account_key;   // the key of each account, unless by_account
    struct ka_product_sums *product; // of each number of a product
    struct ka_newest *high_margin;   // "1" or "0", of each number of a product
    struct ka_map items, accounts, texts;
    struct ka_ledger_nears *near;
    struct ka_ledger_present present;
    struct ka_known_item *known;     // of each product: the item that came last
    struct ka_item_sums *item_sums;  // of each number of an item, of its rank when closed
    struct ka_ledger_item *item;     // closed: by product, month, family
    struct ka_ledger_source *source; // closed: [sources]
    struct ka_order_codes orders;
    struct ka_shelf shelf[KA_SHELVES];
    struct ka_cell_run *run[KA_TABLES]; // closed: [rank of key]
    struct ka_ledger_cost *costs;       // closed: by key and month
    size_t *cost_start;                 // closed: [rank of key], one more at the end
    size_t sources, known_cap, summed, sum_cap, account_cap, product_cap, high_margin_cap,
        item_cap, cost_count, cost_cap;
    struct {
        int32_t date, month;
    } last_day;                       // that was asked for
    int32_t first, last;              // date of the oldest and of the newest line
    bool has_margin, has_qty;         // some line has one; one that adjusts has none
    const struct ka_company *company; // joined: of which this is a shard, NULL: the whole
    struct ka_ledger_moves *moves;    // joined: where the numbers of its records went
};

// What options points to must outlive the ledger.
void ka_ledger_init(struct ka_ledger *ledger, const struct ka_ledger_options *options);

// The columns that ka_ledger_add looks at.
void ka_ledger_columns(const struct ka_ledger_options *options, bool needed[KA_SALE_COLUMNS]);

// From now on rows have at most these columns.
void ka_ledger_expect_columns(struct ka_ledger *ledger, const bool present[KA_SALE_COLUMNS]);

// Adds rows under their keys.  A product is known by its id, or by its name without one.  A
// line of kind adjust moves no goods: a margin or quantity that it lacks is its revenue and 0.
void ka_ledger_add_rows(struct ka_ledger *ledger, const struct ka_sale_rows *rows);

// The same with one row.
void ka_ledger_add(struct ka_ledger *ledger, const struct ka_sale *sale, struct ka_str key);

// Brings all names and sums together in the first of several ledgers with the same options.
// Nothing but costs can be added from then on.
void ka_ledger_join(struct ka_ledger *ledgers, size_t count);

// Adds a cost under the key of the newest rows that the account has; under orphan_key,
// and returns false, when it has no rows at all.
bool ka_ledger_add_cost(struct ka_ledger *ledger, struct ka_str account,
                        struct ka_str orphan_key, int32_t month, size_t kind, int64_t amount);

// Of ledgers that are joined: ranks the names, and brings the records into the first, on up
// to `threads` threads (0: all processors).
void ka_ledger_close(struct ka_ledger *ledgers, size_t count, unsigned threads);

// Frees the trails of ledgers that were closed together: nothing will ask for purchases or
// goods again.
void ka_ledger_forget_trails(struct ka_ledger *ledgers, size_t count);

// The key of a number; of a rank in a closed ledger.  Borrowed until a key is added.
struct ka_str ka_ledger_key_text(const struct ka_ledger *ledger, size_t number);
struct ka_str ka_ledger_key(const struct ka_ledger *ledger, size_t rank);

// Of a closed ledger: attribute i of the key with that rank; its sums.
struct ka_str ka_ledger_attribute(const struct ka_ledger *ledger, size_t key, size_t i);
const struct ka_key_sums *ka_ledger_sums(const struct ka_ledger *ledger, size_t key);

void ka_ledger_clear(struct ka_ledger *ledger);

// ---- Purchases and goods ----

// What one of the ledgers has: its items as ranks, its heads as those of the first, and its
// lines.
struct ka_ledger_source {
    uint32_t *item; // by number
    size_t items;
    const uint32_t *head;        // by number, NULL: they are those of the first
    struct ka_trail_walk *trail; // by rank of key
};

// Goes along the lines of a key of a closed ledger, in no order that means anything.  A line
// of kind sale is a purchase, and any line has goods: its item, a rank; its revenue; its qty,
// 0 where it is not priced.  Lines of the same may have been made one.
struct ka_ledger_walk {
    const struct ka_ledger *ledger;
    size_t key, source; // of the line that came last
    struct ka_trail_walk trail;
};

static inline struct ka_ledger_walk ka_ledger_begin(const struct ka_ledger *ledger, size_t key)
{
    return (struct ka_ledger_walk){ledger, key, 0, ledger->source[0].trail[key]};
}

// The same with the item as the number that it has in walk->source.
static inline bool ka_ledger_next_raw(struct ka_ledger_walk *walk, struct ka_trail_line *line)
{
    const struct ka_ledger *ledger = walk->ledger;
    while (!ka_trail_next(&walk->trail, line)) {
        if (++walk->source == ledger->sources)
            return false;
        walk->trail = ledger->source[walk->source].trail[walk->key];
    }
    const uint32_t *head = ledger->source[walk->source].head;
    if (head && line->is_purchase)
        line->order = ka_order_code_move(line->order, head);
    return true;
}

static inline bool ka_ledger_next(struct ka_ledger_walk *walk, struct ka_trail_line *line)
{
    if (!ka_ledger_next_raw(walk, line))
        return false;
    if (line->has_goods)
        line->item = walk->ledger->source[walk->source].item[line->item];
    return true;
}

// Fetches what a walk along a key further on begins with.
static inline void ka_ledger_fetch(const struct ka_ledger *ledger, size_t key)
{
    enum { LATER = 4 };
    if (key + LATER >= ledger->keys.count)
        return;
    for (size_t i = 0; i < ledger->sources; i++)
        __builtin_prefetch(ledger->source[i].trail[key + LATER].at);
    __builtin_prefetch(&ledger->sums[ledger->keys.number[key + LATER]]);
}

// The purchases of a key, distinct, by day: two words each, as KA_PURCHASE_IDS ids of cells
// (which are made, or emptied first): its day (ka_time_code), its order.
enum { KA_PURCHASE_IDS = 2 };
void ka_ledger_purchases(const struct ka_ledger *ledger, size_t key, struct ka_cells *cells);

// ---- Sums and orders ----

// KA_SUM_NONE when a line lacks it, or all lines of the ledger do: a sum with an
// unknown part is unknown.
ka_int128 ka_totals_margin(const struct ka_totals *totals, const struct ka_ledger *ledger);
ka_int128 ka_totals_qty(const struct ka_totals *totals, const struct ka_ledger *ledger);

// Room for what is gone through key by key; cap is that of both.
struct ka_order_room {
    uint64_t *code, *spare;
    size_t cap;
};

// Room for n codes.
void ka_order_room_make(struct ka_order_room *room, size_t n);
void ka_order_room_clear(struct ka_order_room *room);

// How many different ones the first n codes are: orders by their ids, and days of purchases
// without one.  Sorts them.
size_t ka_order_count(struct ka_order_room *room, size_t n);

#endif
