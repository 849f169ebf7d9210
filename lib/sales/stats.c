// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/stats.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

struct ka_stat *ka_stats_add(struct ka_stats *stats, const char *measure, const char *stat,
                             struct ka_str group, double value)
{
    KA_ROOM(stats->row, stats->count, stats->cap);
    struct ka_stat *row = &stats->row[stats->count++];
    *row = (struct ka_stat){.measure = ka_arena_str(&stats->texts, ka_str(measure)),
                            .stat = ka_arena_str(&stats->texts, ka_str(stat)),
                            .group = ka_arena_str(&stats->texts, group),
                            .value = value,
                            .lo = NAN,
                            .hi = NAN,
                            .level = NAN};
    return row;
}

struct ka_stat *ka_stats_add_amount(struct ka_stats *stats, const char *measure,
                                    const char *stat, struct ka_str group, ka_int128 amount)
{
    struct ka_stat *row = ka_stats_add(stats, measure, stat, group, ka_decimal_real(amount));
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, amount);
    row->exact = ka_arena_str(&stats->texts, ka_buf_str(&text));
    ka_buf_clear(&text);
    return row;
}

struct ka_str ka_stats_text(struct ka_stats *stats, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int n = vasprintf(&text, format, arguments);
    va_end(arguments);
    struct ka_str kept =
        ka_arena_str(&stats->texts, n < 0 ? KA_STR("") : (struct ka_str){text, (size_t)n});
    if (n >= 0)
        free(text);
    return kept;
}

const struct ka_stat *ka_stats_find(const struct ka_stats *stats, const char *measure,
                                    const char *stat)
{
    for (size_t i = 0; i < stats->count; i++)
        if (stats->row[i].group.n == 0 && ka_str_eq(stats->row[i].stat, ka_str(stat)) &&
            ka_str_eq(stats->row[i].measure, ka_str(measure)))
            return &stats->row[i];
    return NULL;
}

void ka_stats_write(const struct ka_stats *stats, struct ka_writer *w)
{
    static const char *const header[] = {"measure", "stat",  "group",  "value", "lo",
                                         "hi",      "level", "method", "note"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(w, header[i]);
    ka_writer_end(w);
    for (size_t i = 0; i < stats->count; i++) {
        const struct ka_stat *row = &stats->row[i];
        ka_writer_put(w, row->measure);
        ka_writer_put(w, row->stat);
        ka_writer_put(w, row->group);
        if (row->exact.n > 0)
            ka_writer_put(w, row->exact);
        else
            ka_writer_put_real(w, row->value);
        ka_writer_put_real(w, row->lo);
        ka_writer_put_real(w, row->hi);
        ka_writer_put_real(w, row->level);
        ka_writer_put(w, row->method);
        ka_writer_put(w, row->note);
        ka_writer_end(w);
    }
}

void ka_stats_clear(struct ka_stats *stats)
{
    free(stats->row);
    ka_arena_clear(&stats->texts);
    *stats = (struct ka_stats){0};
}
