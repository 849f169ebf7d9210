// SPDX-License-Identifier: GPL-3.0-or-later
// Chosen rows and columns of a table that was handed in → a table of the document.
#ifndef KA_REPORT_GRID_H
#define KA_REPORT_GRID_H

#include "report/report.h"

struct ka_grid {
    enum ka_report_kind kind;
    struct ka_str caption;
    const char *const *columns; // ends with NULL; those that are not there are left out
    const char *bar;            // column with a bar in its cells, NULL: none
    const size_t *rows;         // NULL: all as they are
    size_t count, most;         // more rows than `most` are left out: a note says so and
                                // a last row has their sums
    bool total;                 // counts and amounts are summed in a last row
};

void ka_report_grid(struct ka_report *report, const struct ka_grid *grid);

#endif
