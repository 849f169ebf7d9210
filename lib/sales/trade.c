// SPDX-License-Identifier: GPL-3.0-or-later
// The number of lines is given, so the days get their shares of it, and each order
// goes to an account in proportion to its rate: what independent Poisson processes
// do when their sum is known.
#include "sales/trade.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/number.h"

static const double season[12] = {1.05, 0.6, 1.15, 1.0,  0.95, 1.0,
                                  0.9,  1.1, 1.15, 0.95, 1.1,  1.05};

// Lines of an order: 1 to 6, on average KA_MEAN_LINES.
static const double line_weights[] = {0.35, 0.25, 0.17, 0.12, 0.07, 0.04};

struct purchase { // what an account bought last, for its returns
    const struct ka_product *product;
    int64_t qty, discount;
};

struct ka_trade {
    struct ka_market *market;
    struct ka_random *random;
    int64_t lines, done, target; // target: lines that are due by the end of the day
    double *month_share;         // months + 1, rising from 0 to 1
    double *cumulative;          // rates of the accounts in the current month
    struct purchase *last;
    double due[KA_FACTS], next_due[KA_FACTS]; // of the accounts that order regularly
    int32_t month, day, month_end;
    int workdays, workday;
    size_t order; // number of the day's current order
    size_t account;
    bool returning, under_alias;
    size_t lines_left;
    uint64_t used; // products of the current order, by bit
};

// ---- Rates and shares ----

static double overlap(const struct ka_market_account *account, int32_t from, int32_t to)
{
    int32_t begin = account->first > from ? account->first : from;
    int32_t end = account->last < to ? account->last + 1 : to;
    return end > begin ? (double)(end - begin) / (to - from) : 0;
}

// The rate of an account in a month as a multiple of its own: 1, then down to a quarter.
static double level(const struct ka_market_account *account, int32_t month)
{
    if (month < account->decline_from)
        return 1;
    double span = ka_date_month(account->last) - account->decline_from;
    return 1 - 0.75 * (month - account->decline_from) / span;
}

static double month_weight(const struct ka_market *market, int32_t m)
{
    int32_t month = market->first_month + m;
    int32_t begin = ka_month_first(month), end = ka_month_first(month + 1);
    double sum = 0;
    for (size_t i = 0; i < market->count; i++) {
        const struct ka_market_account *account = &market->accounts[i];
        double active = overlap(account, begin, end);
        if (active > 0)
            sum += account->rate * level(account, month) * active *
                   (KA_MEAN_LINES * (1 - account->return_rate) + account->return_rate);
    }
    return sum * season[month % 12];
}

static void scale_rates(struct ka_trade *trade)
{
    struct ka_market *market = trade->market;
    trade->month_share = ka_zalloc((size_t)market->months + 1, sizeof *trade->month_share);
    double *share = trade->month_share;
    for (int32_t m = 0; m < market->months; m++)
        share[m + 1] = share[m] + month_weight(market, m);
    double total = share[market->months];
    for (int32_t m = 0; m <= market->months; m++)
        share[m] /= total;
    for (size_t i = 0; i < market->count; i++)
        market->accounts[i].rate *= (double)trade->lines / total;
}

// ---- Days ----

static bool is_workday(int32_t day)
{
    return (day + 4) % 7 != 0; // 1970-01-01 was a Thursday; Sundays are off
}

static void begin_month(struct ka_trade *trade)
{
    const struct ka_market *market = trade->market;
    int32_t begin = ka_month_first(trade->month), end = ka_month_first(trade->month + 1);
    double sum = 0;
    for (size_t i = 0; i < market->count; i++) {
        const struct ka_market_account *account = &market->accounts[i];
        if (!account->regular && overlap(account, begin, end) > 0)
            sum += account->rate * level(account, trade->month);
        trade->cumulative[i] = sum;
    }
    trade->month_end = end;
    trade->workday = trade->workdays = 0;
    for (int32_t day = begin; day < end; day++)
        trade->workdays += is_workday(day);
}

