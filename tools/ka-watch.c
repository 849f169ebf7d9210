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
    bool print_rules, all;
} opt;

static const struct ka_program program = {
    .name = "ka-watch",
    .purpose = "what needs attention now",
    .operands = "[FILE]",
    .description =
        "Reads sales rows as ka-import writes them and writes one row per alert, key accounts "
        "first, then by severity: rule, account, what was found, what was expected, the limits "
        "of what would have been no reason to speak, and a sentence in Chinese and in English. "
        "Exits 1 when something is new, 0 when nothing is.\n"
        "\n"
        "With --state, what an earlier run has said is not said again, what is no longer so is "
        "said once as cleared, and the file is written anew. A file that is not whole is "
        "refused and left alone.",
    .options =
        (const struct ka_option[]){
            {'r', "rules", KA_TEXT, &opt.rules, "FILE", "rule, limit, severity"},
            {0, "print-rules", KA_FLAG, &opt.print_rules, NULL, "write the rules and end"},
            {0, "state", KA_TEXT, &opt.state, "FILE", "what was already said"},
            {0, "all", KA_FLAG, &opt.all, NULL, "say what was already said as well"},
            {0, "scored", KA_TEXT, &opt.scored, "FILE",
             "account rows of ka-score: which accounts are key"},
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
            {"ka-watch --print-rules", "the rules and their limits"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"RULES",
             "overdue: the time since the last purchase day is longer than chance allows. Gaps "
             "are gamma distributed with the shape of the channel, the mean is the account's "
             "own (3 gaps at least) drawn towards the channel's by 3 gaps; limit: the chance "
             "to be wrong in a quarter, shared out over the gaps that fit into one.\n"
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
             "99 % interval must bear out.\n"
             "\n"
             "account_share, manager_share: of the revenue of the last 365 days.\n"
             "\n"
             "A rule that --rules does not have is off. severity: 1, 2, 3, most last."},
            {0},
        },
};

struct run {
    struct ka_journal journal;
    struct ka_watch watch;
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
    struct ka_journal_options reading = {.goods = true, .meta = meta};
    if (!ka_journal_group_parse(opt.group, &reading.group, err) ||
        (opt.state && !ka_watch_state_load(&run->state, opt.state, err)) ||
        !ka_journal_read(&run->journal, path, &reading, err))
        return false;
    run->watch.journal = &run->journal;
    run->watch.asof = run->journal.last;
    if (opt.asof &&
        (!ka_date_parse(ka_str(opt.asof), &run->watch.asof) || run->watch.asof == KA_DATE_NONE))
        return ka_fail(err, KA_USAGE, "option '--asof': %s is not a date (YYYY-MM-DD)",
                       KA_QUOTE(ka_str(opt.asof)));
    return !opt.scored || read_keys(run, err);
}

static void compare_with_state(struct run *run)
{
    for (size_t i = 0; i < run->watch.count; i++) {
        struct ka_said *said =
            ka_watch_state_find(&run->state, &run->watch, &run->watch.alerts[i]);
        if (said)
            said->still = true;
        else
            run->news++;
    }
    for (size_t i = 0; i < run->state.keys.count; i++)
        run->cleared += !run->state.said[i].still;
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
    ka_watch_make(&run->watch);
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
    ka_watch_state_clear(&run.state);
    ka_journal_clear(&run.journal);
    ka_buf_clear(&run.meta.rows);
    free(run.key);
    int code = ka_program_end(&err);
    return code == KA_DONE && news > 0 ? KA_FINDING : code;
}
