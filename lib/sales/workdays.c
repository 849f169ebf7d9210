// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/workdays.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/headers.h"
#include "table/date.h"

enum { WEEKEND = 5 }; // Monday is 0

static bool refuse(const struct ka_frame *f, size_t row, size_t column, const char *says,
                   struct ka_error *err)
{
    return ka_fail(err, KA_BAD_DATA, "%s:%" PRIu64 ": column '%s': %s %s", f->source,
                   f->lines[row], f->columns[column].name,
                   KA_QUOTE(ka_frame_cell(f, column, row)), says);
}

static bool take_days(const struct ka_workdays *w, const struct ka_frame *f, size_t date,
                      size_t working, const int32_t *day, bool *works, struct ka_error *err)
{
    struct ka_map seen = {0};
    bool good = true;
    for (size_t row = 0; good && row < f->rows; row++) {
        struct ka_str cell = ka_str_trim(ka_frame_cell(f, working, row));
        bool is_new = true;
        bool yes = ka_str_eq(cell, KA_STR("1")), no = ka_str_eq(cell, KA_STR("0"));
        if (day[row] == KA_DATE_NONE)
            good = refuse(f, row, date, "is not a date (YYYY-MM-DD)", err);
        else if (!yes && !no)
            good = refuse(f, row, working, "is not 1 or 0", err);
        else
            ka_map_put(&seen, KA_KEY(day[row]), &is_new);
        if (!is_new)
            good = refuse(f, row, date, "stands twice", err);
        if (good)
            works[day[row] - w->first] = yes;
    }
    ka_map_clear(&seen);
    return good;
}

static bool read_holidays(const struct ka_workdays *w, const char *path, bool *works,
                          struct ka_meta *meta, struct ka_error *err)
{
    struct ka_frame f = {0};
    size_t date, working;
    int32_t *day = NULL;
    bool good = ka_side_table_load(&f, "holidays", path, meta, err) &&
                ka_frame_need(&f, "date", &date, err) &&
                ka_frame_need(&f, "working", &working, err);
    if (good) {
        day = ka_alloc(f.rows, sizeof *day);
        good = ka_frame_dates(&f, date, day, err) &&
               take_days(w, &f, date, working, day, works, err);
    }
    free(day);
    ka_frame_clear(&f);
    return good;
}

bool ka_workdays_read(struct ka_workdays *w, const char *path, struct ka_meta *meta,
                      struct ka_error *err)
{
    w->first = ka_date_from(1900, 1, 1);
    w->last = ka_date_from(2199, 12, 31);
    size_t days = (size_t)(w->last - w->first) + 1;
    bool *works = ka_alloc(days, sizeof *works);
    for (size_t i = 0; i < days; i++)
        works[i] = i % 7 < WEEKEND; // 1900-01-01 was a Monday
    bool good = !path || read_holidays(w, path, works, meta, err);
    w->before = ka_zalloc(days + 1, sizeof *w->before);
    for (size_t i = 0; i < days; i++)
        w->before[i + 1] = w->before[i] + works[i];
    free(works);
    return good;
}

void ka_workdays_clear(struct ka_workdays *w)
{
    free(w->before);
    *w = (struct ka_workdays){0};
}

int32_t ka_workdays_count(const struct ka_workdays *w, int32_t from, int32_t to)
{
    from = from < w->first ? w->first : from;
    to = to > w->last ? w->last : to;
    return to < from ? 0 : w->before[to + 1 - w->first] - w->before[from - w->first];
}

int32_t ka_workdays_next(const struct ka_workdays *w, int32_t day)
{
    while (day < w->last && ka_workdays_count(w, day, day) == 0)
        day++;
    return day;
}
