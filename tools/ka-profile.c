// SPDX-License-Identifier: GPL-3.0-or-later
// Sales rows → one row per account, with the features that every later tool reads.
//
// No row is kept: each account has its sums, the days and orders of its purchases, and what
// it bought of each product in each month, which several threads gather and bring together.
// From these come gaps, families, months and growth; prices are compared within product and
// month, margins across products.  Nothing depends on the order of the rows, on how they are
// split into files, or on the threads.
#include <inttypes.h>

#include "base/program.h"
#include "profile/shards.h"
#include "sales/profile.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

static struct {
    const char *by, *asof, *costs, *alias, *monthly, *output, *meta, *shard, *figures;
    struct ka_list company;
    bool join;
    int64_t threads;
} opt = {.by = "account_id"};

static struct ka_section sections[] = {
    {"COLUMNS",
     "Empty means unknown and is never 0; a column that nothing fills is left out. A purchase "
     "is a line of kind sale. Sums are over lines of every kind where nothing else is said: "
     "they are exact and add up to the totals of the input.\n"
     "\n"
     "account_id: the key, or the column of --by.\n"
     "\n"
     "account, parent_id, channel, group, axis, region, industry, manager: what stands on the "
     "newest line that has it, of several the bytewise greatest. With --by product_id these "
     "are product and family; with another key there are none, it would not determine them.\n"
     "\n"
     "first, last: first and last day with a purchase; empty for an account with returns only. "
     "tenure_days = last - first. recency_days = asof - last.\n"
     "\n"
     "orders: distinct order ids of purchases; purchases without an id are one order a day.\n"
     "\n"
     "lines: lines of every kind. qty: their quantity, empty when one is unknown; an adjust "
     "line moves no goods.\n"
     "\n"
     "active_months: months with a purchase. active_ratio: these / the months from the first "
     "purchase to asof, both inclusive.\n"
     "\n"
     "revenue: returns and adjustments taken off. returns: what lines of kind return took off, "
     "as a positive amount. return_rate = returns / (revenue + returns), empty unless that "
     "is above 0.\n"
     "\n"
     "margin: empty when a line has none, because a sum with an unknown part is unknown; how "
     "many is said on stderr. An adjust line without a cost has no goods: its margin is its "
     "revenue. margin_rate = margin / revenue, empty unless revenue is above 0.\n"
     "\n"
     "high_margin_revenue: revenue of high-margin products. A product is one when the newest "
     "line with a high_margin flag says so; without a flag, when its margin rate (over its "
     "lines with a margin) is at or above the 75th percentile of the products' rates, weighted "
     "by their revenue. A product without positive revenue has no rate and is none, a line "
     "without a product counts for none. high_margin_share = that / revenue, "
     "high_margin_lq = the share / the share of all accounts together; both empty unless "
     "revenue is above 0. All three are left out when there are neither margins nor flags.\n"
     "\n"
     "cost_to_serve, net_profit (= margin - cost_to_serve): with --costs only, see there.\n"
     "\n"
     "order_value = revenue / orders, empty without orders.\n"
     "\n"
     "gap_mean_days, gap_cv: mean, and standard deviation (n - 1) / mean, of the days between "
     "consecutive days with a purchase; they need 1 and 3 gaps.\n"
     "\n"
     "families: product families with positive revenue; empty when no line has a family. "
     "family_entropy: Shannon entropy of their revenue shares in nats; 0 for one family, "
     "ln n for n equal ones.\n"
     "\n"
     "price_index: paid / the same quantities at the mean price that all other accounts paid "
     "for that product in that month; over purchases with a quantity above 0, where another "
     "account bought too. Empty when none did. A product is known by its id, or by its "
     "name.\n"
     "\n"
     "growth_rate: Theil-Sen slope of monthly revenue, per year, / mean monthly revenue, over "
     "the last 12 complete months. Months before the first purchase and before the first "
     "complete month of the data are left out; empty below 6 months or unless the mean is "
     "above 0. A month is complete when the data begin on its first day or before and asof is "
     "its last day or later: with data up to a month's last working day, give --asof.\n"
     "\n"
     "revenue_prior, revenue_recent: the last 12 complete months, and the 12 before these; "
     "empty "
     "when the data do not reach back that far.\n"
     "\n"
     "completeness: mean over the lines of the share that is filled of order_id, account, "
     "channel, region, manager, product_id, product, family, qty, unit_price, cost, margin."},
    {"COSTS",
     "The table has account_id, period (YYYY-MM), kind (rebate, slotting, barcode, display, "
     "promoter, freight, returns, credit, service, other) and amount; other columns are passed "
     "over. Headers and kinds may be Chinese: 客户编码, 期间 or 月份, 费用类型, 金额; 返利, "
     "进场费, 条码费, 堆头, 促销员, 运费, 退货, 账期, 服务, 其他 (ka-import --schema lists all "
     "words). Months may stand as 2024/1, "
     "202401 or 2024年1月, amounts as 1,234.50 or ￥1,234.50, in the currency of the sales. "
     "Account ids are taken as ka-import writes them: full width as half width, without "
     "blanks around. With --alias, the table that ka-import takes, costs that are booked on "
     "an alias are those of its account.\n"
     "\n"
     "An account without costs has 0. Rows of months before the first of the data or "
     "after that of asof are left out, and counted on stderr. An account that has "
     "costs but no sales becomes a row with revenue 0, and is counted there too. The costs "
     "add up to the table exactly. With --by channel, or another column of the account, an "
     "account's costs go to the key of its newest line (those without sales under the empty "
     "key); with other keys costs are refused."},
    {"MONTHLY",
     "One row per key and month in which it has lines or costs: the key, account and channel, "
     "period (YYYY-MM), revenue, margin, orders, qty, and with --costs cost_to_serve and "
     "net_profit. An order that spans two months counts in both."},
    {0}, // SHARDS
    {0},
};

