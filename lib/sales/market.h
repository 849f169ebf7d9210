// SPDX-License-Identifier: GPL-3.0-or-later
// An invented market: the channels, products and accounts of a maker of compatible
// printer supplies, drawn from a seed, with facts planted for the tools to find.
#ifndef KA_SALES_MARKET_H
#define KA_SALES_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "sales/ledger.h"
#include "stat/random.h"

enum ka_family {
    KA_INK,
    KA_CARTRIDGE, // this and the following are launched in the last year or so
    KA_TONER,
    KA_RIBBON,
    KA_FAMILIES,
};

// Lines of an order, on average.
#define KA_MEAN_LINES 2.43

// In the order of ka_cost_kind_name; no account costs anything of another kind.
enum ka_cost_kind {
    KA_COST_REBATE,
    KA_COST_SLOTTING,
    KA_COST_BARCODE,
    KA_COST_DISPLAY,
    KA_COST_PROMOTER,
    KA_COST_FREIGHT,
    KA_COST_RETURNS,
    KA_COST_CREDIT,
    KA_COST_SERVICE,
};

// What the first accounts of every market are made to show.
enum ka_fact {
    KA_FACT_FAMOUS_LOSS, // huge in its industry, large for us, a loss after cost to serve
    KA_FACT_QUIET_BEST,  // of middling size, regular, high-margin goods: the best of all
    KA_FACT_DYING,       // once large, orders thin out and stop
    KA_FACT_DUPLICATE,   // one customer under two codes and two spellings
    KA_FACT_FORMULA,     // a name that a spreadsheet would take for a formula
    KA_FACTS,
    KA_FACT_NONE = KA_FACTS,
};

// Money is in ten-thousandths of a yuan, whole cents; rates and shares are fractions.
struct ka_channel {
    const char *name, *group, *axis, *industry;
    const char *suffixes[3]; // what its companies' names end in
    bool city_in_name;
    double weight; // its share of the accounts, not normalised
    double rate;   // mean of the accounts' purchase rates, orders a month before scaling
    double spend;  // mean of the accounts' mean line values, yuan
    double discount, premium; // premium: how much likelier high-margin goods are taken
    double export_share;      // of its accounts that buy in US dollars
    double return_rate;       // return notes per order
    double size;              // turnover of a median company, million yuan a year
    double adoption;          // mean months from a family's launch to its first purchase
    double mix[KA_FAMILIES];
    double cost[KA_COST_KINDS]; // cost to serve as a share of revenue
};

struct ka_product {
    const char *id, *name;
    enum ka_family family;
    int64_t list_price, cost; // a piece
    int64_t pack;             // pieces; quantities are whole packs
    double popularity;
    bool high_margin;
};

struct ka_market_account {
    struct ka_str id, name;
    struct ka_str alias_id, alias; // its second record, empty when it has none
    enum ka_fact fact;
    const struct ka_channel *channel;
    const char *region, *manager, *relationship;
    bool dollars;     // buys in USD
    bool regular;     // orders at even intervals, not as a Poisson process
    double rate;      // orders a month while active; made absolute by ka_trade_new
    double spend;     // mean value of an order line, yuan
    int64_t discount; // off the list price, ten-thousandths
    double premium, cost_factor, return_rate;
    double mix[KA_FAMILIES];
    int32_t adopted[KA_FAMILIES]; // date from which it buys the family
    uint64_t carries;             // products it may buy, by bit
    int32_t since, first, last;   // last: date of drop-out, INT32_MAX when it stays
    int32_t decline_from;         // month from which its rate runs down until `last`
    double industry_size;         // turnover, million yuan a year
    bool key;                     // stays, and is in the top fifth by expected net profit
};

struct ka_market {
    struct ka_market_account *accounts; // those with a planted fact first
    size_t *by_id;                      // their numbers in the order of their codes
    size_t count;
    size_t gap; // that never takes up KA_CARTRIDGE, though it should; KA_NONE: there is none
    int32_t first_month, months;
    uint64_t seed;
    int64_t *dollar; // yuan for a US dollar by month, ten-thousandths
    struct ka_random *random;
    struct ka_arena arena;
};

// The least that leaves room for the planted facts.
enum { KA_MARKET_MIN_ACCOUNTS = 12, KA_MARKET_MIN_MONTHS = 18 };

extern const struct ka_channel ka_channels[];
extern const struct ka_product ka_products[];
extern const size_t ka_channel_count, ka_product_count; // at most 64 products
extern const char *const ka_family_names[KA_FAMILIES];
extern const int32_t ka_family_months[KA_FAMILIES];   // from the launch to the end of the data
extern const char *const ka_fact_names[KA_FACTS + 1]; // "" for KA_FACT_NONE

// Accounts by Gamma-distributed purchase rates (NBD), Gamma–Gamma spend and
// exponential lifetimes (Pareto/NBD: Schmittlein, Morrison & Colombo 1987; spend:
// Fader, Hardie & Lee 2005), per channel; truncated so that the planted facts hold
// whatever the seed.  accounts and months at least the minima above.
void ka_market_init(struct ka_market *market, size_t accounts, int32_t months, uint64_t seed);
void ka_market_clear(struct ka_market *market);

// Random numbers of their own for one side table, so that it changes no other; freed by the
// caller.
struct ka_random *ka_market_stream(const struct ka_market *market, uint64_t stream);

// How likely an account buys a product rather than another of the same family: 0 when
// it does not carry it.
double ka_product_weight(const struct ka_market_account *account, size_t product);

// What an account is expected to buy in a month while it is active, and what of it is left
// after cost of goods and cost to serve; in yuan, rates as they are.  All but the planted facts
// stay below the limits.
double ka_market_revenue(const struct ka_market_account *account);
double ka_market_profit(const struct ka_market_account *account);
extern const double ka_market_top_revenue, ka_market_top_profit;

// Makes one account the planted gap, of those drawn.
void ka_market_plant_gap(struct ka_market *market);

// Expected gross margin and cost to serve of an account as shares of its revenue,
// once all families are adopted.
double ka_market_margin_rate(const struct ka_market_account *account);
double ka_market_cost_rate(const struct ka_market_account *account);

// What it cost to serve an account that bought for `revenue` (> 0) in a month: the rate of
// its channel, within a fifth by chance; whole cents.
int64_t ka_market_cost(struct ka_market *market, const struct ka_market_account *account,
                       enum ka_cost_kind kind, int64_t revenue);

#endif
