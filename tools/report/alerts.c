// SPDX-License-Identifier: GPL-3.0-or-later
// What needs attention: alerts of key accounts first, the severe ones before the others.
#include <math.h>

#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define ALERTS_MOST 20
#define SEVERITIES 10 // more than there are

static bool is_cleared(const struct ka_report_table *alerts, size_t row)
{
    size_t status = ka_frame_find(&alerts->frame, "status");
    return ka_str_eq(ka_frame_cell(&alerts->frame, status, row), KA_STR("cleared"));
}

static bool is_key(const struct ka_report_table *alerts, size_t row)
{
    const double *key = ka_report_reals(alerts, "key");
    return key && key[row] > 0;
}

// What is still to be seen to; returns how many are of key accounts.
static size_t pick_open(struct ka_report *report, struct ka_rows *rows)
{
    const struct ka_report_table *alerts = &report->tables[KA_TABLE_ALERTS];
    const double *severity = ka_report_reals(alerts, "severity");
    double *urgency = ka_arena_alloc(&report->texts, alerts->frame.rows, sizeof *urgency);
    size_t open = 0, key = 0;
    *rows = ka_report_all(report, KA_TABLE_ALERTS);
    for (size_t row = 0; row < alerts->frame.rows; row++) {
        urgency[row] = fmax(severity[row], 0) + (is_key(alerts, row) ? SEVERITIES : 0);
        if (is_cleared(alerts, row))
            continue;
        rows->at[open++] = row;
        key += is_key(alerts, row);
    }
    rows->count = open;
    ka_report_sort(rows->at, open, &(struct ka_report_order){alerts, urgency, true});
    return key;
}

void ka_report_alerts(struct ka_report *report)
{
    const struct ka_report_table *alerts = &report->tables[KA_TABLE_ALERTS];
    const char *columns[] = {"account",  "key",
                             "severity", "rule",
                             "since",    report->lang == KA_ZH ? "sentence_zh" : "sentence_en",
                             NULL};
    struct ka_rows rows;
    if (alerts->frame.width == 0)
        return;
    size_t key = pick_open(report, &rows);
    size_t cleared = alerts->frame.rows - rows.count;
    ka_document_section(&report->document, KA_STR("alerts"), ka_report_word(report, "alerts"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     rows.count == 0 ? ka_report_word(report, "alerts_none")
                                     : KA_SAY(report, "alerts_count",
                                              ka_report_count(report, (double)rows.count),
                                              ka_report_count(report, (double)key)));
    struct ka_grid grid = {.kind = KA_TABLE_ALERTS,
                           .caption = ka_report_word(report, "alerts_table"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = ALERTS_MOST};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
    if (cleared > 0)
        ka_document_text(
            &report->document, KA_BLOCK_NOTE,
            KA_SAY(report, "alerts_cleared", ka_report_count(report, (double)cleared)));
}
