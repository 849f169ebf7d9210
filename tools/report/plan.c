// SPDX-License-Identifier: GPL-3.0-or-later
// Targets against sales: what is reached, what is due by now, where it leads; what is proposed
// next, and what service costs against what is promised.
#include <math.h>

#include "report/grid.h"
#include "report/pick.h"
#include "report/say.h"

#define BARS_MOST 20
#define TARGETS_MOST 20
#define PROPOSALS_MOST 24
#define FAR 2.0 // times the target: a projection beyond is drawn as far as this

static const double *plan(const struct ka_report *report, const char *column)
{
    return ka_report_reals(&report->tables[KA_TABLE_PLAN], column);
}

static struct ka_str cell(const struct ka_report *report, const char *column, size_t row)
{
    const struct ka_frame *frame = &report->tables[KA_TABLE_PLAN].frame;
    size_t found = ka_frame_find(frame, column);
    return found == KA_NONE ? KA_STR("") : ka_frame_cell(frame, found, row);
}

static struct ka_str word(struct ka_report *report, const char *column, size_t row)
{
    return ka_report_word(report,
                          ka_report_column_word(&report->tables[KA_TABLE_PLAN], column,
                                                cell(report, column, row), &report->texts));
}

// The targets of which it is known how much is reached.
static struct ka_rows known(struct ka_report *report)
{
    struct ka_rows rows = ka_report_all(report, KA_TABLE_PLAN);
    const double *attainment = plan(report, "attainment");
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (!isnan(attainment[rows.at[i]]))
            rows.at[count++] = rows.at[i];
    rows.count = count;
    return rows;
}

// ---- The company ----

size_t ka_report_company_target(struct ka_report *report)
{
    struct ka_rows rows;
    if (!plan(report, "attainment"))
        return KA_NONE;
    rows = ka_report_where(report, KA_TABLE_PLAN, known(report), "scope", "company");
    rows = ka_report_where(report, KA_TABLE_PLAN, rows, "measure", "revenue");
    return rows.count > 0 ? rows.at[0] : KA_NONE;
}

struct ka_str ka_report_outlook(struct ka_report *report, size_t row)
{
    const double *share = plan(report, "expected_share");
    struct ka_str finding = word(report, "finding", row);
    if (!share || !(share[row] < 1)) // not known, or over
        return finding;
    return KA_SAY(report, "plan_outlook", ka_report_percent(report, share[row]), finding);
}

static void tell_company(struct ka_report *report, size_t row)
{
    const double *projection = plan(report, "projection"), *lo = plan(report, "projection_lo"),
                 *hi = plan(report, "projection_hi");
    struct ka_str text = KA_SAY(report, "plan_company", cell(report, "period", row),
                                word(report, "measure", row),
                                ka_report_compact(report, plan(report, "target")[row]),
                                ka_report_compact(report, plan(report, "actual")[row]),
                                ka_report_percent(report, plan(report, "attainment")[row]),
                                ka_report_outlook(report, row));
    if (projection && lo && hi && lo[row] < hi[row]) // not over yet
        text = KA_SAY(
            report, "{1}{2}", text,
            KA_SAY(report, "plan_projection", ka_report_compact(report, projection[row]),
                   ka_report_compact(report, lo[row]), ka_report_compact(report, hi[row])));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH, text);
}

// ---- Bullets ----

// "欧阳牧", and what else tells it from the others: measure and period when there are several.
static struct ka_str bar_name(struct ka_report *report, size_t row)
{
    struct ka_str name = ka_report_name(report, KA_TABLE_PLAN, row);
    if (!ka_str_eq(cell(report, "measure", row), KA_STR("revenue")))
        name = ka_report_join(report, name, word(report, "measure", row));
    if (!ka_str_eq(cell(report, "period", row), cell(report, "period", 0)))
        name = ka_report_join(report, name, cell(report, "period", row));
    return name;
}

static double near_enough(double share)
{
    return isnan(share) ? NAN : fmin(fmax(share, 0), FAR);
}

static void draw_bullets(struct ka_report *report, struct ka_rows rows)
{
    const double *attainment = plan(report, "attainment"),
                 *expected = plan(report, "expected_share"),
                 *projected = plan(report, "projected_attainment");
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("plan-bullets"),
                                               ka_report_word(report, "plan_bullets"));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    struct ka_str figures = KA_STR("");
    chart->x.scale = KA_AXIS_SHARE;
    ka_chart_mark(chart, KA_MARK_X, 1, ka_report_word(report, "sales_target"));
    for (size_t i = 0; i < rows.count && i < BARS_MOST; i++) {
        size_t row = rows.at[i];
        struct ka_str name = bar_name(report, row);
        ka_series_add_row(series, name, near_enough(attainment[row]));
        ka_series_reach_row(series, near_enough(projected ? projected[row] : NAN),
                            expected ? expected[row] : NAN);
        figures = ka_report_join(
            report, figures,
            KA_SAY(report, "{1} {2}", name, ka_report_percent(report, attainment[row])));
    }
    ka_chart_describe(chart, ka_report_word(report, "plan_bullets_note"), figures);
}

// ---- Tables ----

