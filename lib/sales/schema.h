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

// All tables: table,column,type,required,values.
void ka_schema_write(struct ka_writer *writer);

#endif
