// SPDX-License-Identifier: GPL-3.0-or-later
// Who is like the key accounts: leads with reasons, what key accounts have in common, where
// they are, who brings whom.
#include <math.h>

#include "out/number.h"
#include "report/grid.h"
#include "report/heat.h"
#include "report/pick.h"
#include "report/say.h"

#define LEADS_MOST 12
#define TRAITS_MOST 12
#define NETWORK_MOST 10

static void show(struct ka_report *report, enum ka_report_kind kind, struct ka_rows rows,
                 const char *const *columns, const char *bar, const char *caption)
{
    struct ka_grid grid = {.kind = kind,
                           .caption = ka_report_word(report, caption),
                           .columns = columns,
                           .bar = bar,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = rows.count};
    if (rows.count > 0)
        ka_report_grid(report, &grid);
}

static struct ka_str cell(const struct ka_report *report, const char *column, size_t row)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_LEADS].frame;
    size_t found = ka_frame_find(frame, column);
    return found == KA_NONE ? KA_STR("") : ka_frame_cell(frame, found, row);
}

static struct ka_str first_word(struct ka_str text)
{
    size_t n = 0;
    while (n < text.n && text.p[n] != ' ')
        n++;
    return (struct ka_str){text.p, n};
}

// "region 海外 ×3; size > 2254.25 ×0.62": the tool names the traits by their columns.
static struct ka_str say_reasons(struct ka_report *report, struct ka_str text)
{
    struct ka_str said = KA_STR("");
    while (text.n > 0) {
        size_t n = 0;
        while (n < text.n && text.p[n] != ';')
            n++;
        struct ka_str reason = ka_str_trim((struct ka_str){text.p, n});
        struct ka_str trait = first_word(reason);
        struct ka_str rest = {reason.p + trait.n, reason.n - trait.n};
        said = ka_report_join(
            report, said,
            KA_SAY(report, "{1}{2}",
                   ka_report_word(report, ka_arena_str(&report->texts, trait).p), rest));
        n += n < text.n;
        text = (struct ka_str){text.p + n, text.n - n};
    }
    return said;
}

static void show_leads(struct ka_report *report)
{
    static const char *const titles[] = {"name",    "lead_rank",      "region", "industry",
                                         "channel", "nearest_1_name", "reasons"};
    const double *rank = ka_report_reals(&report->tables[KA_TABLE_LEADS], "lead_rank");
    struct ka_rows rows =
        ka_rows_first(ka_report_sorted(report, KA_TABLE_LEADS, "lead_rank", false), LEADS_MOST);
    if (rows.count == 0)
        return;
    struct ka_table *table =
        ka_document_table(&report->document, ka_report_word(report, "leads"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(table, ka_report_word(report, titles[i]),
                        i == 1 ? KA_CELL_NUMBER : KA_CELL_TEXT);
    for (size_t i = 0; i < rows.count; i++) {
        size_t row = rows.at[i];
        ka_table_cell(table, ka_report_name(report, KA_TABLE_LEADS, row), NAN);
        ka_table_cell(table, ka_report_count(report, rank[row]), rank[row]);
        for (size_t c = 2; c < 6; c++)
            ka_table_cell(table, cell(report, titles[c], row), NAN);
        ka_table_cell(table, say_reasons(report, cell(report, "reasons", row)), NAN);
    }
}

// ---- Whether to believe it ----

static void tell_auc(struct ka_report *report)
{
    static const char *const columns[] = {
        "score", "auc", "auc_lo", "auc_hi", "key_accounts", "other_accounts", NULL};
    const struct ka_report_table *table = &report->tables[KA_TABLE_CHECK];
    const double *auc = ka_report_reals(table, "auc"), *lo = ka_report_reals(table, "auc_lo"),
                 *hi = ka_report_reals(table, "auc_hi");
    struct ka_rows all = ka_report_all(report, KA_TABLE_CHECK);
    struct ka_rows both = ka_report_where(report, KA_TABLE_CHECK, all, "score", "both");
    if (both.count > 0 && lo && hi && !isnan(auc[both.at[0]])) {
        size_t row = both.at[0];
        const char *phrase = lo[row] > 0.5   ? "auc_better"
                             : hi[row] < 0.5 ? "auc_worse"
                                             : "auc_chance";
        ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                         KA_SAY(report, phrase, ka_report_figure(report, KA_AS_REAL, auc[row]),
                                ka_report_figure(report, KA_AS_REAL, lo[row]),
                                ka_report_figure(report, KA_AS_REAL, hi[row])));
    }
    show(report, KA_TABLE_CHECK, all, columns, NULL, "auc_table");
}

static void show_traits(struct ka_report *report)
{
    static const char *const columns[] = {"value",        "trait",     "accounts",
                                          "key_accounts", "key_share", "lift",
                                          "lift_lo",      "lift_hi",   NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_TRAITS, "lift", true);
    show(report, KA_TABLE_TRAITS, ka_rows_first(rows, TRAITS_MOST), columns, "lift", "traits");
}

// ---- Region × industry ----

static struct ka_str tell_place(struct ka_report *report, size_t row)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_GRID];
    const double *accounts = ka_report_reals(table, "accounts"),
                 *key = ka_report_reals(table, "key_accounts"),
                 *prospects = ka_report_reals(table, "prospects");
    struct ka_str text = KA_STR("");
    if (accounts && key && accounts[row] > 0)
        text = KA_SAY(report, "key_of_accounts", ka_report_count(report, key[row]),
                      ka_report_count(report, accounts[row]));
    if (!prospects || !(prospects[row] > 0))
        return text;
    struct ka_str more = KA_SAY(report, "+{1}", ka_report_count(report, prospects[row]));
    return text.n > 0 ? KA_SAY(report, "{1} {2}", text, more) : more;
}

