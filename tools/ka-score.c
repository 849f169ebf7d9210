// SPDX-License-Identifier: GPL-3.0-or-later
// Who is a key account, criterion by criterion, and what would turn the verdict.
//
// A table of rules is read against each account row; the answers of the rules make those of
// the criteria, these the verdict.  Nothing is fitted: the same row and the same table always
// give the same verdict, and the table is printed on demand.
#include "base/program.h"
#include "sales/profile.h"
#include "score/judged.h"
#include "score/page.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <inttypes.h>
#include <stdio.h>

static struct {
    const char *rules, *facts, *contacts, *accounts, *account, *costs, *products, *output,
        *criteria, *famous, *relations, *meta;
    bool print_rules;
    int lang;
    int64_t max_age, draws, seed;
} opt = {.max_age = 730, .draws = 1000, .seed = 1, .lang = KA_EN};

enum { BOOT = 2000 };          // resamples of the orders for p_top
enum { DRAWS_MOST = 1000000 }; // of weights

static const struct ka_program program = {
    .name = "ka-score",
    .purpose = "who is a key account, and why",
    .operands = "[FILE]",
    .description =
        "Reads account rows (or sales rows, which it profiles first) and writes them in the "
        "same order with columns appended: verdict, score, evidence, stability, one "
        "meets_<criterion> each (pass, fail, unknown), the smallest change that turns the "
        "verdict, and a sentence of reasons in Chinese and in English.\n"
        "\n"
        "What makes a key account is a table, --rules; --print-rules writes the one that is "
        "used when none is given: a large share of purchases or profit potential, "
        "and then net profit after cost to serve, value over price, loyalty, still buying, "
        "culture, willingness. What people judge comes from --facts and is never computed; "
        "a criterion without a figure is unknown, not failed.",
    .options =
        (const struct ka_option[]){
            {'r', "rules", KA_TEXT, &opt.rules, "FILE", "rules to judge by"},
            {0, "print-rules", KA_FLAG, &opt.print_rules, NULL, "write the rules and end"},
            {0, "facts", KA_TEXT, &opt.facts, "FILE", "what people judge, 0 to 5"},
            {0, "contacts", KA_TEXT, &opt.contacts, "FILE", "who met whom"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "master data: industry_size, relationship"},
            {0, "costs", KA_TEXT, &opt.costs, "FILE",
             "cost to serve, when sales rows are profiled here"},
            {0, "products", KA_TEXT, &opt.products, "FILE",
             "list prices, when sales rows are profiled here: discount_rate"},
            {0, "max-age", KA_COUNT, &opt.max_age, "DAYS",
             "older facts and contacts do not count (default 730)"},
            {0, "draws", KA_COUNT, &opt.draws, "N", "draws of weights (default 1000)"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "seed of the draws (default 1)"},
            {'a', "account", KA_TEXT, &opt.account, "NAME[,NAME]",
             "instead of rows, a page of text on each of these (see PAGE)"},
            {0, "lang", KA_CHOICE, &opt.lang, "zh|en", "language of the page (default en)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "criteria", KA_TEXT, &opt.criteria, "FILE", "every rule of every account"},
            {0, "famous", KA_TEXT, &opt.famous, "FILE", "industry size against profit"},
            {0, "relations", KA_TEXT, &opt.relations, "FILE",
             "declared against evidenced relationships"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-score --costs costs.csv --facts "
             "facts.csv "
             "-o scored.csv",
             "verdicts of all accounts"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-score --costs costs.csv --facts "
             "facts.csv "
             "--account 万澜超市集团,KH0036",
             "is the one that everybody names a key account?"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-score --costs costs.csv "
             "--accounts accounts.csv --contacts contacts.csv --famous famous.csv "
             "--relations relations.csv -o scored.csv",
             "and is the big one good for us, the close one close?"},
            {"ka-score --print-rules", "the table of rules"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"RULES",
             "criterion, column, op (>= > <= <), limit, weight (above 0), needed. Several "
             "lines may have one criterion. A line whose figure is unknown takes no part; the "
             "criterion passes when the lines that pass have more than half of the weight of "
             "those that are known, and is unknown when none is. needed: must, every one; any, "
             "one of these at least; info, for the score only.\n"
             "\n"
             "Columns are those of the account rows, fact_<criterion> (from --facts: "
             "value_over_price, loyalty, culture, willingness, potential, satisfaction) and "
             "two "
             "that are made here from purchases = revenue + high-margin revenue, so that "
             "high-margin goods count twice: number_share (the share of accounts that buy as "
             "much or more) and purchase_ratio (purchases over those of the mean account)."},
            {"VERDICTS",
             "key: an any criterion passes and every must. potential: an any passes, no must "
             "fails, but one is unknown. watch: an any passes, but a must fails. ordinary: no "
             "any passes. unknown: no any is known and no must fails.\n"
             "\n"
             "score: 100 times the weight of the lines that pass over that of the lines known. "
             "evidence: the weight known over all. stability: the share of --draws draws of "
             "the weights, Dirichlet around those given with a total parameter of 50, that "
             "keep the verdict; it is 1 where the lines of each criterion agree.\n"
             "\n"
             "flip_criterion, flip_column, flip_from, flip_to, flip_distance (flip_to - "
             "flip_from, in the column's own unit), flip_verdict: the smallest change in one "
             "figure, all others and all other accounts as they are, that gives another "
             "verdict. Figures are compared by the change over their spread among the accounts "
             "(1.4826 times the median absolute deviation; their standard deviation when that "
             "is 0). What is made from revenue is changed by revenue. Empty when no change of "
             "one known figure does it."},
            {"PAGE",
             "--account writes, for each account named: the reason, its figures with their "
             "places among all accounts, every rule, and what would turn the verdict. From "
             "sales rows come as well p_top (in what share of 2000 resamples of its orders, "
             "and of every other account's, it is in the top 20 %; by margin and net profit "
             "with --costs, else by revenue), the cost to serve by kind and "
             "the product families; from account rows, p_top of the measure that ka-pareto "
             "ranked them by."},
            {"SIDE TABLES",
             "--products: product_id and list_price, in the currency of the revenue. "
             "discount_rate is 1 - what was paid over quantity times list price, over all "
             "sales "
             "of products with a list price. Account rows may have the column already.\n"
             "\n"
             "Side tables may have Chinese headers, and words and days as people write them: "
             "客户编码, 拜访, 采购部, 2025/3/20; ka-import --schema lists the words.\n"
             "\n"
             "--facts: account_id, criterion, score (0 to 5), date, by, note. The newest up to "
             "the day that the rows speak of counts (last + recency_days), the mean of those "
             "of one day; fact_<criterion>_age_days is its age.\n"
             "\n"
             "--contacts: date, account_id, kind, level, function, our_function, by, note. "
             "Evidenced is "
             "strategic: the board was met, or meetings with rnd, finance or marketing in "
             "three "
             "months or more; partner: three functions or more on both sides; ordinary: any "
             "less; empty: no contact. our_function is optional: where no contact of an "
             "account has it, three people of ours stand for three functions (our_side of "
             "--relations says which was counted: our_functions, people or none)."
             "\n"
             "\n"
             "--famous: both ranks, the disagreement (famous_not_key: top tenth by industry "
             "size, watch or ordinary; quiet_key: key, below that) and Kendall's tau-b of "
             "industry size and net profit with its 95 % interval (Fisher's z, variance "
             ".437 / (n - 4))."},
            {0},
        },
};

static bool check_options(int operands, struct ka_error *err)
{
    if (operands > 1)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands);
    if (opt.draws > DRAWS_MOST)
        return ka_fail(err, KA_USAGE, "option '--draws': %" PRId64 " is more than %d",
                       opt.draws, DRAWS_MOST);
    return !opt.relations || opt.contacts ||
           ka_fail(err, KA_USAGE, "option '--relations': needs --contacts");
}

