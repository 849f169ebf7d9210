// SPDX-License-Identifier: GPL-3.0-or-later
// ka-synth: an invented sales export, seeded, with a documented truth.
//
// Accounts are drawn by channel (Pareto/NBD: Gamma-distributed purchase rates,
// exponential lifetimes; Gamma–Gamma spend), a few of them with planted facts.  The
// lines come day by day, so that any number of them streams, and are written as an
// ERP writes them or as clean sales rows.  What is true of each account is booked on
// the way, in sums of its own.
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/output.h"
#include "base/program.h"
#include "sales/claims.h"
#include "sales/export.h"
#include "sales/load.h"
#include "sales/market.h"
#include "sales/people.h"
#include "sales/plants.h"
#include "sales/retail.h"
#include "sales/trade.h"
#include "sales/truth.h"
#include "stat/stat.h"
#include "table/writer.h"

enum { UTF_8, GB18030, BY_STYLE };
enum { LOAD = KA_EXPORT_PLAIN + 1 }; // a style that no market stands behind

struct options {
    int64_t rows, accounts, months, seed;
    int style, encoding;
    const char *output, *truth, *tables;
};

static struct options options = {
    .rows = 3600, .accounts = 72, .months = 30, .seed = 1, .encoding = BY_STYLE};

static const struct ka_option option_table[] = {
    {0, "rows", KA_COUNT, &options.rows, "N", "order lines to write (3600)"},
    {0, "accounts", KA_COUNT, &options.accounts, "N", "accounts, at least 12 (72)"},
    {0, "months", KA_COUNT, &options.months, "N", "months from 2023-01 on, 18 to 600 (30)"},
    {0, "seed", KA_COUNT, &options.seed, "N", "seed of the random numbers (1)"},
    {0, "style", KA_CHOICE, &options.style, "erp|plain|load",
     "as an ERP writes an export, clean sales rows, or rows to measure speed with (erp)"},
    {0, "encoding", KA_CHOICE, &options.encoding, "UTF-8|GB18030",
     "of the export (GB18030 for erp, UTF-8 for plain)"},
    {'o', "output", KA_TEXT, &options.output, "FILE", "write the export to FILE"},
    {0, "truth", KA_TEXT, &options.truth, "FILE", "what is true of each account, as CSV"},
    {0, "tables", KA_TEXT, &options.tables, "DIR", "all side tables as CSV files in DIR"},
    {0},
};

static const struct ka_example examples[] = {
    {"ka-synth -o export.csv --truth truth.csv --tables .", "the files of data-samples/"},
    {"ka-synth --style plain --rows 1000 | head -n 3", "clean sales rows"},
    {0},
};

static const struct ka_section sections[] = {
    {"PLANTED FACTS",
     "famous_loss: a hypermarket group, huge in its industry, among the three largest by "
     "revenue, that loses money after cost to serve; judged low and met narrowly, "
     "though declared strategic.\n\n"
     "quiet_best: a printer maker of middling size that orders at even intervals, buys "
     "high-margin goods in US dollars and leaves the best net profit of all; judged high, yet "
     "met narrowly.\n\n"
     "dying: a large account whose orders thin out over nine months and stop five months "
     "before the end.\n\n"
     "In complaints.csv the dying account complains of late delivery month by month, the last "
     "time without an answer; in receivables.csv the famous one has paid nothing that was due "
     "in "
     "the last quarter.\n\n"
     "duplicate: one customer under two codes and two spellings; the alias table joins "
     "them.\n\n"
     "formula_name: a name that begins with @.\n\n"
     "Written to planted.csv with --tables: stuffed_channel, the hypermarket group, which "
     "sells "
     "on less and less of what it buys; family_gap, a large account that never buys the family "
     "(detail), though most of its like do, and nothing else that is missing is worth as much; "
     "referral_chain, three that brought one another, the last of them the best; twin_of_best, "
     "a prospect (detail) that is in all that is known of it what the best account is.\n\n"
     "In targets.csv the manager who sells the most has a target of two and a half mean years, "
     "out of reach; all others of nine tenths. Of some key accounts contacts.csv has "
     "nothing.\n\n"
     "The other accounts are drawn so that these stay at their places, whatever the seed, from "
     "some 2,000 rows on. Returns, two currencies and three "
     "product families that are launched in the last year and a half are there as well."},
    {"TRUTH",
     "One row per account: parameters (key: stays, and is in the top fifth by expected net "
     "profit; first and dropout: dates; purchase_rate: orders a month while active; "
     "spend_mean: yuan a line; true_margin_rate and true_cost_rate: expected shares of "
     "revenue) and what came of them, in yuan (returns as a positive sum; orders counts "
     "documents, return notes among them)."},
    {"DETERMINISM",
     "The same options give the same bytes. The seed alone decides who the accounts are "
     "and what they are like; --rows only scales how often they buy."},
    {0},
};

