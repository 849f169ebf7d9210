// SPDX-License-Identifier: GPL-3.0-or-later
// How concentrated is a measure over a key.
//
// Rows are sorted by the measure, largest first; exact running sums give shares and
// ABC classes, and the sorted amounts give the Gini coefficient, the Herfindahl index
// and the other figures of the summary.  Equal amounts are never torn apart.
#include "base/program.h"
#include "sales/profile.h"
#include "sales/ranking_tables.h"
#include "stat/stat.h"
#include "table/meta.h"
#include "table/save.h"

static struct {
    const char *by, *measure, *abc, *costs, *asof, *output, *summary, *curve, *meta;
    int64_t threads;
} opt = {.by = NULL, .measure = "revenue", .abc = "0.8,0.95"};

static const struct ka_program program = {
    .name = "ka-pareto",
    .purpose = "how concentrated is a measure over a key",
    .operands = "[FILE]",
    .description =
        "Reads account rows (or sales rows, or any CSV with a key and a measure) and writes "
        "them in the order of the measure, largest first, with the columns ranked_by, rank, "
        "share, cum_share, cum_count, class, tie, top20 and top25 appended.\n"
        "\n"
        "Sales rows are added up by the key first. For the measures revenue, lines, returns, "
        "margin and qty the rows are key, account (of the newest line that has one), lines, "
        "revenue and the measure: the same sums as those of ka-profile, of which the other "
        "columns are not read. Any other measure, and costs, bring all columns of ka-profile.\n"
        "\n"
        "Shares are fractions of the total, negative amounts included, so with losses "
        "the cumulative share passes 1 and falls back to it. The item that crosses a limit "
        "belongs to the higher class; class N is an amount of zero or less. Equal amounts "
        "share a rank, a class and a top flag, whatever the limit. A row whose measure is "
        "unknown comes last and has none of these.\n"
        "\n"
        "When a key stands in several rows they are added up first.",
    .options =
        (const struct ka_option[]){
            {'b', "by", KA_TEXT, &opt.by, "COLUMN", "key (default account_id)"},
            {'m', "measure", KA_TEXT, &opt.measure, "COLUMN",
             "revenue (default), margin, high_margin_revenue, net_profit, orders, qty or any "
             "column of numbers"},
            {0, "abc", KA_TEXT, &opt.abc, "A,B|computed",
             "limits of the cumulative share (default 0.8,0.95), or computed from the curve"},
            {0, "costs", KA_TEXT, &opt.costs, "FILE",
             "cost to serve, when sales rows are profiled here"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts, when sales rows are profiled here"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {'s', "summary", KA_TEXT, &opt.summary, "FILE", "table of concentration figures"},
            {'c', "curve", KA_TEXT, &opt.curve, "FILE", "Lorenz, ABC and whale curves"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0, "threads", KA_COUNT, &opt.threads, "N",
             "threads that read sales rows (default: as many as may run)"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto | head -n 6",
             "the five largest accounts"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-pareto --by channel --measure margin",
             "which channels earn the margin"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --costs costs.csv |\n"
             "  ka-pareto --measure net_profit --summary stats.csv --curve curve.csv -o "
             "ranked.csv",
             "net profit after cost to serve, with figures and curves"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"SUMMARY",
             "One row per measure and figure: measure, stat, group, value, lo, hi. The "
             "measures "
             "are the one asked for and those of revenue, high_margin_revenue, margin "
             "and net_profit that are there. Figures: n, unknown, total, make80 (the fewest "
             "accounts with 80 % of the total) and make80_share, top20_share, top25_share, "
             "gini "
             "(population) and gini_corrected (times n/(n-1)), gini_rsv (with negative "
             "amounts: "
             "Raffinetti, Siletti, Vernizzi 2015), hhi, effective_number, hhi_normalised, cr4, "
             "cr8, rosenbluth, hoover, theil_t, theil_l, atkinson (group: its epsilon), "
             "lorenz_asymmetry (lo, hi), and class_count and class_share per class. What is "
             "not "
             "defined for the data is empty."},
            {"CURVE",
             "Rows of measure, curve, p, y, key. lorenz: p the share of accounts, smallest "
             "first, y their share of the total. abc: the same, largest first. whale: the abc "
             "curve of net_profit, which shows how far the profit rises before the accounts "
             "that lose money take it back."},
            {0},
        },
};

enum { RANKINGS_MAX = 5 };

struct pareto {
    struct ka_frame accounts;
    size_t key;
    struct ka_class_limits limits;
    struct ka_ranking rankings[RANKINGS_MAX]; // the first is the measure asked for
    size_t count;
    struct ka_meta meta;
    struct ka_buf warnings; // of the profile, one a line
};

static bool load_accounts(struct pareto *p, const char *path, struct ka_error *err)
{
    bool side_by_side = opt.summary || opt.curve;
    const char *const sums[] = {opt.measure, side_by_side ? "margin" : NULL, NULL};
    struct ka_profile_options options = {.by = opt.by,
                                         .costs = opt.costs,
                                         .sums = sums,
                                         .threads = (size_t)opt.threads,
                                         .meta = opt.meta ? &p->meta : NULL,
                                         .warnings = &p->warnings};
    const char *by = opt.by ? opt.by : "account_id";
    if (!ka_asof_parse(opt.asof, &options.asof, err) ||
        !ka_accounts_load(&p->accounts, path, &options, err) ||
        !ka_frame_need(&p->accounts, by, &p->key, err))
        return false;
    if (!ka_frame_repeats(&p->accounts, p->key))
        return true;
    struct ka_frame folded = {0};
    bool ok = ka_frame_fold(&p->accounts, p->key, opt.measure, &folded, err);
    ka_frame_clear(&p->accounts);
    p->accounts = folded;
    p->key = 0;
    return ok;
}

static bool rank_by(struct pareto *p, const char *measure, struct ka_error *err)
{
    struct ka_ranking *ranking = &p->rankings[p->count++];
    return ka_ranking_make(ranking, &p->accounts, measure, p->key, &p->limits, err);
}

// The measure asked for, then the others that a summary sets side by side.
static bool rank_accounts(struct pareto *p, struct ka_error *err)
{
    static const char *const others[] = {"revenue", "high_margin_revenue", "margin",
                                         "net_profit"};
    if (!rank_by(p, opt.measure, err))
        return false;
    ka_ranking_settle(&p->rankings[0], &p->accounts);
    if (!opt.summary && !opt.curve)
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i], opt.measure) != 0 &&
            ka_frame_find(&p->accounts, others[i]) != KA_NONE && !rank_by(p, others[i], err))
            return false;
    return true;
}

