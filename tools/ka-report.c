// SPDX-License-Identifier: GPL-3.0-or-later
// One file for people, from the tables of the other tools.
//
// Each table is recognised by its columns and each section of the report shows what is in
// them: it picks rows, sorts them for display, counts, adds up what can be added up, and
// formats.  No figure is estimated here.  The report is a document first, which every format
// is written from.
#include "base/output.h"
#include "base/program.h"
#include "out/html.h"
#include "out/markdown.h"
#include "out/mime.h"
#include "out/pdf.h"
#include "out/plain.h"
#include "out/xlsx.h"
#include "report/pages.h"
#include "report/report.h"

enum format { HTML, XLSX, MD, TXT, MIME, PDF };

static const char *const formats[] = {"html", "xlsx", "md", "txt", "mime", "pdf"};

static struct {
    const char *title, *output, *meta, *subject, *logo, *template, *previous;
    struct ka_list to, accounts;
    int lang, format;
    bool no_charts;
} opt = {.lang = KA_ZH};

static const struct ka_program program = {
    .name = "ka-report",
    .purpose = "one file for people",
    .operands = "[FILE]…",
    .description =
        "Reads tables of the other tools and writes a report: one HTML file that needs no "
        "network and no script to be read, a workbook, a mail, Markdown, plain text or PDF. "
        "Tables are recognised by their columns and may "
        "come in any order, at most one of each kind.\n"
        "\n"
        "'-' is standard input, which is also read when no file is given. It is read first, so "
        "that side tables which the same pipe writes are whole when their turn comes.\n"
        "\n"
        "Each section is there when its table or columns are there. Account rows alone make "
        "a report; with the columns of ka-pareto it tells the key accounts, with those of "
        "ka-segment the groups of accounts, with those of ka-score the verdicts and their "
        "reasons. A side table of other account rows than those handed in, which its "
        "numbers of accounts, totals or names tell, is an error.\n"
        "\n"
        "Accounts are listed as they are ranked, or by revenue when they are not. Big, but "
        "not key, are those of the 20 largest by revenue that lose money after cost to "
        "serve, or that are in class C or N when the ranking is by net profit. Tables show "
        "amounts without cents when the largest revenue is 10,000 or more.",
    .options =
        (const struct ka_option[]){
            {0, "lang", KA_CHOICE, &opt.lang, "zh|en", "language (default zh)"},
            {0, "title", KA_TEXT, &opt.title, "TEXT", "title of the report"},
            {'f', "format", KA_CHOICE, &opt.format, "html|xlsx|md|txt|mime|pdf",
             "what to write (default html)"},
            {0, "to", KA_LIST, &opt.to, "ADDRESS", "mime: who gets the mail; may be repeated"},
            {0, "subject", KA_TEXT, &opt.subject, "TEXT",
             "mime: its subject (default: the title)"},
            {0, "logo", KA_TEXT, &opt.logo, "FILE",
             "PNG, JPEG or SVG for the head of html, mime, pdf"},
            {0, "template", KA_TEXT, &opt.template, "FILE",
             "the sections to show, in their order"},
            {0, "previous", KA_TEXT, &opt.previous, "DIR",
             "tables of the period before, to compare with"},
            {0, "account", KA_LIST, &opt.accounts, "NAME[,NAME]",
             "a page for each of these, by name or id; may be repeated"},
            {0, "no-charts", KA_FLAG, &opt.no_charts, NULL,
             "tables only; needs neither gnuplot nor a font"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile | ka-pareto | ka-segment |\n"
             "  ka-report -o report.html",
             "from an export to a report"},
            {"ka-import --fx fx.csv --accounts accounts.csv --alias alias.csv sales_gbk.csv |\n"
             "  ka-profile --costs costs.csv --monthly monthly.csv |\n"
             "  ka-pareto --summary stats.csv --curve curve.csv |\n"
             "  ka-segment --channels channels.csv --clusters clusters.csv |\n"
             "  ka-report --lang en -o report.html - stats.csv curve.csv channels.csv "
             "clusters.csv monthly.csv",
             "with all sections, in English"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto |\n"
             "  ka-report --format mime --to boss@example.com >message",
             "a mail; ka-report … | sendmail -t sends it"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --monthly monthly.csv |\n"
             "  ka-report --account KH0036,KH0022 -o report.html - monthly.csv",
             "with a page for each of two accounts"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"TABLES",
             "Account rows: account_id and revenue or rank, from ka-profile, ka-pareto, "
             "ka-segment.\n"
             "\n"
             "Stats: measure, stat, value, from ka-pareto --summary. Curve: measure, curve, p, "
             "y, from ka-pareto --curve.\n"
             "\n"
             "Channels: channel, accounts, from ka-segment --channels. Clusters: cluster, "
             "accounts, from ka-segment --clusters. Choice: k, inertia, silhouette, from "
             "ka-segment --choice.\n"
             "\n"
             "Monthly: account_id, period, revenue, from ka-profile --monthly.\n"
             "\n"
             "Famous: account_id, industry_rank, disagreement, from ka-score --famous. "
             "Relations: account_id, declared, evidenced, finding, from ka-score --relations. "
             "Criteria: account_id, criterion, limit, result, from ka-score --criteria.\n"
             "\n"
             "Alerts: account_id, status, rule, severity, from ka-watch.\n"
             "\n"
             "Forecast: account_id, p_alive, expected_orders, naive_orders, from ka-forecast. "
             "Calibration: part, model, actual, expected, from ka-forecast --calibration. "
             "Fits: "
             "model, stat, value, se, from ka-forecast --fits.\n"
             "\n"
             "Diff: revenue_before, revenue_after, change, volume, from ka-diff. Migration: "
             "class_from, class_to, accounts, from ka-diff --migration.\n"
             "\n"
             "Whitespace: account_id, family, state, peer_owners, from ka-whitespace. Pairs: "
             "family_a, family_b, lift, from ka-whitespace --pairs. Adoption: family, scope, "
             "period, adoption_share, from ka-whitespace --adoption.\n"
             "\n"
             "Flow: account_id, months_reported, sellin, from ka-flow. Routes: account_id, "
             "end_segment, sellthrough, from ka-flow --routes. Links: source, source_level, "
             "target, target_level, value, from ka-flow --links.\n"
             "\n"
             "Leads: prospect_id, lead_rank, from ka-prospect. Traits: trait, value, accounts, "
             "key_accounts, from ka-prospect --profile. Grid: region, industry, penetration, "
             "from ka-prospect --grid. Check: score, auc, key_accounts, from ka-prospect "
             "--check. Network: account_id, referred, descendants, from ka-prospect "
             "--network.\n"
             "\n"
             "Plan: scope, scope_id, target, attainment, from ka-plan. Proposals: scope, "
             "scope_id, proposed, from ka-plan --propose. Due: account_id, due, overdue_days, "
             "from ka-plan --due. Load: manager, overdue, planned_contacts, from ka-plan "
             "--load. Service: class, relationship, cost_share, service_most, from ka-plan "
             "--service.\n"
             "\n"
             "Stocks: account_id, product_id, sellin_qty, from ka-flow --products. Effect: "
             "part, account_id, match_id, effect, from ka-diff --effect. Moves: segment_from, "
             "segment_to, accounts, from ka-diff --segment-migration.\n"
             "\n"
             "From ka-segment also: Regrouped: from, to, accounts, kind (--changes). Axes: "
             "axis, "
             "accounts, revenue (--axes). Unclassified: account_id, missing (--unclassified). "
             "Roster: account_id and since, industry_size, relationship or channel, without "
             "sales (--prospects, or master data: those who are not among the account rows). "
             "Cuts: column, bin, limit (--limits). Loadings: component, share (--loadings).\n"
             "\n"
             "Rejects: source, line, reason, record, from ka-import --rejects. Aliases: alias, "
             "account_id, by, alias_lines, from ka-import --suggest-alias. Filled: column, "
             "filled, completeness, from ka-import --check. Ranked: rows of something else "
             "than accounts, from ka-pareto --by or ka-profile --by."},
            {"OTHER INPUTS",
             "What other tools noted with --meta (key, value), any number of them: their "
             "commands, "
             "inputs and control totals stand at the end of the report. With those of ka-diff "
             "it "
             "says which periods are compared, with those of ka-forecast how far the forecast "
             "reaches.\n"
             "\n"
             "--previous names a folder with the tables of the period before; its account rows "
             "and stats are compared with these, other files in it are passed over. Where the "
             "last day of either period is not the last of its month, or the two differ in "
             "their number of months, the totals stand and no change of them is shown. "
             "Revenue of the last 12 whole months (revenue_recent) is compared in any case: "
             "with the 12 before, and with that of the previous period. With the months "
             "(ka-profile --monthly) the last whole month stands beside that of the year "
             "before; a month that is not over keeps its value and is not compared.\n"
             "\n"
             "A template has one section a line, # begins a comment: alerts, key-accounts, "
             "plan, followups, profit, service, criteria, famous, relations, concentration, "
             "channels, months, changes, forecast, segments, dendrogram, rfm, whitespace, "
             "flow, prospects, pages, accounts, ranked, quality, provenance. The headline "
             "always comes first."},
            {"FORMATS",
             "The charts of html, mime and pdf need gnuplot and a font with Chinese characters "
             "(which fc-list finds); --no-charts does without both, but for pdf, whose text is "
             "drawn here, too. xlsx has native charts and the figures behind the texts. mime "
             "is "
             "a message for sendmail -t without Date and From, which that adds. pdf is what "
             "Chromium prints of the page (chromium, chromium-browser or google-chrome in "
             "PATH)."},
            {0},
        },
};

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

