// SPDX-License-Identifier: GPL-3.0-or-later
// The rules behind the verdicts: how many accounts meet each, and which the large ones fail.
#include "report/criteria.h"

#include <math.h>

#include "base/map.h"
#include "report/pick.h"
#include "report/say.h"

#define FAILING_MOST 12 // accounts whose failed rules are listed

static struct ka_str cell(const struct ka_report *report, const char *column, size_t row)
{
    const struct ka_frame *f = &report->tables[KA_TABLE_CRITERIA].frame;
    size_t found = ka_frame_find(f, column);
    return found == KA_NONE ? KA_STR("") : ka_frame_cell(f, found, row);
}

static struct ka_str word(struct ka_report *report, const char *column, size_t row)
{
    return ka_report_word(report, ka_arena_str(&report->texts, cell(report, column, row)).p);
}

// What the rule looks at, as in a sentence where it has a name there.
static struct ka_str measure(struct ka_report *report, size_t row)
{
    const char *column = ka_arena_str(&report->texts, cell(report, "column", row)).p;
    struct ka_str found = ka_report_measure(report, column);
    return found.p == column ? ka_report_word(report, column) : found;
}

static struct ka_str figure(struct ka_report *report, const char *column, size_t row)
{
    const double *reals = ka_report_reals(&report->tables[KA_TABLE_CRITERIA], column);
    const char *name = ka_arena_str(&report->texts, cell(report, "column", row)).p;
    if (!reals || isnan(reals[row]))
        return KA_STR("");
    enum ka_report_format format = ka_report_format(&report->tables[KA_TABLE_CRITERIA], name);
    if (format == KA_AS_SHARE || format == KA_AS_CHANGE)
        return ka_report_percent(report, reals[row]);
    return ka_report_plain(report, reals[row]);
}

static struct ka_str limit(struct ka_report *report, size_t row)
{
    static const struct {
        const char *op, *phrase;
    } ops[] = {
        {">=", "op_at_least"}, {">", "op_above"}, {"<=", "op_at_most"}, {"<", "op_below"}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        if (ka_str_eq(cell(report, "op", row), ka_str(ops[i].op)))
            return KA_SAY(report, ops[i].phrase, figure(report, "limit", row));
    return KA_STR("");
}

static void put(struct ka_table *table, struct ka_str text)
{
    ka_table_cell(table, text, NAN);
}

// ---- How many meet each rule ----

struct rule {
    size_t row; // its first
    size_t pass, fail, unknown;
};

static struct rule *list_rules(struct ka_report *report, size_t *count)
{
    static const char *const names[] = {"criterion", "column", "op", "limit"};
    size_t rows = report->tables[KA_TABLE_CRITERIA].frame.rows;
    struct rule *rules = ka_arena_alloc(&report->texts, rows, sizeof *rules);
    struct ka_map numbers = {0};
    struct ka_buf key = {0};
    for (size_t row = 0; row < rows; row++) {
        bool is_new;
        ka_buf_reset(&key);
        for (size_t i = 0; i < 4; i++) {
            ka_buf_add(&key, cell(report, names[i], row));
            ka_buf_add_char(&key, '\n');
        }
        struct rule *rule = &rules[ka_map_put(&numbers, ka_buf_str(&key), &is_new)];
        if (is_new)
            rule->row = row;
        struct ka_str result = cell(report, "result", row);
        rule->pass += ka_str_eq(result, KA_STR("pass"));
        rule->fail += ka_str_eq(result, KA_STR("fail"));
        rule->unknown += ka_str_eq(result, KA_STR("unknown"));
    }
    *count = numbers.count;
    ka_map_clear(&numbers);
    ka_buf_clear(&key);
    return rules;
}

static void show_rules(struct ka_report *report)
{
    static const char *const titles[] = {"criterion", "needed", "measure", "limit",
                                         "weight",    "meet",   "miss",    "not_known"};
    size_t count;
    const struct rule *rules = list_rules(report, &count);
    const double *weight = ka_report_reals(&report->tables[KA_TABLE_CRITERIA], "weight");
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "rules_met"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, ka_report_word(report, titles[i]),
                        i < 4 ? KA_CELL_TEXT : KA_CELL_NUMBER);
    for (size_t i = 0; i < count; i++) {
        const size_t of[] = {rules[i].pass, rules[i].fail, rules[i].unknown};
        struct ka_buf needed = {0};
        ka_buf_addf(&needed, "needed_%.*s", KA_ARG(cell(report, "needed", rules[i].row)));
        put(table, word(report, "criterion", rules[i].row));
        put(table, ka_report_word(report, needed.p));
        put(table, measure(report, rules[i].row));
        put(table, limit(report, rules[i].row));
        put(table, weight ? ka_report_plain(report, weight[rules[i].row]) : KA_STR(""));
        for (size_t k = 0; k < 3; k++)
            ka_table_cell(table, ka_report_count(report, (double)of[k]), (double)of[k]);
        ka_buf_clear(&needed);
    }
}