static const struct ka_program program = {
    .name = "ka-synth",
    .purpose = "an invented sales export with a documented truth",
    .operands = "",
    .description = "Writes the sales lines of an invented maker of compatible printer supplies "
                   "to nine channels, as an ERP exports them (title lines, grouping commas, "
                   "currency signs, a total line, CRLF, GB18030) or as clean sales rows. All "
                   "names and figures are made up.",
    .options = option_table,
    .examples = examples,
    .sections = sections,
};

// ---- Options ----

static bool check_options(int argc, int operands, char **argv, struct ka_error *err)
{
    const struct options *o = &options;
    if (operands < argc)
        return ka_fail(err, KA_USAGE, "operand %s: none is expected",
                       KA_QUOTE(ka_str(argv[operands])));
    if (o->accounts < KA_MARKET_MIN_ACCOUNTS || o->accounts > 10000000)
        return ka_fail(err, KA_USAGE,
                       "option '--accounts': %lld is not within %d to 10000000 (the planted "
                       "facts need room)",
                       (long long)o->accounts, KA_MARKET_MIN_ACCOUNTS);
    if (o->months < KA_MARKET_MIN_MONTHS || o->months > 600)
        return ka_fail(err, KA_USAGE,
                       "option '--months': %lld is not within %d to 600 (the planted facts "
                       "need room)",
                       (long long)o->months, KA_MARKET_MIN_MONTHS);
    if (o->style == LOAD && (o->tables || o->truth || o->encoding == GB18030))
        return ka_fail(err, KA_USAGE,
                       "option '--style': nothing is true of 'load' and it is UTF-8");
    if (o->tables && mkdir(o->tables, 0777) != 0 && errno != EEXIST)
        return ka_fail_errno(err, "create", o->tables);
    return true;
}

static const char *encoding_name(void)
{
    bool gb = options.encoding == BY_STYLE ? options.style == KA_EXPORT_ERP
                                           : options.encoding == GB18030;
    return gb ? "GB18030" : "UTF-8";
}

// ---- Tables ----

struct table {
    struct ka_buf path;
    struct ka_output output;
    struct ka_writer writer;
};

// folder NULL: name is a path.
static bool open_table(struct table *table, const char *folder, const char *name,
                       struct ka_error *err)
{
    *table = (struct table){0};
    if (folder)
        ka_buf_addf(&table->path, "%s/%s.csv", folder, name);
    else
        ka_buf_add_text(&table->path, name);
    ka_writer_init(&table->writer, &table->output);
    return ka_output_open(&table->output, table->path.p, err);
}

static void close_table(struct table *table, struct ka_error *err)
{
    if (table->output.path && !ka_failed(err))
        ka_output_commit(&table->output, err);
    ka_output_discard(&table->output);
    ka_buf_clear(&table->path);
}

static void write_side_tables(const struct ka_market *market, struct ka_error *err)
{
    static const struct {
        const char *name;
        void (*write)(const struct ka_market *market, struct ka_writer *writer);
    } sides[] = {{"accounts", ka_market_write_accounts},
                 {"products", ka_market_write_products},
                 {"alias", ka_market_write_alias},
                 {"fx", ka_market_write_fx},
                 {"facts", ka_market_write_facts},
                 {"contacts", ka_market_write_contacts},
                 {"complaints", ka_market_write_complaints},
                 {"receivables", ka_market_write_receivables}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides && !ka_failed(err); i++) {
        struct table table;
        if (open_table(&table, options.tables, sides[i].name, err))
            sides[i].write(market, &table.writer);
        close_table(&table, err);
    }
}

