// SPDX-License-Identifier: GPL-3.0-or-later
// Who is a key account, criterion by criterion, and what would turn the verdict.
//
// A table of rules is read against each account row; the answers of the rules make those of
// the criteria, these the verdict.  Nothing is fitted: the same row and the same table always
// give the same verdict, and the table is printed on demand.
#include "base/mem.h"
#include "base/program.h"
#include "sales/facts.h"
#include "sales/dated.h"
#include "sales/famous.h"
#include "sales/master.h"
#include "sales/profile.h"
#include "sales/relations.h"
#include "sales/score_tables.h"
#include "score/page.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <stdlib.h>

static struct {
    const char *rules, *facts, *contacts, *accounts, *account, *costs, *output, *criteria,
        *famous, *relations, *meta;
    bool print_rules;
    int lang;
    int64_t max_age, draws, seed;
} opt = {.max_age = 730, .draws = 1000, .seed = 1, .lang = KA_EN};

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
            {'f', "facts", KA_TEXT, &opt.facts, "FILE", "what people judge, 0 to 5"},
            {0, "contacts", KA_TEXT, &opt.contacts, "FILE", "who met whom"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "master data: industry_size, relationship"},
            {0, "costs", KA_TEXT, &opt.costs, "FILE",
             "cost to serve, when sales rows are profiled here"},
            {0, "max-age", KA_COUNT, &opt.max_age, "DAYS",
             "older facts and contacts do not count (default 730)"},
            {0, "draws", KA_COUNT, &opt.draws, "N", "draws of weights (default 1000)"},
            {0, "seed", KA_COUNT, &opt.seed, "N", "seed of the draws (default 1)"},
            {'a', "account", KA_TEXT, &opt.account, "NAME[,NAME]",
             "instead of rows, a page of text on each of these"},
            {0, "lang", KA_CHOICE, &opt.lang, "zh|en", "language of the page (default en)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {'c', "criteria", KA_TEXT, &opt.criteria, "FILE", "every rule of every account"},
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
            {"SIDE TABLES",
             "--facts: account_id, criterion, score (0 to 5), date, by, note. The newest up to "
             "the day that the rows speak of counts (last + recency_days), the mean of those "
             "of one day; fact_<criterion>_age_days is its age.\n"
             "\n"
             "--contacts: date, account_id, kind, level, function, by, note. Evidenced is "
             "strategic: the board was met, or meetings with rnd, finance or marketing in "
             "three "
             "months or more; partner: three of their functions met three of our people; "
             "ordinary: any less; empty: no contact.\n"
             "\n"
             "--famous: both ranks, the disagreement (famous_not_key: top quarter by industry "
             "size, watch or ordinary; quiet_key: key, below that) and Kendall's tau-b of "
             "industry size and net profit with its 95 % interval (Fisher's z, variance "
             ".437 / (n - 4))."},
            {0},
        },
};

struct score {
    struct ka_frame accounts;
    size_t key;
    struct ka_rules rules;
    struct ka_scoring scoring;
    struct ka_relations relations;
    struct ka_famous famous;
    struct ka_facts_totals facts;
    struct ka_meta meta;
    struct ka_buf warnings; // of the profile, one a line
};

static bool write_rules(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_rules_write(&((const struct score *)context)->rules, w);
    return true;
}

static bool load_rules(struct score *s, struct ka_error *err)
{
    if (opt.rules)
        return ka_rules_load(&s->rules, opt.rules, err);
    ka_rules_ship(&s->rules);
    return true;
}

static bool load_accounts(struct score *s, const char *path, struct ka_error *err)
{
    struct ka_profile_options options = {
        .asof = KA_DATE_NONE, .costs = opt.costs, .meta = &s->meta, .warnings = &s->warnings};
    return ka_accounts_load(&s->accounts, path, &options, err) &&
           ka_frame_need(&s->accounts, "account_id", &s->key, err) &&
           (s->accounts.rows > 0 ||
            ka_fail(err, KA_BAD_DATA, "%s: no row below the header", s->accounts.source));
}

// The columns that the rules, the lists and the relations look at.
static bool join_tables(struct score *s, struct ka_error *err)
{
    int32_t asof;
    if (!ka_accounts_asof(&s->accounts, &asof, err))
        return false;
    if (opt.accounts && !ka_master_join(&s->accounts, s->key, opt.accounts, &s->meta, err))
        return false;
    struct ka_facts_options facts = {opt.facts, asof, opt.max_age, &s->meta};
    if (opt.facts && !ka_facts_join(&s->accounts, s->key, &facts, &s->facts, err))
        return false;
    if (!opt.contacts)
        return !opt.relations ||
               ka_fail(err, KA_USAGE, "option '--relations': needs --contacts");
    if (!ka_relations_load(&s->relations, opt.contacts, &s->accounts, s->key, asof, opt.max_age,
                           &s->meta, err))
        return false;
    ka_relations_append(&s->relations, &s->accounts);
    return true;
}

