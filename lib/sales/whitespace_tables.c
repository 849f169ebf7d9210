// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/whitespace_tables.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"
#include "table/decimal.h"

static void put_header(struct ka_writer *w, const char *columns)
{
    struct ka_str rest = ka_str(columns), name;
    while (ka_str_next(&rest, ',', &name))
        ka_writer_put(w, name);
}

static void put_proportion(struct ka_writer *w, struct ka_proportion p)
{
    ka_writer_put_real(w, p.value);
    ka_writer_put_real(w, p.lo);
    ka_writer_put_real(w, p.hi);
}

// ---- Gaps ----

// Account and family in one number, so that their order is bytewise.
struct place {
    size_t at;
    double gap;
};

static int compare_gaps(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (isnan(a->gap) != isnan(b->gap))
        return isnan(a->gap) - isnan(b->gap);
    if (a->gap != b->gap && !isnan(a->gap))
        return a->gap < b->gap ? 1 : -1;
    return (a->at > b->at) - (a->at < b->at);
}

static void put_share(struct ka_writer *w, int64_t recent, int64_t wallet)
{
    ka_writer_put_decimal(w, wallet);
    ka_writer_put_real(w, wallet == KA_DECIMAL_NONE ? NAN : (double)recent / (double)wallet);
}

static void put_wallets(const struct ka_whitespace *ws, size_t account, size_t family,
                        struct ka_writer *w)
{
    put_share(w, ka_holding(&ws->holdings, account, family)->recent,
              ka_whitespace_wallet(ws, account, family));
    put_share(w, ws->holdings.recent[account], ka_whitespace_wallet(ws, account, KA_NONE));
}

static void put_gap(const struct ka_gap *gap, struct ka_writer *w)
{
    ka_writer_put_text(w, ka_peer_level_names[gap->level]);
    ka_writer_put_integer(w, (int64_t)gap->peers);
    ka_writer_put_integer(w, (int64_t)gap->owners);
    put_proportion(w, gap->share);
    ka_writer_put_real(w, gap->expected.value);
    ka_writer_put_real(w, gap->expected.lo);
    ka_writer_put_real(w, gap->expected.hi);
    ka_writer_put_real(w, gap->if_bought);
    ka_writer_put_real(w, gap->gap);
}

static void put_row(const struct ka_whitespace *ws, size_t at, bool with_wallet,
                    struct ka_writer *w)
{
    const struct ka_holdings *h = &ws->holdings;
    size_t account = at / h->families.count, family = at % h->families.count;
    const struct ka_holding *holding = ka_holding(h, account, family);
    struct ka_gap gap = ka_whitespace_gap(ws, account, family);
    ka_writer_put(w, ka_roster_id(&h->roster, account));
    ka_writer_put(w, ka_roster_attribute(&h->roster, account, KA_HOLDINGS_NAME));
    ka_writer_put(w, ws->channel[account]);
    ka_writer_put(w, ws->segment[account]);
    ka_writer_put(w, ka_holdings_family(h, family));
    ka_writer_put_text(w, ka_hold_names[gap.state]);
    ka_writer_put_date(w, holding->first);
    ka_writer_put_date(w, holding->last);
    ka_writer_put_decimal(w, holding->revenue);
    ka_writer_put_decimal(w, holding->recent);
    put_gap(&gap, w);
    if (with_wallet)
        put_wallets(ws, account, family, w);
    ka_writer_end(w);
}

static void write_gaps(const struct ka_whitespace *ws, bool with_wallet, struct ka_writer *w)
{
    size_t all = ws->holdings.roster.ids.count * ws->holdings.families.count, count = 0;
    struct place *places = ka_alloc(all, sizeof *places);
    for (size_t at = 0; at < all; at++) {
        struct ka_gap gap = ka_whitespace_gap(ws, at / ws->holdings.families.count,
                                              at % ws->holdings.families.count);
        if (gap.state != KA_HOLD_OWNED)
            places[count++] = (struct place){at, gap.gap};
    }
    qsort(places, count, sizeof *places, compare_gaps);
    for (size_t i = 0; i < count; i++)
        put_row(ws, places[i].at, with_wallet, w);
    free(places);
}