static bool load_rules(struct ka_judged *j, struct ka_error *err)
{
    if (opt.rules)
        return ka_rules_load(&j->rules, opt.rules, err);
    ka_rules_ship(&j->rules);
    return true;
}

static bool load_accounts(struct ka_judged *j, const char *path, struct ka_error *err)
{
    struct ka_profile_options options = {.asof = KA_DATE_NONE,
                                         .costs = opt.costs,
                                         .meta = &j->meta,
                                         .warnings = &j->warnings,
                                         .goods = opt.account || opt.products,
                                         .orders_of = !opt.account ? NULL
                                                      : opt.costs  ? "net_profit"
                                                                   : "revenue",
                                         .profile =
                                             opt.account || opt.products ? &j->profile : NULL};
    struct ka_side_inputs sides = {opt.accounts, opt.facts, opt.contacts, opt.products,
                                   opt.max_age};
    return ka_accounts_load(&j->accounts, path, &options, err) &&
           ka_frame_need(&j->accounts, "account_id", &j->key, err) &&
           (j->accounts.rows > 0 ||
            ka_fail(err, KA_BAD_DATA, "%s: no row below the header", j->accounts.source)) &&
           ka_judged_join(j, &sides, err);
}

static bool write_page(const struct ka_judged *j, struct ka_error *err)
{
    const struct ka_words words = {&j->scoring, &j->accounts, (enum ka_lang)opt.lang};
    const struct ka_bootstrap bootstrap = {.replicates = BOOT, .seed = (uint64_t)opt.seed};
    return ka_score_page_write(&words, j->key,
                               j->profile ? ka_profile_ledger(j->profile) : NULL, opt.account,
                               &bootstrap, opt.output, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_tables(const struct ka_judged *j, struct ka_error *err)
{
    if (!ka_table_save_asked(opt.criteria, ka_judged_write_criteria, j, err) ||
        !ka_table_save_asked(opt.famous, ka_judged_write_famous, j, err) ||
        !ka_table_save_asked(opt.relations, ka_judged_write_relations, j, err))
        return false;
    if (opt.account)
        return write_page(j, err);
    return ka_table_save(opt.output, ka_judged_write_rows, j, err);
}

static bool write_meta(struct ka_judged *j, struct ka_error *err)
{
    size_t count[KA_VERDICTS] = {0};
    for (size_t row = 0; row < j->accounts.rows; row++)
        count[j->scoring.of[row].verdict]++;
    ka_meta_add(&j->meta, "rows", "%zu", j->accounts.rows);
    ka_meta_add(&j->meta, "rules", "%s", j->rules.source);
    for (int v = 0; v < KA_VERDICTS; v++) {
        char name[32];
        snprintf(name, sizeof name, "rows.%s", ka_verdict_names[v]);
        ka_meta_add(&j->meta, name, "%zu", count[v]);
    }
    ka_meta_add(&j->meta, "max_age_days", "%lld", (long long)opt.max_age);
    ka_meta_add(&j->meta, "draws", "%lld", (long long)opt.draws);
    ka_meta_add(&j->meta, "seed", "%lld", (long long)opt.seed);
    return ka_meta_write(&j->meta, opt.meta, err);
}

static bool run(struct ka_judged *j, const char *path, struct ka_error *err)
{
    if (!load_rules(j, err))
        return false;
    if (opt.print_rules)
        return ka_table_save(opt.output, ka_judged_write_rules, j, err);
    return load_accounts(j, path, err) &&
           ka_judged_score(j, (size_t)opt.draws, (uint64_t)opt.seed, opt.famous, err) &&
           write_tables(j, err) && write_meta(j, err);
}

int main(int argc, char **argv)
{
    struct ka_judged judged = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&judged.meta, program.name);
    if (check_options(argc - first, &err) && run(&judged, argv[first], &err))
        ka_warn_lines(&judged.warnings);
    ka_judged_clear(&judged);
    return ka_program_end(&err);
}
