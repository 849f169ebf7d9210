// SPDX-License-Identifier: GPL-3.0-or-later
// What accounts do not buy yet: families by account, the largest gaps, what goes together.
#include <math.h>
#include <stdlib.h>

#include "report/grid.h"
#include "report/heat.h"
#include "report/pick.h"
#include "report/say.h"

#define ACCOUNTS_MOST 12
#define FAMILIES_MOST 10
#define GAPS_MOST 12
#define PAIRS_MOST 10
#define LINES_MOST 5
#define YEAR_1970 (1970 * 12) // a chart counts months from the year 0

// ---- Account × family ----

struct sums {
    struct ka_map keys;
    double *sum;
    size_t *order; // the largest sum first
};

static int compare_sums(const void *a, const void *b, void *context)
{
    const struct sums *sums = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (sums->sum[i] != sums->sum[j])
        return sums->sum[i] < sums->sum[j] ? 1 : -1;
    return ka_str_cmp(sums->keys.keys[i], sums->keys.keys[j]);
}

// Sums of rows by what stands in a column; the rows come in an order of their own, so that the
// sums do not depend on that of the file.
static void add_up(struct ka_report *report, struct sums *sums, struct ka_rows rows,
                   const char *column, const double *figures)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_WHITESPACE].frame;
    size_t found = ka_frame_find(frame, column);
    sums->sum = ka_arena_alloc(&report->texts, rows.count, sizeof *sums->sum);
    for (size_t i = 0; i < rows.count; i++) {
        size_t at = ka_map_put(&sums->keys, ka_frame_cell(frame, found, rows.at[i]), NULL);
        sums->sum[at] += figures[rows.at[i]];
    }
    sums->order = ka_arena_alloc(&report->texts, sums->keys.count, sizeof *sums->order);
    for (size_t i = 0; i < sums->keys.count; i++)
        sums->order[i] = i;
    qsort_r(sums->order, sums->keys.count, sizeof *sums->order, compare_sums, sums);
}

static void put_state(struct ka_report *report, struct ka_cell *cell, size_t row)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_WHITESPACE];
    const double *revenue = ka_report_reals(table, "revenue_recent");
    size_t state = ka_frame_find(&table->frame, "state");
    struct ka_str word = ka_frame_cell(&table->frame, state, row);
    if (ka_str_eq(word, KA_STR("owned"))) {
        cell->text = ka_report_compact(report, revenue[row]);
        cell->value = revenue[row];
        return;
    }
    cell->text = ka_report_word(report, ka_arena_str(&report->texts, word).p);
    cell->tone = ka_str_eq(word, KA_STR("lost")) ? KA_BAD : KA_NEUTRAL;
}

// What the rows of the matrix are called.
static const struct ka_str *name_rows(struct ka_report *report, const struct ka_heat *heat)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_WHITESPACE];
    struct ka_str *names = ka_arena_alloc(&report->texts, heat->rows.count, sizeof *names);
    for (size_t row = 0; row < table->frame.rows; row++) {
        size_t at = ka_map_find(&heat->rows, ka_frame_cell(&table->frame, table->key, row));
        if (at != KA_NONE)
            names[at] = ka_report_name(report, KA_TABLE_WHITESPACE, row);
    }
    return names;
}

static void show_matrix(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_WHITESPACE];
    const double *revenue = ka_report_reals(table, "revenue_recent");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_WHITESPACE, "revenue_recent", true);
    struct sums accounts = {.sum = NULL}, families = {.sum = NULL};
    struct ka_heat heat = {.cells = NULL};
    if (rows.count == 0)
        return;
    add_up(report, &accounts, rows, "account_id", revenue);
    add_up(report, &families, rows, "family", revenue);
    for (size_t i = 0; i < accounts.keys.count && i < ACCOUNTS_MOST; i++)
        ka_map_put(&heat.rows, accounts.keys.keys[accounts.order[i]], NULL);
    for (size_t i = 0; i < families.keys.count && i < FAMILIES_MOST; i++)
        ka_map_put(&heat.columns, families.keys.keys[families.order[i]], NULL);
    ka_heat_begin(&heat, report);
    size_t family = ka_frame_find(&table->frame, "family");
    for (size_t i = 0; i < rows.count; i++) {
        struct ka_cell *cell =
            ka_heat_cell(&heat, ka_frame_cell(&table->frame, table->key, rows.at[i]),
                         ka_frame_cell(&table->frame, family, rows.at[i]));
        if (cell)
            put_state(report, cell, rows.at[i]);
    }
    struct ka_heat_titles titles = {
        .caption = KA_SAY(report, "whitespace_matrix",
                          ka_report_count(report, (double)heat.rows.count)),
        .corner = ka_report_word(report, "account"),
        .names = name_rows(report, &heat)};
    ka_heat_show(&heat, report, &titles);
    ka_heat_clear(&heat);
    ka_map_clear(&accounts.keys);
    ka_map_clear(&families.keys);
}

// ---- The largest gaps ----