static void show_places(struct ka_report *report)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_GRID];
    const double *key = ka_report_reals(table, "key_accounts");
    size_t region = ka_frame_find(&table->frame, "region"),
           industry = ka_frame_find(&table->frame, "industry");
    struct ka_heat heat = {.cells = NULL};
    for (size_t row = 0; row < table->frame.rows; row++) {
        ka_map_put(&heat.rows, ka_frame_cell(&table->frame, region, row), NULL);
        ka_map_put(&heat.columns, ka_frame_cell(&table->frame, industry, row), NULL);
    }
    ka_heat_begin(&heat, report);
    for (size_t row = 0; row < table->frame.rows; row++)
        *ka_heat_cell(&heat, ka_frame_cell(&table->frame, region, row),
                      ka_frame_cell(&table->frame, industry, row)) =
            (struct ka_cell){.text = tell_place(report, row), .value = key ? key[row] : NAN};
    struct ka_heat_titles titles = {.caption = ka_report_word(report, "places"),
                                    .corner = ka_report_word(report, "region")};
    ka_heat_show(&heat, report, &titles);
    ka_heat_clear(&heat);
}

// ---- Referrals ----

static void show_network(struct ka_report *report)
{
    static const char *const columns[] = {
        "account", "depth", "referred", "descendants", "revenue", "brought_revenue", NULL};
    const double *referred = ka_report_reals(&report->tables[KA_TABLE_NETWORK], "referred");
    bool money = ka_report_has(&report->tables[KA_TABLE_NETWORK], "brought_revenue");
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_NETWORK,
                                           money ? "brought_revenue" : "descendants", true);
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (referred[rows.at[i]] > 0)
            rows.at[count++] = rows.at[i];
    show(report, KA_TABLE_NETWORK,
         ka_rows_first(rows, count < NETWORK_MOST ? count : NETWORK_MOST), columns,
         money ? "brought_revenue" : NULL, "network");
}

void ka_report_prospects(struct ka_report *report)
{
    static const enum ka_report_kind kinds[] = {KA_TABLE_LEADS, KA_TABLE_CHECK, KA_TABLE_TRAITS,
                                                KA_TABLE_GRID, KA_TABLE_NETWORK};
    size_t rows = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        rows += report->tables[kinds[i]].frame.rows;
    if (rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("prospects"),
                        ka_report_word(report, "prospects"));
    if (report->tables[KA_TABLE_CHECK].frame.rows > 0)
        tell_auc(report);
    show_leads(report);
    show_traits(report);
    if (report->tables[KA_TABLE_GRID].frame.rows > 0)
        show_places(report);
    show_network(report);
}