static const struct ka_program program = {
    .name = "ka-profile",
    .purpose = "sales rows to one row per account",
    .operands = "[FILE...]",
    .description =
        "Reads sales rows as ka-import writes them, from the files or from standard input, and "
        "writes one row per account with its features: purchases and their timing, revenue, "
        "returns, margin, the mix of products, prices and growth. Rows are sorted by "
        "account_id, bytewise.\n"
        "\n"
        "Several files are one input: any order of rows, any split gives the same bytes. "
        "Memory grows with the accounts, their orders and what each buys in a month, not with "
        "the rows. "
        "Rows in, rows out and the exact revenue are said on stderr.",
    .options =
        (const struct ka_option[]){
            {'b', "by", KA_TEXT, &opt.by, "COLUMN",
             "one row per value of this column (default account_id)"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts (default the newest in the data)"},
            {'c', "costs", KA_TEXT, &opt.costs, "FILE",
             "table of costs to serve: adds cost_to_serve and net_profit"},
            {0, "alias", KA_TEXT, &opt.alias, "FILE",
             "ka-import's aliases of accounts, for the costs"},
            {0, "monthly", KA_TEXT, &opt.monthly, "FILE", "write the totals by month there"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "threads", KA_COUNT, &opt.threads, "N",
             "at most so many (default: all processors); no figure depends on it"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0, "figures", KA_TEXT, &opt.figures, "FILE",
             "instead of account rows, what shards have to know of the whole company"},
            {0, "company", KA_LIST, &opt.company, "FILE",
             "such figures, of all parts of the company; may be repeated"},
            {0, "shard", KA_TEXT, &opt.shard, "K/N", "the rows are this shard of the company"},
            {0, "join", KA_FLAG, &opt.join, NULL,
             "the files are profiles of shards: write them as one"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile -o profile.csv",
             "one row per account"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --costs costs.csv --monthly "
             "monthly.csv -o "
             "accounts.csv",
             "with cost to serve, and the months of each account"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --by channel",
             "one row per channel"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-profile --figures company.csv",
             "for shards"},
            {0},
        },
    .sections = sections,
};

static bool read_inputs(struct ka_profile *profile, char **paths, struct ka_error *err)
{
    bool good = ka_profile_load(profile, paths[0], err);
    for (size_t i = 1; good && paths[0] && paths[i]; i++)
        good = ka_profile_load(profile, paths[i], err);
    return good;
}

static bool write_monthly(const struct ka_profile *profile, struct ka_error *err)
{
    if (!opt.monthly)
        return true;
    struct ka_frame monthly = {0};
    ka_profile_monthly(profile, &monthly);
    bool good = ka_frame_save(opt.monthly, &monthly, NULL, err);
    ka_frame_clear(&monthly);
    return good;
}

// The figures of the run as key and value, for the provenance.
static void note_totals(struct ka_meta *meta, const struct ka_profile_totals *totals)
{
    struct ka_buf text = {0};
    ka_meta_add(meta, "by", "%s", opt.by);
    ka_date_format(&text, totals->asof);
    ka_meta_add(meta, "asof", "%s", ka_buf_str(&text).p);
    ka_meta_add(meta, "rows.in", "%" PRIu64, totals->rows);
    ka_meta_add(meta, "rows.after_asof", "%" PRIu64, totals->after_asof);
    ka_meta_add(meta, "rows.out", "%zu", totals->keys);
    ka_buf_reset(&text);
    ka_decimal_format_sum(&text, totals->revenue);
    ka_meta_add(meta, "total.revenue", "%s", text.p);
    ka_buf_reset(&text);
    if (totals->cost_to_serve != KA_SUM_NONE) {
        ka_decimal_format_sum(&text, totals->cost_to_serve);
        ka_meta_add(meta, "total.cost_to_serve", "%s", text.p);
    }
    ka_buf_clear(&text);
}

static void say_warnings(const struct ka_profile *profile)
{
    struct ka_buf text = {0};
    ka_profile_warnings(profile, &text);
    ka_warn_lines(&text);
    ka_buf_clear(&text);
}

static void say_totals(const struct ka_profile_totals *totals)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, totals->revenue);
    if (totals->cost_to_serve != KA_SUM_NONE) {
        ka_buf_add_text(&text, ", cost to serve ");
        ka_decimal_format_sum(&text, totals->cost_to_serve);
    }
    ka_say("%" PRIu64 " sales row%s in, %zu %s row%s out, revenue %s", totals->rows,
           totals->rows == 1 ? "" : "s", totals->keys,
           strcmp(opt.by, "account_id") == 0 ? "account" : opt.by, totals->keys == 1 ? "" : "s",
           text.p);
    ka_buf_clear(&text);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_all(const struct ka_profile *profile, struct ka_meta *meta,
                      struct ka_error *err)
{
    struct ka_profile_totals totals = ka_profile_totals(profile);
    note_totals(meta, &totals);
    say_warnings(profile);
    if (!write_monthly(profile, err) || !ka_meta_write(meta, opt.meta, err) ||
        !ka_table_save(opt.output, ka_profile_write, profile, err))
        return false;
    say_totals(&totals);
    return true;
}

