// SPDX-License-Identifier: GPL-3.0-or-later
// Date cells that were read before, and their days.  Rows of one day stand together.
#ifndef KA_SALES_DAYS_H
#define KA_SALES_DAYS_H

#include "sales/survey.h"

struct ka_days {
    struct ka_day *slots; // by the hash of the cell
    const struct ka_day *last;
};

void ka_days_init(struct ka_days *days);
void ka_days_forget(struct ka_days *days); // when dates have come to mean something else
void ka_days_clear(struct ka_days *days);

// Borrowed until the next call.
const struct ka_day *ka_days_look_up(struct ka_days *days, struct ka_str cell); // or NULL
const struct ka_day *ka_days_read(struct ka_days *days, const struct ka_survey *survey,
                                  struct ka_str cell);

// NULL when the cell was not read before, or lately.
static inline const struct ka_day *ka_days_find(struct ka_days *days, struct ka_str cell)
{
    const struct ka_day *last = days->last;
    if (cell.n > 0 && ka_str_eq((struct ka_str){last->cell, last->n}, cell))
        return last;
    return ka_days_look_up(days, cell);
}

#endif
