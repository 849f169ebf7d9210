// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/market.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"

enum { FIRST_YEAR = 2023, DAYS_PER_MONTH = 30, SPEND_SHAPE = 3 };
static const double rate_shape = 0.9;     // of the Gamma over accounts: many small, few large
static const double lifetime_months = 90; // mean, exponential

const double ka_market_top_revenue = 2.0e6, ka_market_top_profit = 0.42e6;

// ---- Where, who, what they are called ----

struct city {
    const char *name, *region, *manager;
};

static const struct city cities[] = {
    {"上海", "华东", "程予安"}, {"杭州", "华东", "程予安"}, {"宁波", "华东", "程予安"},
    {"温州", "华东", "陆知夏"}, {"苏州", "华东", "陆知夏"}, {"南京", "华东", "陆知夏"},
    {"广州", "华南", "欧阳牧"}, {"深圳", "华南", "欧阳牧"}, {"东莞", "华南", "欧阳牧"},
    {"北京", "华北", "祁望舒"}, {"天津", "华北", "祁望舒"}, {"济南", "华北", "祁望舒"},
    {"武汉", "华中", "闻景行"}, {"长沙", "华中", "闻景行"}, {"郑州", "华中", "闻景行"},
    {"成都", "西南", "边若溪"}, {"重庆", "西南", "边若溪"}, {"西安", "西北", "边若溪"},
    {"沈阳", "东北", "祁望舒"}, {"大连", "东北", "祁望舒"},
};
static const struct city abroad = {"", "海外", "卓一帆"};

enum { SYLLABLES = 24 };
static const char *const first_syllables[SYLLABLES] = {
    "澜", "岚", "沁", "栩", "翎", "霁", "熠", "澄", "穗", "棠", "槿", "昀",
    "珩", "砚", "筱", "苒", "荻", "菀", "蔚", "汐", "漪", "楠", "瑾", "珞"};
static const char *const last_syllables[SYLLABLES] = {
    "川", "陌", "汀", "屿", "岳", "舟", "野", "桥", "庭", "禾", "泽", "林",
    "峰", "湖", "原", "源", "恒", "宁", "安", "明", "达", "远", "成", "和"};
static const char *const first_latin[SYLLABLES] = {
    "Vel", "Kes", "Tav", "Nor", "Bri", "Os",  "Lun", "Mar",  "Fen", "Gal", "Hel", "Ist",
    "Jor", "Cal", "Dun", "Ere", "Pol", "Quo", "Rav", "Stel", "Tor", "Und", "Wex", "Zan"};
static const char *const last_latin[SYLLABLES] = {
    "mora", "trom",  "ora", "vik",  "sten", "dale", "aris", "quin",
    "wick", "eth",   "ona", "ulf",  "bek",  "cora", "dine", "fort",
    "gard", "hurst", "ine", "kova", "lund", "mark", "nex",  "pria"};

// Two syllables, different for each i; further ones as i outgrows them.
static void add_brand(struct ka_buf *out, size_t i, bool latin)
{
    const char *const *last = latin ? last_latin : last_syllables;
    ka_buf_add_text(out, (latin ? first_latin : first_syllables)[i % SYLLABLES]);
    ka_buf_add_text(out, last[(i / SYLLABLES + 5 * i) % SYLLABLES]);
    for (size_t more = i / (SYLLABLES * SYLLABLES); more; more /= SYLLABLES)
        ka_buf_add_text(out, last[more % SYLLABLES]);
}

static struct ka_str make_name(struct ka_market *market, size_t i, const struct city *city,
                               const struct ka_market_account *account)
{
    struct ka_random *random = market->random;
    size_t form = ka_random_below(random, 3);
    bool limited = ka_random_uniform(random) < 0.4;
    struct ka_buf name = {0};
    if (account->channel->city_in_name)
        ka_buf_add_text(&name, city->name);
    add_brand(&name, i, account->dollars);
    if (account->dollars) {
        ka_buf_add_text(&name, (const char *[]){" Imaging", " Printing", " Supplies"}[form]);
        ka_buf_add_text(&name, limited ? " Co., Ltd." : " Inc.");
    } else {
        ka_buf_add_text(&name, account->channel->suffixes[form]);
        ka_buf_add_text(&name, limited ? "有限公司" : "");
    }
    struct ka_str kept = ka_arena_str(&market->arena, ka_buf_str(&name));
    ka_buf_clear(&name);
    return kept;
}

