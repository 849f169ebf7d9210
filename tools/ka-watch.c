// SPDX-License-Identifier: GPL-3.0-or-later
// What needs attention now, for cron: says each thing once.
//
// Each account is held against itself: its own gaps between orders (and a little of those of
// its channel), its own months, its own prices.  Limits are set so that an account without any
// change is spoken of in at most one quarter of twenty, over all rules together.
#include "base/program.h"
#include "sales/input.h"
#include "sales/watch.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include "base/mem.h"

#include <stdlib.h>

static struct {
    const char *rules, *state, *scored, *asof, *group, *output, *meta;
    struct ka_watch_paths tables;
    bool print_rules, all;
} opt;

static const struct ka_program program = {
    .name = "ka-watch",
    .purpose = "what needs attention now",
    .operands = "[FILE]",
    .description =
        "Reads sales rows as ka-import writes them and writes one row per alert, key accounts "
        "(those of --scored; without it class A, 80 % of the revenue of the last 365 days "
        "together) first, then by severity: rule, account, what was found, what was expected, "
        "the limits "
        "of what would have been no reason to speak, and a sentence in Chinese and in English. "
        "Exits 1 when something is new, 0 when nothing is.\n"
        "\n"
        "With --state, what an earlier run has said is not said again, what is no longer so is "
        "said once as cleared, and the file is written anew; what a run does not ask about, as "
        "a "
        "rule is off or its table not given, stays as it was. A file that is not whole is "
        "refused and left alone.",
    .options =
        (const struct ka_option[]){
            {'r', "rules", KA_TEXT, &opt.rules, "FILE", "rule, limit, severity"},
            {0, "print-rules", KA_FLAG, &opt.print_rules, NULL, "write the rules and end"},
            {0, "state", KA_TEXT, &opt.state, "FILE", "what was already said"},
            {0, "all", KA_FLAG, &opt.all, NULL, "say what was already said as well"},
            {0, "scored", KA_TEXT, &opt.scored, "FILE",
             "account rows of ka-score: which accounts are key (default: class A)"},
            {'c', "costs", KA_TEXT, &opt.tables.of[KA_WATCH_COSTS], "FILE",
             "costs to serve, for net profit"},
            {0, "contacts", KA_TEXT, &opt.tables.of[KA_WATCH_CONTACTS], "FILE",
             "who was met when"},
            {0, "complaints", KA_TEXT, &opt.tables.of[KA_WATCH_COMPLAINTS], "FILE",
             "complaints, opened and closed"},
            {0, "receivables", KA_TEXT, &opt.tables.of[KA_WATCH_RECEIVABLES], "FILE",
             "invoices: due, amount, paid"},
            {0, "targets", KA_TEXT, &opt.tables.of[KA_WATCH_TARGETS], "FILE",
             "targets of revenue and margin"},
            {0, "accounts", KA_TEXT, &opt.tables.of[KA_WATCH_MASTER], "FILE",
             "master data: relationship"},
            {0, "alias", KA_TEXT, &opt.tables.alias, "FILE",
             "ka-import's aliases of accounts, for these tables"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE", "today (default: the newest date)"},
            {'g', "group", KA_TEXT, &opt.group, "COLUMN",
             "channel (default), group, axis, region, industry, manager"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-watch -o alerts.csv || [ $? = 1 ]",
             "everything there is to say"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-watch --state said.csv -o new.csv || [ "
             "$? "
             "= 1 ]",
             "only what is new since the last time"},
            {"ka-import --fx fx.csv --alias alias.csv sales_gbk.csv | ka-watch --costs "
             "costs.csv "
             "--contacts contacts.csv --complaints complaints.csv --receivables "
             "receivables.csv --accounts accounts.csv --alias alias.csv -o alerts.csv || [ $? "
             "= "
             "1 ]",
             "with what is known beside sales"},
            {"ka-watch --print-rules", "the rules and their limits"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"RULES",
             "overdue: the time since the last purchase day is longer than chance allows. Gaps "
             "are gamma distributed with the shape of the channel, the mean is the account's "
             "own (3 gaps at least) drawn towards the channel's by 3 gaps; limit: the chance "
             "that one of all gaps that fit into a quarter would be as long. (That of a single "
             "gap cannot be the limit: where orders come by chance, the time since the last is "
             "as long as one gap in twenty on one day in twenty, however often one orders; to "
             "look each month would be wrong in 14 quarters of 100, by this rule alone.)\n"
             "\n"
             "lost_family: the same of each product family, whose gaps are taken for no more "
             "regular than chance, while the account itself is not overdue; the limit is "
             "shared out over its families.\n"
             "\n"
             "revenue_drop, revenue_spike: the last whole month against up to 24 before it (12 "
             "at least): square roots, median and spread (the larger of 1.4826 times the "
             "median absolute deviation and half the standard deviation), divided by half the "
             "season of the company where there are two years; limit: in spreads.\n"
             "\n"
             "price_erosion: what sales of the last 91 days paid against the mean price of the "
             "same product in the year before; limit: the fall, which 4 rows at least and a "
             "99 % interval must bear out. Prices are in the currency of revenue: where a "
             "foreign one has fallen, so have they.\n"
             "\n"
             "account_share, manager_share: of the revenue of the last 365 days.\n"
             "\n"
             "net_loss (--costs): margin less cost to serve of the last three whole months is "
             "below 0, that of the twelve before was not; limit: the loss, as a share of what "
             "a quarter's revenue was; it must be more than two standard deviations of such a "
             "quarter from the expected too. An account with a line whose margin is not known "
             "is left "
             "out.\n"
             "\n"
             "complaint_open (--complaints): open for longer than limit times the median time "
             "to "
             "close, by Kaplan and Meier over all complaints; 5 at least must be closed.\n"
             "\n"
             "complaint_repeated: complaints of one type in 182 days, at least 2, that chance "
             "does not explain: expected is what all accounts have, by their purchase "
             "days or in equal parts, whichever is more; "
             "limit: the probability of as many (Poisson), shared out over the account's "
             "types.\n"
             "\n"
             "no_contact_key, no_contact_strategic, no_contact_partner (--contacts): days "
             "since "
             "the last contact, or since log and account both began. Key accounts are those "
             "that come first; the "
             "others are by the relationship of --accounts. Of several limits the least holds. "
             "expected: the account's own mean time between days of contact.\n"
             "\n"
             "target_behind (--targets): revenue or margin so far against the share of the "
             "target "
             "that is due by the days that have passed, weighed by the season of the company "
             "where there are two years; limit: the share that is missing, which must be more "
             "than 3 standard deviations of orders that come by chance too. A period is 2025, "
             "2025-H1, 2025-Q2 or 2025-06 and is spoken of for 31 days more. A channel is the "
             "value of --group. Of margin, a target is left out where a line has none.\n"
             "\n"
             "money_owed (--receivables): what is not paid (amount less paid) of invoices that "
             "were due more than limit days ago.\n"
             "\n"
             "A rule that --rules does not have is off, as is one whose table is not given. "
             "severity: 1, 2, 3, most last."},
            {0},
        },
};

struct run {
    struct ka_journal journal;
    struct ka_watch watch;
    struct ka_watch_side side;
    struct ka_watch_state state;
    struct ka_meta meta;
    bool *key; // by account
    size_t news, cleared;
};

static bool read_keys(struct run *run, struct ka_error *err)
{
    struct ka_frame frame = {0};
    struct ka_map keys = {0};
    size_t id, verdict;
    bool good = ka_input_load(&frame, opt.scored, opt.meta ? &run->meta : NULL, err) &&
                ka_frame_need(&frame, "account_id", &id, err) &&
                ka_frame_need(&frame, "verdict", &verdict, err);
    for (size_t row = 0; good && row < frame.rows; row++)
        if (ka_str_eq(ka_frame_cell(&frame, verdict, row), KA_STR("key")))
            ka_map_put(&keys, ka_frame_cell(&frame, id, row), NULL);
    run->key = ka_zalloc(ka_journal_accounts(&run->journal), sizeof *run->key);
    for (size_t a = 0; good && a < ka_journal_accounts(&run->journal); a++)
        run->key[a] = ka_map_find(&keys, ka_journal_id(&run->journal, a)) != KA_NONE;
    run->watch.key = run->key;
    ka_map_clear(&keys);
    ka_frame_clear(&frame);
    return good;
}

static bool load(struct run *run, const char *path, struct ka_error *err)
{
    struct ka_meta *meta = opt.meta ? &run->meta : NULL;
    struct ka_journal_options reading = {.goods = true, .margins = true, .meta = meta};
    if (!ka_journal_group_parse(opt.group, &reading.group, err) ||
        (opt.state && !ka_watch_state_load(&run->state, opt.state, err)) ||
        !ka_journal_read(&run->journal, path, &reading, err))
        return false;
    run->watch.journal = &run->journal;
    run->watch.side = &run->side;
    run->watch.asof = run->journal.last;
    if (opt.asof &&
        (!ka_date_parse(ka_str(opt.asof), &run->watch.asof) || run->watch.asof == KA_DATE_NONE))
        return ka_fail(err, KA_USAGE, "option '--asof': %s is not a date (YYYY-MM-DD)",
                       KA_QUOTE(ka_str(opt.asof)));
    return (!opt.scored || read_keys(run, err)) &&
           ka_watch_side_load(&run->side, &opt.tables, &run->journal, run->watch.asof, meta,
                              err);
}

static void warn_of_tables(const struct ka_watch_side *side)
{
    for (int t = 0; t < KA_WATCH_TABLES; t++)
        if (side->strangers[t] > 0)
            ka_warn("%s: rows of accounts without sales: %zu", opt.tables.of[t],
                    side->strangers[t]);
    if (side->unmeasured > 0)
        ka_warn("%s: rows of another measure than revenue and margin: %zu",
                opt.tables.of[KA_WATCH_TARGETS], side->unmeasured);
}

static void warn_of_targets(const struct ka_watch *watch)
{
    const char *path = opt.tables.of[KA_WATCH_TARGETS];
    if (watch->unknown_targets > 0)
        ka_warn("%s: targets of margin left out, as lines have none: %zu", path,
                watch->unknown_targets);
    if (watch->targets_of_none > 0)
        ka_warn("%s: targets of managers or channels that no sale has, left out: %zu", path,
                watch->targets_of_none);
}

static void compare_with_state(struct run *run)
{
    ka_watch_state_compare(&run->state, &run->watch);
    for (size_t i = 0; i < run->watch.count; i++)
        run->news += !ka_watch_state_find(&run->state, &run->watch, &run->watch.alerts[i]);
    for (size_t i = 0; i < run->state.keys.count; i++)
        run->cleared += run->state.said[i].now == KA_SAID_CLEARED;
}

static bool write_meta(struct run *run, struct ka_error *err)
{
    struct ka_buf day = {0};
    ka_date_format(&day, run->watch.asof);
    ka_meta_add(&run->meta, "rows", "%zu", run->journal.count);
    ka_meta_add(&run->meta, "accounts", "%zu", ka_journal_accounts(&run->journal));
    ka_meta_add(&run->meta, "asof", "%s", day.p);
    ka_meta_add(&run->meta, "alerts", "%zu", run->watch.count);
    ka_meta_add(&run->meta, "alerts.new", "%zu", run->news);
    ka_meta_add(&run->meta, "alerts.cleared", "%zu", run->cleared);
    ka_buf_clear(&day);
    return ka_meta_write(&run->meta, opt.meta, err);
}

// The state comes last: what could not be written was not said.
static bool watch(struct run *run, const char *path, struct ka_error *err)
{
    struct ka_watch_report report = {&run->watch, &run->state, opt.all};
    ka_watch_limits_ship(&run->watch.limits);
    if (opt.rules && !ka_watch_limits_load(&run->watch.limits, opt.rules, NULL, err))
        return false;
    if (opt.print_rules)
        return ka_table_save(opt.output, ka_watch_limits_write, &run->watch.limits, err);
    if (!load(run, path, err))
        return false;
    warn_of_tables(&run->side);
    ka_watch_make(&run->watch);
    warn_of_targets(&run->watch);
    compare_with_state(run);
    if (!ka_table_save(opt.output, ka_watch_write, &report, err) || !write_meta(run, err) ||
        (opt.state && !ka_watch_state_save(&run->state, &run->watch, opt.state, err)))
        return false;
    ka_say("%zu alerts, %zu new, %zu cleared", run->watch.count, run->news, run->cleared);
    return true;
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&run.meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else
        watch(&run, argv[first], &err);
    size_t news = run.news;
    ka_watch_clear(&run.watch);
    ka_watch_side_clear(&run.side);
    ka_watch_state_clear(&run.state);
    ka_journal_clear(&run.journal);
    ka_buf_clear(&run.meta.rows);
    free(run.key);
    int code = ka_program_end(&err);
    return code == KA_DONE && news > 0 ? KA_FINDING : code;
}
