// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/people.h"

#include <math.h>

#include "table/date.h"

enum { FACTS_STREAM = 1, CONTACTS_STREAM = 2 };

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

// ---- Facts ----

static const char *const criteria[] = {"value_over_price", "loyalty", "culture", "willingness",
                                       "potential"};
enum { CRITERIA = sizeof criteria / sizeof *criteria };

// What the planted accounts are judged, 0..5.
static const double planted[KA_FACTS][CRITERIA] = {
    [KA_FACT_FAMOUS_LOSS] = {1, 2, 1.5, 2, 2}, [KA_FACT_QUIET_BEST] = {4.5, 4.5, 4, 5, 4},
    [KA_FACT_DYING] = {3, 1.5, 3, 1, 1},       [KA_FACT_DUPLICATE] = {4, 4, 3.5, 4, 4},
    [KA_FACT_FORMULA] = {3.5, 3.5, 3, 3.5, 2},
};

static double draw_score(const struct ka_market_account *account, size_t criterion,
                         struct ka_random *random)
{
    double drawn = ka_random_normal(random, account->key ? 3.9 : 3, 0.8);
    double score = account->fact < KA_FACTS ? planted[account->fact][criterion] : drawn;
    return fmax(0, fmin(5, round(2 * score) / 2));
}

static void write_facts(const struct ka_market *market, const struct ka_market_account *account,
                        struct ka_random *random, struct ka_writer *writer)
{
    bool judged = ka_random_uniform(random) < (account->key ? 0.9 : 0.5);
    bool old = ka_random_uniform(random) < 0.1 && account->fact == KA_FACT_NONE;
    int32_t day = last_day(market) - (old ? 800 : 0) - (int32_t)ka_random_below(random, 300);
    for (size_t c = 0; c < CRITERIA; c++) {
        double score = draw_score(account, c, random);
        if (!judged && account->fact == KA_FACT_NONE)
            continue;
        ka_writer_put(writer, account->id);
        ka_writer_put_text(writer, criteria[c]);
        ka_writer_put_real(writer, score);
        ka_writer_put_date(writer, day);
        ka_writer_put_text(writer, account->manager);
        ka_writer_end(writer);
    }
}

void ka_market_write_facts(const struct ka_market *market, struct ka_writer *writer)
{
    struct ka_random *random = ka_market_stream(market, FACTS_STREAM);
    put_header(writer, "account_id,criterion,score,date,by");
    for (size_t n = 0; n < market->count; n++)
        write_facts(market, &market->accounts[market->by_id[n]], random, writer);
    ka_random_free(random);
}

// ---- Contacts ----

// How an account is met.
enum breadth { NARROW, BROAD, JOINT };

static enum breadth breadth_of(const struct ka_market_account *account,
                               struct ka_random *random)
{
    double chance = ka_random_uniform(random);
    bool declared_high = account->relationship[0] != 'o';
    if (account->fact == KA_FACT_DUPLICATE)
        return BROAD;
    if (account->fact < KA_FACTS)
        return NARROW;
    if (declared_high)
        return chance < 0.15 ? JOINT : chance < 0.6 ? BROAD : NARROW;
    return chance < 0.15 ? BROAD : NARROW;
}

static void write_contact(const struct ka_market_account *account, enum breadth breadth,
                          int32_t day, struct ka_random *random, struct ka_writer *writer)
{
    static const char *const kinds[] = {"visit", "call", "mail", "meeting"};
    static const char *const functions[] = {"purchasing", "sales",     "logistics",
                                            "gm",         "marketing", "finance"};
    static const char *const ours[] = {"产品经理", "客服主管", "财务主管"};
    static const char *const our_functions[] = {"marketing", "logistics", "finance", "sales"};
    size_t kind = ka_random_below(random, 4), function = ka_random_below(random, 6);
    size_t person = ka_random_below(random, 4), level = ka_random_below(random, 3);
    if (breadth == NARROW || (breadth == BROAD && function > 3))
        function = 0;
    if (breadth == NARROW)
        person = 3;
    ka_writer_put_date(writer, day);
    ka_writer_put(writer, account->id);
    ka_writer_put_text(writer, kinds[kind]);
    ka_writer_put_integer(writer, (int64_t)(breadth == NARROW ? 2 : 2 + level));
    ka_writer_put_text(writer, functions[function]);
    ka_writer_put_text(writer, our_functions[person]);
    ka_writer_put_text(writer, person < 3 ? ours[person] : account->manager);
    ka_writer_end(writer);
}

// Once a month in nine out of ten, over the last year.
static void write_contacts(const struct ka_market *market,
                           const struct ka_market_account *account, struct ka_random *random,
                           struct ka_writer *writer)
{
    enum breadth breadth = breadth_of(account, random);
    bool logged = ka_random_uniform(random) < 0.8 || account->fact < KA_FACTS;
    int32_t end = market->first_month + market->months;
    for (int32_t month = end - 12; month < end; month++) {
        int32_t day = ka_month_first(month) + (int32_t)ka_random_below(random, 28);
        bool met = ka_random_uniform(random) < (breadth == NARROW ? 0.5 : 0.9);
        if (!met || !logged || day < account->first || day > account->last)
            continue;
        write_contact(account, breadth, day, random, writer);
        if (breadth != NARROW)
            write_contact(account, breadth, day, random, writer);
    }
}

void ka_market_write_contacts(const struct ka_market *market, struct ka_writer *writer)
{
    struct ka_random *random = ka_market_stream(market, CONTACTS_STREAM);
    put_header(writer, "date,account_id,kind,level,function,our_function,by");
    for (size_t n = 0; n < market->count; n++)
        write_contacts(market, &market->accounts[market->by_id[n]], random, writer);
    ka_random_free(random);
}
