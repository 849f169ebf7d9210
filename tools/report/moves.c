// SPDX-License-Identifier: GPL-3.0-or-later
// From where to where accounts went: classes, segments, clusters; and what a measure did to
// those it was for.
#include <math.h>

#include "report/grid.h"
#include "report/heat.h"
#include "report/pick.h"
#include "report/say.h"
#include "stat/rfm.h"

#define PAIRS_MOST 20

struct moves {
    enum ka_report_kind kind;
    const char *from, *to; // columns
    const char *caption, *corner;
    const char *const *order; // of what is in them; what is not ours comes behind it
    bool words;               // they are enumerators
};

static const char *const classes[] = {"A",    "B",    "C",      "N", "new",
                                      "back", "lost", "absent", NULL};
static const char *const none[] = {NULL};

static void put(struct ka_map *keys, const struct ka_frame *frame, size_t column,
                const char *const *order)
{
    for (; *order; order++)
        for (size_t row = 0; row < frame->rows; row++)
            if (ka_str_eq(ka_frame_cell(frame, column, row), ka_str(*order)))
                ka_map_put(keys, ka_str(*order), NULL);
    for (size_t row = 0; row < frame->rows; row++)
        ka_map_put(keys, ka_frame_cell(frame, column, row), NULL);
}

static void show(struct ka_report *report, const struct moves *moves)
{
    const struct ka_report_table *table = &report->tables[moves->kind];
    const double *accounts = ka_report_reals(table, "accounts");
    size_t from = ka_frame_find(&table->frame, moves->from),
           to = ka_frame_find(&table->frame, moves->to);
    struct ka_heat heat = {.cells = NULL};
    if (table->frame.rows == 0)
        return;
    put(&heat.rows, &table->frame, from, moves->order);
    put(&heat.columns, &table->frame, to, moves->order);
    ka_heat_begin(&heat, report);
    for (size_t row = 0; row < table->frame.rows; row++) {
        struct ka_cell *cell = ka_heat_cell(&heat, ka_frame_cell(&table->frame, from, row),
                                            ka_frame_cell(&table->frame, to, row));
        if (cell && !isnan(accounts[row]))
            *cell = (struct ka_cell){.text = ka_report_count(report, accounts[row]),
                                     .value = accounts[row]};
    }
    ka_heat_show(&heat, report,
                 &(struct ka_heat_titles){.caption = ka_report_word(report, moves->caption),
                                          .corner = ka_report_word(report, moves->corner),
                                          .words = moves->words});
    ka_heat_clear(&heat);
}

void ka_report_moves(struct ka_report *report)
{
    show(report, &(struct moves){KA_TABLE_MIGRATION, "class_from", "class_to", "migration",
                                 "class_from", classes, true});
    show(report, &(struct moves){KA_TABLE_MOVES, "segment_from", "segment_to", "segment_moves",
                                 "segment_from", ka_rfm_segments, true});
}

void ka_report_regrouped(struct ka_report *report)
{
    show(report, &(struct moves){KA_TABLE_REGROUPED, "from", "to", "cluster_moves",
                                 "cluster_from", none, false});
}

// ---- A measure ----

static void tell_effect(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_EFFECT];
    const double *effect = ka_report_reals(table, "effect"),
                 *lo = ka_report_reals(table, "effect_lo"),
                 *hi = ka_report_reals(table, "effect_hi");
    struct ka_rows rows = ka_report_where(
        report, KA_TABLE_EFFECT, ka_report_all(report, KA_TABLE_EFFECT), "part", "mean");
    if (rows.count == 0 || !effect || !lo || !hi)
        return;
    size_t row = rows.at[0];
    const char *verdict = lo[row] > 0   ? "effect_good"
                          : hi[row] < 0 ? "effect_bad"
                                        : "effect_open";
    if (!isnan(effect[row] + lo[row] + hi[row]))
        ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                         KA_SAY(report, "effect_told", ka_report_compact(report, effect[row]),
                                ka_report_compact(report, lo[row]),
                                ka_report_compact(report, hi[row]),
                                ka_report_word(report, verdict)));
}

void ka_report_effect(struct ka_report *report)
{
    static const char *const columns[] = {"revenue_before", "revenue_after", "match_before",
                                          "match_after", "effect"};
    const struct ka_report_table *table = &report->tables[KA_TABLE_EFFECT];
    size_t match = ka_frame_find(&table->frame, "match_id");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_EFFECT, "effect", true);
    rows = ka_report_where(report, KA_TABLE_EFFECT, rows, "part", "pair");
    tell_effect(report);
    if (rows.count == 0)
        return;
    struct ka_table *to =
        ka_document_table(&report->document, ka_report_word(report, "effect_table"));
    ka_table_column(to, ka_report_word(report, "account"), KA_CELL_TEXT);
    ka_table_column(to, ka_report_word(report, "match_id"), KA_CELL_TEXT);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
        ka_table_column(to, ka_report_word(report, columns[c]), KA_CELL_MONEY);
    for (size_t i = 0; i < rows.count && i < PAIRS_MOST; i++) {
        size_t row = rows.at[i];
        ka_table_cell(
            to, ka_report_name_of(report, ka_frame_cell(&table->frame, table->key, row)), NAN);
        ka_table_cell(to, ka_report_name_of(report, ka_frame_cell(&table->frame, match, row)),
                      NAN);
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            const double *reals = ka_report_reals(table, columns[c]);
            double value = reals ? reals[row] : NAN;
            ka_table_cell(to, ka_report_figure(report, KA_AS_MEAN, value), value)->tone =
                value < 0 ? KA_BAD : KA_NEUTRAL;
        }
    }
    ka_report_left_out(report, rows.count, PAIRS_MOST);
}
