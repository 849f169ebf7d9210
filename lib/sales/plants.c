// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/plants.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "table/date.h"
#include "table/decimal.h"

enum {
    WALLET_STREAM = 3,
    PROSPECTS_STREAM = 5,
    REFERRALS_STREAM = 6,
    PROSPECTS = 24,
    TWIN = 17
};

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
    return 12 * ka_market_revenue(account);
}

static double yearly_of(const struct ka_market_account *account, int family)
{
    double all = 0;
    for (int f = 0; f < KA_FAMILIES; f++)
        all += account->mix[f];
    return yearly(account) * account->mix[family] / all;
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
    put_header(writer, "account_id,family,wallet");
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        bool told = ka_random_uniform(random) < 0.5;
        double times = 1.4 + 2 * ka_random_uniform(random);
        if (told && account->last == INT32_MAX)
            put_wallet(writer, account, "", yearly(account) * times + 1e4);
        if (market->by_id[n] == market->gap)
            put_wallet(writer, account, ka_family_names[KA_CARTRIDGE],
                       yearly_of(account, KA_CARTRIDGE) * times + 1e4);
    }
    ka_random_free(random);
}

// ---- Prospects ----

static void put_prospect(struct ka_writer *writer, size_t number, const char *brand,
                         const struct ka_channel *channel, const char *region, double size,
                         const char *source)
{
    struct ka_buf text = {0};
    ka_buf_addf(&text, "YX%03zu", number);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_buf_reset(&text);
    ka_buf_addf(&text, "%s%s", brand, channel->suffixes[number % 3]);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_writer_put_text(writer, region);
    ka_writer_put_text(writer, channel->industry);
    ka_writer_put_text(writer, channel->name);
    ka_writer_put_real(writer, round(size));
    ka_writer_put_text(writer, source);
    ka_writer_end(writer);
    ka_buf_clear(&text);
}

// One of them is in all that can be known of it what the best account is.
void ka_plants_write_prospects(const struct ka_truth *truth, struct ka_writer *writer)
{
    static const char *const brands[PROSPECTS] = {
        "栖桐", "望潮", "青砚", "拾光", "鹿鸣", "听松", "观澜", "怀瑾",
        "知远", "清和", "云舒", "星野", "晴川", "南浦", "疏桐", "临风",
        "皓月", "繁星", "远山", "碧落", "流萤", "朝歌", "晚晴", "初雪"};
    static const char *const regions[] = {"华东", "华南", "华北", "华中", "西南", "东北"};
    static const char *const sources[] = {"展会", "名录", "网站"};
    const struct ka_market_account *best = &truth->market->accounts[KA_FACT_QUIET_BEST];
    struct ka_random *random = ka_market_stream(truth->market, PROSPECTS_STREAM);
    put_header(writer, "prospect_id,name,region,industry,channel,size,source");
    for (size_t n = 1; n <= PROSPECTS; n++) {
        const struct ka_channel *channel =
            &ka_channels[ka_random_below(random, ka_channel_count)];
        const char *region = regions[ka_random_below(random, 6)];
        double size = channel->size * ka_random_gamma(random, 0.8, 1 / 0.8) + 5;
        const char *source = sources[ka_random_below(random, 3)];
        if (n == TWIN)
            put_prospect(writer, n, brands[n - 1], best->channel, best->region,
                         1.02 * best->industry_size, source);
        else
            put_prospect(writer, n, brands[n - 1], channel, region, size, source);
    }
    ka_random_free(random);
}

// ---- Referrals ----

static void put_referral(struct ka_writer *writer, const struct ka_market_account *from,
                         const struct ka_market_account *to)
{
    ka_writer_put(writer, from->id);
    ka_writer_put(writer, to->id);
    ka_writer_put_date(writer, to->since);
    ka_writer_end(writer);
}

// A chain of three that ends with the best account; of the others a quarter was brought by one
// that was there before.
void ka_plants_write_referrals(const struct ka_truth *truth, struct ka_writer *writer)
{
    const struct ka_market_account *accounts = truth->market->accounts;
    struct ka_random *random = ka_market_stream(truth->market, REFERRALS_STREAM);
    put_header(writer, "from_id,to_id,date");
    put_referral(writer, &accounts[KA_FACT_FORMULA], &accounts[KA_FACT_DUPLICATE]);
    put_referral(writer, &accounts[KA_FACT_DUPLICATE], &accounts[KA_FACT_QUIET_BEST]);
    for (size_t i = KA_FACTS + 1; i < truth->market->count; i++) {
        size_t from = KA_FACTS + ka_random_below(random, i - KA_FACTS);
        bool brought = ka_random_uniform(random) < 0.25;
        if (brought && accounts[from].since < accounts[i].since)
            put_referral(writer, &accounts[from], &accounts[i]);
    }
    ka_random_free(random);
}

// ---- Targets ----

// What was sold in a mean year, ten-thousandths of a yuan.
struct part {
    const char *name;
    ka_int128 revenue, margin;
};

enum { PARTS = 32 }; // more than there are managers or channels