static bool check_options(struct ka_error *err)
{
    bool of_shards = opt.figures || opt.company.count || opt.shard || opt.join;
    if (opt.alias && !opt.costs)
        return ka_fail(err, KA_USAGE, "option '--alias' is for the accounts of --costs");
    if (of_shards && strcmp(opt.by, "account_id") != 0)
        return ka_fail(err, KA_USAGE, "shards are of accounts: without --by");
    if (opt.asof && opt.company.count)
        return ka_fail(err, KA_USAGE, "option '--asof' is said where --figures are written");
    if (opt.figures &&
        (opt.company.count || opt.shard || opt.join || opt.output || opt.monthly || opt.costs))
        return ka_fail(err, KA_USAGE,
                       "option '--figures' writes figures only, of rows and --asof");
    if (opt.join && (opt.shard || opt.monthly || opt.costs || opt.asof || opt.meta))
        return ka_fail(err, KA_USAGE, "option '--join' reads profiles: with --company only");
    return true;
}

static bool set_options(struct ka_profile_options *options, const struct ka_company *company,
                        struct ka_error *err)
{
    if (!ka_asof_parse(opt.asof, &options->asof, err) ||
        (opt.shard && !ka_shard_parse(opt.shard, "shard", &options->shard, err)))
        return false;
    if (company->parts == 0)
        return true;
    options->company = company;
    options->asof = company->asof;
    return true;
}

static bool profile_inputs(char **paths, const struct ka_company *company, struct ka_error *err)
{
    struct ka_meta meta = {0};
    struct ka_profile_options options = {.by = opt.by,
                                         .costs = opt.costs,
                                         .alias = opt.alias,
                                         .monthly = opt.monthly != NULL,
                                         .figures = opt.figures != NULL,
                                         .threads = (size_t)opt.threads,
                                         .meta = opt.meta ? &meta : NULL};
    if (!set_options(&options, company, err))
        return false;
    ka_meta_begin(&meta, program.name);
    struct ka_profile *profile = ka_profile_new(&options);
    bool good =
        read_inputs(profile, paths, err) &&
        (opt.figures ? ka_profile_write_figures(profile, opt.figures, err)
                     : ka_profile_finish(profile, NULL, err) && write_all(profile, &meta, err));
    ka_profile_free(profile);
    ka_buf_clear(&meta.rows);
    return good;
}

static bool run(char **paths, struct ka_error *err)
{
    struct ka_company company = {0};
    bool good = check_options(err) && ka_profile_read_company(&company, &opt.company, err) &&
                (opt.join ? ka_profile_join(paths, &company, opt.output, err)
                          : profile_inputs(paths, &company, err));
    ka_company_clear(&company);
    return good;
}

int main(int argc, char **argv)
{
    struct ka_error err = {0};
    ka_stat_begin();
    sections[sizeof sections / sizeof *sections - 2] = ka_profile_shards_section;
    int first = ka_program_begin(&program, argc, argv);
    run(argv + first, &err);
    ka_list_clear(&opt.company);
    return ka_program_end(&err);
}
