// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/claims.h"

#include <math.h>

#include "table/date.h"

enum { COMPLAINTS_STREAM = 11, RECEIVABLES_STREAM = 12, YEAR = 365, QUARTER = 91, LATE = 5 };

static int32_t last_day(const struct ka_market *market)
{
    return ka_month_first(market->first_month + market->months) - 1;
}

static void put_header(struct ka_writer *writer, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(writer, name);
    ka_writer_end(writer);
}

// A number with a mark before it: TS0001.
static void put_number(struct ka_writer *writer, const char *mark, size_t number)
{
    struct ka_buf text = {0};
    ka_buf_addf(&text, "%s%04zu", mark, number);
    ka_writer_put(writer, ka_buf_str(&text));
    ka_buf_clear(&text);
}

// ---- Complaints ----

struct complaint {
    int32_t opened, days; // days: that it takes to close it
    const char *type;
    size_t severity;
};

static void write_complaint(const struct ka_market_account *account, struct complaint c,
                            size_t number, int32_t end, struct ka_writer *writer)
{
    put_number(writer, "TS", number);
    ka_writer_put(writer, account->id);
    ka_writer_put_date(writer, c.opened);
    if (c.opened + c.days <= end)
        ka_writer_put_date(writer, c.opened + c.days);
    else
        ka_writer_put_text(writer, "");
    ka_writer_put_integer(writer, (int64_t)c.severity);
    ka_writer_put_text(writer, c.type);
    ka_writer_end(writer);
}

static void write_complaints(const struct ka_market *market,
                             const struct ka_market_account *account, size_t *number,
                             struct ka_random *random, struct ka_writer *writer)
{
    static const char *const types[] = {"交期", "质量", "包装", "开票", "服务"};
    int32_t end = last_day(market), day = end - YEAR;
    for (;;) {
        day += 1 + (int32_t)ka_random_gamma(random, 1, 200);
        struct complaint c = {day, 1 + (int32_t)ka_random_gamma(random, 2, 5),
                              types[ka_random_below(random, 5)],
                              1 + ka_random_below(random, 3)};
        if (day > end)
            return;
        if (day >= account->first && day <= account->last && account->fact != KA_FACT_DYING)
            write_complaint(account, c, ++*number, end, writer);
    }
}

static void plant_complaints(const struct ka_market *market,
                             const struct ka_market_account *account, size_t *number,
                             struct ka_writer *writer)
{
    int32_t end = last_day(market);
    for (int32_t i = 0; i < LATE; i++) {
        bool open = i + 1 == LATE;
        struct complaint c = {end - 30 * (LATE - i) - 15, open ? YEAR : 9 + i, "交期", 4};
        write_complaint(account, c, ++*number, end, writer);
    }
}

void ka_market_write_complaints(const struct ka_market *market, struct ka_writer *writer)
{
    struct ka_random *random = ka_market_stream(market, COMPLAINTS_STREAM);
    size_t number = 0;
    put_header(writer, "complaint_id,account_id,opened,closed,severity,type");
    for (size_t n = 0; n < market->count; n++) {
        const struct ka_market_account *account = &market->accounts[market->by_id[n]];
        write_complaints(market, account, &number, random, writer);
        if (account->fact == KA_FACT_DYING)
            plant_complaints(market, account, &number, writer);
    }
    ka_random_free(random);
}

// ---- Receivables ----

// One invoice a month in which there are orders, due after 60 days, paid about then.
static void write_invoices(const struct ka_market *market,
                           const struct ka_market_account *account, size_t *number,
                           struct ka_random *random, struct ka_writer *writer)
{
    int32_t end = last_day(market), last = market->first_month + market->months;
    for (int32_t month = last - 12; month < last; month++) {
        double share = ka_random_uniform(random), delay = ka_random_gamma(random, 1, 6);
        double amount = account->spend * ceil(2 * share);
        bool ordered = ka_random_uniform(random) < account->rate;
        bool partly = ka_random_uniform(random) < .02;
        int32_t due = ka_month_first(month) + 14 + 60;
        if (!ordered || ka_month_first(month) < account->first ||
            ka_month_first(month) > account->last)
            continue;
        bool stands = account->fact == KA_FACT_FAMOUS_LOSS && due > end - QUARTER;
        int64_t cents = (int64_t)(100 * amount), paid = partly ? cents / 2 : cents;
        put_number(writer, "FP", ++*number);
        ka_writer_put(writer, account->id);
        ka_writer_put_date(writer, due);
        ka_writer_put_decimal(writer, 100 * cents);
        ka_writer_put_decimal(writer,
                              stands || due - 5 + (int32_t)delay > end ? 0 : 100 * paid);
        ka_writer_end(writer);
    }
}

void ka_market_write_receivables(const struct ka_market *market, struct ka_writer *writer)
{
    struct ka_random *random = ka_market_stream(market, RECEIVABLES_STREAM);
    size_t number = 0;
    put_header(writer, "invoice,account_id,due,amount,paid");
    for (size_t n = 0; n < market->count; n++)
        write_invoices(market, &market->accounts[market->by_id[n]], &number, random, writer);
    ka_random_free(random);
}
