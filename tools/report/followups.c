// SPDX-License-Identifier: GPL-3.0-or-later
// Who is to be met: key accounts that nobody meets, what is overdue, what is due next, and how
// much of it each manager has.
#include <math.h>

#include "base/map.h"
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define OVERDUE_MOST 15
#define NEXT_MOST 10
#define MANAGERS_MOST 40
#define KEY_FIRST 1e6 // days: a key account goes before whatever is overdue for longer

// Each account once, as it comes first.
static struct ka_rows each_once(struct ka_report *report, struct ka_rows rows)
{
    const struct ka_report_table *due = &report->tables[KA_TABLE_DUE];
    struct ka_map seen = {0};
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        bool is_new;
        ka_map_put(&seen, ka_frame_cell(&due->frame, due->key, rows.at[i]), &is_new);
        if (is_new)
            rows.at[count++] = rows.at[i];
    }
    rows.count = count;
    ka_map_clear(&seen);
    return rows;
}

static void tell_unattended(struct ka_report *report, struct ka_rows all)
{
    struct ka_rows rows =
        each_once(report, ka_report_where(report, KA_TABLE_DUE, all, "finding", "unattended"));
    struct ka_str names = KA_STR("");
    for (size_t i = 0; i < rows.count; i++)
        names = ka_report_join(
            report, names,
            ka_report_mention(report, ka_report_name(report, KA_TABLE_DUE, rows.at[i])));
    ka_document_text(
        &report->document, KA_BLOCK_PARAGRAPH,
        rows.count == 0
            ? ka_report_word(report, "attended")
            : KA_SAY(report, "unattended", ka_report_count(report, (double)rows.count), names));
}

static bool is_cell(const struct ka_report *report, const char *column, size_t row,
                    const char *value)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_DUE].frame;
    size_t found = ka_frame_find(frame, column);
    return found != KA_NONE && ka_str_eq(ka_frame_cell(frame, found, row), ka_str(value));
}

// Late ones, of key accounts first, then by days; each account with what is overdue for
// longest.
static struct ka_rows late(struct ka_report *report)
{
    const struct ka_report_table *due = &report->tables[KA_TABLE_DUE];
    const double *days = ka_report_reals(due, "overdue_days");
    struct ka_rows rows = ka_report_all(report, KA_TABLE_DUE);
    double *urgency = ka_arena_alloc(&report->texts, due->frame.rows, sizeof *urgency);
    size_t count = 0;
    for (size_t row = 0; row < due->frame.rows; row++) {
        urgency[row] = days[row] + (is_cell(report, "class", row, "key") ? KEY_FIRST : 0);
        if (days[row] > 0)
            rows.at[count++] = row;
    }
    rows.count = count;
    ka_report_sort(rows.at, count, &(struct ka_report_order){due, urgency, true});
    return each_once(report, rows);
}

static struct ka_rows coming(struct ka_report *report)
{
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_DUE, "due", false);
    return ka_report_where(report, KA_TABLE_DUE, rows, "finding", "due");
}

static void show(struct ka_report *report, struct ka_rows rows, const char *const *columns,
                 const char *caption, size_t most)
{
    struct ka_grid grid = {.kind = KA_TABLE_DUE,
                           .caption = ka_report_word(report, caption),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = most};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static void show_load(struct ka_report *report)
{
    static const char *const columns[] = {"manager",
                                          "accounts",
                                          "key_accounts",
                                          "unattended_key_accounts",
                                          "overdue",
                                          "overdue_days_most",
                                          "due",
                                          "planned_contacts",
                                          "contacts",
                                          "contacts_share",
                                          NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_LOAD, "overdue", true);
    struct ka_grid grid = {.kind = KA_TABLE_LOAD,
                           .caption = ka_report_word(report, "load_table"),
                           .columns = columns,
                           .bar = "overdue",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = MANAGERS_MOST};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

void ka_report_followups(struct ka_report *report)
{
    static const char *const lateness[] = {"account",      "overdue_days", "kind",
                                           "manager",      "class",        "every_days",
                                           "last_contact", "finding",      NULL};
    static const char *const next[] = {"account",    "due",          "kind", "manager",
                                       "every_days", "last_contact", NULL};
    bool due = report->tables[KA_TABLE_DUE].frame.width > 0;
    if (!due && report->tables[KA_TABLE_LOAD].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("followups"),
                        ka_report_word(report, "followups"));
    if (due) {
        tell_unattended(report, ka_report_all(report, KA_TABLE_DUE));
        show(report, late(report), lateness, "followups_late", OVERDUE_MOST);
        show(report, coming(report), next, "followups_next", NEXT_MOST);
    }
    show_load(report);
}
