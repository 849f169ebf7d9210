// SPDX-License-Identifier: GPL-3.0-or-later
// Who could be the next key account: prospects that are like those we have.
//
// Two scores that know nothing of each other, Gower's distance to the nearest key account and
// the sum of log-lifts of the prospect's traits (naive Bayes), are shown side by side, and
// checked by leaving out each account in turn.
#include "base/program.h"
#include "sales/dated.h"
#include "sales/profile.h"
#include "sales/prospects.h"
#include "sales/prospects_tables.h"
#include "sales/referrals.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

static struct {
    const char *key, *accounts, *prospects, *output, *profile, *grid, *check, *referrals,
        *network, *meta;
    double decay;
    int64_t min_support;
} opt = {.key = "verdict=key", .decay = .5, .min_support = 5};

static const struct ka_program program = {
    .name = "ka-prospect",
    .purpose = "prospects that are like key accounts, and who brings whom",
    .operands = "[FILE]",
    .description =
        "Reads account rows as ka-score writes them and ranks prospects by how much they are "
        "like the key accounts: with the three nearest key accounts and the reasons. Prospects "
        "are those of --prospects, and the accounts of --accounts that have not bought.\n"
        "\n"
        "Traits are channel, region, industry and size (industry_size of accounts, in bands "
        "by quartiles). --profile says which of them key accounts have more often than others, "
        "--grid how many we serve by region and industry, --check whether the scores find the "
        "key accounts that are known. --referrals and --network follow who brought whom.",
    .options =
        (const struct ka_option[]){
            {0, "key", KA_TEXT, &opt.key, "COLUMN=VALUE",
             "what makes a key account (default verdict=key)"},
            {0, "prospects", KA_TEXT, &opt.prospects, "FILE", "prospects"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "the roster: fills empty traits; who has not bought is a prospect"},
            {0, "min-support", KA_COUNT, &opt.min_support, "N",
             "accounts that a value of the profile must have (default 5)"},
            {0, "referrals", KA_TEXT, &opt.referrals, "FILE", "who brought whom"},
            {0, "decay", KA_REAL, &opt.decay, "X",
             "what a generation of referrals counts of the one before (default 0.5)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "profile", KA_TEXT, &opt.profile, "FILE", "key accounts by trait"},
            {0, "grid", KA_TEXT, &opt.grid, "FILE", "region by industry"},
            {0, "check", KA_TEXT, &opt.check, "FILE", "the scores put to the test"},
            {0, "network", KA_TEXT, &opt.network, "FILE",
             "referrals, centres of influence first"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv --accounts accounts.csv sales_gbk.csv | ka-score --costs "
             "costs.csv --facts facts.csv --accounts accounts.csv | ka-prospect --accounts "
             "accounts.csv --prospects prospects.csv --profile profile.csv --grid grid.csv "
             "--check check.csv -o leads.csv",
             "the likest prospects, and whether to believe it"},
            {"ka-import --fx fx.csv --alias alias.csv sales_gbk.csv | ka-score --costs "
             "costs.csv "
             "--facts facts.csv | ka-prospect --referrals referrals.csv --network network.csv "
             "-o leads.csv",
             "centres of influence"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"LEADS",
             "distance: Gower's distance to the nearest key account, 0 to 1: the mean over the "
             "traits that both have, of 0 or 1 for a name and, for the size, the difference of "
             "log(1 + size) over its range. log_lift: the sum over the traits known of log((k "
             "n / "
             "m + 1) / (K + 1)), with m of n accounts and k of K key accounts having the "
             "value: how much oftener key accounts have it, drawn towards 1 by the weight "
             "of one account; a value that no account has says nothing. reasons: these "
             "lifts, the strongest first. lead_rank: by the mean of the two ranks, ties by "
             "prospect_id. traits_known: those that log_lift rests on."},
            {"SIDE TABLES",
             "--prospects: prospect_id, name, region, industry, channel, size (turnover, as "
             "industry_size of accounts), source. All but the id may be empty.\n"
             "\n"
             "--profile: trait, value, accounts, key_accounts; key_share with Wilson's 95 % "
             "interval; lift and its ends: these over the share of key accounts among all that "
             "have the trait.\n"
             "\n"
             "--grid: penetration: accounts over accounts and prospects, with Wilson's "
             "interval; key_share: key accounts over accounts; key_index: 100 times that over "
             "the share among all.\n"
             "\n"
             "--check: each account is compared with the others as if it were a prospect; auc: "
             "the chance that a key account scores above another (ties half). One half is no "
             "better "
             "than chance (with few key accounts a little below, for each of them is compared "
             "with one less). The 95 % interval is the jackknife's: 20 groups (as many as "
             "there "
             "are key accounts, when fewer) of accounts, dealt at random by a fixed seed, are "
             "left out in turn and the scores learnt anew; Student's t. Where traits tell "
             "nothing it is wide rather than narrow: of 400 samples each of 200 accounts with "
             "20 "
             "key ones and of 1,000 with 100 it held one half in 98 to 100 %, and where traits "
             "tell it held the mean in 96 to 99 %; of 60 with 7 in 96 to 97 %. Empty below "
             "three key or three other "
             "accounts "
             "and when nothing varies. "
             "both: the mean rank that leads are ordered by.\n"
             "\n"
             "--referrals: from_id, to_id, date. Everybody is brought by one; a circle is an "
             "error that names it; referrals after the day that the rows speak of (last + "
             "recency_days) do not count.\n"
             "\n"
             "--network: referred: brought directly; descendants: in all generations; depth: "
             "generations above. brought_revenue, brought_margin: of the descendants, those of "
             "the g-th generation times decay to the g; empty when that of one is unknown, 0 "
             "of "
             "who has not bought. The largest margin first."},
            {0},
        },
};

struct run {
    struct ka_prospects prospects;
    struct ka_referrals referrals;
    struct ka_meta meta;
    struct ka_buf warnings;
};

static bool check_options(int operands, struct ka_error *err)
{
    if (operands > 1)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands);
    if (opt.network && !opt.referrals)
        return ka_fail(err, KA_USAGE, "option '--network': needs --referrals");
    return (opt.decay > 0 && opt.decay <= 1) ||
           ka_fail(err, KA_USAGE, "option '--decay': %g is not above 0 and at most 1",
                   opt.decay);
}

