// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/features.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/threads.h"
#include "sales/company.h"
#include "sales/prices.h"
#include "sales/products.h"
#include "stat/describe.h"
#include "table/date.h"

enum { YEAR = 12, GROWTH_MONTHS_MIN = 6, GAP_CV_MIN = 3, BLOCK = 512 };

void ka_calendar_init(struct ka_calendar *calendar, const struct ka_ledger *ledger,
                      int32_t asof)
{
    *calendar = (struct ka_calendar){.last_month = -1, .complete_last = -1};
    calendar->asof = asof != KA_DATE_NONE ? asof : ledger->last;
    if (ledger->first == KA_DATE_NONE)
        return;
    calendar->first_month = ka_date_month(ledger->first);
    calendar->last_month = ka_date_month(calendar->asof);
    // A month is complete when the day before it and the day behind it are outside.
    calendar->complete_first = ka_date_month(ledger->first - 1) + 1;
    calendar->complete_last = ka_date_month(calendar->asof + 1) - 1;
}

// What is looked up for every account.
struct figures {
    const struct ka_ledger *ledger;
    const struct ka_calendar *calendar;
    bool *high_margin; // by product, NULL: not known
    struct ka_prices prices;
    bool with_costs;
    struct ka_account *accounts;
};

// What is reused from account to account.
struct room {
    struct ka_order_room orders;
    double *reals; // gaps, families
    size_t real_cap;
    ka_int128 *family; // revenue by family, all 0 between accounts
    bool *family_met;
    uint32_t *families_met;
};

static void room_init(struct room *room, const struct ka_ledger *ledger)
{
    size_t families = ledger->families.map.count;
    *room = (struct room){0};
    room->reals = ka_grow(room->reals, &room->real_cap, families + 1, sizeof *room->reals);
    room->family = ka_zalloc(families, sizeof *room->family);
    room->family_met = ka_zalloc(families, sizeof *room->family_met);
    room->families_met = ka_alloc(families, sizeof *room->families_met);
}

static void room_clear(struct room *room)
{
    free(room->orders.code);
    free(room->reals);
    free(room->family);
    free(room->family_met);
    free(room->families_met);
}

static double ratio(ka_int128 part, ka_int128 whole)
{
    return part != KA_SUM_NONE && whole > 0 ? (double)part / (double)whole : (double)NAN;
}

static void take_sums(const struct figures *f, struct ka_account *a,
                      const struct ka_key_sums *sums)
{
    a->lines = (int64_t)sums->lines;
    a->no_margin = (int64_t)sums->totals.no_margin;
    a->qty = ka_totals_qty(&sums->totals, f->ledger);
    a->revenue = sums->totals.revenue;
    a->returns = sums->returns;
    a->return_rate = ratio(a->returns, a->revenue + a->returns);
    a->margin = ka_totals_margin(&sums->totals, f->ledger);
    a->margin_rate = ratio(a->margin, a->revenue);
    a->completeness = sums->lines
                          ? (double)sums->filled / (double)(sums->lines * KA_LEDGER_OPTIONAL)
                          : (double)NAN;
}

static void sum_high_margin(const struct figures *f, struct ka_account *a,
                            const struct ka_cell_run *goods)
{
    for (size_t i = 0; f->high_margin && i < goods->count; i++) {
        struct ka_good good = ka_good_at(f->ledger, goods, i);
        if (good.item->product != KA_LEDGER_NONE && f->high_margin[good.item->product])
            a->high_margin_revenue += good.revenue;
    }
    if (!f->high_margin)
        a->high_margin_revenue = KA_SUM_NONE;
    a->high_margin_share = ratio(a->high_margin_revenue, a->revenue);
}

// Walks the purchase days; returns the number of gaps between them, which are in reals.
static size_t walk_purchases(struct room *room, struct ka_account *a,
                             const struct ka_cell_run *purchases)
{
    size_t gaps = 0;
    int32_t month_end = KA_DATE_NONE; // the day behind the month of the last purchase
    for (size_t i = 0; i < purchases->count; i++) {
        int32_t day = ka_cell_time(purchases->word[i * 2]);
        if (i > 0 && day == a->last)
            continue;
        if (i == 0)
            a->first = day;
        else
            room->reals[gaps++] = day - a->last;
        a->last = day;
        if (month_end == KA_DATE_NONE || day >= month_end) {
            a->active_months++;
            month_end = ka_month_first(ka_date_month(day) + 1);
        }
    }
    return gaps;
}

