// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/features.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/order.h"
#include "base/threads.h"
#include "sales/company.h"
#include "sales/prices.h"
#include "sales/products.h"
#include "stat/describe.h"
#include "table/date.h"

enum { YEAR = 12, GROWTH_MONTHS_MIN = 6, GAP_CV_MIN = 3, BLOCK = 64 };

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

// What an item counts for.
struct use {
    uint32_t family; // KA_LEDGER_NONE: none
    uint32_t trade;  // KA_LEDGER_NONE: it is not priced
    uint8_t month;   // of the two years up to the last complete month; 2 * YEAR: another
    bool is_high_margin;
};

// What is looked up for every account.
struct figures {
    const struct ka_ledger *ledger;
    const struct ka_calendar *calendar;
    bool knows_high_margin;
    struct use **use;  // of each item, by source and number
    int32_t *month_of; // each day from the ledger's first on
    struct ka_prices prices;
    ka_int128 company_high_margin; // of a shard's company
    bool with_costs;
    struct ka_account *accounts;
    pthread_mutex_t lock; // of the rooms that no thread is in
    struct room *rooms;
};

// What is reused from account to account; between them all is 0 again.
struct room {
    struct room *next;
    struct ka_order_room orders;
    size_t purchases;                         // of which orders has the codes
    uint64_t *days;                           // bits, from the ledger's first day on
    size_t first_word, last_word;             // that have some
    double *reals;                            // gaps, families
    ka_int128 month[2 * YEAR + 1], margin[2]; // revenue: of other products, of high-margin ones
    ka_int128 *family;                        // revenue by family
    bool *family_met;
    uint64_t *families_met, *spare;
    size_t met;
    struct ka_own_prices prices;
};

enum { WORD = 64 };

static size_t count_days(const struct ka_ledger *ledger)
{
    return ledger->first == KA_DATE_NONE ? 0 : (size_t)(ledger->last - ledger->first + 1);
}

static struct room *room_new(const struct figures *f)
{
    size_t families = f->ledger->families.map.count, days = count_days(f->ledger);
    struct room *room = ka_zalloc(1, sizeof *room);
    room->days = ka_zalloc(days / WORD + 1, sizeof *room->days);
    room->reals = ka_alloc(families > days ? families : days, sizeof *room->reals);
    room->family = ka_zalloc(families, sizeof *room->family);
    room->family_met = ka_zalloc(families, sizeof *room->family_met);
    room->families_met = ka_alloc(families, sizeof *room->families_met);
    room->spare = ka_alloc(families, sizeof *room->spare);
    ka_own_prices_init(&room->prices, &f->prices);
    return room;
}

static void room_free(struct room *room)
{
    ka_order_room_clear(&room->orders);
    ka_own_prices_clear(&room->prices);
    free(room->days);
    free(room->reals);
    free(room->family);
    free(room->family_met);
    free(room->families_met);
    free(room->spare);
    free(room);
}

static struct room *enter_room(struct figures *f)
{
    pthread_mutex_lock(&f->lock);
    struct room *room = f->rooms;
    if (room)
        f->rooms = room->next;
    pthread_mutex_unlock(&f->lock);
    return room ? room : room_new(f);
}

static void leave_room(struct figures *f, struct room *room)
{
    pthread_mutex_lock(&f->lock);
    room->next = f->rooms;
    f->rooms = room;
    pthread_mutex_unlock(&f->lock);
}

// ---- Going through what an account bought ----

static void take_purchase(const struct ka_ledger *ledger, struct room *room,
                          const struct ka_trail_line *line)
{
    size_t day = (size_t)(line->date - ledger->first), word = day / WORD;
    ka_order_room_make(&room->orders, room->purchases + 1);
    room->orders.code[room->purchases++] = line->order;
    room->first_word = word < room->first_word ? word : room->first_word;
    room->last_word = word > room->last_word ? word : room->last_word;
    room->days[word] |= UINT64_C(1) << day % WORD;
}

static void take_goods(struct room *room, const struct use *use,
                       const struct ka_trail_line *line)
{
    room->month[use->month] += line->revenue;
    room->margin[use->is_high_margin] += line->revenue;
    if (use->family != KA_LEDGER_NONE) {
        if (!room->family_met[use->family])
            room->families_met[room->met++] = use->family;
        room->family_met[use->family] = true;
        room->family[use->family] += line->revenue;
    }
    if (use->trade != KA_LEDGER_NONE)
        ka_own_prices_add(&room->prices, use->trade, line->revenue, line->qty);
}