// ---- One account ----

static void draw_mix(struct ka_market *market, struct ka_market_account *account)
{
    const struct ka_channel *channel = account->channel;
    int32_t end = market->first_month + market->months;
    account->adopted[KA_INK] = INT32_MIN;
    for (int f = 0; f < KA_FAMILIES; f++)
        account->mix[f] = channel->mix[f] * ka_random_gamma(market->random, 4, 0.25);
    for (int f = KA_CARTRIDGE; f < KA_FAMILIES; f++) {
        double waits = ka_random_exponential(market->random, channel->adoption);
        account->adopted[f] =
            ka_month_first(end - ka_family_months[f]) + (int32_t)(waits * DAYS_PER_MONTH);
    }
    // What sells well is carried by all: more inks than the longest order has lines.
    for (size_t p = 0; p < ka_product_count; p++)
        if (ka_products[p].popularity >= 6 || ka_random_uniform(market->random) < 0.6)
            account->carries |= UINT64_C(1) << p;
}

static void draw_life(struct ka_market *market, struct ka_market_account *account)
{
    struct ka_random *random = market->random;
    int32_t begin = ka_month_first(market->first_month);
    int32_t end = ka_month_first(market->first_month + market->months);
    account->first = begin;
    account->since = begin - (int32_t)ka_random_below(random, 8 * 365);
    if (ka_random_uniform(random) < 0.25) { // a new customer
        account->first += (int32_t)ka_random_below(random, (size_t)(end - begin) * 2 / 3);
        account->since = account->first;
    }
    double life = ka_random_exponential(random, lifetime_months * DAYS_PER_MONTH);
    account->last = life < end - account->first ? account->first + (int32_t)life : INT32_MAX;
    account->decline_from = INT32_MAX;
}

double ka_market_revenue(const struct ka_market_account *account)
{
    return account->rate * account->spend * KA_MEAN_LINES;
}

double ka_market_profit(const struct ka_market_account *account)
{
    return ka_market_revenue(account) *
           (ka_market_margin_rate(account) - ka_market_cost_rate(account));
}

// The planted accounts have to stay at the top: what would outgrow them is drawn again.
static void draw_size(struct ka_random *random, struct ka_market_account *account)
{
    const struct ka_channel *channel = account->channel;
    do {
        account->rate = ka_random_gamma(random, rate_shape, channel->rate / rate_shape);
        account->spend =
            channel->spend * (SPEND_SHAPE - 1) / ka_random_gamma(random, SPEND_SHAPE, 1);
    } while (ka_market_revenue(account) > ka_market_top_revenue ||
             ka_market_profit(account) > ka_market_top_profit);
}

static void draw_account(struct ka_market *market, size_t i, const struct ka_channel *channel)
{
    struct ka_market_account *account = &market->accounts[i];
    struct ka_random *random = market->random;
    account->channel = channel;
    account->fact = KA_FACT_NONE;
    account->dollars = ka_random_uniform(random) < channel->export_share;
    const struct city *city =
        account->dollars ? &abroad
                         : &cities[ka_random_below(random, sizeof cities / sizeof *cities)];
    account->region = city->region;
    account->manager = city->manager;
    account->relationship = ka_random_uniform(random) < 0.15 ? "partner" : "ordinary";
    account->name = make_name(market, i, city, account);
    double off = ka_random_normal(random, channel->discount, 0.03);
    account->discount = off > 0.05 ? (int64_t)(off * 200) * 50 : 500; // half per cents
    account->premium = channel->premium * ka_random_gamma(random, 6, 1.0 / 6);
    account->cost_factor = ka_random_gamma(random, 8, 1.0 / 8);
    account->return_rate = channel->return_rate;
    account->industry_size = channel->size * ka_random_gamma(random, 0.8, 1 / 0.8) + 5;
    draw_mix(market, account);
    draw_life(market, account);
    draw_size(random, account);
}

// ---- The planted facts ----

struct plant {
    const char *name, *alias, *relationship;
    size_t channel; // in ka_channels
    double rate, spend;
    int64_t discount;
    double premium, cost_factor, industry_size;
    bool dollars, regular;
};

