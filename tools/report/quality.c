// SPDX-License-Identifier: GPL-3.0-or-later
// What the import could not use, could not decide, and did not find.
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define ROWS_MOST 30

static void show(struct ka_report *report, enum ka_report_kind kind, const char *const *columns,
                 const char *caption)
{
    struct ka_rows rows = ka_report_all(report, kind);
    struct ka_grid grid = {.kind = kind,
                           .caption = ka_report_word(report, caption),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = ROWS_MOST};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

void ka_report_quality(struct ka_report *report)
{
    static const char *const rejects[] = {"source", "line", "column", "reason", NULL};
    static const char *const aliases[] = {"alias_account", "alias_lines", "account",
                                          "lines",         "by",          NULL};
    static const char *const filled[] = {"column", "filled", "rows", "completeness", NULL};
    if (report->tables[KA_TABLE_REJECTS].frame.rows == 0 &&
        report->tables[KA_TABLE_ALIASES].frame.rows == 0 &&
        report->tables[KA_TABLE_FILLED].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("quality"),
                        ka_report_word(report, "quality"));
    show(report, KA_TABLE_REJECTS, rejects, "rejects_table");
    show(report, KA_TABLE_ALIASES, aliases, "aliases_table");
    show(report, KA_TABLE_FILLED, filled, "filled_table");
}
