// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the side tables are of the account rows beside them, and not of another run.
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "report/tables.h"

#define SAME 1e-9 // relative: stats are written with ten digits

struct pair {
    const struct ka_report_table *side, *accounts;
};

static bool same(const struct pair *pair, const char *what, double there, double here,
                 struct ka_error *err)
{
    if (isnan(there) || fabs(there - here) <= SAME * fmax(fabs(there), fabs(here)))
        return true;
    return ka_fail(err, KA_BAD_DATA,
                   "%s is not of the accounts in %s: %s is %.12g, in the rows %.12g",
                   pair->side->frame.source, pair->accounts->frame.source, what, there, here);
}

// Every name in a column of the side table is one of the accounts'.
static bool knows_all(const struct pair *pair, size_t column, const struct ka_map *ids,
                      struct ka_error *err)
{
    const struct ka_frame *frame = &pair->side->frame;
    for (size_t row = 0; row < frame->rows; row++) {
        struct ka_str key = ka_frame_cell(frame, column, row);
        if (key.n > 0 && ka_map_find(ids, key) == KA_NONE)
            return ka_fail(err, KA_BAD_DATA,
                           "%s is not of the accounts in %s: it has %s, the rows do not",
                           frame->source, pair->accounts->frame.source, KA_QUOTE(key));
    }
    return true;
}

static void put_keys(struct ka_map *keys, const struct ka_frame *frame, size_t column)
{
    for (size_t row = 0; row < frame->rows; row++)
        ka_map_put(keys, ka_frame_cell(frame, column, row), NULL);
}

static bool same_sum(const struct pair *pair, const char *column, struct ka_error *err)
{
    if (!ka_report_has(pair->side, column) || !ka_report_has(pair->accounts, column))
        return true;
    return same(pair, column, ka_report_sum(pair->side, column, NULL, pair->side->frame.rows),
                ka_report_sum(pair->accounts, column, NULL, pair->accounts->frame.rows), err);
}

static bool same_accounts(const struct pair *pair, struct ka_error *err)
{
    return same(pair, "the sum of accounts",
                ka_report_sum(pair->side, "accounts", NULL, pair->side->frame.rows),
                (double)pair->accounts->frame.rows, err);
}

// The column of a measure's figures in the account rows, KA_NONE when they have none.
static size_t find_measure(const struct ka_report_table *accounts, struct ka_str measure)
{
    for (size_t i = 0; i < accounts->frame.width; i++)
        if (accounts->reals[i] && ka_str_eq(ka_str(accounts->frame.columns[i].name), measure))
            return i;
    return KA_NONE;
}

static double count_known(const struct ka_report_table *accounts, size_t column)
{
    size_t known = 0;
    for (size_t row = 0; row < accounts->frame.rows; row++)
        known += !isnan(accounts->reals[column][row]);
    return (double)known;
}

static bool check_stat(const struct pair *pair, struct ka_str measure, struct ka_str stat,
                       double value, struct ka_error *err)
{
    bool is_n = ka_str_eq(stat, KA_STR("n"));
    size_t column = find_measure(pair->accounts, measure);
    if (column == KA_NONE || (!is_n && !ka_str_eq(stat, KA_STR("total"))))
        return true;
    struct ka_buf what = {0};
    ka_buf_addf(&what, "%s of %.*s", is_n ? "n" : "total", KA_ARG(measure));
    const struct ka_frame *rows = &pair->accounts->frame;
    double here =
        is_n ? count_known(pair->accounts, column)
             : ka_report_sum(pair->accounts, rows->columns[column].name, NULL, rows->rows);
    bool good = same(pair, what.p, value, here, err);
    ka_buf_clear(&what);
    return good;
}

static bool check_stats(const struct pair *pair, struct ka_error *err)
{
    const struct ka_frame *stats = &pair->side->frame;
    const double *values = ka_report_reals(pair->side, "value");
    size_t measures = ka_frame_find(stats, "measure"), names = ka_frame_find(stats, "stat");
    bool good = true;
    for (size_t row = 0; good && row < stats->rows; row++)
        good = check_stat(pair, ka_frame_cell(stats, measures, row),
                          ka_frame_cell(stats, names, row), values[row], err);
    return good;
}

