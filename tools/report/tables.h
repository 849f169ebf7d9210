// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that a report is made of, recognised by their columns.
#ifndef KA_REPORT_TABLES_H
#define KA_REPORT_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "table/frame.h"
#include "table/meta.h"

enum ka_report_kind {
    KA_TABLE_ACCOUNTS,
    KA_TABLE_STATS,
    KA_TABLE_CURVE,
    KA_TABLE_CHANNELS,
    KA_TABLE_CLUSTERS,
    KA_TABLE_CHOICE,
    KA_TABLE_PROFILE,
    KA_TABLE_DENDROGRAM,
    KA_TABLE_MONTHLY,
    KA_TABLE_FAMOUS,
    KA_TABLE_RELATIONS,
    KA_TABLE_CRITERIA,
    KA_TABLE_ALERTS,
    KA_TABLE_FORECAST,
    KA_TABLE_CALIBRATION,
    KA_TABLE_FITS,
    KA_TABLE_DIFF,
    KA_TABLE_MIGRATION,
    KA_TABLE_WHITESPACE,
    KA_TABLE_PAIRS,
    KA_TABLE_ADOPTION,
    KA_TABLE_FLOW,
    KA_TABLE_ROUTES,
    KA_TABLE_LINKS,
    KA_TABLE_LEADS,
    KA_TABLE_TRAITS,
    KA_TABLE_GRID,
    KA_TABLE_CHECK,
    KA_TABLE_NETWORK,
    KA_TABLE_PLAN,
    KA_TABLE_PROPOSALS,
    KA_TABLE_DUE,
    KA_TABLE_LOAD,
    KA_TABLE_SERVICE,
    KA_TABLE_STOCKS,
    KA_TABLE_EFFECT,
    KA_TABLE_MOVES,
    KA_TABLE_REGROUPED,
    KA_TABLE_AXES,
    KA_TABLE_UNCLASSIFIED,
    KA_TABLE_ROSTER,
    KA_TABLE_CUTS,
    KA_TABLE_LOADINGS,
    KA_TABLE_REJECTS,
    KA_TABLE_ALIASES,
    KA_TABLE_FILLED,
    KA_TABLE_RANKED,
    KA_REPORT_KINDS
};

// What other tools noted of their runs (--meta): any number of tables of key and value.
struct ka_report_runs {
    struct ka_frame *frames;
    size_t count, cap;
};

// How people read a column.
enum ka_report_format {
    KA_AS_TEXT, // data, as they are
    KA_AS_WORD, // an enumerator of ours, in the language of the report
    KA_AS_COUNT,
    KA_AS_MONEY,  // exact: it can be added up
    KA_AS_MEAN,   // of money
    KA_AS_SHARE,  // per cent
    KA_AS_CHANGE, // per cent with its sign; words when flat or beyond 100%
    KA_AS_ROUGH,  // one decimal: weeks, expected orders
    KA_AS_REAL,
    KA_AS_DATE,
    KA_AS_MONTH,
    KA_AS_FLAG, // 0 or 1
};

struct ka_report_column {
    const char *name;
    enum ka_report_format format;
    const char *title; // its phrase; NULL: the name's own
    const char *words; // what the phrases of its enumerators begin with; NULL: nothing
};

struct ka_report_table {
    struct ka_frame frame;              // of width 0 when the table was not handed in
    char hash[33];                      // XXH3 of what was read, in hex
    const struct ka_report_column *own; // read so in this table alone; NULL: none
    size_t key;                         // column that names a row
    double **reals; // by column: its figures (NAN: unknown; dates as days, months as
                    // months since 1970-01), NULL: text
};

// How a column is read: by its name; one that is not known is text, or a real when the rows
// are ranked by it.
enum ka_report_format ka_report_format(const struct ka_report_table *table, const char *column);

// A cell of a column of enumerators as the key of its phrase; lives as long as texts.
const char *ka_report_column_word(const struct ka_report_table *table, const char *column,
                                  struct ka_str cell, struct ka_arena *texts);

// The phrase that titles a column.
const char *ka_report_column_title(const struct ka_report_table *table, const char *column);

// Reads path ("-": standard input) into its place in tables[KA_REPORT_KINDS], figures
// parsed, so that nothing fails on them later.  Errors: a table that is not known, the second
// one of a kind, a cell that is no figure, account rows without a row.
// What was read is noted in meta, which is there: the report shows the hashes.  runs: where
// the notes of other tools go; NULL: this is a period to compare with, of which all but the
// account rows and the stats is passed over.
bool ka_report_load(struct ka_report_table *tables, struct ka_report_runs *runs,
                    const char *path, struct ka_meta *meta, struct ka_error *err);

// Notes the number of rows of each table.
void ka_report_note(const struct ka_report_table *tables, struct ka_meta *meta);

void ka_report_unload(struct ka_report_table *tables, struct ka_report_runs *runs);

// Whether the side tables are of the account rows handed in, by what both tell: numbers of
// accounts, totals, names.  Errors: one that is of other rows, with the figures.
bool ka_report_agree(const struct ka_report_table *tables, struct ka_error *err);

static inline bool ka_report_has(const struct ka_report_table *table, const char *column)
{
    return ka_frame_find(&table->frame, column) != KA_NONE;
}

// The figures of a column, or NULL when it is not there or text.
const double *ka_report_reals(const struct ka_report_table *table, const char *column);

// The exact sum of the known counts or amounts in the rows given (NULL: the first `count`).
double ka_report_sum(const struct ka_report_table *table, const char *column,
                     const size_t *rows, size_t count);

// Sorts rows by figures, which are known in all of them; ties by the bytes of the key.
struct ka_report_order {
    const struct ka_report_table *table;
    const double *figures;
    bool descending;
};
void ka_report_sort(size_t *rows, size_t count, const struct ka_report_order *order);

#endif
