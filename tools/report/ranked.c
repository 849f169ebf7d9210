// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of something else than accounts, profiled or ranked: products, regions, managers.
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define ROWS_MOST 40

void ka_report_ranked(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_RANKED];
    if (table->frame.rows == 0)
        return;
    const char *key = table->frame.columns[table->key].name;
    const char *columns[] = {key,         "product",     "class",       "revenue",    "share",
                             "cum_share", "margin",      "margin_rate", "net_profit", "qty",
                             "orders",    "return_rate", NULL};
    const char *by = ka_report_ranked_by(report, KA_TABLE_RANKED);
    struct ka_str caption =
        KA_SAY(report, "ranked_by", ka_report_measure(report, by ? by : "revenue"));
    bool ranked = ka_report_has(table, "rank");
    struct ka_rows rows =
        ka_report_sorted(report, KA_TABLE_RANKED, ranked ? "rank" : "revenue", !ranked);
    struct ka_grid grid = {.kind = KA_TABLE_RANKED,
                           .caption = caption,
                           .columns = columns,
                           .bar = "revenue",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = ROWS_MOST};
    if (rows.count == 0)
        return;
    ka_document_section(&report->document, KA_STR("ranked"),
                        KA_SAY(report, "ranked_table", ka_report_word(report, key)));
    ka_report_grid(report, &grid);
}
