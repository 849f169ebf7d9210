// SPDX-License-Identifier: GPL-3.0-or-later
// The verdicts of ka-score: ticks and reasons, the famous, the relationships.
#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#include <math.h>

#define VERDICT_MOST 40
#define REASONS_MOST 12
#define WATCHED_MOST 8
#define CRITERIA_MOST 16

// ---- Ticks ----

struct ticks {
    struct ka_report *report;
    const struct ka_frame *frame;
    size_t column[CRITERIA_MOST]; // meets_<criterion>
    size_t count;
};

// The criteria that are known for one account at least.
static void find_criteria(struct ticks *ticks)
{
    const struct ka_frame *f = ticks->frame;
    for (size_t c = 0; c < f->width && ticks->count < CRITERIA_MOST; c++) {
        size_t known = 0;
        if (!ka_str_has_prefix(ka_str(f->columns[c].name), KA_STR("meets_")))
            continue;
        for (size_t row = 0; row < f->rows; row++)
            known += !ka_str_eq(ka_frame_cell(f, c, row), KA_STR("unknown"));
        if (known > 0)
            ticks->column[ticks->count++] = c;
    }
}

static void put_figure(const struct ticks *ticks, struct ka_table *table, const char *column,
                       size_t row)
{
    const struct ka_report_table *accounts = &ticks->report->tables[KA_TABLE_ACCOUNTS];
    const double *reals = ka_report_reals(accounts, column);
    if (!reals)
        return;
    struct ka_cell *cell = ka_table_cell(
        table, ka_report_figure(ticks->report, ka_report_format(accounts, column), reals[row]),
        reals[row]);
    if (reals[row] < 0)
        cell->tone = KA_BAD;
}

static void put_tick(const struct ticks *ticks, struct ka_table *table, size_t column,
                     size_t row)
{
    struct ka_str answer = ka_frame_cell(ticks->frame, column, row);
    struct ka_str text = ka_str_eq(answer, KA_STR("pass"))   ? KA_STR("1")
                         : ka_str_eq(answer, KA_STR("fail")) ? KA_STR("0")
                                                             : KA_STR("?");
    ka_table_cell(table, text, NAN);
}

static const struct {
    const char *column;
    enum ka_cell_kind kind;
    bool spare;
} figures[] = {{"revenue", KA_CELL_MONEY, true},
               {"net_profit", KA_CELL_MONEY, false},
               {"score", KA_CELL_NUMBER, true}};
enum { FIGURES = sizeof figures / sizeof *figures };

// What need not be met when purchases are.
static bool is_spare(const char *criterion)
{
    return strcmp(criterion, "growth") == 0 || strcmp(criterion, "profit_potential") == 0;
}

static void put_head(const struct ticks *ticks, struct ka_table *table)
{
    const struct ka_report_table *accounts = &ticks->report->tables[KA_TABLE_ACCOUNTS];
    ka_table_column(table, ka_report_word(ticks->report, "account"), KA_CELL_TEXT);
    for (size_t i = 0; i < FIGURES; i++)
        if (ka_report_reals(accounts, figures[i].column)) {
            ka_table_column(table, ka_report_word(ticks->report, figures[i].column),
                            figures[i].kind);
            if (figures[i].spare)
                ka_table_spare(table);
        }
    for (size_t c = 0; c < ticks->count; c++) {
        const char *name = ticks->frame->columns[ticks->column[c]].name + strlen("meets_");
        ka_table_column(table, ka_report_word(ticks->report, name), KA_CELL_TICK);
        if (is_spare(name))
            ka_table_spare(table);
    }
}

static void show_ticks(struct ka_report *report, struct ka_rows rows, const char *caption)
{
    struct ticks ticks = {.report = report, .frame = &report->tables[KA_TABLE_ACCOUNTS].frame};
    if (rows.count == 0)
        return;
    find_criteria(&ticks);
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, caption));
    put_head(&ticks, table);
    for (size_t i = 0; i < rows.count && i < VERDICT_MOST; i++) {
        ka_table_cell(table, ka_report_account(report, rows.at[i]), NAN);
        for (size_t f = 0; f < FIGURES; f++)
            put_figure(&ticks, table, figures[f].column, rows.at[i]);
        for (size_t c = 0; c < ticks.count; c++)
            put_tick(&ticks, table, ticks.column[c], rows.at[i]);
    }
    ka_report_left_out(report, rows.count, VERDICT_MOST);
}

static void show_reasons(struct ka_report *report, struct ka_rows rows, size_t most)
{
    const struct ka_frame *f = &report->tables[KA_TABLE_ACCOUNTS].frame;
    size_t column = ka_frame_find(f, report->lang == KA_ZH ? "reason_zh" : "reason_en");
    for (size_t i = 0; column != KA_NONE && i < rows.count && i < most; i++)
        ka_document_term(&report->document, ka_report_account(report, rows.at[i]),
                         ka_frame_cell(f, column, rows.at[i]));
    if (column != KA_NONE)
        ka_report_left_out(report, rows.count, most);
}

// ---- What would turn them ----

static void put_number(struct ka_report *report, struct ka_table *table, double value)
{
    ka_table_cell(table, ka_report_plain(report, value), value);
}

// Just beyond a limit, by the least that figures have: "below 3" for 2.9999.
static struct ka_str beyond(struct ka_report *report, double value)
{
    static const double least = 0.0001, near = 1e-9;
    double limit = round(value * 100) / 100;
    if (fabs(limit - least - value) < near)
        return KA_SAY(report, "op_below", ka_report_plain(report, limit));
    if (fabs(limit + least - value) < near)
        return KA_SAY(report, "op_above", ka_report_plain(report, limit));
    return ka_report_plain(report, value);
}

