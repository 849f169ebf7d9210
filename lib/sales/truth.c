// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/truth.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"

static void put_header(struct ka_writer *writer, const char *names)
{
    struct ka_str rest = ka_str(names), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(writer, name);
    ka_writer_end(writer);
}

static void put_month(struct ka_writer *writer, int32_t month)
{
    struct ka_buf text = {0};
    ka_month_format(&text, month);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_buf_clear(&text);
}

// A parameter for people to read: four digits are enough.
static void put_rounded(struct ka_writer *writer, double value)
{
    ka_writer_put_real(writer, round(value * 1e4) / 1e4);
}

// ---- Booking ----

void ka_truth_init(struct ka_truth *truth, struct ka_market *market, struct ka_writer *costs)
{
    *truth = (struct ka_truth){.market = market, .costs = costs, .month = market->first_month};
    truth->totals = ka_zalloc(market->count, sizeof *truth->totals);
    if (costs)
        put_header(costs, "account_id,period,kind,amount");
}

static void book_cost(struct ka_truth *truth, size_t i, enum ka_cost_kind kind)
{
    const struct ka_market_account *account = &truth->market->accounts[i];
    struct ka_truth_total *total = &truth->totals[i];
    int64_t amount = ka_market_cost(truth->market, account, kind, total->month_revenue);
    total->cost_to_serve += amount;
    if (!truth->costs || amount == 0)
        return;
    ka_writer_put(truth->costs, account->id);
    put_month(truth->costs, truth->month);
    ka_writer_put_text(truth->costs, ka_cost_kind_name(kind));
    ka_writer_put_decimal(truth->costs, amount);
    ka_writer_end(truth->costs);
}

static void end_month(struct ka_truth *truth)
{
    for (size_t n = 0; n < truth->market->count; n++) {
        size_t i = truth->market->by_id[n];
        if (truth->totals[i].month_revenue > 0)
            for (int kind = 0; kind < KA_COST_KINDS; kind++)
                book_cost(truth, i, kind);
        truth->totals[i].month_revenue = 0;
    }
}

void ka_truth_add(struct ka_truth *truth, const struct ka_trade_line *line)
{
    struct ka_truth_total *total = &truth->totals[line->account];
    int32_t month = ka_date_month(line->date);
    for (; truth->month < month; truth->month++)
        end_month(truth);
    total->lines++;
    total->orders += line->new_order;
    total->revenue += line->revenue;
    total->returns -= line->returned ? line->revenue : 0;
    total->cost += line->base_cost;
    total->month_revenue += line->revenue;
    total->families |= 1U << line->product->family;
}

void ka_truth_finish(struct ka_truth *truth)
{
    end_month(truth);
}

void ka_truth_clear(struct ka_truth *truth)
{
    free(truth->totals);
    *truth = (struct ka_truth){0};
}

// ---- The truth table ----

static void put_sum(struct ka_writer *writer, ka_int128 sum)
{
    struct ka_buf text = {0};
    ka_decimal_format_sum(&text, sum);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_buf_clear(&text);
}

static void put_parameters(struct ka_writer *writer, const struct ka_market_account *account)
{
    ka_writer_put(writer, account->id);
    ka_writer_put(writer, account->name);
    ka_writer_put_text(writer, account->channel->name);
    ka_writer_put_text(writer, ka_fact_names[account->fact]);
    ka_writer_put_integer(writer, account->key);
    ka_writer_put_text(writer, account->dollars ? "USD" : "CNY");
    ka_writer_put_date(writer, account->first);
    ka_writer_put_date(writer, account->last == INT32_MAX ? KA_DATE_NONE : account->last);
    put_rounded(writer, account->rate);
    put_rounded(writer, account->spend);
    ka_writer_put_decimal(writer, account->discount);
    put_rounded(writer, ka_market_margin_rate(account));
    put_rounded(writer, ka_market_cost_rate(account));
}

void ka_truth_write(const struct ka_truth *truth, struct ka_writer *writer)
{
    put_header(writer, "account_id,account,channel,planted,key,currency,first,dropout,"
                       "purchase_rate,spend_mean,discount_rate,true_margin_rate,"
                       "true_cost_rate,orders,lines,revenue,returns,margin,cost_to_serve,"
                       "net_profit");
    for (size_t n = 0; n < truth->market->count; n++) {
        size_t i = truth->market->by_id[n];
        const struct ka_truth_total *total = &truth->totals[i];
        put_parameters(writer, &truth->market->accounts[i]);
        ka_writer_put_integer(writer, total->orders);
        ka_writer_put_integer(writer, total->lines);
        put_sum(writer, total->revenue);
        put_sum(writer, total->returns);
        put_sum(writer, total->revenue - total->cost);
        put_sum(writer, total->cost_to_serve);
        put_sum(writer, total->revenue - total->cost - total->cost_to_serve);
        ka_writer_end(writer);
    }
}

// ---- The side tables ----

void ka_market_write_accounts(const struct ka_market *market, struct ka_writer *writer)
{
    put_header(writer, "account_id,account,channel,group,axis,region,industry,industry_size,"
                       "manager,since,relationship");
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        ka_writer_put(writer, account->id);
        ka_writer_put(writer, account->name);
        ka_writer_put_text(writer, account->channel->name);
        ka_writer_put_text(writer, account->channel->group);
        ka_writer_put_text(writer, account->channel->axis);
        ka_writer_put_text(writer, account->region);
        ka_writer_put_text(writer, account->channel->industry);
        ka_writer_put_real(writer, round(account->industry_size));
        ka_writer_put_text(writer, account->manager);
        ka_writer_put_date(writer, account->since);
        ka_writer_put_text(writer, account->relationship);
        ka_writer_end(writer);
    }
}

void ka_market_write_products(const struct ka_market *market, struct ka_writer *writer)
{
    (void)market; // every market has the same products
    put_header(writer, "product_id,product,family,list_price,cost,high_margin");
    for (size_t i = 0; i < ka_product_count; i++) {
        const struct ka_product *product = &ka_products[i];
        ka_writer_put_text(writer, product->id);
        ka_writer_put_text(writer, product->name);
        ka_writer_put_text(writer, ka_family_names[product->family]);
        ka_writer_put_decimal(writer, product->list_price);
        ka_writer_put_decimal(writer, product->cost);
        ka_writer_put_integer(writer, product->high_margin);
        ka_writer_end(writer);
    }
}

void ka_market_write_alias(const struct ka_market *market, struct ka_writer *writer)
{
    put_header(writer, "alias,account_id,by,date");
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        if (account->alias.n == 0)
            continue;
        ka_writer_put(writer, account->alias_id);
        ka_writer_put(writer, account->id);
        ka_writer_put_text(writer, account->manager);
        ka_writer_put_date(writer, ka_month_first(market->first_month + market->months) - 1);
        ka_writer_end(writer);
    }
}

void ka_market_write_fx(const struct ka_market *market, struct ka_writer *writer)
{
    put_header(writer, "currency,period,rate");
    for (int32_t m = 0; m < market->months; m++) {
        ka_writer_put_text(writer, "USD");
        put_month(writer, market->first_month + m);
        ka_writer_put_decimal(writer, market->dollar[m]);
        ka_writer_end(writer);
    }
}