static bool write_summary(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct pareto *p = context;
    (void)err;
    ka_ranking_write_summary(writer, p->rankings, p->count);
    return true;
}

static bool write_curves(struct ka_writer *writer, const void *context, struct ka_error *err)
{
    const struct pareto *p = context;
    (void)err;
    ka_ranking_write_curves(writer, p->rankings, p->count, &p->accounts, p->key);
    return true;
}

static bool write_meta(struct pareto *p, struct ka_error *err)
{
    ka_meta_add(&p->meta, "rows.out", "%zu", p->accounts.rows);
    ka_meta_add(&p->meta, "measure", "%s", opt.measure);
    ka_meta_add(&p->meta, "abc", "%s", opt.abc);
    return ka_meta_write(&p->meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_tables(struct pareto *p, struct ka_error *err)
{
    return ka_ranking_append(&p->rankings[0], &p->accounts, err) &&
           ka_table_save_asked(opt.summary, write_summary, p, err) &&
           ka_table_save_asked(opt.curve, write_curves, p, err) && write_meta(p, err) &&
           ka_frame_save(opt.output, &p->accounts, p->rankings[0].order, err);
}

static void tell_warnings(struct pareto *p)
{
    const struct ka_ranking *r = &p->rankings[0];
    ka_warn_lines(&p->warnings);
    if (r->n < r->rows)
        ka_warn("%zu of %zu rows have no %s and are not ranked", r->rows - r->n, r->rows,
                r->measure);
}

int main(int argc, char **argv)
{
    struct pareto p = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&p.meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else if (ka_class_limits_parse(opt.abc, &p.limits, &err) &&
             load_accounts(&p, argv[first], &err) && rank_accounts(&p, &err) &&
             write_tables(&p, &err))
        tell_warnings(&p);
    for (size_t i = 0; i < p.count; i++)
        ka_ranking_clear(&p.rankings[i]);
    ka_frame_clear(&p.accounts);
    ka_buf_clear(&p.warnings);
    ka_buf_clear(&p.meta.rows);
    return ka_program_end(&err);
}