static void put_word(struct ka_report *report, struct ka_table *table, const char *column,
                     size_t row)
{
    const struct ka_frame *f = &report->tables[KA_TABLE_ACCOUNTS].frame;
    struct ka_str text = ka_frame_cell(f, ka_frame_find(f, column), row);
    ka_table_cell(table, ka_report_word(report, ka_arena_str(&report->texts, text).p), NAN);
}

static void show_flips(struct ka_report *report, struct ka_rows rows)
{
    static const char *const titles[] = {"stability", "flip_column", "flip_from", "flip_to",
                                         "flip_verdict"};
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const double *from = ka_report_reals(accounts, "flip_from");
    const double *to = ka_report_reals(accounts, "flip_to");
    const double *stability = ka_report_reals(accounts, "stability");
    if (rows.count == 0 || !from || !to || !stability ||
        !ka_report_has(accounts, "flip_column") || !ka_report_has(accounts, "flip_verdict"))
        return;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "flip"));
    ka_table_column(table, ka_report_word(report, "account"), KA_CELL_TEXT);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, ka_report_word(report, titles[i]),
                        i == 1 || i == 4 ? KA_CELL_TEXT : KA_CELL_NUMBER);
    for (size_t i = 0; i < rows.count && i < VERDICT_MOST; i++) {
        size_t row = rows.at[i];
        if (isnan(to[row]))
            continue;
        ka_table_cell(table, ka_report_account(report, row), NAN);
        ka_table_cell(table, ka_report_percent(report, stability[row]), stability[row]);
        put_word(report, table, "flip_column", row);
        put_number(report, table, from[row]);
        ka_table_cell(table, beyond(report, to[row]), to[row]);
        put_word(report, table, "flip_verdict", row);
    }
}

void ka_report_verdicts(struct ka_report *report)
{
    struct ka_rows key = ka_report_judged(report, "key");
    struct ka_rows by_size = ka_report_sorted(report, KA_TABLE_ACCOUNTS, "revenue", true);
    // The largest first: these are the ones that somebody calls key.
    struct ka_rows watch =
        ka_report_where(report, KA_TABLE_ACCOUNTS, by_size, "verdict", "watch");
    struct ka_rows potential = ka_report_judged(report, "potential");
    ka_document_section(&report->document, KA_STR("key-accounts"),
                        ka_report_word(report, "key_accounts"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     KA_SAY(report, "key_judged", ka_report_count(report, (double)key.count),
                            ka_report_count(report, (double)watch.count),
                            ka_report_count(report, (double)potential.count)));
    show_ticks(report, key, "verdict_key");
    show_reasons(report, key, REASONS_MOST);
    show_flips(report, key);
    show_ticks(report, watch, "verdict_watch");
    show_reasons(report, watch, WATCHED_MOST);
    show_ticks(report, potential, "verdict_potential");
}

// ---- The famous ----

static void list(struct ka_report *report, enum ka_report_kind kind, const char *column,
                 const char *value, const char *const *columns, const char *caption)
{
    struct ka_grid grid = {.kind = kind, .columns = columns, .most = VERDICT_MOST};
    struct ka_rows rows =
        ka_report_where(report, kind, ka_report_all(report, kind), column, value);
    if (rows.count == 0)
        return;
    grid.caption = ka_report_word(report, caption);
    grid.rows = rows.at;
    grid.count = rows.count;
    ka_report_grid(report, &grid);
}

static void say_tau(struct ka_report *report)
{
    const struct ka_report_table *famous = &report->tables[KA_TABLE_FAMOUS];
    const double *tau = ka_report_reals(famous, "tau_b"),
                 *lo = ka_report_reals(famous, "tau_b_lo"),
                 *hi = ka_report_reals(famous, "tau_b_hi");
    if (!tau || !lo || !hi || isnan(tau[0] + lo[0] + hi[0]))
        return;
    const char *profit = ka_report_has(famous, "net_profit") ? "net_profit"
                         : ka_report_has(famous, "margin")   ? "margin"
                                                             : "revenue";
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     KA_SAY(report, "famous_tau", ka_report_measure(report, profit),
                            ka_report_figure(report, KA_AS_REAL, tau[0]),
                            ka_report_figure(report, KA_AS_REAL, lo[0]),
                            ka_report_figure(report, KA_AS_REAL, hi[0])));
}

void ka_report_famous(struct ka_report *report)
{
    static const char *const columns[] = {"account",    "industry_size", "industry_rank",
                                          "net_profit", "profit_rank",   "verdict",
                                          NULL};
    if (report->tables[KA_TABLE_FAMOUS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("famous"), ka_report_word(report, "famous"));
    say_tau(report);
    list(report, KA_TABLE_FAMOUS, "disagreement", "famous_not_key", columns, "famous_not_key");
    list(report, KA_TABLE_FAMOUS, "disagreement", "quiet_key", columns, "quiet_key");
}

// ---- Relationships ----

void ka_report_relations(struct ka_report *report)
{
    static const char *const columns[] = {
        "account",       "verdict", "declared",     "evidenced",    "contacts", "functions",
        "our_functions", "people",  "joint_months", "last_contact", NULL};
    static const char *const findings[] = {"key_but_ordinary", "overstated", "understated"};
    if (report->tables[KA_TABLE_RELATIONS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("relations"),
                        ka_report_word(report, "relations"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     ka_report_word(report, "relations_note"));
    for (size_t i = 0; i < sizeof findings / sizeof *findings; i++)
        list(report, KA_TABLE_RELATIONS, "finding", findings[i], columns, findings[i]);
}
