// SPDX-License-Identifier: GPL-3.0-or-later
// Two periods: who came, who went, and why revenue changed.
//
// The change of each account is split into parts that add up to it to the last digit: amounts
// are integers, each part but one is rounded by itself, and what that leaves goes to the mix.
// The parts of a channel and of the whole are the sums of those of its accounts.
#include "base/program.h"
#include "out/number.h"
#include "sales/bridge.h"
#include "sales/bridge_segments.h"
#include "sales/bridge_tables.h"
#include "sales/campaign.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

static struct {
    const char *before, *after, *group, *fx, *campaign, *effect, *migration, *output, *meta;
    const char *rows[2], *segment, *moves; // account rows of both periods
    int level;
    bool unequal;
} opt = {.segment = "rfm_segment"};

static const struct ka_program program = {
    .name = "ka-diff",
    .purpose = "two periods: who moved, and why",
    .operands = "[FILE]",
    .description =
        "Reads sales rows as ka-import writes them, all there are, and compares two periods: "
        "one row per account (or channel, or in all) with revenue before and after, the "
        "change, "
        "and its parts volume, price, mix, new, back, lost, currency and other, which add up "
        "to "
        "the change exactly.\n"
        "\n"
        "Like is compared with like: where one period has more days, its last ones are left "
        "out (--unequal keeps them), and stderr says so, as it does when a month is not whole, "
        "when the data end before the second period does, or begin after the first.",
    .options =
        (const struct ka_option[]){
            {0, "before", KA_TEXT, &opt.before, "PERIOD",
             "2024-01..2024-06, days too (default: the 365 days before --after)"},
            {0, "after", KA_TEXT, &opt.after, "PERIOD", "(default: the last 365 days)"},
            {0, "unequal", KA_FLAG, &opt.unequal, NULL,
             "compare periods of different length as they are"},
            {0, "by", KA_CHOICE, &opt.level, "account|group|total",
             "what a row is (default account)"},
            {'g', "group", KA_TEXT, &opt.group, "COLUMN",
             "channel (default), group, axis, region, industry, manager"},
            {0, "fx", KA_TEXT, &opt.fx, "FILE", "exchange rates: currency, period, rate"},
            {0, "migration", KA_TEXT, &opt.migration, "FILE",
             "from which class to which, and what became of the others"},
            {0, "segments-before", KA_TEXT, &opt.rows[0], "FILE",
             "account rows of ka-segment at the end of the first period"},
            {0, "segments-after", KA_TEXT, &opt.rows[1], "FILE", "at the end of the second"},
            {0, "segment", KA_TEXT, &opt.segment, "COLUMN",
             "their column (default rfm_segment)"},
            {0, "segment-migration", KA_TEXT, &opt.moves, "FILE",
             "from which segment to which"},
            {0, "campaign", KA_TEXT, &opt.campaign, "FILE",
             "accounts of a measure (account_id), against others like them"},
            {0, "effect", KA_TEXT, &opt.effect, "FILE", "what the campaign did, pair by pair"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-diff --before 2024-01..2024-06 "
             "--after 2025-01..2025-06 --fx fx.csv --migration migration.csv -o diff.csv",
             "half a year against that of the year before, by account"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-diff --by group", "by channel"},
            {"ka-import --fx fx.csv sales_gbk.csv >sales.csv; ka-segment --asof 2024-06-30 "
             "--limits limits.csv -o before.csv sales.csv; ka-segment --cuts limits.csv -o "
             "after.csv sales.csv; ka-diff --before 2023-07..2024-06 --after 2024-07..2025-06 "
             "--segments-before before.csv --segments-after after.csv --segment-migration "
             "moves.csv --by total sales.csv",
             "who moved from which segment to which, by the same limits"},
            {"head -n 12 accounts.csv >list.csv; ka-import --fx fx.csv sales_gbk.csv | "
             "ka-diff --by total --campaign list.csv --effect effect.csv",
             "with the effect of a measure on the accounts of a list"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"PARTS",
             "new: all revenue of accounts whose first purchase ever (in all rows read) is in "
             "the second period; back: that had bought, but not in the first; lost: that "
             "bought "
             "in the first only. Of accounts that bought in both: currency: what other rates "
             "have done, the second period at the mean monthly rates of the first (--fx; "
             "without it, it is in the price); volume: the change in pieces, at the mean price "
             "before; price: of each product that was bought in both, what is bought now at "
             "the "
             "new price less the same at the old; mix: the rest, which is other products; "
             "other: rows of kind adjust or without a quantity, accounts without pieces to "
             "compare, and those with returns only.\n"
             "\n"
             "Amounts have four decimals. volume and price of each product are rounded half "
             "to even, mix takes the remainder.\n"
             "\n"
             "class: A up to 80 % of the revenue of the period, B to 95 %, C, and N for none."},
            {"CAMPAIGN",
             "Each account of the list takes, in the order of the ids, the one of the same "
             "group outside the list whose revenue before was nearest (by its logarithm) and "
             "that nobody has taken. effect: its change less that of its match; the mean has "
             "Student's 95 % interval. What would have been different anyway, because the list "
             "was not drawn by lot, no such comparison takes out."},
            {0},
        },
};

// ---- Periods ----

static bool parse_periods(const struct ka_journal *journal, struct ka_period periods[2],
                          struct ka_error *err)
{
    enum { YEAR = 365 };
    periods[1] = (struct ka_period){journal->last - YEAR + 1, journal->last};
    if (opt.after && !ka_period_parse(opt.after, &periods[1], err))
        return false;
    periods[0] = (struct ka_period){periods[1].from - YEAR, periods[1].from - 1};
    return (!opt.before || ka_period_parse(opt.before, &periods[0], err)) &&
           (periods[1].from <= journal->last ||
            ka_fail(err, KA_BAD_DATA, "the data end before the second period begins"));
}

static void warn_incomplete(const struct ka_period *period)
{
    struct ka_buf days = {0};
    bool begins = ka_month_first(ka_date_month(period->from)) == period->from;
    bool ends = ka_month_first(ka_date_month(period->to) + 1) == period->to + 1;
    ka_date_format(&days, period->from);
    ka_buf_add_text(&days, "..");
    ka_date_format(&days, period->to);
    if (!begins || !ends)
        ka_warn("%s: the %s month is not whole", days.p,
                begins ? "last"
                : ends ? "first"
                       : "first and the last");
    ka_buf_clear(&days);
}

// Who bought before the data begin looks new, and lost revenue looks as if it never was.
static void warn_unknown(const struct ka_journal *journal, const struct ka_period *before)
{
    int32_t begin = journal->first > before->to ? before->to + 1 : journal->first;
    if (before->from < begin)
        ka_warn("the data begin after the first period does, by days: %d; who bought then is "
                "not known",
                (int)(begin - before->from));
}

// Periods of the same number of days, none of them behind the data.
static void trim(const struct ka_journal *journal, struct ka_period periods[2])
{
    if (periods[1].to > journal->last) {
        ka_warn("the data end before the second period does, by days: %d",
                (int)(periods[1].to - journal->last));
        periods[1].to = journal->last;
    }
    int32_t days[2] = {periods[0].to - periods[0].from, periods[1].to - periods[1].from};
    int longer = days[1] > days[0], more = days[longer] - days[!longer];
    if (more > 0 && !opt.unequal) {
        ka_warn("the %s period is longer, its end is left out; days: %d",
                longer ? "second" : "first", more);
        periods[longer].to -= more;
    } else if (more > 0) {
        ka_warn("the %s period is longer; days: %d", longer ? "second" : "first", more);
    }
    warn_incomplete(&periods[0]);
    warn_incomplete(&periods[1]);
    warn_unknown(journal, &periods[0]);
}

// ---- Tables ----

static void say_effect(const struct ka_campaign *campaign)
{
    const double figures[] = {campaign->effect.mean, campaign->effect.lo, campaign->effect.hi};
    struct ka_buf text[3] = {0};
    for (int i = 0; i < 3; i++)
        ka_number_real(&text[i], figures[i], 2);
    ka_say("campaign: %s an account, 95 %% between %s and %s (%zu of %zu matched)", text[0].p,
           text[1].p, text[2].p, campaign->pairs, campaign->count);
    for (int i = 0; i < 3; i++)
        ka_buf_clear(&text[i]);
}

static bool write_effect(const struct ka_bridge *bridge, struct ka_meta *meta,
                         struct ka_error *err)
{
    struct ka_campaign campaign = {0};
    bool good = ka_campaign_make(&campaign, bridge, opt.campaign, meta, err) &&
                ka_table_save_asked(opt.effect, ka_campaign_write, &campaign, err);
    if (good && campaign.strangers > 0)
        ka_warn("%zu accounts of the campaign have no sales row", campaign.strangers);
    if (good && campaign.pairs < 2)
        ka_warn("%zu of %zu accounts of the campaign have a match: too few", campaign.pairs,
                campaign.count);
    else if (good)
        say_effect(&campaign);
    ka_campaign_clear(&campaign);
    return good;
}

static bool write_segments(const struct ka_bridge *bridge, struct ka_meta *meta,
                           struct ka_error *err)
{
    struct ka_bridge_segments segments = {0};
    bool good = ka_bridge_segments_load(&segments, bridge, opt.rows, opt.segment, meta, err) &&
                ka_table_save(opt.moves, ka_bridge_write_segments, &segments, err);
    if (good && segments.strangers > 0)
        ka_warn("segments: rows of accounts without sales: %zu", segments.strangers);
    ka_bridge_segments_clear(&segments);
    return good;
}

static bool write_meta(struct ka_meta *meta, const struct ka_bridge *bridge,
                       struct ka_error *err)
{
    const int32_t days[] = {bridge->before.from, bridge->before.to, bridge->after.from,
                            bridge->after.to};
    static const char *const names[] = {"before.from", "before.to", "after.from", "after.to"};
    for (int i = 0; i < 4; i++) {
        struct ka_buf day = {0};
        ka_date_format(&day, days[i]);
        ka_meta_add(meta, names[i], "%s", day.p);
        ka_buf_clear(&day);
    }
    ka_meta_add(meta, "rows", "%zu", bridge->journal->count);
    ka_meta_add(meta, "accounts", "%zu", ka_journal_accounts(bridge->journal));
    return ka_meta_write(meta, opt.meta, err);
}

static bool write_tables(const struct ka_bridge *bridge, struct ka_meta *meta,
                         struct ka_error *err)
{
    struct ka_bridge_view view;
    ka_bridge_view_init(&view, bridge, (enum ka_bridge_level)opt.level);
    bool good = (!opt.campaign || write_effect(bridge, meta, err)) &&
                (!opt.moves || write_segments(bridge, meta, err)) &&
                ka_table_save_asked(opt.migration, ka_bridge_write_migration, &view, err) &&
                ka_table_save(opt.output, ka_bridge_write, &view, err) &&
                write_meta(meta, bridge, err);
    ka_bridge_view_clear(&view);
    return good;
}

static bool run(const char *path, struct ka_journal *journal, struct ka_bridge *bridge,
                struct ka_meta *meta, struct ka_error *err)
{
    struct ka_journal_options reading = {.goods = true, .meta = opt.meta ? meta : NULL};
    struct ka_period periods[2];
    struct ka_rates rates = {0};
    bool good = ka_journal_group_parse(opt.group, &reading.group, err) &&
                ka_journal_read(journal, path, &reading, err) &&
                parse_periods(journal, periods, err) &&
                (!opt.fx || ka_rates_load(&rates, opt.fx, reading.meta, err));
    if (good)
        trim(journal, periods);
    good = good && ka_bridge_make(bridge, journal, periods, opt.fx ? &rates : NULL, err);
    if (good && !opt.fx && journal->currencies.count > 1)
        ka_warn("several currencies and no --fx: what rates did is in the price");
    good = good && write_tables(bridge, meta, err);
    ka_rates_clear(&rates);
    return good;
}

int main(int argc, char **argv)
{
    struct ka_journal journal = {0};
    struct ka_bridge bridge = {0};
    struct ka_meta meta = {0};
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    ka_meta_begin(&meta, program.name);
    if (argc - first > 1)
        ka_fail(&err, KA_USAGE, "one input at most; there are %d", argc - first);
    else if (opt.effect && !opt.campaign)
        ka_fail(&err, KA_USAGE, "option '--effect': needs --campaign");
    else if (!opt.rows[0] != !opt.moves || !opt.rows[1] != !opt.moves)
        ka_fail(&err, KA_USAGE,
                "options '--segments-before', '--segments-after' and "
                "'--segment-migration' go together");
    else
        run(argv[first], &journal, &bridge, &meta, &err);
    ka_bridge_clear(&bridge);
    ka_journal_clear(&journal);
    ka_buf_clear(&meta.rows);
    return ka_program_end(&err);
}
