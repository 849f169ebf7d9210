// SPDX-License-Identifier: GPL-3.0-or-later
// Where the goods end up: sell-in against sell-through.
//
// Both are laid out by account, product and month of a window. What accounts sell on is valued
// at what they pay us, so that products can be added up and a rate means the same as in pieces.
#include "base/program.h"
#include "sales/flow.h"
#include "sales/flow_tables.h"
#include "sales/profile.h"
#include "stat/stat.h"
#include "table/date.h"
#include "table/meta.h"
#include "table/save.h"

#include <inttypes.h>

static struct {
    const char *sellthrough, *asof, *output, *products, *routes, *links, *meta;
    int64_t months;
} opt = {.months = 6};

static const struct ka_program program = {
    .name = "ka-flow",
    .purpose = "to whom accounts sell on what they buy, and whether they do",
    .operands = "[FILE]",
    .description =
        "Reads sales rows, and with --sellthrough what accounts report that they sold on and "
        "have in stock. Writes one row per account: the rate at which it sells on, weeks of "
        "stock, whether the channel is stuffed (stock grows while sell-through falls), how "
        "much of its purchases can be followed to an end customer, and to which end "
        "segment it sells the most.\n"
        "\n"
        "The window are the last --months months up to the last that both tables reach. "
        "Quantities sold on or in stock are valued at the mean price that the account paid us "
        "for the product in the window; when it paid none, at that of all accounts; else at "
        "the mean price of the account's pieces.",
    .options =
        (const struct ka_option[]){
            {0, "sellthrough", KA_TEXT, &opt.sellthrough, "FILE",
             "what accounts sold on, to which end segment, and their stock (required)"},
            {0, "months", KA_COUNT, &opt.months, "N",
             "months of the window, 4 to 60 (default 6)"},
            {0, "asof", KA_TEXT, &opt.asof, "DATE",
             "last day that counts (default the newest in the data)"},
            {'o', "output", KA_TEXT, &opt.output, "FILE", "write there instead of stdout"},
            {0, "products", KA_TEXT, &opt.products, "FILE",
             "the same per account and product, in pieces"},
            {0, "routes", KA_TEXT, &opt.routes, "FILE",
             "to whom: one row per account and end segment"},
            {0, "links", KA_TEXT, &opt.links, "FILE",
             "from us through the channels to the end segments, for a flow chart"},
            {0, "meta", KA_TEXT, &opt.meta, "FILE", "provenance: inputs, options, totals"},
            {0},
        },
    .examples =
        (const struct ka_example[]){
            {"ka-import --fx fx.csv sales_gbk.csv | ka-flow --sellthrough sellthrough.csv "
             "--routes routes.csv --links links.csv -o flow.csv",
             "to whom do the hypermarkets sell our goods?"},
            {"ka-import --fx fx.csv sales_gbk.csv | ka-flow --sellthrough sellthrough.csv | "
             "grep -e ^account_id -e stuffed",
             "stuffed channels"},
            {0},
        },
    .sections =
        (const struct ka_section[]){
            {"COLUMNS",
             "months_reported: months of the window with sell-through. sellin: revenue of rows "
             "with a quantity (all kinds but adjust, returns taken off). sellthrough: at our "
             "prices; empty when nothing is reported. sellthrough_rate: over the sell-in of "
             "the months reported; empty unless that is above 0.\n"
             "\n"
             "stock_basis: reported; or derived, when no stock is, but all months of "
             "sell-through are: then it is what came in and did not go out. stock_end: of "
             "the last month with a stock, not of a derived one; a product that a month does "
             "not "
             "list counts 0 where others have a stock. stock_weeks: stock_end over a week's "
             "sell-through of the three months up to there. stock_change: since the first "
             "month with a stock.\n"
             "\n"
             "stock_tau, sellthrough_tau: Kendall's tau-b with time, 0 when nothing changes, "
             "empty below four months. "
             "finding: stuffed, when stock_tau is .5 or more and sellthrough_tau -.5 or less; "
             "else clear; empty when one is unknown. Without any trend, six months show both "
             "by chance in 5 accounts of 1000.\n"
             "\n"
             "end_known_share: sell-through with a named end customer over sellin, at most 1: "
             "how well we know where our goods end up. main_segment: the largest; segment_hhi, "
             "customer_hhi: sum of the squared shares of end segments, of named end customers; "
             "1 when one has all."},
            {"SIDE TABLES",
             "--sellthrough: period (YYYY-MM), account_id, product_id, end_segment, "
             "end_customer, qty, amount (what the account took for it), stock_end (pieces at "
             "the end of the month, once or alike on all rows of an account, product and "
             "month). product_id, end_customer, amount and stock_end may be left out or "
             "empty.\n"
             "\n"
             "--routes: sellthrough and its share of the account's, amount (empty when a row "
             "has none), the share with a named end customer, their number and HHI.\n"
             "\n"
             "--links: value from company to channel (sell-in), from channel to end_segment, "
             "to "
             "stock (bought in months reported, not sold on) and to unreported (bought in "
             "other months), and from stock to channel (sold on beyond what was bought). What "
             "enters a channel leaves it; a link whose returns are more than its sales runs "
             "the "
             "other way. share: of all sell-in."},
            {0},
        },
};

