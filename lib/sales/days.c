// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/days.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"

enum { DAYS = 1024 }; // and one for a cell that is not to be kept

void ka_days_init(struct ka_days *days)
{
    days->slots = ka_zalloc(DAYS + 1, sizeof *days->slots);
    days->last = days->slots;
}

void ka_days_forget(struct ka_days *days)
{
    memset(days->slots, 0, (DAYS + 1) * sizeof *days->slots);
}

void ka_days_clear(struct ka_days *days)
{
    free(days->slots);
    *days = (struct ka_days){0};
}

static bool fits(struct ka_str cell)
{
    return cell.n > 0 && cell.n <= sizeof((struct ka_day *)0)->cell;
}

static struct ka_day *slot_of(const struct ka_days *days, struct ka_str cell)
{
    return &days->slots[fits(cell) ? ka_hash_of(cell) % DAYS : DAYS];
}

const struct ka_day *ka_days_look_up(struct ka_days *days, struct ka_str cell)
{
    const struct ka_day *day = slot_of(days, cell);
    if (!fits(cell) || day->n != cell.n || memcmp(day->cell, cell.p, cell.n) != 0)
        return NULL;
    return days->last = day;
}

const struct ka_day *ka_days_read(struct ka_days *days, const struct ka_survey *survey,
                                  struct ka_str cell)
{
    struct ka_day *day = slot_of(days, cell);
    ka_day_read(day, survey, cell);
    return days->last = day;
}
