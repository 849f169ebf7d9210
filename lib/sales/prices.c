// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prices.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/sum.h"

// Items of one product and month stand together.
static size_t number_trades(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    size_t trades = 0;
    const struct ka_ledger_item *last = NULL;
    for (size_t i = 0; i < ledger->items.count; i++) {
        const struct ka_ledger_item *item = &ledger->item[i];
        trades += !last || item->product != last->product || item->month != last->month;
        prices->trade[i] = (uint32_t)trades - 1;
        last = item;
    }
    return trades;
}

static uint32_t trade_of(const struct ka_prices *prices, const struct ka_good *good)
{
    return prices->trade[good->item - prices->ledger->item];
}

// Of a shard the sums are those of the company.
static void take_sums(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    for (size_t i = 0; i < ledger->items.count; i++) {
        const struct ka_ledger_item *item = &ledger->item[i];
        if (item->is_priced)
            prices->sums[prices->trade[i]] = ka_company_trade(
                ledger->company, ka_names_at(&ledger->products, item->product), item->month);
    }
}

static void add_sums(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    for (size_t key = 0; key < ledger->keys.map.count; key++) {
        const struct ka_cell_run *goods = &ledger->run[KA_GOODS][key];
        for (size_t i = 0; i < goods->count; i++) {
            struct ka_good good = ka_good_at(ledger, goods, i);
            if (!good.item->is_priced)
                continue;
            struct ka_trade_sums *sums = &prices->sums[trade_of(prices, &good)];
            sums->paid += good.revenue;
            sums->qty += good.qty;
        }
    }
}

void ka_prices_init(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    prices->ledger = ledger;
    prices->trade = ka_alloc(ledger->items.count, sizeof *prices->trade);
    prices->sums = ka_zalloc(number_trades(prices, ledger), sizeof *prices->sums);
    (ledger->company ? take_sums : add_sums)(prices, ledger);
}

// What others bought of the same has a mean price.
static void compare_trade(const struct ka_trade_sums *all, const struct ka_trade_sums *own,
                          ka_int128 *paid, struct ka_sum *expected)
{
    if (own->qty == 0 || own->qty == all->qty)
        return;
    double price = (double)(all->paid - own->paid) / (double)(all->qty - own->qty);
    *paid += own->paid;
    ka_sum_add(expected, (double)own->qty * price);
}

double ka_prices_index(const struct ka_prices *prices, const struct ka_cell_run *goods)
{
    struct ka_trade_sums own = {0};
    struct ka_sum expected = {0};
    ka_int128 paid = 0;
    uint32_t trade = UINT32_MAX;
    for (size_t i = 0; i < goods->count; i++) {
        struct ka_good good = ka_good_at(prices->ledger, goods, i);
        if (!good.item->is_priced)
            continue;
        uint32_t next = trade_of(prices, &good);
        if (next != trade && trade != UINT32_MAX) {
            compare_trade(&prices->sums[trade], &own, &paid, &expected);
            own = (struct ka_trade_sums){0};
        }
        trade = next;
        own.paid += good.revenue;
        own.qty += good.qty;
    }
    if (trade != UINT32_MAX)
        compare_trade(&prices->sums[trade], &own, &paid, &expected);
    double value = ka_sum_value(&expected);
    return value > 0 ? (double)paid / value : (double)NAN;
}

void ka_prices_clear(struct ka_prices *prices)
{
    free(prices->trade);
    free(prices->sums);
}