static bool check_options(int operands, struct ka_error *err)
{
    if (operands > 1)
        return ka_fail(err, KA_USAGE, "one input at most; there are %d", operands);
    if (!opt.sellthrough)
        return ka_fail(err, KA_USAGE, "option '--sellthrough' is needed");
    return (opt.months >= KA_FLOW_MIN_MONTHS && opt.months <= KA_FLOW_MAX_MONTHS) ||
           ka_fail(err, KA_USAGE, "option '--months': %" PRId64 " is not within %d to %d",
                   opt.months, KA_FLOW_MIN_MONTHS, KA_FLOW_MAX_MONTHS);
}

static void say_warnings(const struct ka_flow *flow)
{
    if (flow->no_qty > 0)
        ka_warn("%" PRIu64 " sales rows without a quantity move no goods", flow->no_qty);
    if (flow->strangers > 0)
        ka_warn("%zu sell-through rows are of accounts without sales", flow->strangers);
    if (flow->later > 0)
        ka_warn("%zu sell-through rows are of months that the sales do not reach", flow->later);
}

typedef void write_flow(const struct ka_flow *flow, struct ka_writer *writer);

struct request {
    const struct ka_flow *flow;
    write_flow *write;
};

static bool write_table(struct ka_writer *w, const void *context, struct ka_error *err)
{
    const struct request *request = context;
    (void)err;
    request->write(request->flow, w);
    return true;
}

static bool save(const char *path, const struct ka_flow *flow, write_flow *write,
                 struct ka_error *err)
{
    return ka_table_save(path, write_table, &(struct request){flow, write}, err);
}

static bool write_meta(const struct ka_flow *flow, struct ka_meta *meta, struct ka_error *err)
{
    struct ka_buf months = {0};
    ka_month_format(&months, flow->first_month);
    ka_buf_add_text(&months, "..");
    ka_month_format(&months, flow->first_month + (int32_t)flow->months - 1);
    ka_meta_add(meta, "window", "%s", months.p);
    ka_meta_add(meta, "rows.sales", "%" PRIu64, flow->sales);
    ka_meta_add(meta, "rows.outside_window", "%" PRIu64, flow->outside);
    ka_meta_add(meta, "rows.no_qty", "%" PRIu64, flow->no_qty);
    ka_meta_add(meta, "rows.sellthrough", "%zu", flow->row_count);
    ka_buf_clear(&months);
    return ka_meta_write(meta, opt.meta, err);
}

// The rows come last: who sees them at the end of a pipe finds the side tables there.
static bool write_all(const struct ka_flow *flow, struct ka_meta *meta, struct ka_error *err)
{
    say_warnings(flow);
    return (!opt.products || save(opt.products, flow, ka_flow_write_products, err)) &&
           (!opt.routes || save(opt.routes, flow, ka_flow_write_routes, err)) &&
           (!opt.links || save(opt.links, flow, ka_flow_write_links, err)) &&
           write_meta(flow, meta, err) && save(opt.output, flow, ka_flow_write, err);
}

static bool run(const char *path, struct ka_error *err)
{
    struct ka_flow_options options = {.sellthrough = opt.sellthrough, .months = opt.months};
    struct ka_flow flow = {0};
    struct ka_meta meta = {0};
    ka_meta_begin(&meta, program.name);
    bool good = ka_asof_parse(opt.asof, &options.asof, err) &&
                ka_flow_read(&flow, path, &options, opt.meta ? &meta : NULL, err) &&
                write_all(&flow, &meta, err);
    ka_flow_clear(&flow);
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