static void begin_workday(struct ka_trade *trade)
{
    const struct ka_market *market = trade->market;
    trade->order = 0;
    trade->workday++;
    int32_t m = trade->month - market->first_month;
    double before = trade->month_share[m], within = trade->month_share[m + 1] - before;
    double part = (double)trade->workday / trade->workdays;
    trade->target = (int64_t)((double)trade->lines * (before + within * part));
    if (m + 1 == market->months && trade->workday == trade->workdays)
        trade->target = trade->lines;
    for (size_t i = 0; i < KA_FACTS; i++)
        if (market->accounts[i].regular)
            trade->due[i] +=
                market->accounts[i].rate * season[trade->month % 12] / trade->workdays;
}

static void next_workday(struct ka_trade *trade)
{
    do {
        if (++trade->day == trade->month_end) {
            trade->month++;
            begin_month(trade);
        }
    } while (!is_workday(trade->day));
    begin_workday(trade);
}

// ---- Orders ----

static bool find_regular(struct ka_trade *trade, size_t *account)
{
    for (size_t i = 0; i < KA_FACTS; i++)
        if (trade->market->accounts[i].regular && trade->due[i] >= trade->next_due[i]) {
            trade->due[i] -= trade->next_due[i];
            trade->next_due[i] = 0.85 + 0.3 * ka_random_uniform(trade->random);
            *account = i;
            return true;
        }
    return false;
}

