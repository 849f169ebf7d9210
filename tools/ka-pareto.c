// SPDX-License-Identifier: GPL-3.0-or-later
// How concentrated is a measure over a key.
//
// Rows are sorted by the measure, largest first; exact running sums give shares and
// ABC classes, and the sorted amounts give the Gini coefficient, the Herfindahl index
// and the other figures of the summary, with bootstrap intervals.  Equal amounts are never
// torn apart.
#include <inttypes.h>

#include "base/program.h"
#include "pareto/pareto.h"
#include "sales/fold.h"
#include "sales/ranking_tables.h"
#include "stat/stat.h"
#include "table/meta.h"
#include "table/save.h"

static struct {
    const char *by, *measure, *abc, *costs, *asof, *output, *summary, *curve, *meta;
    const char *weight, *atkinson, *group;
    int period, format, interval, lang;
    int64_t boot, seed, threads; // boot below 0: as needed
    double level;
} opt = {.measure = "revenue",
         .abc = "0.8,0.95",
         .atkinson = "0.5,1,2",
         .boot = -1,
         .seed = 1,
         .level = .95,
         .lang = KA_EN};

enum { CSV, TXT };
enum { BOOT = 2000, BOOT_MOST = 1000000 };

static const struct ka_program program = {
    .name = "ka-pareto",
    .purpose = "how concentrated is a measure over a key",
    .operands = "[FILE]",
    .description =
        "Reads account rows (or sales rows, or any CSV with a key and a measure) and writes "
        "them in the order of the measure, largest first, with the columns ranked_by, rank, "
        "share, cum_share, cum_count, class, tie, top20, top25 and p_top appended.\n"
        "\n"
        "Sales rows are added up by the key first. For the measures revenue, lines, returns, "
        "margin and qty the rows are key, account (of the newest line that has one), lines, "
        "revenue and the measure: the same sums as those of ka-profile, of which the other "
        "columns are not read. Any other measure, costs, and whatever asks for figures, bring "
        "all columns of ka-profile.\n"
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
            {0, "curve", KA_TEXT, &opt.curve, "FILE", "Lorenz, ABC and whale curves"},
            {'g', "group", KA_TEXT, &opt.group, "COLUMN",
             "summary: every figure within each of its values too, and Theil's split"},
            {0, "period", KA_CHOICE, &opt.period, "none|month|quarter|year",
             "summary: every figure in each period too; needs sales rows"},
            {0, "weight", KA_TEXT, &opt.weight, "COLUMN",
             "summary: a row stands for so many accounts"},
            {0, "atkinson", KA_TEXT, &opt.atkinson, "EPS,...",
             "inequality aversion of the Atkinson indices (default 0.5,1,2)"},
            {0, "boot", KA_COUNT, &opt.boot, "N",
             "resamples for bounds and p_top (default 2000 for summary, curve and txt, else "
             "0)"},
            {0, "level", KA_REAL, &opt.level, "P", "of the intervals (default 0.95)"},
            {0, "interval", KA_CHOICE, &opt.interval, "bca|boot-t",
             "of the Gini coefficients: bca (default), or boot-t, which holds the true one "
             "more "
             "often where accounts are few"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "of the resamples (default 1)"},
            {0, "threads", KA_COUNT, &opt.threads, "N",
             "at most so many (default: all processors); no figure depends on it"},
            {'f', "format", KA_CHOICE, &opt.format, "csv|txt",
             "rows (default), or in their place ranking and summary for people"},
            {0, "lang", KA_CHOICE, &opt.lang, "zh|en", "language of the text (default en)"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples = ka_pareto_examples,
    .sections = ka_pareto_sections,
};

struct pareto {
    struct ka_pareto data;
    struct ka_meta meta;
    struct ka_buf warnings; // of the profile, one a line
};

static bool wants_figures(void)
{
    return opt.summary || opt.curve || opt.format == TXT;
}

static bool load_accounts(struct pareto *p, const char *path, struct ka_error *err)
{
    const char *const sums[] = {opt.measure, NULL};
    struct ka_profile_options options = {
        .by = opt.by,
        .costs = opt.costs,
        .sums = wants_figures() || p->data.evidence.bootstrap.replicates > 0 ? NULL : sums,
        .monthly = opt.period != KA_PERIOD_NONE,
        .orders_of = p->data.evidence.bootstrap.replicates > 0 ? opt.measure : NULL,
        .threads = (size_t)opt.threads,
        .meta = opt.meta ? &p->meta : NULL,
        .warnings = &p->warnings,
        .profile = &p->data.profile};
    const char *by = opt.by ? opt.by : "account_id";
    if (!ka_asof_parse(opt.asof, &options.asof, err) ||
        !ka_accounts_load(&p->data.accounts, path, &options, err) ||
        !ka_frame_need(&p->data.accounts, by, &p->data.key, err))
        return false;
    if (!ka_frame_repeats(&p->data.accounts, p->data.key))
        return true;
    struct ka_frame folded = {0};
    bool ok = ka_frame_fold(&p->data.accounts, p->data.key, opt.measure, &folded, err);
    ka_frame_clear(&p->data.accounts);
    p->data.accounts = folded;
    p->data.key = 0;
    return ok;
}

static bool rank_by(struct pareto *p, const char *measure, struct ka_error *err)
{
    struct ka_ranking *ranking = &p->data.rankings[p->data.count++];
    return ka_ranking_make(ranking, &p->data.accounts, measure, p->data.key, &p->data.limits,
                           err);
}

// The measure asked for, then the others that a summary sets side by side.
static bool rank_accounts(struct pareto *p, struct ka_error *err)
{
    static const char *const others[] = {"revenue", "high_margin_revenue", "margin",
                                         "net_profit"};
    if (!rank_by(p, opt.measure, err))
        return false;
    if (!wants_figures())
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i], opt.measure) != 0 &&
            ka_frame_find(&p->data.accounts, others[i]) != KA_NONE &&
            !rank_by(p, others[i], err))
            return false;
    return true;
}

