// SPDX-License-Identifier: GPL-3.0-or-later
// Working days: Monday to Friday, but for what a calendar of holidays says.
#ifndef KA_SALES_WORKDAYS_H
#define KA_SALES_WORKDAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "table/meta.h"

struct ka_workdays {
    int32_t first, last; // days that it knows: 1900 to 2199
    int32_t *before;     // working days from `first` to before each day; one more at the end
};

// The table has date and working (1: worked though a weekend, 0: a holiday), each day once;
// path NULL: there are no holidays.  Zeroed before; clear it in any case.
bool ka_workdays_read(struct ka_workdays *workdays, const char *path, struct ka_meta *meta,
                      struct ka_error *err);
void ka_workdays_clear(struct ka_workdays *workdays);

// Of the days from..to, both counted; 0 when to < from.
int32_t ka_workdays_count(const struct ka_workdays *workdays, int32_t from, int32_t to);

// The day itself when it is one, else the next that is.
int32_t ka_workdays_next(const struct ka_workdays *workdays, int32_t day);

#endif
