// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/map.h"
#include "report/pick.h"

#include <math.h>

struct ka_rows ka_report_sorted(struct ka_report *report, enum ka_report_kind kind,
                                const char *column, bool descending)
{
    const struct ka_report_table *table = &report->tables[kind];
    const double *figures = ka_report_reals(table, column);
    struct ka_rows rows = {NULL, 0};
    if (!figures)
        return rows;
    rows.at = ka_arena_alloc(&report->texts, table->frame.rows, sizeof *rows.at);
    for (size_t row = 0; row < table->frame.rows; row++)
        if (!isnan(figures[row]))
            rows.at[rows.count++] = row;
    const struct ka_report_order order = {table, figures, descending};
    ka_report_sort(rows.at, rows.count, &order);
    return rows;
}

struct ka_rows ka_report_where(struct ka_report *report, enum ka_report_kind kind,
                               struct ka_rows rows, const char *column, const char *value)
{
    const struct ka_frame *frame = &report->tables[kind].frame;
    size_t found = ka_frame_find(frame, column);
    struct ka_rows picked = {NULL, 0};
    if (found == KA_NONE)
        return picked;
    picked.at = ka_arena_alloc(&report->texts, rows.count, sizeof *picked.at);
    for (size_t i = 0; i < rows.count; i++)
        if (ka_str_eq(ka_frame_cell(frame, found, rows.at[i]), ka_str(value)))
            picked.at[picked.count++] = rows.at[i];
    return picked;
}

struct ka_rows ka_report_all(struct ka_report *report, enum ka_report_kind kind)
{
    struct ka_rows rows = {NULL, report->tables[kind].frame.rows};
    rows.at = ka_arena_alloc(&report->texts, rows.count, sizeof *rows.at);
    for (size_t i = 0; i < rows.count; i++)
        rows.at[i] = i;
    return rows;
}

struct ka_rows ka_report_of_key(struct ka_report *report, enum ka_report_kind kind,
                                struct ka_rows rows)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const struct ka_report_table *table = &report->tables[kind];
    struct ka_rows key = ka_report_judged(report, "key"), picked = {NULL, 0};
    struct ka_map ids = {0};
    for (size_t i = 0; i < key.count; i++)
        ka_map_put(&ids, ka_frame_cell(&accounts->frame, accounts->key, key.at[i]), NULL);
    picked.at = ka_arena_alloc(&report->texts, rows.count, sizeof *picked.at);
    for (size_t i = 0; i < rows.count; i++)
        if (ka_map_find(&ids, ka_frame_cell(&table->frame, table->key, rows.at[i])) != KA_NONE)
            picked.at[picked.count++] = rows.at[i];
    ka_map_clear(&ids);
    return picked;
}

double *ka_report_lookup(struct ka_report *report, enum ka_report_kind kind, const char *column)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const struct ka_report_table *table = &report->tables[kind];
    const double *figures = ka_report_reals(accounts, column);
    if (!figures)
        return NULL;
    double *found = ka_arena_alloc(&report->texts, table->frame.rows, sizeof *found);
    size_t *account = ka_arena_alloc(&report->texts, accounts->frame.rows, sizeof *account);
    struct ka_map ids = {0};
    for (size_t row = 0; row < accounts->frame.rows; row++)
        account[ka_map_put(&ids, ka_frame_cell(&accounts->frame, accounts->key, row), NULL)] =
            row;
    for (size_t row = 0; row < table->frame.rows; row++) {
        size_t at = ka_map_find(&ids, ka_frame_cell(&table->frame, table->key, row));
        found[row] = at == KA_NONE ? NAN : figures[account[at]];
    }
    ka_map_clear(&ids);
    return found;
}

const char *ka_report_ranked_by(struct ka_report *report, enum ka_report_kind kind)
{
    const struct ka_frame *frame = &report->tables[kind].frame;
    size_t found = ka_frame_find(frame, "ranked_by");
    if (found == KA_NONE || frame->rows == 0 || ka_frame_find(frame, "cum_count") == KA_NONE)
        return NULL;
    return ka_arena_str(&report->texts, ka_frame_cell(frame, found, 0)).p;
}

const char *ka_report_own_measure(struct ka_report *report)
{
    static const char *const usual[] = {"revenue", "margin", "net_profit",
                                        "high_margin_revenue"};
    const char *measure = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
    for (size_t i = 0; measure && i < sizeof usual / sizeof *usual; i++)
        if (strcmp(measure, usual[i]) == 0)
            return "";
    return measure ? measure : "";
}

struct ka_rows ka_report_ranking(struct ka_report *report)
{
    if (ka_report_ranked_by(report, KA_TABLE_ACCOUNTS))
        return ka_report_sorted(report, KA_TABLE_ACCOUNTS, "cum_count", false);
    return ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true);
}

static bool is_cell(const struct ka_frame *frame, size_t column, size_t row, const char *value)
{
    return ka_str_eq(ka_frame_cell(frame, column, row), ka_str(value));
}