static void warn(struct run *run, size_t count, const char *says)
{
    if (count > 0)
        ka_buf_addf(&run->warnings, "%zu %s\n", count, says);
}

static bool read_inputs(struct run *run, const char *path, struct ka_error *err)
{
    struct ka_prospects_options options = {opt.key, opt.accounts, opt.prospects};
    struct ka_profile_options profile = {
        .asof = KA_DATE_NONE, .meta = &run->meta, .warnings = &run->warnings};
    struct ka_frame rows = {0};
    int32_t asof;
    bool good = ka_accounts_load(&rows, path, &profile, err) &&
                (rows.rows > 0 ||
                 ka_fail(err, KA_BAD_DATA, "%s: no row below the header", rows.source)) &&
                ka_accounts_asof(&rows, &asof, err) &&
                (!opt.referrals || ka_referrals_read(&run->referrals, opt.referrals, &rows,
                                                     asof, opt.decay, &run->meta, err)) &&
                ka_prospects_make(&run->prospects, &rows, &options, &run->meta, err);
    ka_frame_clear(&rows);
    warn(run, run->prospects.customers, "prospects are customers already and do not count");
    warn(run, run->referrals.later, "referrals are younger than the rows and do not count");
    return good;
}

static bool write_leads(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_prospects_write(context, w);
    return true;
}

static bool write_profile(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_prospects_write_profile(context, opt.min_support, w);
    return true;
}

static bool write_grid(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_prospects_write_grid(context, w);
    return true;
}

static bool write_check(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_prospects_write_check(context, w);
    return true;
}

static bool write_network(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct run *run = context;
    (void)err;
    ka_referrals_write(&run->referrals, &run->prospects.rows, w);
    return true;
}

static bool write_meta(struct run *run, struct ka_error *err)
{
    const struct ka_prospects *p = &run->prospects;
    ka_meta_add(&run->meta, "key", "%s", opt.key);
    ka_meta_add(&run->meta, "accounts", "%zu", p->account_count);
    ka_meta_add(&run->meta, "accounts.key", "%zu", p->key_count);
    ka_meta_add(&run->meta, "prospects", "%zu", p->prospect_count);
    ka_meta_add(&run->meta, "people", "%zu", run->referrals.ids.count);
    ka_meta_add(&run->meta, "decay", "%.10g", opt.decay);
    return ka_meta_write(&run->meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_all(struct run *run, struct ka_error *err)
{
    const struct ka_prospects *p = &run->prospects;
    ka_warn_lines(&run->warnings);
    return ka_table_save_asked(opt.profile, write_profile, p, err) &&
           ka_table_save_asked(opt.grid, write_grid, p, err) &&
           ka_table_save_asked(opt.check, write_check, p, err) &&
           ka_table_save_asked(opt.network, write_network, run, err) && write_meta(run, err) &&
           ka_table_save(opt.output, write_leads, p, err);
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&run.meta, program.name);
    if (check_options(argc - first, &err) && read_inputs(&run, argv[first], &err))
        write_all(&run, &err);
    ka_referrals_clear(&run.referrals);
    ka_prospects_clear(&run.prospects);
    ka_buf_clear(&run.warnings);
    ka_buf_clear(&run.meta.rows);
    return ka_program_end(&err);
}