static void time_purchases(const struct figures *f, struct room *room, struct ka_account *a,
                           const struct ka_cell_run *purchases)
{
    a->first = a->last = KA_DATE_NONE;
    a->tenure_days = a->recency_days = KA_COUNT_NONE;
    a->active_ratio = a->gap_mean_days = a->gap_cv = (double)NAN;
    if (purchases->count == 0)
        return;
    room->reals = ka_grow(room->reals, &room->real_cap, purchases->count, sizeof *room->reals);
    size_t gaps = walk_purchases(room, a, purchases);
    a->tenure_days = a->last - a->first;
    a->recency_days = f->calendar->asof - a->last;
    int32_t months = f->calendar->last_month - ka_date_month(a->first) + 1;
    a->active_ratio = (double)a->active_months / months;
    a->gap_mean_days = ka_mean(room->reals, gaps);
    if (gaps >= GAP_CV_MIN)
        a->gap_cv = ka_sd(room->reals, gaps) / a->gap_mean_days;
}

static void count_orders(struct room *room, struct ka_account *a,
                         const struct ka_cell_run *purchases)
{
    a->orders = (int64_t)ka_order_count(purchases, &room->orders);
    a->order_value = a->orders ? ka_decimal_real(a->revenue) / (double)a->orders : (double)NAN;
}

static void count_families(const struct figures *f, struct room *room, struct ka_account *a,
                           const struct ka_cell_run *goods)
{
    size_t met = 0, families = 0;
    for (size_t i = 0; i < goods->count; i++) {
        struct ka_good good = ka_good_at(f->ledger, goods, i);
        uint32_t family = good.item->family;
        if (family == KA_LEDGER_NONE)
            continue;
        if (!room->family_met[family])
            room->families_met[met++] = family;
        room->family_met[family] = true;
        room->family[family] += good.revenue;
    }
    for (size_t i = 0; i < met; i++) {
        uint32_t family = room->families_met[i];
        if (room->family[family] > 0)
            room->reals[families++] = ka_decimal_real(room->family[family]);
        room->family[family] = 0;
        room->family_met[family] = false;
    }
    a->families = met ? (int64_t)families : KA_COUNT_NONE;
    a->family_entropy = ka_entropy(room->reals, families);
}

// Monthly revenue of two years up to the last complete month.
static void sum_months(const struct figures *f, const struct ka_cell_run *goods,
                       ka_int128 revenue[2 * YEAR])
{
    int32_t oldest = f->calendar->complete_last - 2 * YEAR + 1;
    for (size_t i = 0; i < goods->count; i++) {
        struct ka_good good = ka_good_at(f->ledger, goods, i);
        int32_t month = good.item->month - oldest;
        if (month >= 0 && month < 2 * YEAR)
            revenue[month] += good.revenue;
    }
}

// Sum of a year that begins with month `first`; unknown where the data begin later.
static ka_int128 sum_year(const struct ka_calendar *calendar, int32_t first,
                          const ka_int128 revenue[YEAR])
{
    if (calendar->complete_first > first)
        return KA_SUM_NONE;
    ka_int128 sum = 0;
    for (int i = 0; i < YEAR; i++)
        sum += revenue[i];
    return sum;
}

static double growth_of(const double *revenue, size_t months)
{
    double month[YEAR];
    for (size_t i = 0; i < months; i++)
        month[i] = (double)i;
    double mean = ka_mean(revenue, months);
    return months >= GROWTH_MONTHS_MIN && mean > 0
               ? ka_theil_sen(month, revenue, months) * YEAR / mean
               : (double)NAN;
}

