// SPDX-License-Identifier: GPL-3.0-or-later
// What an account does not buy yet: account by product family, with a value.
//
// Each account and family is owned, lost or never bought.  The value is a ratio estimate: what
// accounts of the same channel and segment buy of the family for a yuan of everything else,
// times what this one buys of everything else.
#include "base/program.h"
#include "sales/profile.h"
#include "sales/whitespace.h"
#include "sales/whitespace_tables.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <inttypes.h>

static struct {
    const char *accounts, *segment, *wallet, *asof, *output, *pairs, *adoption, *meta;
    bool gaps;
    int64_t lost, min_peers, min_support;
} opt = {.lost = 180, .min_peers = 5, .min_support = 5};

static const struct ka_program program = {
    .name = "ka-whitespace",
    .purpose = "product families that an account does not buy yet, with a value",
    .operands = "[FILE]",
    .description =
        "Reads sales rows and writes one row per account and product family: owned, lost or "
        "never bought; what it bought in the last 365 days; the share of its peers that own "
        "the family, and what the account would buy if it bought like them.\n"
        "\n"
        "Peers are other accounts of the same channel and segment that bought anything in the "
        "last 365 days; when there are fewer than --min-peers, those of the channel, then of "
        "the "
        "group of channels (supermarket, electronics, stationery, oem); when these are too few "
        "as well, all. Then a family that such channels hardly buy is worth too much: "
        "peer_group says so. Segments come from --accounts, as ka-segment writes them. "
        "Accounts and families stand in bytewise order; with --gaps only those lost or never "
        "bought are written, the largest gap first.",
    .options =
        (const struct ka_option[]){
            {0, "gaps", KA_FLAG, &opt.gaps, NULL,
             "only what is lost or never bought, the largest gap first"},
            {0, "accounts", KA_TEXT, &opt.accounts, "FILE",
             "account rows with segments, and channels and groups where the sales have none"},
            {0, "segment", KA_TEXT, &opt.segment, "COLUMN",
             "the segment in them (default cluster, else rfm_segment)"},
            {0, "wallet", KA_TEXT, &opt.wallet, "FILE",
             "what accounts buy a year from whomever: adds shares of wallet"},
            {0, "lost", KA_COUNT, &opt.lost, "DAYS",
             "a family not bought for so long is lost (default 180)"},
            {0, "min-peers", KA_COUNT, &opt.min_peers, "N",
             "peers that make a group (default 5, at least 2)"},
            {0, "min-support", KA_COUNT, &opt.min_support, "N",
             "accounts that must have bought both of a pair (default 5)"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts (default the newest in the data)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "pairs", KA_TEXT, &opt.pairs, "FILE", "families bought together: lift"},
            {0, "adoption", KA_TEXT, &opt.adoption, "FILE",
             "who had taken up a family, month by month"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-whitespace --gaps | head",
             "the largest gaps"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-whitespace --wallet wallet.csv --pairs "
             "pairs.csv --adoption adoption.csv -o whitespace.csv",
             "with shares of wallet, what goes together, and how new families spread"},
            {"ka-import --fx fx.csv sales_gbk.csv >sales.csv && ka-segment -o segments.csv "
             "sales.csv && ka-whitespace --accounts segments.csv --gaps sales.csv",
             "peers of the same segment"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"COLUMNS",
             "state: never, no line of kind sale, or all of it came back (net revenue not "
             "above "
             "0); lost, none in the last --lost days up to the last day; owned, all else. "
             "first, "
             "last: its oldest and newest sale. revenue: of all time, net of returns; "
             "revenue_recent: of the last 365 days.\n"
             "\n"
             "peer_group: which peers these are (channel and segment, channel, group, all; "
             "empty: "
             "there are not two); peers, peer_owners: their number, and how many own the "
             "family; peer_share: the latter over the former, with Wilson's 95 % interval.\n"
             "\n"
             "expected: size × Σ y / Σ x over the peers, y their revenue_recent in the family, "
             "x "
             "in all other families, size the account's own x; a year's money, those that do "
             "not "
             "buy counted in. Its 95 % interval is Student's with the linearised variance of a "
             "ratio (Cochran 1977, eq. 6.13), cut at 0: of the mean of such accounts, not of "
             "this one. if_bought: the same among the peers that own the family. gap = "
             "expected "
             "- revenue_recent. Empty when the account or its peers bought nothing else."},
            {"SIDE TABLES",
             "--wallet: account_id, family (empty: all the account buys of our kind), wallet "
             "(a "
             "year's purchases from whomever, above 0). wallet_share is revenue_recent over "
             "it, account_wallet_share that of all families over account_wallet.\n"
             "\n"
             "--pairs: buyers_a, buyers_b, buyers_both: accounts that own or have lost the "
             "families; support: both over all accounts; share_of_a, share_of_b: both over the "
             "buyers of one; lift: support over the product of the two shares of all accounts, "
             "1 "
             "when neither family tells of the other, with a 95 % interval on its logarithm "
             "(delta method).\n"
             "\n"
             "--adoption: for all accounts and for each channel, from the first purchase of "
             "the "
             "family on: accounts that first bought it in the month, that had bought it by "
             "its end, that had bought anything by then; the share with Wilson's interval."},
            {0},
        },
};