struct parts {
    struct part of[PARTS];
    size_t count;
};

static void add_part(struct parts *parts, const char *name, const struct ka_truth *truth,
                     size_t account)
{
    const struct ka_truth_total *total = &truth->totals[account];
    size_t i = 0;
    while (i < parts->count && strcmp(parts->of[i].name, name) != 0)
        i++;
    parts->count += i == parts->count;
    parts->of[i].name = name;
    parts->of[i].revenue += total->revenue * 12 / truth->market->months;
    parts->of[i].margin += (total->revenue - total->cost) * 12 / truth->market->months;
}

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    return strcmp(a->name, b->name);
}

// In whole ten thousands of yuan, as people set targets.
static void put_goal(struct ka_writer *writer, const char *period, const char *scope,
                     struct ka_str id, const char *measure, double yuan)
{
    ka_writer_put_text(writer, period);
    ka_writer_put_text(writer, scope);
    ka_writer_put(writer, id);
    ka_writer_put_text(writer, measure);
    ka_writer_put_real(writer, 1e4 * round(yuan / 1e4));
    ka_writer_end(writer);
}

static void put_parts(struct ka_writer *writer, const char *year, const char *scope,
                      struct parts *parts, const char *behind)
{
    qsort(parts->of, parts->count, sizeof *parts->of, compare_parts);
    for (size_t i = 0; i < parts->count; i++) {
        double share = behind && strcmp(parts->of[i].name, behind) == 0 ? 2.5 : 0.9;
        put_goal(writer, year, scope, ka_str(parts->of[i].name), "revenue",
                 share * ka_decimal_real(parts->of[i].revenue));
    }
}

static const char *largest(const struct parts *parts)
{
    const struct part *most = &parts->of[0];
    for (size_t i = 1; i < parts->count; i++)
        if (parts->of[i].revenue > most->revenue || (parts->of[i].revenue == most->revenue &&
                                                     strcmp(parts->of[i].name, most->name) < 0))
            most = &parts->of[i];
    return most->name;
}

static void put_company(struct ka_writer *writer, const char *year, int32_t month,
                        const struct part *all)
{
    struct ka_buf period = {0};
    double revenue = 0.9 * ka_decimal_real(all->revenue);
    put_goal(writer, year, "company", KA_STR(""), "revenue", revenue);
    put_goal(writer, year, "company", KA_STR(""), "margin", 0.9 * ka_decimal_real(all->margin));
    ka_buf_addf(&period, "%s-Q%d", year, (int)(month % 12 / 3 + 1));
    put_goal(writer, period.p, "company", KA_STR(""), "revenue", revenue / 4);
    ka_buf_reset(&period);
    ka_month_format(&period, month);
    put_goal(writer, period.p, "company", KA_STR(""), "revenue", revenue / 12);
    ka_buf_clear(&period);
}

// Nine tenths of a mean year, but for the manager who sells the most: two and a half.
void ka_plants_write_targets(const struct ka_truth *truth, struct ka_writer *writer)
{
    const struct ka_market *market = truth->market;
    int32_t month = market->first_month + market->months - 1;
    struct parts all = {0}, managers = {0}, channels = {0};
    struct ka_buf year = {0};
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        add_part(&all, "", truth, market->by_id[n]);
        add_part(&managers, account->manager, truth, market->by_id[n]);
        add_part(&channels, account->channel->name, truth, market->by_id[n]);
    }
    ka_buf_addf(&year, "%d", 1970 + (int)(month / 12));
    put_header(writer, "period,scope,scope_id,measure,target");
    put_company(writer, year.p, month, &all.of[0]);
    put_parts(writer, year.p, "manager", &managers, largest(&managers));
    put_parts(writer, year.p, "channel", &channels, NULL);
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        double mean = ka_decimal_real(truth->totals[market->by_id[n]].revenue) * 12 /
                      (double)market->months;
        if (account->key && mean > 1e4)
            put_goal(writer, year.p, "account", account->id, "revenue", 0.9 * mean);
    }
    ka_buf_clear(&year);
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
    const struct ka_market_account *accounts = truth->market->accounts;
    struct ka_buf twin = {0};
    put_header(writer, "fact,account_id,detail");
    put_fact(writer, "stuffed_channel", accounts[KA_FACT_FAMOUS_LOSS].id, "");
    if (truth->market->gap != KA_NONE)
        put_fact(writer, "family_gap", accounts[truth->market->gap].id,
                 ka_family_names[KA_CARTRIDGE]);
    put_fact(writer, "referral_chain", accounts[KA_FACT_FORMULA].id, "");
    put_fact(writer, "referral_chain", accounts[KA_FACT_DUPLICATE].id, "");
    put_fact(writer, "referral_chain", accounts[KA_FACT_QUIET_BEST].id, "");
    ka_buf_addf(&twin, "YX%03d", TWIN);
    put_fact(writer, "twin_of_best", accounts[KA_FACT_QUIET_BEST].id, twin.p);
    ka_buf_clear(&twin);
}
