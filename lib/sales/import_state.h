// SPDX-License-Identifier: GPL-3.0-or-later
// What import.c and import_report.c share; nobody else's business.
#ifndef KA_SALES_IMPORT_STATE_H
#define KA_SALES_IMPORT_STATE_H

#include "sales/import.h"
#include "sales/bulk.h"
#include "sales/twins.h"

struct ka_import_file {
    struct ka_reader *reader; // NULL when it is not open: not yet again, or no longer
    char last;                // byte of the last record
    bool ends_open;           // in a figure without a line end
    bool is_odd;              // some record was none: it is read one by one
    bool waits;               // closed behind its header, to be opened again in its turn
    char *name;
    struct ka_layout layout;
    size_t export; // number of its struct ka_survey
    size_t *kept;  // places of the columns kept, KA_NONE where it has none
};

// A record that waits for a question of its column to be decided.
struct ka_import_held {
    size_t file;
    struct ka_record record;
};

struct ka_import_place {
    size_t file;
    uint64_t line;
};

struct ka_import {
    const struct ka_import_options *options;
    struct ka_alias_index aliases;
    struct ka_layout_rules rules;
    struct ka_import_file *files;
    size_t file_count, current; // current: the file being read
    char *name;

    // Files with the same header line are one export, cut in pieces: what a column
    // means is decided for all of them.
    struct ka_map headers; // number: that of its survey
    struct ka_survey *surveys;
    size_t survey_cap;

    struct ka_import_held *held;
    size_t held_count, held_next, held_cap;
    struct ka_arena held_arena;
    bool at_end;

    size_t singles; // records read one by one since the last block
    struct ka_worker **workers;
    size_t worker_count, merged;
    struct ka_bulk_job job;
    struct ka_bulk *bulk; // NULL: records are read one by one
    const struct ka_block *block;
    size_t told, odds_told; // of its lines and odd records

    struct ka_convert convert;
    bool filled[KA_SALE_COLUMNS];
    struct ka_sale_shape shape; // of the rows written
    struct ka_str *kept_names, *kept_cells;
    size_t kept_count;

    enum ka_sale_column *key_columns; // --dedupe
    size_t key_count, place_cap;
    struct ka_map keys;
    struct ka_import_place *key_places; // by number in keys: where it came first
    struct ka_twins twins;

    struct ka_import_counts counts;
    struct ka_buf total_lines; // where the sums stood that were left out
    struct ka_meta inputs;     // of the files read to their end
    struct ka_buf reason, message;
    struct ka_arena arena;
};

// Opens a file that waits, behind its header.
bool ka_import_resume(struct ka_import *import, struct ka_import_file *file,
                      struct ka_error *err);

// Whether a regular file ends without a line end.
bool ka_import_ends_open(const char *path);

#endif