static bool check_options(int operands, struct ka_error *err)
{
    if (operands > 1)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands);
    if (opt.segment && !opt.accounts)
        return ka_fail(err, KA_USAGE, "option '--segment': needs --accounts");
    if (opt.lost == 0)
        return ka_fail(err, KA_USAGE, "option '--lost': 0 days would lose everything");
    return opt.min_peers >= 2 ||
           ka_fail(err, KA_USAGE, "option '--min-peers': %" PRId64 " is not 2 or more",
                   opt.min_peers);
}

static void say_warnings(const struct ka_whitespace *ws)
{
    const struct ka_holdings *h = &ws->holdings;
    if (h->after_asof > 0)
        ka_warn("%" PRIu64 " sales rows are after the last day and do not count",
                h->after_asof);
    if (h->no_family > 0)
        ka_warn("%" PRIu64 " sales rows have no product family", h->no_family);
    if (ws->wallet_strangers > 0)
        ka_warn("%zu wallets are of accounts or families without sales", ws->wallet_strangers);
}

static bool write_rows(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_whitespace_write(context, opt.gaps, opt.wallet != NULL, w);
    return true;
}

static bool write_pairs(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_whitespace_write_pairs(context, opt.min_support, w);
    return true;
}

static bool write_adoption(struct ka_writer *w, const void *context, struct ka_error *err)
{
    (void)err;
    ka_whitespace_write_adoption(context, w);
    return true;
}

static bool write_meta(const struct ka_whitespace *ws, struct ka_meta *meta,
                       struct ka_error *err)
{
    struct ka_buf asof = {0};
    ka_date_format(&asof, ws->holdings.asof);
    ka_meta_add(meta, "asof", "%s", asof.p);
    ka_meta_add(meta, "rows.in", "%" PRIu64, ws->holdings.rows);
    ka_meta_add(meta, "rows.after_asof", "%" PRIu64, ws->holdings.after_asof);
    ka_meta_add(meta, "rows.no_family", "%" PRIu64, ws->holdings.no_family);
    ka_meta_add(meta, "accounts", "%zu", ws->holdings.roster.ids.count);
    ka_meta_add(meta, "families", "%zu", ws->holdings.families.count);
    ka_meta_add(meta, "lost_days", "%" PRId64, opt.lost);
    ka_meta_add(meta, "min_peers", "%" PRId64, opt.min_peers);
    ka_meta_add(meta, "min_support", "%" PRId64, opt.min_support);
    ka_buf_clear(&asof);
    return ka_meta_write(meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_all(const struct ka_whitespace *ws, struct ka_meta *meta,
                      struct ka_error *err)
{
    say_warnings(ws);
    return ka_table_save_asked(opt.pairs, write_pairs, ws, err) &&
           ka_table_save_asked(opt.adoption, write_adoption, ws, err) &&
           write_meta(ws, meta, err) && ka_table_save(opt.output, write_rows, ws, err);
}

static bool run(const char *path, struct ka_error *err)
{
    const struct ka_whitespace_options options = {opt.accounts, opt.segment, opt.wallet,
                                                  opt.lost, opt.min_peers};
    struct ka_whitespace ws = {0};
    struct ka_meta meta = {0};
    struct ka_meta *note = opt.meta ? &meta : NULL;
    int32_t asof;
    ka_meta_begin(&meta, program.name);
    bool good = ka_asof_parse(opt.asof, &asof, err) &&
                ka_holdings_read(&ws.holdings, path, asof, note, err) &&
                ka_whitespace_make(&ws, &options, note, err) && write_all(&ws, &meta, err);
    ka_whitespace_clear(&ws);
    ka_buf_clear(&meta.rows);
    return good;
}

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    ka_stat_begin();
    int first = ka_program_begin(&program, argc, argv);
    if (check_options(argc - first, &err))
        run(argv[first], &err);
    return ka_program_end(&err);
}