static void take_lines(const struct figures *f, struct room *room, size_t key)
{
    struct ka_ledger_walk walk = ka_ledger_begin(f->ledger, key);
    room->purchases = 0;
    room->first_word = SIZE_MAX;
    room->last_word = 0;
    memset(room->margin, 0, sizeof room->margin);
    memset(room->month, 0, sizeof room->month);
    for (struct ka_trail_line line; ka_ledger_next_raw(&walk, &line);) {
        if (line.is_purchase)
            take_purchase(f->ledger, room, &line);
        if (line.has_goods)
            take_goods(room, &f->use[walk.source][line.item], &line);
    }
}

// ---- Figures ----

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

static void take_high_margin(const struct figures *f, const struct room *room,
                             struct ka_account *a)
{
    a->high_margin_revenue = f->knows_high_margin ? room->margin[true] : KA_SUM_NONE;
    a->high_margin_share = ratio(a->high_margin_revenue, a->revenue);
}

static void take_day(struct room *room, struct ka_account *a, int32_t day, size_t *gaps)
{
    if (a->first == KA_DATE_NONE)
        a->first = day;
    else
        room->reals[(*gaps)++] = day - a->last;
    a->last = day;
}

// Walks the purchase days; returns the number of gaps between them, which are in reals.
static size_t walk_days(const struct figures *f, struct room *room, struct ka_account *a)
{
    size_t gaps = 0;
    int32_t month = f->calendar->first_month - 1;
    for (size_t w = room->first_word; w <= room->last_word; w++) {
        for (uint64_t left = room->days[w]; left; left &= left - 1) {
            size_t day = w * WORD + (size_t)__builtin_ctzll(left);
            take_day(room, a, f->ledger->first + (int32_t)day, &gaps);
            a->active_months += f->month_of[day] > month;
            month = f->month_of[day];
        }
        room->days[w] = 0;
    }
    return gaps;
}

static void time_purchases(const struct figures *f, struct room *room, struct ka_account *a)
{
    a->first = a->last = KA_DATE_NONE;
    a->tenure_days = a->recency_days = KA_COUNT_NONE;
    a->active_ratio = a->gap_mean_days = a->gap_cv = (double)NAN;
    if (room->purchases == 0)
        return;
    size_t gaps = walk_days(f, room, a);
    a->tenure_days = a->last - a->first;
    a->recency_days = f->calendar->asof - a->last;
    int32_t months = f->calendar->last_month - ka_date_month(a->first) + 1;
    a->active_ratio = (double)a->active_months / months;
    a->gap_mean_days = ka_mean(room->reals, gaps);
    if (gaps >= GAP_CV_MIN)
        a->gap_cv = ka_sd(room->reals, gaps) / a->gap_mean_days;
}

static void count_orders(struct room *room, struct ka_account *a)
{
    a->orders = (int64_t)ka_order_count(&room->orders, room->purchases);
    a->order_value = a->orders ? ka_decimal_real(a->revenue) / (double)a->orders : (double)NAN;
}