// Standard input first: when it is at its end, the tools before this one in the pipe have
// written their side tables.
static bool load(struct ka_report *report, int count, char **paths, struct ka_meta *meta,
                 struct ka_error *err)
{
    struct ka_report_table *tables = report->tables;
    bool done = count > 0 || ka_report_load(tables, &report->runs, "-", meta, err);
    for (int i = 0; done && i < count; i++)
        done =
            !is_stdin(paths[i]) || ka_report_load(tables, &report->runs, paths[i], meta, err);
    for (int i = 0; done && i < count; i++)
        done = is_stdin(paths[i]) || ka_report_load(tables, &report->runs, paths[i], meta, err);
    return done && ka_report_agree(tables, err) &&
           ka_report_load_previous(report, opt.previous, meta, err) &&
           ka_report_choose_accounts(report, opt.accounts.items, opt.accounts.count, err);
}

static bool print(const struct ka_document *doc, struct ka_buf *text, struct ka_error *err)
{
    struct ka_buf page = {0};
    bool done = ka_html_write(doc, &page, err) && ka_pdf_print(ka_buf_str(&page), text, err);
    ka_buf_clear(&page);
    return done;
}

static bool render(const struct ka_report *report, struct ka_buf *text, struct ka_error *err)
{
    const struct ka_document *doc = &report->document;
    const struct ka_mail mail = {opt.to.items, opt.to.count,
                                 opt.subject ? ka_str(opt.subject) : doc->title};
    switch ((enum format)opt.format) {
    case HTML:
        return ka_html_write(doc, text, err);
    case XLSX:
        return ka_xlsx_write(doc, text, err);
    case MIME:
        return ka_mime_write(doc, &mail, text, err);
    case PDF:
        return print(doc, text, err);
    case MD:
        ka_markdown_write(doc, text);
        return true;
    default:
        ka_plain_write(doc, text);
        return true;
    }
}