void ka_whitespace_write(const struct ka_whitespace *ws, bool gaps_only, bool with_wallet,
                         struct ka_writer *w)
{
    put_header(w, "account_id,account,channel,segment,family,state,first,last,revenue,"
                  "revenue_recent,peer_group,peers,peer_owners,peer_share,peer_share_lo,"
                  "peer_share_hi,expected,expected_lo,expected_hi,if_bought,gap");
    if (with_wallet)
        put_header(w, "wallet,wallet_share,account_wallet,account_wallet_share");
    ka_writer_end(w);
    if (gaps_only) {
        write_gaps(ws, with_wallet, w);
        return;
    }
    size_t all = ws->holdings.roster.ids.count * ws->holdings.families.count;
    for (size_t at = 0; at < all; at++)
        put_row(ws, at, with_wallet, w);
}

// ---- Pairs ----

static bool bought(const struct ka_whitespace *ws, size_t account, size_t family)
{
    return ka_holding_state(&ws->holdings, ka_holding(&ws->holdings, account, family),
                            ws->lost_days) != KA_HOLD_NEVER;
}

// both[a × families + b]: accounts that have bought a and b; of one family on the diagonal.
static size_t *count_pairs(const struct ka_whitespace *ws)
{
    size_t families = ws->holdings.families.count, n = 0;
    size_t *both = ka_zalloc(families * families, sizeof *both);
    size_t *own = ka_alloc(families, sizeof *own);
    for (size_t i = 0; i < ws->holdings.roster.ids.count; i++, n = 0) {
        for (size_t f = 0; f < families; f++)
            if (bought(ws, i, f))
                own[n++] = f;
        for (size_t a = 0; a < n; a++)
            for (size_t b = a; b < n; b++)
                both[own[a] * families + own[b]]++;
    }
    free(own);
    return both;
}

static void put_pair(const struct ka_whitespace *ws, const size_t *both, size_t a, size_t b,
                     struct ka_writer *w)
{
    size_t families = ws->holdings.families.count;
    double n = (double)ws->holdings.roster.ids.count, together = (double)both[a * families + b],
           with_a = (double)both[a * families + a], with_b = (double)both[b * families + b];
    ka_writer_put(w, ka_holdings_family(&ws->holdings, a));
    ka_writer_put(w, ka_holdings_family(&ws->holdings, b));
    ka_writer_put_real(w, n);
    ka_writer_put_real(w, with_a);
    ka_writer_put_real(w, with_b);
    ka_writer_put_real(w, together);
    ka_writer_put_real(w, together / n);
    ka_writer_put_real(w, together / with_a);
    ka_writer_put_real(w, together / with_b);
    put_proportion(w, ka_lift(together, with_a, with_b, n, .95));
    ka_writer_end(w);
}

void ka_whitespace_write_pairs(const struct ka_whitespace *ws, int64_t min_support,
                               struct ka_writer *w)
{
    size_t families = ws->holdings.families.count;
    size_t *both = count_pairs(ws);
    put_header(w, "family_a,family_b,accounts,buyers_a,buyers_b,buyers_both,support,"
                  "share_of_a,share_of_b,lift,lift_lo,lift_hi");
    ka_writer_end(w);
    for (size_t a = 0; a < families; a++)
        for (size_t b = a + 1; b < families; b++)
            if (both[a * families + b] > 0 && both[a * families + b] >= (size_t)min_support)
                put_pair(ws, both, a, b, w);
    free(both);
}

// ---- Adoption ----

// Accounts by the month of their first purchase: of each group (channels, then all) and family
// (then any).
struct firsts {
    const struct ka_whitespace *ws;
    size_t channels, families, months;
    int32_t first_month;
    size_t *count;
};