static void write_plants(const struct ka_truth *truth, struct ka_error *err)
{
    static const struct {
        const char *name;
        void (*write)(const struct ka_truth *truth, struct ka_writer *writer);
    } plants[] = {{"wallet", ka_plants_write_wallet},
                  {"prospects", ka_plants_write_prospects},
                  {"referrals", ka_plants_write_referrals},
                  {"targets", ka_plants_write_targets},
                  {"planted", ka_plants_write_facts}};
    for (size_t i = 0; i < sizeof plants / sizeof *plants && !ka_failed(err); i++) {
        struct table table;
        if (open_table(&table, options.tables, plants[i].name, err))
            plants[i].write(truth, &table.writer);
        close_table(&table, err);
    }
}

static void write_retail(const struct ka_retail *retail, struct ka_error *err)
{
    struct table table;
    if (open_table(&table, options.tables, "sellthrough", err))
        ka_retail_write(retail, &table.writer);
    close_table(&table, err);
}

static void write_truth(const struct ka_truth *truth, struct ka_error *err)
{
    struct table table;
    if (open_table(&table, NULL, options.truth, err))
        ka_truth_write(truth, &table.writer);
    close_table(&table, err);
}

// ---- The lines ----

// retail NULL: not wanted.
static void write_lines(struct ka_market *market, struct ka_truth *truth,
                        struct ka_retail *retail, struct ka_output *output,
                        struct ka_error *err)
{
    struct ka_export ex;
    if (!ka_export_begin(&ex, market, (enum ka_export_style)options.style, encoding_name(),
                         output, err))
        return;
    struct ka_trade *trade = ka_trade_new(market, options.rows, ka_random_seed(market->random));
    for (struct ka_trade_line line; !ka_failed(&ex.error) && ka_trade_next(trade, &line);) {
        ka_truth_add(truth, &line);
        if (retail)
            ka_retail_add(retail, &line);
        ka_export_add(&ex, &line);
    }
    ka_truth_finish(truth);
    ka_trade_free(trade);
    ka_export_end(&ex, err);
}

static void write_export(struct ka_market *market, struct ka_truth *truth,
                         struct ka_retail *retail, struct ka_error *err)
{
    struct ka_output output;
    if (!ka_output_open(&output, options.output, err))
        return;
    write_lines(market, truth, retail, &output, err);
    if (!ka_failed(err))
        ka_output_commit(&output, err);
    ka_output_discard(&output);
}

static void write_all(struct ka_market *market, struct ka_error *err)
{
    struct table costs = {0};
    struct ka_truth truth;
    struct ka_retail retail;
    ka_retail_init(&retail, market);
    if (!options.tables || open_table(&costs, options.tables, "costs", err)) {
        ka_truth_init(&truth, market, options.tables ? &costs.writer : NULL);
        write_export(market, &truth, options.tables ? &retail : NULL, err);
        if (options.truth && !ka_failed(err))
            write_truth(&truth, err);
        if (options.tables && !ka_failed(err))
            write_plants(&truth, err);
        if (options.tables && !ka_failed(err))
            write_retail(&retail, err);
        ka_truth_clear(&truth);
    }
    close_table(&costs, err);
    ka_retail_clear(&retail);
    if (options.tables && !ka_failed(err))
        write_side_tables(market, err);
}

static void write_load(struct ka_error *err)
{
    struct ka_output output;
    if (!ka_output_open(&output, options.output, err))
        return;
    ka_load_write(&output, (uint64_t)options.rows, (uint64_t)options.accounts,
                  (uint64_t)options.seed);
    ka_output_commit(&output, err);
}

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    ka_stat_begin();
    int operands = ka_program_begin(&program, argc, argv);
    bool good = check_options(argc, operands, argv, &err);
    if (good && options.style == LOAD)
        write_load(&err);
    else if (good) {
        struct ka_market market;
        ka_market_init(&market, (size_t)options.accounts, (int32_t)options.months,
                       (uint64_t)options.seed);
        write_all(&market, &err);
        ka_market_clear(&market);
    }
    return ka_program_end(&err);
}