static bool save(struct ka_str text, struct ka_error *err)
{
    struct ka_output out;
    if (!ka_output_open(&out, opt.output, err))
        return false;
    ka_output_write(&out, text);
    bool done = ka_output_commit(&out, err);
    ka_output_discard(&out);
    return done;
}

static bool write_meta(const struct ka_report *report, struct ka_meta *meta,
                       struct ka_error *err)
{
    ka_report_note(report->tables, meta);
    ka_meta_add(meta, "lang", "%s", opt.lang == KA_ZH ? "zh" : "en");
    ka_meta_add(meta, "format", "%s", formats[opt.format]);
    return ka_meta_write(meta, opt.meta, err);
}

static bool check_options(struct ka_error *err)
{
    if (opt.format != MIME && (opt.to.count > 0 || opt.subject))
        return ka_fail(err, KA_USAGE, "--to and --subject need --format mime");
    return true;
}

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    int first = ka_program_begin(&program, argc, argv);
    struct ka_report report = {
        .lang = (enum ka_lang)opt.lang, .title = opt.title, .charts = !opt.no_charts};
    struct ka_buf text = {0};
    struct ka_meta meta = {0};
    ka_meta_begin(&meta, program.name);
    if (check_options(&err) && ka_report_arrange(&report, opt.template, &err) &&
        ka_report_logo(&report, opt.logo, &err) &&
        load(&report, argc - first, argv + first, &meta, &err)) {
        ka_report_compose(&report);
        if (render(&report, &text, &err) && write_meta(&report, &meta, &err))
            save(ka_buf_str(&text), &err);
    }
    ka_buf_clear(&text);
    ka_buf_clear(&meta.rows);
    ka_list_clear(&opt.to);
    ka_list_clear(&opt.accounts);
    ka_report_clear(&report);
    return ka_program_end(&err);
}
