// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix as a table whose cells are tinted by their figures.
#ifndef KA_REPORT_HEAT_H
#define KA_REPORT_HEAT_H

#include "base/map.h"
#include "report/report.h"

struct ka_heat {
    struct ka_map rows, columns; // keys in the order in which they were put
    struct ka_cell *cells;       // row by row; text "": nothing known
};

// Makes room for the cells, when rows and columns are put.
void ka_heat_begin(struct ka_heat *heat, struct ka_report *report);

// The cell of two keys, NULL when one of them was not put.
struct ka_cell *ka_heat_cell(const struct ka_heat *heat, struct ka_str row,
                             struct ka_str column);

// Adds the table: words, when not NULL, are looked up for both keys; names[i], when not NULL,
// is what row i is called.  The tint of a cell goes with the root of its value, for a few are
// large.
struct ka_heat_titles {
    struct ka_str caption, corner;
    const struct ka_str *names;
    bool words;
};
void ka_heat_show(const struct ka_heat *heat, struct ka_report *report,
                  const struct ka_heat_titles *titles);

void ka_heat_clear(struct ka_heat *heat);

#endif
