// SPDX-License-Identifier: GPL-3.0-or-later
// Where a file's header stands and which of its columns is what.
#ifndef KA_SALES_LAYOUT_H
#define KA_SALES_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "sales/alias.h"
#include "table/reader.h"
#include "table/writer.h"

// --map COLUMN=HEADER, COLUMN=#3 (the third column of the file) or COLUMN= (none).
struct ka_override {
    int field;
    struct ka_str header;
};

bool ka_override_parse(const char *text, struct ka_override *override, struct ka_error *err);

struct ka_layout_rules {
    const struct ka_alias_index *aliases;
    const struct ka_override *overrides;
    size_t override_count;
    bool defers; // a conflict is kept in the layout, not failed with
};

// One header cell.
struct ka_header {
    struct ka_str name; // trimmed
    bool is_known, is_forced;
    struct ka_alias alias; // when known
};

struct ka_layout {
    struct ka_header *headers;
    size_t width;  // cells of the header line
    size_t needed; // without the empty ones at its end
    uint64_t line;
    size_t titles;            // records above the header
    struct ka_error conflict; // two headers that cannot be told apart, when deferred
    bool is_sales;            // rows that ka-import wrote: in the base currency, without tax
    size_t place[KA_FIELDS];  // KA_NONE: not there
    unsigned traits[KA_FIELDS];
    const char *currency[KA_FIELDS]; // code that the header names, or NULL
    size_t net_by[KA_FIELDS];        // header beside it that says it has no tax, KA_NONE
    struct ka_arena arena;
};

// Reads records up to the header: the first one in which all that a sale needs has a
// name (a date, an account, revenue or unit price and quantity), among the first 30.
// Errors: no such line (told with the headers of the one that came closest), two
// headers that cannot be told apart.  False without an error: there is no record at all, of
// which the caller knows more.  Clear the layout in any case.
bool ka_layout_find(struct ka_layout *layout, const struct ka_layout_rules *rules,
                    struct ka_reader *reader, struct ka_error *err);
void ka_layout_clear(struct ka_layout *layout);

// "'revenue' (金额)": the column for a message, with the header when it differs.
void ka_layout_describe(const struct ka_layout *layout, int field, struct ka_buf *out);

// Index of a header by its text (as it is, or folded), or KA_NONE.
size_t ka_layout_header(const struct ka_layout *layout, struct ka_str name);

// What was understood: source, header, column, rank, says; one row per header.
void ka_layout_write(const struct ka_layout *layout, const char *source,
                     struct ka_writer *writer);

#endif