static void follow_growth(const struct figures *f, struct ka_account *a,
                          const struct ka_cell_run *goods)
{
    const struct ka_calendar *calendar = f->calendar;
    ka_int128 revenue[2 * YEAR] = {0};
    sum_months(f, goods, revenue);
    int32_t recent = calendar->complete_last - YEAR + 1, from = recent;
    a->revenue_prior = sum_year(calendar, recent - YEAR, revenue);
    a->revenue_recent = sum_year(calendar, recent, revenue + YEAR);
    a->growth_rate = (double)NAN;
    if (a->first == KA_DATE_NONE)
        return;
    if (calendar->complete_first > from)
        from = calendar->complete_first;
    if (ka_date_month(a->first) > from)
        from = ka_date_month(a->first);
    double series[YEAR];
    size_t months = 0;
    for (int32_t month = from; month <= calendar->complete_last; month++)
        series[months++] = ka_decimal_real(revenue[YEAR + month - recent]);
    a->growth_rate = growth_of(series, months);
}

static void charge_costs(const struct figures *f, struct ka_account *a, size_t key)
{
    const struct ka_ledger *ledger = f->ledger;
    for (size_t i = ledger->cost_start[key]; i < ledger->cost_start[key + 1]; i++)
        a->cost_to_serve += ledger->costs[i].amount;
    if (!f->with_costs)
        a->cost_to_serve = KA_SUM_NONE;
    bool known = f->with_costs && a->margin != KA_SUM_NONE;
    a->net_profit = known ? a->margin - a->cost_to_serve : KA_SUM_NONE;
}

static void compute(const struct figures *f, struct room *room, size_t key)
{
    const struct ka_ledger *ledger = f->ledger;
    const struct ka_cell_run *purchases = &ledger->run[KA_PURCHASES][key];
    const struct ka_cell_run *goods = &ledger->run[KA_GOODS][key];
    struct ka_account *a = &f->accounts[key];
    *a = (struct ka_account){.key = ka_names_at(&ledger->keys, key)};
    for (size_t i = 0; i < ledger->options.attribute_count; i++)
        a->attributes[i] = ka_ledger_attribute(ledger, key, i);
    take_sums(f, a, ka_ledger_sums(ledger, key));
    sum_high_margin(f, a, goods);
    time_purchases(f, room, a, purchases);
    count_orders(room, a, purchases);
    count_families(f, room, a, goods);
    follow_growth(f, a, goods);
    a->price_index = ka_prices_index(&f->prices, goods);
    charge_costs(f, a, key);
}

static void compute_block(size_t block, void *context)
{
    const struct figures *f = context;
    size_t keys = f->ledger->keys.map.count, end = (block + 1) * BLOCK;
    struct room room;
    room_init(&room, f->ledger);
    for (size_t key = block * BLOCK; key < keys && key < end; key++)
        compute(f, &room, key);
    room_clear(&room);
}

// What an account is against all others.
static void compare(const struct figures *f, size_t n)
{
    const struct ka_company *whole = f->ledger->company;
    struct ka_account *account = f->accounts;
    ka_int128 revenue = 0, high_margin = 0;
    for (size_t i = 0; i < n; i++) {
        revenue += account[i].revenue;
        if (account[i].high_margin_revenue != KA_SUM_NONE)
            high_margin += account[i].high_margin_revenue;
    }
    if (whole && f->high_margin) {
        revenue = whole->revenue;
        high_margin = ka_company_high_margin(whole, f->ledger, f->high_margin);
    }
    double company = ratio(high_margin, revenue);
    for (size_t i = 0; i < n; i++)
        account[i].high_margin_lq =
            company > 0 ? account[i].high_margin_share / company : (double)NAN;
}

void ka_features_compute(const struct ka_ledger *ledger, const struct ka_calendar *calendar,
                         bool with_costs, unsigned threads, struct ka_account *accounts)
{
    size_t keys = ledger->keys.map.count;
    struct figures f = {.ledger = ledger,
                        .calendar = calendar,
                        .high_margin = ka_products_high_margin(ledger),
                        .with_costs = with_costs,
                        .accounts = accounts};
    ka_prices_init(&f.prices, ledger);
    ka_run_blocks((keys + BLOCK - 1) / BLOCK, threads, compute_block, &f);
    compare(&f, keys);
    ka_prices_clear(&f.prices);
    free(f.high_margin);
}