static const struct plant plants[KA_FACTS] = {
    [KA_FACT_FAMOUS_LOSS] = {.name = "万澜超市集团",
                             .relationship = "strategic",
                             .channel = 0,
                             .rate = 7,
                             .spend = 195e3,
                             .discount = 2800,
                             .premium = 0.3,
                             .cost_factor = 1.7,
                             .industry_size = 96000},
    [KA_FACT_QUIET_BEST] = {.name = "Velmora Printing Co., Ltd.",
                            .relationship = "ordinary",
                            .channel = 7,
                            .rate = 3.2,
                            .spend = 190e3,
                            .discount = 1200,
                            .premium = 6,
                            .cost_factor = 0.8,
                            .industry_size = 3100,
                            .dollars = true,
                            .regular = true},
    [KA_FACT_DYING] = {.name = "霁野电器连锁",
                       .relationship = "partner",
                       .channel = 1,
                       .rate = 6,
                       .spend = 125e3,
                       .discount = 2000,
                       .premium = 0.8,
                       .cost_factor = 1,
                       .industry_size = 5200},
    [KA_FACT_DUPLICATE] = {.name = "OA澄庭在线有限公司",
                           .alias = "ＯＡ澄庭在线",
                           .relationship = "ordinary",
                           .channel = 2,
                           .rate = 4.5,
                           .spend = 60e3,
                           .discount = 1800,
                           .premium = 1,
                           .cost_factor = 1,
                           .industry_size = 450},
    [KA_FACT_FORMULA] = {.name = "@砚禾办公",
                         .relationship = "ordinary",
                         .channel = 2,
                         .rate = 1.2,
                         .spend = 30e3,
                         .discount = 1500,
                         .premium = 1,
                         .cost_factor = 1,
                         .industry_size = 60},
};

static void plant(struct ka_market *market, enum ka_fact fact)
{
    const struct plant *p = &plants[fact];
    struct ka_market_account *account = &market->accounts[fact];
    account->fact = fact;
    account->name = ka_str(p->name);
    account->alias = ka_str(p->alias);
    account->relationship = p->relationship;
    account->dollars = p->dollars;
    account->regular = p->regular;
    account->region = p->dollars ? abroad.region : cities[0].region;
    account->manager = p->dollars ? abroad.manager : cities[0].manager;
    account->rate = p->rate;
    account->spend = p->spend;
    account->discount = p->discount;
    account->premium = p->premium;
    account->cost_factor = p->cost_factor;
    account->industry_size = p->industry_size;
    account->first = ka_month_first(market->first_month);
    account->since = account->first - 3 * 365;
    account->last = INT32_MAX;
    for (int f = 0; f < KA_FAMILIES; f++)
        account->mix[f] = account->channel->mix[f];
    if (fact == KA_FACT_DYING) {
        int32_t end = market->first_month + market->months;
        account->decline_from = end - 14;
        account->last = ka_month_first(end - 5) - 1;
    }
}

// ---- The whole ----

// The channels get their shares of the accounts exactly: even a small market has them all.
static const struct ka_channel *pick_channel(const struct ka_market *market, size_t i)
{
    if (i < KA_FACTS)
        return &ka_channels[plants[i].channel];
    double total = 0, reached = 0;
    for (size_t c = 0; c < ka_channel_count; c++)
        total += ka_channels[c].weight;
    double place = total * ((double)(i - KA_FACTS) + 0.5) / (double)(market->count - KA_FACTS);
    size_t c = 0;
    while ((reached += ka_channels[c].weight) < place && c + 1 < ka_channel_count)
        c++;
    return &ka_channels[c];
}

static struct ka_str make_id(struct ka_market *market, size_t number)
{
    struct ka_buf id = {0};
    ka_buf_addf(&id, "KH%04zu", number);
    struct ka_str kept = ka_arena_str(&market->arena, ka_buf_str(&id));
    ka_buf_clear(&id);
    return kept;
}

// Codes in an order that tells nothing; those of second records come last.
static void number_accounts(struct ka_market *market)
{
    size_t *numbers = ka_alloc(market->count, sizeof *numbers), next = market->count;
    for (size_t i = 0; i < market->count; i++)
        numbers[i] = i + 1;
    ka_random_shuffle(market->random, numbers, market->count, sizeof *numbers);
    for (size_t i = 0; i < market->count; i++) {
        struct ka_market_account *account = &market->accounts[i];
        account->id = make_id(market, numbers[i]);
        market->by_id[numbers[i] - 1] = i;
        if (account->alias.n)
            account->alias_id = make_id(market, ++next);
    }
    free(numbers);
}

