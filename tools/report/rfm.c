// SPDX-License-Identifier: GPL-3.0-or-later
// RFM segments: how many accounts each has, who the largest are, where the scores are cut.
#include <math.h>

#include "base/map.h"
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"
#include "stat/rfm.h"

#define NAMED_MOST 3 // accounts called by name in a row
#define BINS_MOST 10

static void put_segment(struct ka_report *report, struct ka_table *table, const char *segment,
                        struct ka_rows rows, double most)
{
    double revenue =
        ka_report_sum(&report->tables[KA_TABLE_ACCOUNTS], "revenue", rows.at, rows.count);
    ka_table_cell(table, ka_report_word(report, segment), NAN);
    ka_table_cell(table, ka_report_count(report, (double)rows.count), (double)rows.count)->bar =
        (double)rows.count / most;
    struct ka_cell *cell =
        ka_table_cell(table, ka_report_figure(report, KA_AS_MONEY, revenue), revenue);
    cell->tone = revenue < 0 ? KA_BAD : KA_NEUTRAL;
    struct ka_str names = KA_STR("");
    for (size_t i = 0; i < rows.count && i < NAMED_MOST; i++)
        names = ka_report_join(
            report, names, ka_report_mention(report, ka_report_account(report, rows.at[i])));
    ka_table_cell(table, names, NAN);
}

// One that is not of ours comes behind them.
static struct ka_map name_segments(struct ka_report *report, struct ka_rows rows)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_ACCOUNTS].frame;
    size_t column = ka_frame_find(frame, "rfm_segment");
    struct ka_map names = {0};
    for (const char *const *segment = ka_rfm_segments; *segment; segment++)
        ka_map_put(&names, ka_str(*segment), NULL);
    for (size_t i = 0; column != KA_NONE && i < rows.count; i++) {
        struct ka_str cell = ka_frame_cell(frame, column, rows.at[i]);
        if (cell.n > 0)
            ka_map_put(&names, cell, NULL);
    }
    return names;
}

static void show_segments(struct ka_report *report, struct ka_rows rows)
{
    static const char *const columns[] = {"rfm_segment", "accounts", "revenue", "largest_of"};
    static const enum ka_cell_kind kinds[] = {KA_CELL_TEXT, KA_CELL_NUMBER, KA_CELL_MONEY,
                                              KA_CELL_TEXT};
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "rfm_table"));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        ka_table_column(table, ka_report_word(report, columns[i]), kinds[i]);
    struct ka_map names = name_segments(report, rows);
    struct ka_rows *groups = ka_arena_alloc(&report->texts, names.count, sizeof *groups);
    double most = 1;
    for (size_t i = 0; i < names.count; i++) {
        const char *name = ka_arena_str(&report->texts, names.keys[i]).p;
        groups[i] = ka_report_where(report, KA_TABLE_ACCOUNTS, rows, "rfm_segment", name);
        most = fmax(most, (double)groups[i].count);
    }
    for (size_t i = 0; i < names.count; i++)
        if (groups[i].count > 0)
            put_segment(report, table, ka_arena_str(&report->texts, names.keys[i]).p, groups[i],
                        most);
    ka_map_clear(&names);
}

// A row of limits for each figure that is scored.
static void show_cuts(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_CUTS];
    const double *bin = ka_report_reals(table, "bin"), *limit = ka_report_reals(table, "limit");
    size_t column = ka_frame_find(&table->frame, "column");
    struct ka_map names = {0};
    int bins = 0;
    for (size_t row = 0; row < table->frame.rows; row++) {
        ka_map_put(&names, ka_frame_cell(&table->frame, column, row), NULL);
        bins = (int)fmin(fmax(bins, bin[row]), BINS_MOST);
    }
    struct ka_table *to =
        ka_document_table(&report->document, ka_report_word(report, "cuts_table"));
    ka_table_column(to, ka_report_word(report, "column"), KA_CELL_TEXT);
    for (int b = 1; b <= bins; b++)
        ka_table_column(to, KA_SAY(report, "cut_number", ka_report_count(report, b)),
                        KA_CELL_NUMBER);
    for (size_t n = 0; n < names.count; n++) {
        const char *name = ka_arena_str(&report->texts, names.keys[n]).p;
        ka_table_cell(to, ka_report_word(report, name), NAN);
        for (int b = 1; b <= bins; b++) {
            double value = NAN;
            for (size_t row = 0; row < table->frame.rows; row++)
                if (bin[row] == b &&
                    ka_str_eq(ka_frame_cell(&table->frame, column, row), names.keys[n]))
                    value = limit[row];
            ka_table_cell(to, isnan(value) ? KA_STR("") : ka_report_plain(report, value),
                          value);
        }
    }
    ka_map_clear(&names);
}

void ka_report_rfm(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true);
    bool scored =
        ka_report_has(&report->tables[KA_TABLE_ACCOUNTS], "rfm_segment") && rows.count > 0;
    bool cuts = report->tables[KA_TABLE_CUTS].frame.rows > 0;
    if (!scored && !cuts)
        return;
    ka_document_section(&report->document, KA_STR("rfm"), ka_report_word(report, "rfm"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH, ka_report_word(report, "rfm_note"));
    if (scored)
        show_segments(report, rows);
    if (cuts)
        show_cuts(report);
}
