// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/plants.h"

#include <math.h>

#include "base/map.h"
#include "table/date.h"
#include "table/decimal.h"

enum { WALLET_STREAM = 3 };

static void put_header(struct ka_writer *writer, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(writer, name);
    ka_writer_end(writer);
}

// Expected purchases of a year, yuan, once all families are taken up.
static double yearly(const struct ka_market_account *account)
{
    return 12 * account->rate * account->spend * KA_MEAN_LINES;
}

static double yearly_of(const struct ka_market_account *account, int family)
{
    double all = 0;
    for (int f = 0; f < KA_FAMILIES; f++)
        all += account->mix[f];
    return yearly(account) * account->mix[family] / all;
}

// ---- The gap ----

// The account that would buy the most of a family of which it bought nothing.
struct gap {
    size_t account; // KA_NONE: none
    int family;
};

// The family is a quarter of what the channel buys, and most of its accounts have bought it.
static bool like_it(const struct ka_truth *truth, size_t i, int family)
{
    const struct ka_market *market = truth->market;
    const struct ka_channel *channel = market->accounts[i].channel;
    size_t peers = 0, buyers = 0;
    for (size_t j = 0; j < market->count; j++) {
        bool is_peer =
            j != i && market->accounts[j].channel == channel && truth->totals[j].lines > 0;
        peers += is_peer;
        buyers += is_peer && truth->totals[j].families >> family & 1;
    }
    return channel->mix[family] >= 0.25 && 2 * buyers > peers;
}

// Among accounts that have nothing else to show, stay, and have bought for a year.
static bool may_gap(const struct ka_truth *truth, size_t i, int family)
{
    const struct ka_market *market = truth->market;
    const struct ka_market_account *account = &market->accounts[i];
    return account->fact == KA_FACT_NONE && account->last == INT32_MAX &&
           account->first <= ka_month_first(market->first_month + market->months - 12) &&
           truth->totals[i].lines > 0 && !(truth->totals[i].families >> family & 1) &&
           like_it(truth, i, family);
}

static struct gap find_gap(const struct ka_truth *truth)
{
    struct gap gap = {KA_NONE, 0};
    double most = 0;
    for (size_t i = 0; i < truth->market->count; i++)
        for (int f = 0; f < KA_FAMILIES; f++) {
            double value = yearly_of(&truth->market->accounts[i], f);
            if (value <= most || !may_gap(truth, i, f))
                continue;
            most = value;
            gap = (struct gap){i, f};
        }
    return gap;
}

// ---- Wallets ----

static void put_wallet(struct ka_writer *writer, const struct ka_market_account *account,
                       const char *family, double wallet)
{
    ka_writer_put(writer, account->id);
    ka_writer_put_text(writer, family);
    ka_writer_put_integer(writer, (int64_t)round(wallet / 1e4) * 10000);
    ka_writer_end(writer);
}

// What half of the accounts say that they buy a year of our kind of goods, from us and others.
void ka_plants_write_wallet(const struct ka_truth *truth, struct ka_writer *writer)
{
    const struct ka_market *market = truth->market;
    struct ka_random *random = ka_market_stream(market, WALLET_STREAM);
    struct gap gap = find_gap(truth);
    put_header(writer, "account_id,family,wallet");
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        bool told = ka_random_uniform(random) < 0.5;
        double times = 1.4 + 2 * ka_random_uniform(random);
        if (told && account->last == INT32_MAX)
            put_wallet(writer, account, "", yearly(account) * times + 1e4);
        if (market->by_id[n] == gap.account)
            put_wallet(writer, account, ka_family_names[gap.family],
                       yearly_of(account, gap.family) * times + 1e4);
    }
    ka_random_free(random);
}

// ---- What there is to find ----

static void put_fact(struct ka_writer *writer, const char *fact, struct ka_str id,
                     const char *detail)
{
    ka_writer_put_text(writer, fact);
    ka_writer_put(writer, id);
    ka_writer_put_text(writer, detail);
    ka_writer_end(writer);
}

void ka_plants_write_facts(const struct ka_truth *truth, struct ka_writer *writer)
{
    struct gap gap = find_gap(truth);
    put_header(writer, "fact,account_id,detail");
    put_fact(writer, "stuffed_channel", truth->market->accounts[KA_FACT_FAMOUS_LOSS].id, "");
    if (gap.account != KA_NONE)
        put_fact(writer, "family_gap", truth->market->accounts[gap.account].id,
                 ka_family_names[gap.family]);
}