static void count_families(struct room *room, struct ka_account *a)
{
    size_t families = 0;
    ka_order_words(room->families_met, room->met, room->spare);
    for (size_t i = 0; i < room->met; i++) {
        size_t family = room->families_met[i];
        if (room->family[family] > 0)
            room->reals[families++] = ka_decimal_real(room->family[family]);
        room->family[family] = 0;
        room->family_met[family] = false;
    }
    a->families = room->met ? (int64_t)families : KA_COUNT_NONE;
    a->family_entropy = ka_entropy(room->reals, families);
    room->met = 0;
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

static void follow_growth(const struct figures *f, const struct room *room,
                          struct ka_account *a)
{
    const struct ka_calendar *calendar = f->calendar;
    const ka_int128 *revenue = room->month;
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
    struct ka_account *a = &f->accounts[key];
    *a = (struct ka_account){.key = ka_ledger_key(ledger, key)};
    for (size_t i = 0; i < ledger->options.attribute_count; i++)
        a->attributes[i] = ka_ledger_attribute(ledger, key, i);
    take_lines(f, room, key);
    take_sums(f, a, ka_ledger_sums(ledger, key));
    take_high_margin(f, room, a);
    time_purchases(f, room, a);
    count_orders(room, a);
    count_families(room, a);
    follow_growth(f, room, a);
    a->price_index = ka_own_prices_index(&room->prices, &f->prices);
    charge_costs(f, a, key);
}

static void compute_block(size_t block, void *context)
{
    struct figures *f = context;
    size_t keys = f->ledger->keys.count, end = (block + 1) * BLOCK;
    struct room *room = enter_room(f);
    for (size_t key = block * BLOCK; key < keys && key < end; key++) {
        ka_ledger_fetch(f->ledger, key);
        compute(f, room, key);
    }
    leave_room(f, room);
}

// What an account is against all others.
static void compare(const struct figures *f, size_t n)
{
    struct ka_account *account = f->accounts;
    ka_int128 revenue = 0, high_margin = 0;
    for (size_t i = 0; i < n; i++) {
        revenue += account[i].revenue;
        if (account[i].high_margin_revenue != KA_SUM_NONE)
            high_margin += account[i].high_margin_revenue;
    }
    if (f->ledger->company) {
        revenue = f->ledger->company->revenue;
        high_margin = f->company_high_margin;
    }
    double company = ratio(high_margin, revenue);
    for (size_t i = 0; i < n; i++)
        account[i].high_margin_lq =
            company > 0 ? account[i].high_margin_share / company : (double)NAN;
}

static struct use use_of(const struct figures *f, size_t rank, const bool *high_margin)
{
    const struct ka_ledger_item *item = &f->ledger->item[rank];
    int32_t month = item->month - (f->calendar->complete_last - 2 * YEAR + 1);
    bool counts = month >= 0 && month < 2 * YEAR;
    return (struct use){.family = item->family,
                        .trade = item->is_priced ? f->prices.trade[rank] : KA_LEDGER_NONE,
                        .month = (uint8_t)(counts ? month : 2 * YEAR),
                        .is_high_margin = high_margin && item->product != KA_LEDGER_NONE &&
                                          high_margin[item->product]};
}

static void find_uses(struct figures *f)
{
    const struct ka_ledger *ledger = f->ledger;
    bool *high_margin = ka_products_high_margin(ledger);
    f->knows_high_margin = high_margin != NULL;
    f->use = ka_alloc(ledger->sources, sizeof *f->use);
    for (size_t s = 0; s < ledger->sources; s++) {
        const struct ka_ledger_source *source = &ledger->source[s];
        f->use[s] = ka_alloc(source->items, sizeof *f->use[s]);
        for (size_t i = 0; i < source->items; i++)
            f->use[s][i] = use_of(f, source->item[i], high_margin);
    }
    if (high_margin && ledger->company)
        f->company_high_margin = ka_company_high_margin(ledger->company, ledger, high_margin);
    free(high_margin);
}

static void find_months(struct figures *f)
{
    size_t days = count_days(f->ledger);
    f->month_of = ka_alloc(days, sizeof *f->month_of);
    for (size_t i = 0; i < days; i++)
        f->month_of[i] = ka_date_month(f->ledger->first + (int32_t)i);
}

static void clear_figures(struct figures *f)
{
    for (struct room *room = f->rooms, *next; room; room = next) {
        next = room->next;
        room_free(room);
    }
    pthread_mutex_destroy(&f->lock);
    ka_prices_clear(&f->prices);
    for (size_t s = 0; s < f->ledger->sources; s++)
        free(f->use[s]);
    free(f->use);
    free(f->month_of);
}

void ka_features_compute(const struct ka_ledger *ledger, const struct ka_calendar *calendar,
                         bool with_costs, unsigned threads, struct ka_account *accounts)
{
    size_t keys = ledger->keys.count;
    struct figures f = {
        .ledger = ledger, .calendar = calendar, .with_costs = with_costs, .accounts = accounts};
    pthread_mutex_init(&f.lock, NULL);
    ka_prices_init(&f.prices, ledger);
    find_uses(&f);
    find_months(&f);
    ka_run_blocks((keys + BLOCK - 1) / BLOCK, threads, compute_block, &f);
    compare(&f, keys);
    clear_figures(&f);
}
