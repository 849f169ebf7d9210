// SPDX-License-Identifier: GPL-3.0-or-later
// The tables that the tools hand each other, as data.
#ifndef KA_SALES_SCHEMA_H
#define KA_SALES_SCHEMA_H

#include <stdbool.h>

#include "base/str.h"
#include "table/writer.h"

// type: text, integer, decimal (four digits, exact), real, date (YYYY-MM-DD), month
// (YYYY-MM), enum (values parted by |).
struct ka_schema_column {
    const char *table, *column, *type;
    bool required;
    const char *values; // of an enum, else ""
};

// NULL when there is no such column.
const struct ka_schema_column *ka_schema_find(const char *table, const char *column);

// True when text is one of an enum's values.
bool ka_schema_allows(const struct ka_schema_column *column, struct ka_str text);

// The value that text means: itself, in whatever case and width, or a word that people write
// for it (拜访: visit); "" when it means none.  Borrowed from text or for ever.
struct ka_str ka_schema_value(const struct ka_schema_column *column, struct ka_str text);

// The words for a value, folded, parted by |.
const char *ka_schema_words(struct ka_str value);

// All tables: table,column,type,required,values,words (拜访=visit|…), the
// latter of the tables that people keep.
void ka_schema_write(struct ka_writer *writer);

#endif