static void append_reasons(struct score *s, const char *name, enum ka_lang lang)
{
    const struct ka_words words = {&s->scoring, &s->accounts, lang};
    struct ka_buf *reasons = ka_zalloc(s->accounts.rows, sizeof *reasons);
    for (size_t row = 0; row < s->accounts.rows; row++)
        ka_words_reason(&words, &reasons[row], row);
    struct ka_column *column = ka_frame_append(&s->accounts, name);
    for (size_t row = 0; row < s->accounts.rows; row++) {
        ka_column_add(column, ka_buf_str(&reasons[row]));
        ka_buf_clear(&reasons[row]);
    }
    free(reasons);
}

static bool score_accounts(struct score *s, struct ka_error *err)
{
    if (!ka_rules_check(&s->rules, &s->accounts, err) ||
        !ka_scoring_make(&s->scoring, &s->accounts, &s->rules, (size_t)opt.draws,
                         (uint64_t)opt.seed, err))
        return false;
    ka_scoring_append(&s->scoring, &s->accounts);
    append_reasons(s, "reason_zh", KA_ZH);
    append_reasons(s, "reason_en", KA_EN);
    s->key = ka_frame_find(&s->accounts, "account_id"); // appending may move it
    return !opt.famous || ka_famous_make(&s->famous, &s->accounts, err);
}

static bool write_criteria(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct score *s = context;
    (void)err;
    ka_scoring_write_criteria(&s->scoring, &s->accounts, s->key, w);
    return true;
}

static bool write_famous(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct score *s = context;
    (void)err;
    ka_famous_write(&s->famous, &s->accounts, s->key, w);
    return true;
}

static bool write_relations(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct score *s = context;
    (void)err;
    ka_relations_write(&s->relations, &s->accounts, s->key, w);
    return true;
}

static bool write_rows(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_frame_write(&((const struct score *)context)->accounts, NULL, w);
    return true;
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_tables(const struct score *s, struct ka_error *err)
{
    const struct ka_words words = {&s->scoring, &s->accounts, (enum ka_lang)opt.lang};
    if (!ka_table_save_asked(opt.criteria, write_criteria, s, err) ||
        !ka_table_save_asked(opt.famous, write_famous, s, err) ||
        !ka_table_save_asked(opt.relations, write_relations, s, err))
        return false;
    if (opt.account)
        return ka_score_page_write(&words, s->key, opt.account, opt.output, err);
    return ka_table_save(opt.output, write_rows, s, err);
}

static bool write_meta(struct score *s, struct ka_error *err)
{
    size_t count[KA_VERDICTS] = {0};
    for (size_t row = 0; row < s->accounts.rows; row++)
        count[s->scoring.of[row].verdict]++;
    ka_meta_add(&s->meta, "rows", "%zu", s->accounts.rows);
    ka_meta_add(&s->meta, "rules", "%s", s->rules.source);
    for (int v = 0; v < KA_VERDICTS; v++) {
        struct ka_buf name = {0};
        ka_buf_addf(&name, "rows.%s", ka_verdict_names[v]);
        ka_meta_add(&s->meta, name.p, "%zu", count[v]);
        ka_buf_clear(&name);
    }
    ka_meta_add(&s->meta, "max_age_days", "%lld", (long long)opt.max_age);
    ka_meta_add(&s->meta, "draws", "%lld", (long long)opt.draws);
    ka_meta_add(&s->meta, "seed", "%lld", (long long)opt.seed);
    return ka_meta_write(&s->meta, opt.meta, err);
}

static void tell(const struct score *s)
{
    ka_warn_lines(&s->warnings);
    if (s->facts.strangers)
        ka_warn("%zu of %zu facts are of accounts that are not among the rows",
                s->facts.strangers, s->facts.rows);
    if (s->facts.stale)
        ka_warn("%zu judgements are older than %lld days and do not count", s->facts.stale,
                (long long)opt.max_age);
    if (s->facts.later || s->relations.later)
        ka_warn("%zu facts and contacts are younger than the rows and do not count",
                s->facts.later + s->relations.later);
    if (s->relations.strangers)
        ka_warn("%zu contacts are of accounts that are not among the rows",
                s->relations.strangers);
}

static bool run(struct score *s, const char *path, struct ka_error *err)
{
    if (!load_rules(s, err))
        return false;
    if (opt.print_rules)
        return ka_table_save(opt.output, write_rules, s, err);
    if (!load_accounts(s, path, err) || !join_tables(s, err) || !score_accounts(s, err) ||
        !write_tables(s, err) || !write_meta(s, err))
        return false;
    tell(s);
    return true;
}

int main(int argc, char **argv)
{
    struct score s = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&s.meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else
        run(&s, argv[first], &err);
    ka_famous_clear(&s.famous);
    ka_relations_clear(&s.relations);
    ka_scoring_clear(&s.scoring);
    ka_rules_clear(&s.rules);
    ka_frame_clear(&s.accounts);
    ka_buf_clear(&s.warnings);
    ka_buf_clear(&s.meta.rows);
    return ka_program_end(&err);
}
