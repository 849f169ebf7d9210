// SPDX-License-Identifier: GPL-3.0-or-later
// Who is like the key accounts: leads with reasons, what key accounts have in common, where
// they are, who brings whom.
#include <math.h>

#include "base/map.h"
#include "out/number.h"
#include "report/grid.h"
#include "report/heat.h"
#include "report/pick.h"
#include "report/say.h"
#include "table/writer.h"

#define LEADS_MOST 12
#define TRAITS_MOST 12
#define NETWORK_MOST 10
#define UNSOLD_MOST 20

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

static const struct {
    const char *sign, *phrase;
} bounds[] = {{"<= ", "op_at_most"}, {"> ", "op_above"}};

// A value of a trait: bounds of figures, enumerators, and data as they are.
static struct ka_str trait_value(struct ka_report *report, struct ka_str trait,
                                 struct ka_str value)
{
    const char *name = ka_arena_str(&report->texts, trait).p;
    double number;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        size_t n = strlen(bounds[i].sign);
        if (ka_str_has_prefix(value, ka_str(bounds[i].sign)) &&
            ka_real_parse((struct ka_str){value.p + n, value.n - n}, &number))
            return KA_SAY(report, bounds[i].phrase, ka_report_plain(report, number));
    }
    if (ka_report_format(&report->tables[KA_TABLE_TRAITS], name) != KA_AS_WORD)
        return value;
    return ka_report_word(report, ka_arena_str(&report->texts, value).p);
}

// "海外 ×3" in two, at the last sign.
static struct ka_str say_reason(struct ka_report *report, struct ka_str trait,
                                struct ka_str rest)
{
    const struct ka_str times = KA_STR(" ×");
    size_t at = rest.n;
    while (at > 0 && !ka_str_has_prefix((struct ka_str){rest.p + at, rest.n - at}, times))
        at--;
    struct ka_str value = {rest.p, at > 0 ? at : rest.n};
    struct ka_str lift = {rest.p + value.n, rest.n - value.n};
    return KA_SAY(report, "{1} {2}{3}",
                  ka_report_word(report, ka_arena_str(&report->texts, trait).p),
                  trait_value(report, trait, value), lift);
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
        struct ka_str rest =
            ka_str_trim((struct ka_str){reason.p + trait.n, reason.n - trait.n});
        said = ka_report_join(report, said, say_reason(report, trait, rest));
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

static void put_trait(struct ka_report *report, struct ka_table *to, size_t row, double most)
{
    static const char *const figures[] = {"accounts", "key_accounts", "key_share",
                                          "lift",     "lift_lo",      "lift_hi"};
    const struct ka_report_table *table = &report->tables[KA_TABLE_TRAITS];
    struct ka_str trait =
        ka_frame_cell(&table->frame, ka_frame_find(&table->frame, "trait"), row);
    ka_table_cell(to, trait_value(report, trait, ka_frame_cell(&table->frame, table->key, row)),
                  NAN);
    ka_table_cell(to, ka_report_word(report, ka_arena_str(&report->texts, trait).p), NAN);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const double *reals = ka_report_reals(table, figures[i]);
        double value = reals ? reals[row] : NAN;
        struct ka_cell *cell = ka_table_cell(
            to, ka_report_figure(report, ka_report_format(table, figures[i]), value), value);
        if (strcmp(figures[i], "lift") == 0 && most > 0)
            cell->bar = value / most;
    }
}

static void show_traits(struct ka_report *report)
{
    static const char *const titles[] = {"value",     "trait", "accounts", "key_accounts",
                                         "key_share", "lift",  "lift_lo",  "lift_hi"};
    const struct ka_report_table *table = &report->tables[KA_TABLE_TRAITS];
    struct ka_rows rows =
        ka_rows_first(ka_report_sorted(report, KA_TABLE_TRAITS, "lift", true), TRAITS_MOST);
    const double *lift = ka_report_reals(table, "lift");
    if (rows.count == 0)
        return;
    struct ka_table *to =
        ka_document_table(&report->document, ka_report_word(report, "traits"));
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        ka_table_column(to, ka_report_word(report, ka_report_column_title(table, titles[i])),
                        i < 2    ? KA_CELL_TEXT
                        : i == 4 ? KA_CELL_SHARE
                                 : KA_CELL_NUMBER);
    for (size_t i = 0; i < rows.count; i++)
        put_trait(report, to, rows.at[i], lift[rows.at[0]]);
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

// ---- The roster ----

// Those who are known and have not bought: a roster lists buyers as well.
static struct ka_rows unsold(struct ka_report *report)
{
    const struct ka_report_table *accounts = &report->tables[KA_TABLE_ACCOUNTS];
    const struct ka_report_table *roster = &report->tables[KA_TABLE_ROSTER];
    struct ka_rows rows = {NULL, 0};
    struct ka_map buyers = {0};
    if (roster->frame.rows == 0 || accounts->frame.rows == 0)
        return rows;
    for (size_t row = 0; row < accounts->frame.rows; row++)
        ka_map_put(&buyers, ka_frame_cell(&accounts->frame, accounts->key, row), NULL);
    rows = ka_report_all(report, KA_TABLE_ROSTER);
    size_t count = 0;
    for (size_t row = 0; row < rows.count; row++)
        if (ka_map_find(&buyers, ka_frame_cell(&roster->frame, roster->key, row)) == KA_NONE)
            rows.at[count++] = row;
    ka_map_clear(&buyers);
    rows.count = count;
    return rows;
}

void ka_report_prospects(struct ka_report *report)
{
    static const enum ka_report_kind kinds[] = {KA_TABLE_LEADS, KA_TABLE_CHECK, KA_TABLE_TRAITS,
                                                KA_TABLE_GRID, KA_TABLE_NETWORK};
    static const char *const roster[] = {"account",  "account_id", "channel", "region",
                                         "industry", "manager",    NULL};
    size_t rows = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        rows += report->tables[kinds[i]].frame.rows;
    struct ka_rows idle = unsold(report);
    if (rows + idle.count == 0)
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
    show(report, KA_TABLE_ROSTER, ka_rows_first(idle, UNSOLD_MOST), roster, NULL, "roster");
}