// Before anything is read: what can be wrong with the options alone.
static bool take_options(struct ka_pareto *p, struct ka_error *err)
{
    if (!(opt.level > 0 && opt.level < 1))
        return ka_fail(err, KA_USAGE, "option '--level': %g is not between 0 and 1", opt.level);
    if (opt.boot > BOOT_MOST)
        return ka_fail(err, KA_USAGE, "option '--boot': %" PRId64 " is more than %d", opt.boot,
                       BOOT_MOST);
    if (opt.weight && opt.period != KA_PERIOD_NONE)
        return ka_fail(err, KA_USAGE, "options '--weight' and '--period' exclude each other");
    if ((opt.weight || opt.group || opt.period != KA_PERIOD_NONE) && !opt.summary &&
        opt.format != TXT)
        return ka_fail(err, KA_USAGE,
                       "options '--group', '--period' and '--weight' are for '--summary' or "
                       "'--format txt'");
    p->group = opt.group;
    p->column = opt.weight;
    p->lang = (enum ka_lang)opt.lang;
    p->period = (enum ka_period)opt.period;
    p->evidence.bootstrap = (struct ka_bootstrap){
        .replicates = (size_t)(opt.boot >= 0     ? opt.boot
                               : wants_figures() ? BOOT
                                                 : 0),
        .level = opt.level,
        .seed = (uint64_t)opt.seed,
        .threads = (unsigned)opt.threads,
        .method = (enum ka_interval_method)opt.interval,
    };
    return ka_evidence_parse_epsilon(opt.atkinson, &p->evidence, err) &&
           ka_class_limits_parse(opt.abc, &p->limits, err);
}

static bool find_figures(struct ka_pareto *p, struct ka_error *err)
{
    ka_pareto_draw_orders(p);
    return (!opt.summary && opt.format != TXT) ||
           (ka_pareto_weigh(p, err) && ka_pareto_summarise(p, err));
}

static bool write_meta(struct pareto *p, struct ka_error *err)
{
    ka_meta_add(&p->meta, "rows.out", "%zu", p->data.accounts.rows);
    ka_meta_add(&p->meta, "measure", "%s", opt.measure);
    ka_meta_add(&p->meta, "abc", "%s", opt.abc);
    ka_meta_add(&p->meta, "boot", "%zu", p->data.evidence.bootstrap.replicates);
    ka_meta_add(&p->meta, "level", "%g", opt.level);
    ka_meta_add(&p->meta, "seed", "%" PRId64, opt.seed);
    return ka_meta_write(&p->meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_tables(struct pareto *p, struct ka_error *err)
{
    return ka_ranking_check(&p->data.accounts, err) &&
           ka_table_save_asked(opt.summary, ka_pareto_write_summary, &p->data, err) &&
           ka_table_save_asked(opt.curve, ka_pareto_write_curves, &p->data, err) &&
           write_meta(p, err) &&
           (opt.format == TXT ? ka_pareto_save_text(&p->data, opt.output, err)
                              : ka_table_save(opt.output, ka_pareto_write_rows, &p->data, err));
}

static void tell_warnings(struct pareto *p)
{
    const struct ka_ranking *r = &p->data.rankings[0];
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
    else if (take_options(&p.data, &err) && load_accounts(&p, argv[first], &err) &&
             rank_accounts(&p, &err) && find_figures(&p.data, &err) && write_tables(&p, &err))
        tell_warnings(&p);
    ka_pareto_clear(&p.data);
    ka_buf_clear(&p.warnings);
    ka_buf_clear(&p.meta.rows);
    return ka_program_end(&err);
}
