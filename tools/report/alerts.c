// SPDX-License-Identifier: GPL-3.0-or-later
// What needs attention: alerts of key accounts first, the severe ones before the others, the
// largest accounts before the rest.
#include <math.h>

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
static size_t pick_open(struct ka_report *report, const double *revenue, struct ka_rows *rows)
{
    const struct ka_report_table *alerts = &report->tables[KA_TABLE_ALERTS];
    const double *severity = ka_report_reals(alerts, "severity");
    double *urgency = ka_arena_alloc(&report->texts, alerts->frame.rows, sizeof *urgency);
    size_t open = 0, key = 0;
    double largest = 1;
    *rows = ka_report_all(report, KA_TABLE_ALERTS);
    for (size_t row = 0; revenue && row < alerts->frame.rows; row++)
        largest = fmax(largest, revenue[row]);
    for (size_t row = 0; row < alerts->frame.rows; row++) {
        urgency[row] = fmax(severity[row], 0) + (is_key(alerts, row) ? SEVERITIES : 0);
        if (revenue) // less than a step of severity
            urgency[row] += fmax(revenue[row], 0) / (2 * largest);
        if (is_cleared(alerts, row))
            continue;
        rows->at[open++] = row;
        key += is_key(alerts, row);
    }
    rows->count = open;
    ka_report_sort(rows->at, open, &(struct ka_report_order){alerts, urgency, true});
    return key;
}

// The sentence, without the name that it begins with: that stands beside it.
static struct ka_str say(struct ka_report *report, size_t row)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_ALERTS].frame;
    size_t found = ka_frame_find(frame, report->lang == KA_ZH ? "sentence_zh" : "sentence_en");
    struct ka_str name = ka_report_name(report, KA_TABLE_ALERTS, row), text = KA_STR("");
    if (found != KA_NONE)
        text = ka_frame_cell(frame, found, row);
    if (name.n > 0 && ka_str_has_prefix(text, name))
        text = (struct ka_str){text.p + name.n, text.n - name.n};
    while (text.n > 0 && (text.p[0] == ':' || text.p[0] == ' '))
        text = (struct ka_str){text.p + 1, text.n - 1};
    return text;
}

static void put_money(struct ka_report *report, struct ka_table *to, double amount)
{
    ka_table_cell(to, ka_report_figure(report, KA_AS_MONEY, amount), amount)->tone =
        amount < 0 ? KA_BAD : KA_NEUTRAL;
}

// revenue: of the account of each alert, NULL: not known.
static void show(struct ka_report *report, struct ka_rows rows, const double *revenue,
                 bool has_key)
{
    static const char *const titles[] = {"account", "sentence_en", "severity", "since", "key"};
    static const enum ka_cell_kind kinds[] = {KA_CELL_TEXT, KA_CELL_TEXT, KA_CELL_NUMBER,
                                              KA_CELL_DATE, KA_CELL_TICK};
    const struct ka_report_table *alerts = &report->tables[KA_TABLE_ALERTS];
    const double *severity = ka_report_reals(alerts, "severity"),
                 *since = ka_report_reals(alerts, "since");
    struct ka_table *to =
        ka_document_table(&report->document, ka_report_word(report, "alerts_table"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles - !has_key; i++) {
        ka_table_column(to, ka_report_word(report, titles[i]), kinds[i]);
        if (i == 0 && revenue)
            ka_table_column(to, ka_report_word(report, "revenue"), KA_CELL_MONEY);
    }
    for (size_t i = 0; i < rows.count && i < ALERTS_MOST; i++) {
        size_t row = rows.at[i];
        double day = since ? since[row] : NAN;
        ka_table_cell(to, ka_report_name(report, KA_TABLE_ALERTS, row), NAN);
        if (revenue)
            put_money(report, to, revenue[row]);
        ka_table_cell(to, say(report, row), NAN);
        ka_table_cell(to, ka_report_count(report, severity[row]), severity[row]);
        ka_table_cell(to, ka_report_date(report, day), day);
        if (has_key)
            ka_table_cell(to, is_key(alerts, row) ? KA_STR("1") : KA_STR("0"), NAN);
    }
    ka_report_left_out(report, rows.count, ALERTS_MOST);
}

void ka_report_alerts(struct ka_report *report)
{
    const struct ka_report_table *alerts = &report->tables[KA_TABLE_ALERTS];
    struct ka_rows rows;
    if (alerts->frame.width == 0)
        return;
    const double *revenue = ka_report_lookup(report, KA_TABLE_ALERTS, "revenue");
    size_t key = pick_open(report, revenue, &rows);
    size_t cleared = alerts->frame.rows - rows.count;
    ka_document_section(&report->document, KA_STR("alerts"), ka_report_word(report, "alerts"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     rows.count == 0 ? ka_report_word(report, "alerts_none")
                                     : KA_SAY(report, "alerts_count",
                                              ka_report_count(report, (double)rows.count),
                                              ka_report_count(report, (double)key)));
    if (rows.count > 0)
        show(report, rows, revenue, key > 0);
    if (cleared > 0)
        ka_document_text(
            &report->document, KA_BLOCK_NOTE,
            KA_SAY(report, "alerts_cleared", ka_report_count(report, (double)cleared)));
}