static void show_gaps(struct ka_report *report)
{
    static const char *const columns[] = {
        "account",    "family",      "state",       "last", "peer_owners",  "peers",
        "peer_share", "expected_lo", "expected_hi", "gap",  "wallet_share", NULL};
    const struct ka_report_table *table = &report->tables[KA_TABLE_WHITESPACE];
    const double *gap = ka_report_reals(table, "gap");
    size_t state = ka_frame_find(&table->frame, "state");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_WHITESPACE, "gap", true);
    size_t picked = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (gap[rows.at[i]] > 0 &&
            !ka_str_eq(ka_frame_cell(&table->frame, state, rows.at[i]), KA_STR("owned")))
            rows.at[picked++] = rows.at[i];
    rows = ka_rows_first(rows, picked < GAPS_MOST ? picked : GAPS_MOST);
    struct ka_grid grid = {.kind = KA_TABLE_WHITESPACE,
                           .caption = ka_report_word(report, "whitespace_gaps"),
                           .columns = columns,
                           .bar = "gap",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static void show_pairs(struct ka_report *report)
{
    static const char *const columns[] = {"family_a",   "family_b",   "buyers_both",
                                          "share_of_a", "share_of_b", "lift",
                                          "lift_lo",    "lift_hi",    NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_PAIRS, "lift", true);
    struct ka_grid grid = {.kind = KA_TABLE_PAIRS,
                           .caption = ka_report_word(report, "pairs"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count < PAIRS_MOST ? rows.count : PAIRS_MOST,
                           .most = PAIRS_MOST};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

// ---- Adoption ----

struct adoption {
    struct ka_report *report;
    struct ka_chart *chart;
    struct ka_rows rows; // of all channels, by month
    struct ka_str figures;
};

static void draw_family(struct adoption *adoption, struct ka_str family, size_t number)
{
    const struct ka_report_table *table = &adoption->report->tables[KA_TABLE_ADOPTION];
    const double *period = ka_report_reals(table, "period"),
                 *share = ka_report_reals(table, "adoption_share");
    size_t families = ka_frame_find(&table->frame, "family");
    struct ka_series *series = ka_chart_series(adoption->chart, family, KA_STYLE_LINE,
                                               KA_ROLE_SERIES_1 + (enum ka_role)number);
    for (size_t i = 0; i < adoption->rows.count; i++) {
        size_t row = adoption->rows.at[i];
        if (ka_str_eq(ka_frame_cell(&table->frame, families, row), family))
            ka_series_add(series, YEAR_1970 + period[row], share[row]);
    }
    double last = series->count ? series->points[series->count - 1].y : NAN;
    adoption->figures = ka_report_join(
        adoption->report, adoption->figures,
        KA_SAY(adoption->report, "{1} {2}", family, ka_report_percent(adoption->report, last)));
}

static void draw_adoption(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_ADOPTION];
    struct adoption adoption = {.report = report, .figures = KA_STR("")};
    struct ka_map families = {0};
    adoption.rows = ka_report_where(
        report, KA_TABLE_ADOPTION, ka_report_sorted(report, KA_TABLE_ADOPTION, "period", false),
        "scope", "all");
    if (adoption.rows.count == 0)
        return;
    // The families that came last: what everybody bought from the first month tells nothing.
    size_t column = ka_frame_find(&table->frame, "family");
    struct ka_rows by_share = ka_report_where(
        report, KA_TABLE_ADOPTION,
        ka_report_sorted(report, KA_TABLE_ADOPTION, "adoption_share", false), "scope", "all");
    for (size_t i = 0; i < by_share.count && families.count < LINES_MOST; i++)
        ka_map_put(&families, ka_frame_cell(&table->frame, column, by_share.at[i]), NULL);
    adoption.chart = ka_document_chart(&report->document, KA_STR("adoption"),
                                       ka_report_word(report, "adoption"));
    ka_chart_axis(adoption.chart, &adoption.chart->x, KA_STR(""), KA_AXIS_MONTH);
    ka_chart_axis(adoption.chart, &adoption.chart->y, KA_STR(""), KA_AXIS_SHARE);
    for (size_t i = 0; i < families.count; i++)
        draw_family(&adoption, families.keys[i], i);
    ka_chart_describe(adoption.chart, ka_report_word(report, "adoption_note"),
                      adoption.figures);
    ka_map_clear(&families);
}

void ka_report_whitespace(struct ka_report *report)
{
    bool adoption = report->charts && report->tables[KA_TABLE_ADOPTION].frame.rows > 0;
    if (report->tables[KA_TABLE_WHITESPACE].frame.rows == 0 &&
        report->tables[KA_TABLE_PAIRS].frame.rows == 0 && !adoption)
        return;
    ka_document_section(&report->document, KA_STR("whitespace"),
                        ka_report_word(report, "whitespace"));
    if (report->tables[KA_TABLE_WHITESPACE].frame.rows > 0) {
        show_matrix(report);
        show_gaps(report);
    }
    if (adoption)
        draw_adoption(report);
    show_pairs(report);
}