// The row of a figure of all accounts, KA_NONE when there is none.
static size_t find_stat(const struct ka_report_table *table, const char *measure,
                        const char *stat)
{
    if (table->frame.width == 0)
        return KA_NONE;
    size_t measures = ka_frame_find(&table->frame, "measure");
    size_t stats = ka_frame_find(&table->frame, "stat");
    size_t groups = ka_frame_find(&table->frame, "group");
    for (size_t row = 0; row < table->frame.rows; row++)
        if (is_cell(&table->frame, stats, row, stat) &&
            is_cell(&table->frame, measures, row, measure) &&
            (groups == KA_NONE || is_cell(&table->frame, groups, row, "")))
            return row;
    return KA_NONE;
}

static double stat_in(const struct ka_report *report, const char *measure, const char *stat,
                      const char *column)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_STATS];
    size_t row = find_stat(table, measure, stat);
    const double *figures = row == KA_NONE ? NULL : ka_report_reals(table, column);
    return figures ? figures[row] : NAN;
}

double ka_report_stat(const struct ka_report *report, const char *measure, const char *stat)
{
    return stat_in(report, measure, stat, "value");
}

struct ka_report_interval ka_report_interval(const struct ka_report *report,
                                             const char *measure, const char *stat)
{
    return (struct ka_report_interval){stat_in(report, measure, stat, "lo"),
                                       stat_in(report, measure, stat, "hi"),
                                       stat_in(report, measure, stat, "level")};
}

const char *ka_report_verdict(const struct ka_report *report, const char *measure)
{
    static const char *const verdicts[] = {"holds", "fails", "not decidable"};
    const struct ka_frame *frame = &report->tables[KA_TABLE_STATS].frame;
    size_t row = find_stat(&report->tables[KA_TABLE_STATS], measure, "verdict_8020");
    size_t note = row == KA_NONE ? KA_NONE : ka_frame_find(frame, "note");
    if (isnan(stat_in(report, measure, "verdict_8020", "level")))
        return NULL;
    for (size_t i = 0; note != KA_NONE && i < sizeof verdicts / sizeof *verdicts; i++)
        if (is_cell(frame, note, row, verdicts[i]))
            return verdicts[i];
    return NULL;
}

static struct ka_make80 count_make80(struct ka_report *report)
{
    struct ka_rows ranking = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "cum_count", false);
    const double *cum_share = ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], "cum_share");
    struct ka_make80 make80 = {NAN, (double)ranking.count};
    for (size_t i = 0; cum_share && i < ranking.count; i++)
        if (cum_share[ranking.at[i]] >= 0.8) {
            make80.accounts = (double)(i + 1);
            break;
        }
    return make80;
}

bool ka_report_span(struct ka_report *report, struct ka_report_span *span)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const double *last = ka_report_reals(accounts, "last");
    const double *recency = ka_report_reals(accounts, "recency_days");
    struct ka_rows first = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "first", false);
    size_t row = 0;
    while (last && recency && row < accounts->frame.rows && isnan(last[row] + recency[row]))
        row++;
    if (!last || !recency || row == accounts->frame.rows || first.count == 0)
        return false;
    span->begin = (int32_t)ka_report_reals(accounts, "first")[first.at[0]];
    span->end = (int32_t)(last[row] + recency[row]);
    return true;
}

double ka_report_total(const struct ka_report *report, const char *measure)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    double total = ka_report_stat(report, measure, "total");
    if (isnan(total) && ka_report_has(accounts, measure))
        total = ka_report_sum(accounts, measure, NULL, accounts->frame.rows);
    return total;
}

double ka_report_number(const struct ka_report *report)
{
    size_t rows = report->tables[KA_TABLE_ACCOUNTS].frame.rows;
    return rows > 0 ? (double)rows : ka_report_stat(report, "revenue", "n");
}

struct ka_make80 ka_report_make80(struct ka_report *report, const char *measure)
{
    double accounts = ka_report_stat(report, measure, "make80");
    if (!isnan(accounts))
        return (struct ka_make80){accounts, ka_report_stat(report, measure, "n")};
    const char *ranked_by = ka_report_ranked_by(report, KA_TABLE_ACCOUNTS);
    if (ranked_by && strcmp(ranked_by, measure) == 0)
        return count_make80(report);
    return (struct ka_make80){NAN, NAN};
}

struct ka_rows ka_report_losers(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "net_profit", false);
    const double *net_profit =
        ka_report_reals(&report->tables[KA_TABLE_ACCOUNTS], "net_profit");
    size_t losers = 0;
    while (losers < rows.count && net_profit[rows.at[losers]] < 0)
        losers++;
    rows.count = losers;
    return rows;
}

struct ka_rows ka_report_judged(struct ka_report *report, const char *verdict)
{
    return ka_report_where(report, KA_TABLE_ACCOUNTS, ka_report_ranking(report), "verdict",
                           verdict);
}
