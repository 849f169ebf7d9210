// SPDX-License-Identifier: GPL-3.0-or-later
// Exports → a stream of sales and rejects, in the order of the input.
#ifndef KA_SALES_IMPORT_H
#define KA_SALES_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "sales/convert.h"
#include "sales/layout.h"
#include "sales/tally.h"
#include "table/meta.h"
#include "table/writer.h"

// Everything is borrowed for the life of the import.
struct ka_import_options {
    struct ka_reader_options reader;
    struct ka_survey_rules survey;
    struct ka_measure_rules measure;
    struct ka_side_paths side;
    const char *base; // currency; NULL: see ka_currencies_init
    const struct ka_override *overrides;
    size_t override_count;
    bool show_map;      // headers that cannot be told apart are for the map to show
    const char *keep;   // headers parted by commas, passed through; NULL: none
    bool in_bulk;       // items may be the lines of many sales
    size_t threads;     // 0: as many as there are processors
    const char *dedupe; // sales columns parted by commas; NULL: nothing is dropped
};

// What the next record is.  All of it lives until the next call.
struct ka_import_item {
    bool is_reject;
    struct ka_str rows; // the lines of many sales at once; empty: it is the one of sale
    struct ka_sale sale;
    const struct ka_str *extra; // cells of the columns kept
    // Of a reject:
    bool is_duplicate;           // dropped as asked, not bad
    const char *source, *column; // column "": the whole line
    uint64_t line;
    struct ka_str record, reason, message; // message: reason with its place
};

struct ka_import_counts {
    uint64_t read, rejected, duplicates, totals, footers, headers, titles, identical;
    struct ka_tally written;
};

struct ka_import;

// Opens all files (count 0: standard input) and finds their headers.  NULL on error.
struct ka_import *ka_import_open(const char *const *paths, size_t count,
                                 const struct ka_import_options *options, struct ka_error *err);

// Append the header of the sales, or the line of an item's sale: the columns that these files
// can fill, those kept behind them.
void ka_import_format_header(const struct ka_import *import, struct ka_buf *out);
void ka_import_format(const struct ka_import *import, const struct ka_import_item *item,
                      struct ka_buf *out);

// False at the end and on an error.
bool ka_import_next(struct ka_import *import, struct ka_import_item *item,
                    struct ka_error *err);

const struct ka_import_counts *ka_import_counts(const struct ka_import *import);
const struct ka_side *ka_import_side(const struct ka_import *import);

// "export.csv" or "3 files".
const char *ka_import_name(const struct ka_import *import);

// --show-map: what was understood of each file.
void ka_import_write_map(const struct ka_import *import, struct ka_writer *writer);

// False with the first conflict of headers that the map shows.
bool ka_import_check_map(const struct ka_import *import, struct ka_error *err);

// Inputs, layouts, decisions and control totals; after the end of the data.
void ka_import_describe(struct ka_import *import, struct ka_meta *meta);

// What a person should hear after the end of the data, each a line with its place:
// what was assumed, and warnings.
void ka_import_remark(const struct ka_import *import, void (*say)(const char *text));

// The control totals as one line: "export.csv: 5 rows read, 4 written, 1 rejected; revenue
// 30".  done: what became of the good rows.
void ka_import_totals(const struct ka_import *import, const char *done, struct ka_buf *line);

void ka_import_close(struct ka_import *import);

#endif