// The first account whose cumulative rate is above a uniform draw.
static size_t draw_account(struct ka_trade *trade)
{
    size_t low = 0, high = trade->market->count - 1;
    double drawn = ka_random_uniform(trade->random) * trade->cumulative[high];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (trade->cumulative[middle] > drawn)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static size_t draw_active(struct ka_trade *trade)
{
    for (;;) {
        size_t i = draw_account(trade);
        const struct ka_market_account *account = &trade->market->accounts[i];
        if (account->first <= trade->day && trade->day <= account->last)
            return i;
    }
}

static void begin_order(struct ka_trade *trade, size_t i)
{
    struct ka_random *random = trade->random;
    const struct ka_market_account *account = &trade->market->accounts[i];
    trade->order++;
    trade->account = i;
    trade->used = 0;
    trade->returning =
        trade->last[i].product && ka_random_uniform(random) < account->return_rate;
    trade->lines_left = trade->returning
                            ? 1
                            : 1 + ka_random_choice(random, line_weights,
                                                   sizeof line_weights / sizeof *line_weights);
    // The second record was opened half way through.
    int32_t opened = trade->market->first_month + trade->market->months / 2;
    trade->under_alias =
        account->alias.n && trade->month >= opened && ka_random_uniform(random) < 0.4;
}

// ---- Lines ----

static const struct ka_product *draw_product(struct ka_trade *trade,
                                             const struct ka_market_account *account)
{
    double weights[64], family[KA_FAMILIES] = {0};
    for (size_t i = 0; i < ka_product_count; i++) {
        bool open = trade->day >= account->adopted[ka_products[i].family];
        bool used = trade->used >> i & 1;
        weights[i] = open && !used ? ka_product_weight(account, i) : 0;
        family[ka_products[i].family] += weights[i];
    }
    for (size_t i = 0; i < ka_product_count; i++)
        if (weights[i] > 0)
            weights[i] *= account->mix[ka_products[i].family] / family[ka_products[i].family];
    size_t drawn = ka_random_choice(trade->random, weights, ka_product_count);
    trade->used |= UINT64_C(1) << drawn;
    return &ka_products[drawn];
}

// x × y / 10000 to a multiple of `unit`, half to even.
static int64_t times(ka_int128 x, int64_t y, int64_t unit)
{
    return (int64_t)ka_divide_even(x * y, unit * KA_DECIMAL_ONE) * unit;
}

enum { CENT = 100 };

// A list price or unit cost in the account's currency.
static int64_t in_currency(int64_t yuan, int64_t rate)
{
    return (int64_t)ka_divide_even((ka_int128)yuan * KA_DECIMAL_ONE, (ka_int128)rate * CENT) *
           CENT;
}

static void draw_quantity(struct ka_trade *trade, const struct ka_market_account *account,
                          struct ka_trade_line *line)
{
    enum { SHAPE = 3 }; // Gamma spend: a coefficient of variation of 0.58
    double value = ka_random_gamma(trade->random, SHAPE, account->spend / SHAPE);
    double paid = ka_decimal_real(line->product->list_price) *
                  (1 - ka_decimal_real(line->discount)) * (double)line->product->pack;
    int64_t packs = (int64_t)(value / paid + 0.5);
    line->qty = (packs > 0 ? packs : 1) * line->product->pack;
}

static void draw_sale(struct ka_trade *trade, const struct ka_market_account *account,
                      struct ka_trade_line *line)
{
    line->product = draw_product(trade, account);
    bool promotion = ka_random_uniform(trade->random) < 0.15;
    line->discount = account->discount + (promotion ? 300 : 0);
    draw_quantity(trade, account, line);
    trade->last[trade->account] = (struct purchase){line->product, line->qty, line->discount};
}

static void draw_return(struct ka_trade *trade, struct ka_trade_line *line)
{
    struct purchase *last = &trade->last[trade->account];
    int64_t pack = last->product->pack;
    int64_t packs = 1 + (int64_t)ka_random_below(trade->random, (size_t)(last->qty / pack));
    line->product = last->product;
    line->discount = last->discount;
    line->qty = -packs * pack;
    last->product = NULL; // returned once
}

static void price(const struct ka_trade *trade, const struct ka_market_account *account,
                  struct ka_trade_line *line)
{
    enum { LIST_DOLLAR = 71000 }; // the dollar list is fixed, the yuan worth of it is not
    line->rate = KA_DECIMAL_ONE;
    line->unit_price = line->product->list_price;
    line->cost = line->product->cost * line->qty;
    if (account->dollars) {
        line->rate = trade->market->dollar[trade->month - trade->market->first_month];
        line->unit_price = in_currency(line->product->list_price, LIST_DOLLAR);
        line->cost = in_currency(line->cost, line->rate);
    }
    line->amount =
        times((ka_int128)line->unit_price * line->qty, KA_DECIMAL_ONE - line->discount, CENT);
    line->revenue = times(line->amount, line->rate, 1);
    line->base_cost = times(line->cost, line->rate, 1);
}

bool ka_trade_next(struct ka_trade *trade, struct ka_trade_line *line)
{
    if (trade->done == trade->lines)
        return false;
    bool begins = trade->lines_left == 0;
    for (size_t i; trade->lines_left == 0;)
        if (find_regular(trade, &i))
            begin_order(trade, i);
        else if (trade->done < trade->target)
            begin_order(trade, draw_active(trade));
        else
            next_workday(trade);
    *line = (struct ka_trade_line){.date = trade->day,
                                   .order = trade->order,
                                   .new_order = begins,
                                   .account = trade->account,
                                   .under_alias = trade->under_alias,
                                   .returned = trade->returning};
    const struct ka_market_account *account = &trade->market->accounts[trade->account];
    if (trade->returning)
        draw_return(trade, line);
    else
        draw_sale(trade, account, line);
    price(trade, account, line);
    trade->lines_left--;
    trade->done++;
    return true;
}

struct ka_trade *ka_trade_new(struct ka_market *market, int64_t lines, uint64_t seed)
{
    struct ka_trade *trade = ka_zalloc(1, sizeof *trade);
    trade->market = market;
    trade->random = ka_random_new(seed);
    trade->lines = lines;
    trade->cumulative = ka_alloc(market->count, sizeof *trade->cumulative);
    trade->last = ka_zalloc(market->count, sizeof *trade->last);
    for (size_t i = 0; i < KA_FACTS; i++)
        trade->next_due[i] = 1;
    scale_rates(trade);
    trade->month = market->first_month;
    trade->day = ka_month_first(trade->month) - 1;
    begin_month(trade);
    return trade;
}

void ka_trade_free(struct ka_trade *trade)
{
    if (!trade)
        return;
    ka_random_free(trade->random);
    free(trade->month_share);
    free(trade->cumulative);
    free(trade->last);
    free(trade);
}
