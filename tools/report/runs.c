// SPDX-License-Identifier: GPL-3.0-or-later
// What the other tools noted of their runs (--meta): commands, inputs, control totals.
#include <math.h>

#include "out/number.h"
#include "report/say.h"
#include "table/decimal.h"

static struct ka_str noted(const struct ka_frame *run, const char *key)
{
    size_t keys = ka_frame_find(run, "key"), values = ka_frame_find(run, "value");
    for (size_t row = 0; row < run->rows; row++)
        if (ka_str_eq(ka_frame_cell(run, keys, row), ka_str(key)))
            return ka_frame_cell(run, values, row);
    return KA_STR("");
}

struct ka_str ka_report_noted(const struct ka_report *report, const char *tool, const char *key)
{
    const struct ka_frame *found = NULL;
    for (size_t i = 0; i < report->runs.count; i++) {
        const struct ka_frame *run = &report->runs.frames[i];
        if (!ka_str_eq(noted(run, "tool"), ka_str(tool)))
            continue;
        if (found)
            return KA_STR("");
        found = run;
    }
    return found ? noted(found, key) : KA_STR("");
}

static const struct {
    const char *key, *title;
    enum ka_cell_kind kind;
} columns[] = {{"tool", "tool", KA_CELL_TEXT},
               {"version", "version", KA_CELL_TEXT},
               {"rows.in", "rows_in", KA_CELL_NUMBER},
               {"rows.out", "rows_out", KA_CELL_NUMBER},
               {"rows.rejected", "rows_rejected", KA_CELL_NUMBER},
               {"command", "command", KA_CELL_TEXT}};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_note(struct ka_report *report, struct ka_table *table, struct ka_str note,
                     enum ka_cell_kind kind)
{
    int64_t count;
    if (kind == KA_CELL_NUMBER && ka_decimal_parse(note, &count) && count != KA_DECIMAL_NONE)
        ka_table_cell(table, ka_report_count(report, ka_decimal_real(count)),
                      ka_decimal_real(count));
    else
        ka_table_cell(table, note, NAN);
}

static void put_run(struct ka_report *report, struct ka_table *table,
                    const struct ka_frame *run)
{
    for (size_t c = 0; c < COLUMNS; c++)
        put_note(report, table, noted(run, columns[c].key), columns[c].kind);
}

// "input.1.name" and its hash, for each.
static void list_inputs(struct ka_report *report, const struct ka_frame *run)
{
    size_t keys = ka_frame_find(run, "key"), values = ka_frame_find(run, "value");
    for (size_t row = 0; row < run->rows; row++) {
        struct ka_str key = ka_frame_cell(run, keys, row);
        if (!ka_str_has_prefix(key, KA_STR("input.")) ||
            !ka_str_has_suffix(key, KA_STR(".name")))
            continue;
        struct ka_str stem = {key.p, key.n - strlen("name")};
        struct ka_str hash_key = KA_SAY(report, "{1}xxh3", stem);
        ka_document_term(&report->document, KA_SAY(report, "input_of", noted(run, "tool")),
                         KA_SAY(report, "input_hash", ka_frame_cell(run, values, row),
                                noted(run, hash_key.p)));
    }
}

// Exact, with its thousands apart and no more decimals than it has.
static struct ka_str exact(struct ka_report *report, struct ka_str total)
{
    int64_t amount, unit = 10000;
    int decimals = 0;
    struct ka_buf text = {0};
    if (!ka_decimal_parse(total, &amount) || amount == KA_DECIMAL_NONE)
        return total;
    for (; amount % unit != 0; unit /= 10)
        decimals++;
    ka_number_money(&text, amount, decimals);
    struct ka_str kept = ka_arena_str(&report->texts, ka_buf_str(&text));
    ka_buf_clear(&text);
    return kept;
}

static void list_totals(struct ka_report *report, const struct ka_frame *run)
{
    static const char *const totals[] = {"revenue", "cost", "margin", "cost_to_serve", "qty"};
    struct ka_str text = KA_STR("");
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        struct ka_str key = KA_SAY(report, "total.{1}", ka_str(totals[i]));
        struct ka_str total = noted(run, key.p);
        if (total.n > 0)
            text = ka_report_join(report, text,
                                  KA_SAY(report, "{1} {2}", ka_report_word(report, totals[i]),
                                         exact(report, total)));
    }
    if (text.n > 0)
        ka_document_term(&report->document, KA_SAY(report, "totals_of", noted(run, "tool")),
                         text);
}

void ka_report_runs(struct ka_report *report)
{
    const struct ka_report_runs *runs = &report->runs;
    if (runs->count == 0)
        return;
    for (size_t i = 0; i < runs->count; i++) {
        list_inputs(report, &runs->frames[i]);
        list_totals(report, &runs->frames[i]);
    }
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "made_by"));
    for (size_t c = 0; c < COLUMNS; c++)
        ka_table_column(table, ka_report_word(report, columns[c].title), columns[c].kind);
    for (size_t i = 0; i < runs->count; i++)
        put_run(report, table, &runs->frames[i]);
}