static size_t *firsts_of(const struct firsts *firsts, size_t group, size_t family)
{
    return &firsts->count[(group * (firsts->families + 1) + family) * firsts->months];
}

static void count_first(struct firsts *firsts, size_t group, size_t family, int32_t date)
{
    firsts_of(firsts, group, family)[ka_date_month(date) - firsts->first_month]++;
}

static void add_account(struct firsts *firsts, size_t account)
{
    const struct ka_whitespace *ws = firsts->ws;
    size_t channel = ws->group[KA_PEERS_CHANNEL][account];
    int32_t any = KA_DATE_NONE;
    for (size_t f = 0; f <= firsts->families; f++) {
        int32_t date = any;
        if (f < firsts->families) {
            date = bought(ws, account, f) ? ka_holding(&ws->holdings, account, f)->first
                                          : KA_DATE_NONE;
            any = date != KA_DATE_NONE && (any == KA_DATE_NONE || date < any) ? date : any;
        }
        if (date == KA_DATE_NONE)
            continue;
        count_first(firsts, firsts->channels, f, date);
        if (channel != KA_NONE)
            count_first(firsts, channel, f, date);
    }
}

static void put_months(const struct firsts *firsts, size_t group, size_t family,
                       struct ka_writer *w)
{
    const size_t *adopters = firsts_of(firsts, group, family);
    const size_t *accounts = firsts_of(firsts, group, firsts->families);
    const struct ka_map *channels = &firsts->ws->groups[KA_PEERS_CHANNEL];
    struct ka_buf period = {0};
    size_t adopted = 0, known = 0;
    for (size_t m = 0; m < firsts->months; m++) {
        adopted += adopters[m];
        known += accounts[m];
        if (adopted == 0)
            continue;
        ka_buf_reset(&period);
        ka_month_format(&period, firsts->first_month + (int32_t)m);
        ka_writer_put(w, ka_holdings_family(&firsts->ws->holdings, family));
        ka_writer_put_text(w, group < firsts->channels ? "channel" : "all");
        ka_writer_put(w, group < firsts->channels ? channels->keys[group] : KA_STR(""));
        ka_writer_put(w, ka_buf_str(&period));
        ka_writer_put_integer(w, (int64_t)adopters[m]);
        ka_writer_put_integer(w, (int64_t)adopted);
        ka_writer_put_integer(w, (int64_t)known);
        put_proportion(w, ka_wilson((double)adopted, (double)known, .95));
        ka_writer_end(w);
    }
    ka_buf_clear(&period);
}

void ka_whitespace_write_adoption(const struct ka_whitespace *ws, struct ka_writer *w)
{
    struct firsts firsts = {.ws = ws,
                            .channels = ws->groups[KA_PEERS_CHANNEL].count,
                            .families = ws->holdings.families.count,
                            .first_month = ka_date_month(ws->holdings.first)};
    struct ka_key_ranks ranked;
    firsts.months = (size_t)(ka_date_month(ws->holdings.asof) - firsts.first_month + 1);
    firsts.count = ka_zalloc((firsts.channels + 1) * (firsts.families + 1) * firsts.months,
                             sizeof *firsts.count);
    for (size_t i = 0; i < ws->holdings.roster.ids.count; i++)
        add_account(&firsts, i);
    put_header(w, "family,scope,channel,period,new_adopters,adopters,accounts,adoption_share,"
                  "adoption_share_lo,adoption_share_hi");
    ka_writer_end(w);
    ka_keys_rank(&ranked, &ws->groups[KA_PEERS_CHANNEL]);
    for (size_t i = 0; i <= firsts.channels; i++)
        for (size_t f = 0; f < firsts.families; f++)
            put_months(&firsts, i == 0 ? firsts.channels : ranked.number[i - 1], f, w);
    ka_keys_clear(&ranked);
    free(firsts.count);
}
