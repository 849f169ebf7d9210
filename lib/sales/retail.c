// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/retail.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"

enum { STREAM = 4, MONTHS = 8, STUFFED_MONTHS = 6, SEGMENTS = 5, RETAILERS = 4, REGULARS = 5 };

static const char *const segments[SEGMENTS] = {"家庭", "中小企业", "政府机关", "学校",
                                               "图文店"};

// Of the first channels, which are those that report: to whom they sell, and how often they
// know the buyer's name.
static const struct {
    double weight[SEGMENTS], known;
} habits[RETAILERS] = {{{70, 15, 2, 5, 8}, .05},
                       {{45, 35, 5, 5, 10}, .15},
                       {{5, 60, 15, 8, 12}, .9},
                       {{2, 45, 30, 18, 5}, .75}};

struct key {
    uint32_t account, product, month;
};

void ka_retail_init(struct ka_retail *retail, const struct ka_market *market)
{
    *retail = (struct ka_retail){.market = market};
}

void ka_retail_clear(struct ka_retail *retail)
{
    ka_map_clear(&retail->keys);
    free(retail->pieces);
    *retail = (struct ka_retail){0};
}

static bool reports(const struct ka_market_account *account)
{
    return account->channel < &ka_channels[RETAILERS];
}

void ka_retail_add(struct ka_retail *retail, const struct ka_trade_line *line)
{
    const struct ka_market *market = retail->market;
    int32_t month = ka_date_month(line->date) - (market->first_month + market->months - MONTHS);
    if (month < 0 || !reports(&market->accounts[line->account]))
        return;
    struct key key = {(uint32_t)line->account, (uint32_t)(line->product - ka_products),
                      (uint32_t)month};
    bool is_new;
    size_t at = ka_map_put(&retail->keys, KA_KEY(key), &is_new);
    retail->pieces = ka_grow(retail->pieces, &retail->cap, at + 1, sizeof *retail->pieces);
    retail->pieces[at] = (is_new ? 0 : retail->pieces[at]) + line->qty;
}

static int64_t bought(const struct ka_retail *retail, size_t account, size_t product, int month)
{
    struct key key = {(uint32_t)account, (uint32_t)product, (uint32_t)month};
    size_t at = ka_map_find(&retail->keys, KA_KEY(key));
    return at == KA_NONE ? 0 : retail->pieces[at];
}

// ---- Rows ----

struct retail_month {
    const struct ka_retail *retail;
    const struct ka_market_account *account;
    const struct ka_product *product;
    int32_t month;
    int64_t stock; // at its end
};

static void put_row(const struct retail_month *m, size_t segment, int64_t sold,
                    struct ka_random *random, struct ka_writer *writer)
{
    struct ka_buf text = {0};
    size_t channel = (size_t)(m->account->channel - ka_channels);
    bool known = ka_random_uniform(random) < habits[channel].known;
    size_t regular = 1 + ka_random_below(random, REGULARS);
    ka_month_format(&text, m->month);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_writer_put(writer, m->account->id);
    ka_writer_put_text(writer, m->product->id);
    ka_writer_put_text(writer, segments[segment]);
    ka_buf_reset(&text);
    if (known && sold > 0)
        ka_buf_addf(&text, "%s%zu号", segments[segment], regular);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_writer_put_integer(writer, sold);
    ka_writer_put_decimal(writer, sold * m->product->list_price);
    ka_writer_put_integer(writer, m->stock);
    ka_writer_end(writer);
    ka_buf_clear(&text);
}

static void put_month(const struct retail_month *m, int64_t sold, struct ka_random *random,
                      struct ka_writer *writer)
{
    size_t channel = (size_t)(m->account->channel - ka_channels);
    size_t first = ka_random_choice(random, habits[channel].weight, SEGMENTS);
    size_t second = ka_random_choice(random, habits[channel].weight, SEGMENTS);
    int64_t to_second = first == second ? 0 : sold / 3;
    put_row(m, first, sold - to_second, random, writer);
    if (to_second > 0)
        put_row(m, second, to_second, random, writer);
}

// What part of its goods a stuffed channel sells in each month: in the last ones of all that it
// buys in a mean month six tenths, five tenths … one, however its stock grows; before them a
// third of what is there, so that there is enough to sell.
static void stuff(const struct ka_retail *retail, size_t i, double part[MONTHS])
{
    double in[MONTHS] = {0}, mean = 0, there = 0;
    for (int month = 0; month < MONTHS; month++)
        for (size_t p = 0; p < ka_product_count; p++) {
            double value =
                (double)bought(retail, i, p, month) * (double)ka_products[p].list_price;
            in[month] += value;
            mean += value / MONTHS;
        }
    for (int month = 0; month < MONTHS; month++) {
        int left = MONTHS - month;
        there += in[month];
        part[month] = left > STUFFED_MONTHS ? 1. / 3
                      : there > 0           ? fmin(mean * left / 10 / there, 0.9)
                                            : 0;
        there *= 1 - part[month];
    }
}

// part: of the goods that are sold, by month; NULL: most, by chance.
static void write_product(const struct ka_retail *retail, size_t i, size_t p,
                          const double *part, struct ka_random *random,
                          struct ka_writer *writer)
{
    const struct ka_market *market = retail->market;
    int64_t stock = 0;
    for (int month = 0; month < MONTHS; month++) {
        int64_t there = stock + bought(retail, i, p, month);
        if (there <= 0) {
            stock = 0;
            continue;
        }
        double most = 0.5 + 0.4 * ka_random_uniform(random);
        int64_t sold = (int64_t)((double)there * (part ? part[month] : most));
        stock = there - sold;
        struct retail_month m = {retail, &market->accounts[i], &ka_products[p],
                                 market->first_month + market->months - MONTHS + month, stock};
        put_month(&m, sold, random, writer);
    }
}

static void write_account(const struct ka_retail *retail, size_t i, struct ka_random *random,
                          struct ka_writer *writer)
{
    const struct ka_market_account *account = &retail->market->accounts[i];
    bool stuffed = account->fact == KA_FACT_FAMOUS_LOSS;
    double part[MONTHS];
    if (stuffed)
        stuff(retail, i, part);
    for (size_t p = 0; reports(account) && p < ka_product_count; p++)
        write_product(retail, i, p, stuffed ? part : NULL, random, writer);
}

void ka_retail_write(const struct ka_retail *retail, struct ka_writer *writer)
{
    static const char *const header[] = {"period",      "account_id",   "product_id",
                                         "end_segment", "end_customer", "qty",
                                         "amount",      "stock_end"};
    struct ka_random *random = ka_market_stream(retail->market, STREAM);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        ka_writer_put_text(writer, header[i]);
    ka_writer_end(writer);
    for (size_t n = 0; n < retail->market->count; n++)
        write_account(retail, retail->market->by_id[n], random, writer);
    ka_random_free(random);
}