static int compare_falling(const void *left, const void *right)
{
    double a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return (a < b) - (a > b);
}

static void mark_key(struct ka_market *market)
{
    double *profits = ka_alloc(market->count, sizeof *profits);
    size_t stay = 0;
    for (size_t i = 0; i < market->count; i++)
        if (market->accounts[i].last == INT32_MAX)
            profits[stay++] = ka_market_profit(&market->accounts[i]);
    qsort(profits, stay, sizeof *profits, compare_falling);
    size_t fifth = market->count / 5 < stay ? market->count / 5 : stay;
    for (size_t i = 0; i < market->count; i++) {
        struct ka_market_account *account = &market->accounts[i];
        double profit = ka_market_profit(account);
        account->key = account->last == INT32_MAX && profit >= profits[fifth - 1] && profit > 0;
    }
    free(profits);
}

static void draw_dollar(struct ka_market *market)
{
    market->dollar = ka_alloc((size_t)market->months, sizeof *market->dollar);
    int64_t rate = 71000;
    for (int32_t m = 0; m < market->months; m++) {
        rate += (int64_t)ka_random_normal(market->random, 0, 300);
        rate = rate < 69000 ? 69000 : rate > 73500 ? 73500 : rate;
        market->dollar[m] = rate;
    }
}

void ka_market_init(struct ka_market *market, size_t accounts, int32_t months, uint64_t seed)
{
    *market = (struct ka_market){.count = accounts, .months = months, .seed = seed};
    market->accounts = ka_zalloc(accounts, sizeof *market->accounts);
    market->by_id = ka_alloc(accounts, sizeof *market->by_id);
    market->first_month = ka_date_month(ka_date_from(FIRST_YEAR, 1, 1));
    market->random = ka_random_new(seed);
    draw_dollar(market);
    for (size_t i = 0; i < accounts; i++)
        draw_account(market, i, pick_channel(market, i));
    for (enum ka_fact fact = 0; fact < KA_FACTS; fact++)
        plant(market, fact);
    ka_market_plant_gap(market);
    number_accounts(market);
    mark_key(market);
}

struct ka_random *ka_market_stream(const struct ka_market *market, uint64_t stream)
{
    struct ka_random *seeds = ka_random_new(market->seed + (stream << 32));
    struct ka_random *random = ka_random_new(ka_random_seed(seeds));
    ka_random_free(seeds);
    return random;
}

void ka_market_clear(struct ka_market *market)
{
    free(market->accounts);
    free(market->by_id);
    free(market->dollar);
    ka_random_free(market->random);
    ka_arena_clear(&market->arena);
    *market = (struct ka_market){0};
}

double ka_product_weight(const struct ka_market_account *account, size_t product)
{
    const struct ka_product *p = &ka_products[product];
    bool carried = account->carries >> product & 1;
    return carried ? p->popularity * (p->high_margin ? account->premium : 1) : 0;
}

// Of each family its share, within it each product's.
double ka_market_margin_rate(const struct ka_market_account *account)
{
    double total[KA_FAMILIES] = {0}, cost[KA_FAMILIES] = {0}, mixed = 0, all = 0;
    double paid = 1 - ka_decimal_real(account->discount);
    for (size_t i = 0; i < ka_product_count; i++) {
        const struct ka_product *p = &ka_products[i];
        double weight = ka_product_weight(account, i);
        total[p->family] += weight;
        cost[p->family] += weight * (double)p->cost / ((double)p->list_price * paid);
    }
    for (int f = 0; f < KA_FAMILIES; f++) {
        mixed += account->mix[f] * cost[f] / total[f];
        all += account->mix[f];
    }
    return 1 - mixed / all;
}

double ka_market_cost_rate(const struct ka_market_account *account)
{
    double rate = 0;
    for (int kind = 0; kind < KA_COST_KINDS; kind++)
        rate += account->channel->cost[kind] * account->cost_factor;
    return rate;
}

int64_t ka_market_cost(struct ka_market *market, const struct ka_market_account *account,
                       enum ka_cost_kind kind, int64_t revenue)
{
    double rate = account->channel->cost[kind] * account->cost_factor;
    if (rate <= 0)
        return 0;
    double chance = 0.8 + 0.4 * ka_random_uniform(market->random);
    return (int64_t)((double)revenue / 100 * rate * chance) * 100;
}
