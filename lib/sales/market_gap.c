// SPDX-License-Identifier: GPL-3.0-or-later
// The planted gap: a large account never takes up cartridges, on which its channel lives, and
// nothing else that is missing is worth as much.
#include "sales/market.h"

#include <math.h>

#include "base/map.h"
#include "table/date.h"

enum { YEAR = 12 };
static const double least_mix = 0.25;
static const double least_rate = 5;        // orders a month before scaling
static const double least_revenue = 1.8e6; // yuan a month before scaling
static const double most_profit = 0.7;     // of what the planted facts exceed
static const double rival = 0.25;          // of what the gap is worth

// How much of the last year an account buys, by its first and last day.
static double active(const struct ka_market *market, const struct ka_market_account *account)
{
    int32_t end = ka_month_first(market->first_month + market->months);
    int32_t from = ka_month_first(market->first_month + market->months - YEAR);
    double first = account->first > from ? account->first : from;
    double last = account->last < end ? account->last : end;
    double level = account->decline_from < INT32_MAX ? 0.5 : 1;
    return last > first ? level * (last - first) / (end - from) : 0;
}

// The mean over the last year of the share of a channel that has taken up the family: the
// integral of 1 - exp(-months since launch / adoption).
static double taken_up(const struct ka_channel *channel, int family)
{
    double since = ka_family_months[family], scale = channel->adoption;
    double from = fmax(since - YEAR, 0);
    return (since - from - scale * (exp(-from / scale) - exp(-since / scale))) / YEAR;
}

// What an account would have bought of the family in a month of the last year if it had bought
// like its channel.
static double worth(const struct ka_market *market, const struct ka_market_account *account,
                    int family)
{
    return ka_market_revenue(account) * active(market, account) *
           account->channel->mix[family] * taken_up(account->channel, family);
}

// Nothing else is planted in it, its channel lives on cartridges, it stays and was there a year
// before the end.
static bool may_gap(const struct ka_market *market, const struct ka_market_account *account)
{
    int32_t year = ka_month_first(market->first_month + market->months - YEAR);
    return account->fact == KA_FACT_NONE && account->channel->mix[KA_CARTRIDGE] >= least_mix &&
           account->last == INT32_MAX && account->first <= year;
}

static size_t find_gap(const struct ka_market *market)
{
    size_t found = KA_NONE;
    double most = 0;
    for (size_t i = 0; i < market->count; i++) {
        double value = worth(market, &market->accounts[i], KA_CARTRIDGE);
        if (value <= most || !may_gap(market, &market->accounts[i]))
            continue;
        most = value;
        found = i;
    }
    return found;
}

// Orders often, and buys much, as far as the planted facts stay at the top.
static void strengthen(struct ka_market_account *gap)
{
    double revenue = ka_market_revenue(gap), profit = ka_market_profit(gap);
    double times = fmax(least_revenue / revenue, 1);
    if (profit > 0)
        times = fmax(fmin(times, most_profit * ka_market_top_profit / profit), 1);
    double often = fmax(least_rate / gap->rate, 1);
    gap->rate *= often;
    gap->spend *= times / often;
}

// What would be worth as much is taken up half a year before the end, and so is all that the
// planted accounts take up at all.
static void settle(const struct ka_market *market, struct ka_market_account *account,
                   double limit)
{
    int32_t late = ka_month_first(market->first_month + market->months - YEAR / 2);
    bool planted = account->fact != KA_FACT_NONE && account->last == INT32_MAX;
    for (int f = KA_CARTRIDGE; f < KA_FAMILIES; f++)
        if (account->adopted[f] > late && (planted || worth(market, account, f) > limit))
            account->adopted[f] = late;
}

void ka_market_plant_gap(struct ka_market *market)
{
    market->gap = find_gap(market);
    if (market->gap == KA_NONE)
        return;
    struct ka_market_account *gap = &market->accounts[market->gap];
    strengthen(gap);
    double limit = rival * worth(market, gap, KA_CARTRIDGE);
    for (size_t i = 0; i < market->count; i++)
        settle(market, &market->accounts[i], limit);
    settle(market, gap, 0);
    gap->adopted[KA_CARTRIDGE] = INT32_MAX;
}
