// SPDX-License-Identifier: GPL-3.0-or-later
// One record of an export → one sale.
#ifndef KA_SALES_CONVERT_H
#define KA_SALES_CONVERT_H

#include <stdbool.h>

#include "base/error.h"
#include "sales/currency.h"
#include "sales/measure.h"
#include "sales/sale.h"
#include "sales/side.h"
#include "sales/survey.h"

enum ka_outcome {
    KA_IS_SALE,
    KA_IS_FLAWED, // flaw says why
    KA_IS_TOTAL,  // a line of sums
    KA_IS_FOOTER, // who printed it, how many rows there are
    KA_IS_HEADER, // the header once more
    KA_IS_BLANK,  // a line of empty cells
    KA_IS_FATAL,  // err says why no row can be trusted
};

// How often something was met, and where first.
struct ka_sightings {
    uint64_t count, line;
    const char *source;
};

// What was noticed on the way.
struct ka_convert_counts {
    struct ka_sightings margins_off, revenues_off; // figures that contradict each other
    uint64_t rounded;                              // amounts with more than four decimals
    uint64_t strange_types;                        // rows whose type is no known word
    struct ka_str strange_type;                    // the first of these bytewise
    uint64_t derived;     // rows whose empty revenue is price × quantity
    uint64_t total_names; // sales to an account whose name is a word for sums
};

struct ka_convert {
    struct ka_measure_rules rules;
    struct ka_side side;
    struct ka_currencies currencies;
    struct ka_map kind_cells; // as they came
    struct ka_kind_cell {
        enum ka_sale_kind kind;
        bool is_known;
        struct ka_str cell;
    } * kinds;
    size_t kind_cap, last_kind;
    size_t party;       // number of the last record's
    int32_t party_last; // the newest date that it had before
    bool gives_up;      // rows that are no sale are counted elsewhere, where they are told
    char says[80];      // a flaw's text that had to be made
    struct ka_convert_counts counts;
};

// Clear in any case.
bool ka_convert_init(struct ka_convert *convert, const struct ka_measure_rules *rules,
                     const struct ka_side_paths *paths, const char *base, struct ka_error *err);
void ka_convert_clear(struct ka_convert *convert);

// For a thread of its own: a convert that uses the tables of another, knows of currencies what
// that knows and stays with it (a record that tells more is fatal), and leaves rows that
// are no sale to be counted where they are told.
void ka_convert_share(struct ka_convert *convert, const struct ka_convert *tables);
void ka_convert_learn(struct ka_convert *convert, const struct ka_convert *tables);

// Adds part to into, which borrows text from what has counted it.
void ka_convert_merge(struct ka_convert_counts *into, const struct ka_convert_counts *part);
void ka_convert_unshare(struct ka_convert *convert);

// day: of the record's date, NULL: it is read.  sale's text borrows from the record and from
// convert.
enum ka_outcome ka_convert_record(struct ka_convert *convert, const struct ka_survey *survey,
                                  const char *source, const struct ka_record *record,
                                  const struct ka_day *day, struct ka_sale *sale,
                                  struct ka_flaw *flaw, struct ka_error *err);

// The part of it that has to do with currencies, of a record whose date is in sale and whose
// cell of the currency this is: sets the rates of the amounts, kept in rates, and the
// currency of the sale.  False: the whole says why.
enum { KA_MONEYS = 7 };
bool ka_convert_rates(struct ka_convert *convert, const struct ka_survey *survey,
                      const char *source, struct ka_str cell, struct ka_amounts *amounts,
                      struct ka_number rates[KA_MONEYS], struct ka_sale *sale);

// Marks the columns that files of this layout can fill.
void ka_convert_fills(const struct ka_convert *convert, const struct ka_survey *survey,
                      bool filled[KA_SALE_COLUMNS]);

#endif
