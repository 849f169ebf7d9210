// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prices.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/company.h"
#include "stat/sum.h"

enum { WORD = 64 };

// Items of one product and month stand together.
static void number_trades(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    const struct ka_ledger_item *last = NULL;
    for (size_t i = 0; i < ledger->items.count; i++) {
        const struct ka_ledger_item *item = &ledger->item[i];
        prices->trades += !last || item->product != last->product || item->month != last->month;
        prices->trade[i] = (uint32_t)prices->trades - 1;
        last = item;
    }
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
    for (size_t i = 0; i < ledger->items.count; i++) { // 0 of those that are not priced
        prices->sums[prices->trade[i]].paid += ledger->item_sums[i].paid;
        prices->sums[prices->trade[i]].qty += ledger->item_sums[i].qty;
    }
}

void ka_prices_init(struct ka_prices *prices, const struct ka_ledger *ledger)
{
    *prices = (struct ka_prices){.trade = ka_alloc(ledger->items.count, sizeof *prices->trade)};
    number_trades(prices, ledger);
    prices->sums = ka_zalloc(prices->trades, sizeof *prices->sums);
    (ledger->company ? take_sums : add_sums)(prices, ledger);
}

void ka_own_prices_init(struct ka_own_prices *own, const struct ka_prices *prices)
{
    size_t words = prices->trades / WORD + 1;
    *own = (struct ka_own_prices){
        .sums = ka_zalloc(prices->trades, sizeof *own->sums),
        .met = ka_zalloc(words, sizeof *own->met),
        .met_words = ka_zalloc(words / WORD + 1, sizeof *own->met_words),
        .words = words / WORD + 1,
    };
}

// The next double, as any conversion gives it: that of 64 bits is one instruction.
static double real_of(ka_int128 value)
{
    return value == (int64_t)value ? (double)(int64_t)value : (double)value;
}

// What others bought of the same has a mean price.
static void compare_trade(const struct ka_item_sums *all, const struct ka_item_sums *own,
                          ka_int128 *paid, struct ka_sum *expected)
{
    if (own->qty == all->qty)
        return;
    double price = real_of(all->paid - own->paid) / real_of(all->qty - own->qty);
    *paid += own->paid;
    ka_sum_add(expected, real_of(own->qty) * price);
}

// What was paid and what was expected.
struct comparison {
    ka_int128 paid;
    struct ka_sum expected;
};

// The trades of one word, in their order, which the rounding of the sum depends on.
static void compare_word(struct ka_own_prices *own, const struct ka_prices *prices, size_t word,
                         struct comparison *comparison)
{
    for (uint64_t left = own->met[word]; left; left &= left - 1) {
        size_t trade = word * WORD + (size_t)__builtin_ctzll(left);
        compare_trade(&prices->sums[trade], &own->sums[trade], &comparison->paid,
                      &comparison->expected);
        own->sums[trade] = (struct ka_item_sums){0};
    }
    own->met[word] = 0;
}

double ka_own_prices_index(struct ka_own_prices *own, const struct ka_prices *prices)
{
    struct comparison comparison = {0};
    for (size_t i = 0; i < own->words; i++) {
        for (uint64_t left = own->met_words[i]; left; left &= left - 1)
            compare_word(own, prices, i * WORD + (size_t)__builtin_ctzll(left), &comparison);
        own->met_words[i] = 0;
    }
    double value = ka_sum_value(&comparison.expected);
    return value > 0 ? (double)comparison.paid / value : (double)NAN;
}

void ka_own_prices_clear(struct ka_own_prices *own)
{
    free(own->sums);
    free(own->met);
    free(own->met_words);
    *own = (struct ka_own_prices){0};
}

void ka_prices_clear(struct ka_prices *prices)
{
    free(prices->trade);
    free(prices->sums);
    *prices = (struct ka_prices){0};
}