// ---- What the large ones fail ----

static void put_failed(struct ka_report *report, struct ka_table *table, size_t account)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    struct ka_str id = ka_frame_cell(&accounts->frame, accounts->key, account);
    for (size_t row = 0; row < report->tables[KA_TABLE_CRITERIA].frame.rows; row++) {
        if (!ka_str_eq(cell(report, "account_id", row), id) ||
            !ka_str_eq(cell(report, "result", row), KA_STR("fail")))
            continue;
        put(table, ka_report_account(report, account));
        put(table, word(report, "criterion", row));
        put(table, measure(report, row));
        put(table, figure(report, "value", row));
        put(table, limit(report, row));
    }
}

static void show_failed(struct ka_report *report)
{
    static const char *const titles[] = {"account", "criterion", "measure", "value", "limit"};
    struct ka_rows watch = ka_report_where(
        report, KA_TABLE_ACCOUNTS, ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true),
        "verdict", "watch");
    if (watch.count == 0)
        return;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "rules_missed"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, ka_report_word(report, titles[i]),
                        i == 3 ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < watch.count && i < FAILING_MOST; i++)
        put_failed(report, table, watch.at[i]);
}

// ---- One account ----

static void put_rule(struct ka_report *report, struct ka_table *table, size_t row)
{
    struct ka_str result = cell(report, "result", row);
    put(table, word(report, "criterion", row));
    put(table, measure(report, row));
    put(table, figure(report, "value", row));
    put(table, limit(report, row));
    put(table, ka_str_eq(result, KA_STR("pass"))   ? KA_STR("1")
               : ka_str_eq(result, KA_STR("fail")) ? KA_STR("0")
                                                   : KA_STR("?"));
}

void ka_report_criteria_of(struct ka_report *report, struct ka_str account_id)
{
    static const char *const titles[] = {"criterion", "measure", "value", "limit", "met"};
    struct ka_table *table = NULL;
    for (size_t row = 0; row < report->tables[KA_TABLE_CRITERIA].frame.rows; row++) {
        if (!ka_str_eq(cell(report, "account_id", row), account_id))
            continue;
        if (!table) {
            table =
                ka_document_table(&report->document, ka_report_word(report, "criterion_all"));
            for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
                ka_table_column(table, ka_report_word(report, titles[i]),
                                i == 2   ? KA_CELL_NUMBER
                                : i == 4 ? KA_CELL_TICK
                                         : KA_CELL_TEXT);
        }
        put_rule(report, table, row);
    }
}

void ka_report_criteria(struct ka_report *report)
{
    if (report->tables[KA_TABLE_CRITERIA].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("criteria"),
                        ka_report_word(report, "criterion_all"));
    show_rules(report);
    // The reasons among the verdicts tell the same.
    if (!ka_report_has(&report->tables[KA_TABLE_ACCOUNTS],
                       report->lang == KA_ZH ? "reason_zh" : "reason_en"))
        show_failed(report);
}