struct line {
    struct ka_str measure;
    size_t points;
};

// Counts the points of each curve: lines[i] for keys[i], "points in lorenz of revenue".
static void count_points(const struct ka_frame *curve, struct ka_map *keys, struct line *lines)
{
    size_t measures = ka_frame_find(curve, "measure"), names = ka_frame_find(curve, "curve");
    struct ka_buf key = {0};
    for (size_t row = 0; row < curve->rows; row++) {
        struct ka_str measure = ka_frame_cell(curve, measures, row);
        struct ka_str name = ka_frame_cell(curve, names, row);
        ka_buf_reset(&key);
        ka_buf_addf(&key, "points in %.*s of %.*s", KA_ARG(name), KA_ARG(measure));
        struct line *line = &lines[ka_map_put(keys, ka_buf_str(&key), NULL)];
        *line = (struct line){measure, line->points + 1};
    }
    ka_buf_clear(&key);
}

// A curve has a point for each account whose figure is known, and one at 0.
static bool check_points(const struct pair *pair, struct ka_error *err)
{
    const struct ka_frame *curve = &pair->side->frame;
    struct ka_map keys = {0};
    struct line *lines = ka_zalloc(curve->rows, sizeof *lines);
    count_points(curve, &keys, lines);
    bool good = true;
    for (size_t i = 0; good && i < keys.count; i++) {
        size_t column = find_measure(pair->accounts, lines[i].measure);
        if (column != KA_NONE)
            good = same(pair, keys.keys[i].p, (double)lines[i].points,
                        count_known(pair->accounts, column) + 1, err);
    }
    free(lines);
    ka_map_clear(&keys);
    return good;
}

static bool check_curve(const struct pair *pair, const struct ka_map *ids, struct ka_error *err)
{
    size_t key = ka_frame_find(&pair->side->frame, "key");
    return (key == KA_NONE || knows_all(pair, key, ids, err)) && check_points(pair, err);
}

static bool check_monthly(const struct pair *pair, const struct ka_map *ids,
                          struct ka_error *err)
{
    struct ka_map keys = {0};
    put_keys(&keys, &pair->side->frame, pair->side->key);
    bool good =
        knows_all(pair, pair->side->key, ids, err) &&
        same(pair, "the number of accounts", (double)keys.count, (double)ids->count, err) &&
        same_sum(pair, "revenue", err);
    ka_map_clear(&keys);
    return good;
}

static bool check(const struct pair *pair, size_t kind, const struct ka_map *ids,
                  struct ka_error *err)
{
    switch (kind) {
    case KA_TABLE_STATS:
        return check_stats(pair, err);
    case KA_TABLE_CURVE:
        return check_curve(pair, ids, err);
    case KA_TABLE_CHANNELS:
        return same_accounts(pair, err) && same_sum(pair, "revenue", err);
    case KA_TABLE_CLUSTERS: // its revenues are medians
        return same_accounts(pair, err);
    case KA_TABLE_MONTHLY:
        return check_monthly(pair, ids, err);
    case KA_TABLE_FAMOUS: // some of the accounts
    case KA_TABLE_RELATIONS:
    case KA_TABLE_CRITERIA:
    case KA_TABLE_ALERTS:
    case KA_TABLE_FORECAST:
    case KA_TABLE_WHITESPACE:
    case KA_TABLE_DUE:
    case KA_TABLE_UNCLASSIFIED:
        return knows_all(pair, pair->side->key, ids, err);
    default:
        return true;
    }
}

bool ka_report_agree(const struct ka_report_table *tables, struct ka_error *err)
{
    const struct ka_report_table *accounts = &tables[KA_TABLE_ACCOUNTS];
    struct ka_map ids = {0};
    bool good = true;
    if (accounts->frame.width == 0)
        return true;
    put_keys(&ids, &accounts->frame, accounts->key);
    for (size_t kind = 0; good && kind < KA_REPORT_KINDS; kind++)
        if (tables[kind].frame.width > 0)
            good = check(&(struct pair){&tables[kind], accounts}, kind, &ids, err);
    ka_map_clear(&ids);
    return good;
}