// The furthest behind first; without targets, what is sold still stands.
static void show_targets(struct ka_report *report)
{
    static const char *const columns[] = {
        "account", "finding", "attainment", "expected_share", "projected_attainment",
        "target",  "actual",  "projection", "measure",        "period",
        "scope",   NULL};
    struct ka_rows rows =
        ka_report_sorted(report, KA_TABLE_PLAN, "projected_attainment", false);
    if (rows.count == 0)
        rows = ka_report_all(report, KA_TABLE_PLAN);
    struct ka_grid grid = {.kind = KA_TABLE_PLAN,
                           .caption = ka_report_word(report, "plan_table"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = TARGETS_MOST};
    ka_report_grid(report, &grid);
}

// Those of the company, of managers and channels, then of accounts; the largest first.
static struct ka_rows proposed(struct ka_report *report)
{
    struct ka_rows all = ka_report_sorted(report, KA_TABLE_PROPOSALS, "target", true);
    static const char *const scopes[] = {"company", "manager", "channel", "account"};
    struct ka_rows rows = {ka_arena_alloc(&report->texts, all.count, sizeof *rows.at), 0};
    for (size_t s = 0; s < sizeof scopes / sizeof *scopes; s++) {
        struct ka_rows of =
            ka_report_where(report, KA_TABLE_PROPOSALS, all, "scope", scopes[s]);
        for (size_t i = 0; i < of.count; i++)
            rows.at[rows.count++] = of.at[i];
    }
    return rows;
}

static void show_proposals(struct ka_report *report)
{
    static const char *const columns[] = {"account", "target", "prior", "history", "forecast",
                                          "source",  "period", "scope", NULL};
    struct ka_rows rows = proposed(report);
    struct ka_grid grid = {.kind = KA_TABLE_PROPOSALS,
                           .caption = ka_report_word(report, "proposals"),
                           .columns = columns,
                           .rows = rows.at,
                           .count = rows.count,
                           .most = PROPOSALS_MOST};
    if (rows.count == 0)
        return;
    ka_report_grid(report, &grid);
    ka_document_text(&report->document, KA_BLOCK_NOTE,
                     ka_report_word(report, "proposals_note"));
}

void ka_report_plan(struct ka_report *report)
{
    bool targets = report->tables[KA_TABLE_PLAN].frame.rows > 0;
    if (!targets && report->tables[KA_TABLE_PROPOSALS].frame.rows == 0)
        return;
    ka_document_section(&report->document, KA_STR("plan"), ka_report_word(report, "plan"));
    if (targets) {
        struct ka_rows rows = known(report);
        struct ka_rows company =
            ka_report_where(report, KA_TABLE_PLAN, rows, "scope", "company");
        for (size_t i = 0; i < company.count; i++)
            tell_company(report, company.at[i]);
        if (report->charts && rows.count > 0)
            draw_bullets(report, known(report));
        show_targets(report);
    }
    show_proposals(report);
}

// ---- Service ----

static void draw_service(struct ka_report *report, struct ka_rows rows)
{
    const struct ka_report_table *table = &report->tables[KA_TABLE_SERVICE];
    const double *share = ka_report_reals(table, "cost_share"),
                 *most = ka_report_reals(table, "service_most");
    struct ka_chart *chart = ka_document_chart(&report->document, KA_STR("service-bullets"),
                                               ka_report_word(report, "service_bullets"));
    struct ka_series *series =
        ka_chart_series(chart, KA_STR(""), KA_STYLE_ROWS, KA_ROLE_ACCENT);
    struct ka_str figures = KA_STR("");
    size_t class = ka_frame_find(&table->frame, "class"),
           relation = ka_frame_find(&table->frame, "relationship");
    chart->x.scale = KA_AXIS_SHARE;
    for (size_t i = 0; i < rows.count && i < BARS_MOST; i++) {
        size_t row = rows.at[i];
        struct ka_str name =
            ka_report_join(report, ka_report_cell_word(report, KA_TABLE_SERVICE, class, row),
                           ka_report_cell_word(report, KA_TABLE_SERVICE, relation, row));
        ka_series_add_row(series, name, share[row]);
        ka_series_reach_row(series, 0, most[row]);
        figures = ka_report_join(
            report, figures,
            KA_SAY(report, "{1} {2}", name, ka_report_percent(report, share[row])));
    }
    ka_chart_describe(chart, ka_report_word(report, "service_bullets_note"), figures);
}

void ka_report_service(struct ka_report *report)
{
    static const char *const columns[] = {"class",          "relationship",   "accounts",
                                          "revenue",        "cost_to_serve",  "cost_share",
                                          "service_least",  "service_most",   "finding",
                                          "accounts_above", "accounts_below", NULL};
    struct ka_rows rows = ka_report_sorted(report, KA_TABLE_SERVICE, "cost_share", true);
    struct ka_grid grid = {.kind = KA_TABLE_SERVICE,
                           .caption = ka_report_word(report, "service_table"),
                           .columns = columns,
                           .bar = "cost_share",
                           .rows = rows.at,
                           .count = rows.count,
                           .most = TARGETS_MOST};
    if (rows.count == 0)
        return;
    ka_document_section(&report->document, KA_STR("service"),
                        ka_report_word(report, "service_section"));
    ka_document_text(&report->document, KA_BLOCK_PARAGRAPH,
                     ka_report_word(report, "service_note"));
    if (report->charts)
        draw_service(report, rows);
    ka_report_grid(report, &grid);
}
