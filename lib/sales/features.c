// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/features.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sales/prices.h"
#include "sales/products.h"
#include "stat/describe.h"
#include "table/date.h"

enum { YEAR = 12, GROWTH_MONTHS_MIN = 6, GAP_CV_MIN = 3 };

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

// What is looked up or reused for every account.
struct workspace {
    const struct ka_ledger *ledger;
    const struct ka_calendar *calendar;
    struct ka_order_count orders;
    bool *high_margin; // by product, NULL: not known
    double *reals;     // room for the gaps of an account, for its families
    ka_int128 *family; // revenue by family, all 0 between accounts
    bool *family_met;
    uint32_t *families_met;
};

static size_t longest_run(const struct ka_ledger *ledger)
{
    size_t longest = 0;
    for (size_t key = 0; key < ledger->keys.map.count; key++) {
        size_t n = ledger->line_start[key + 1] - ledger->line_start[key];
        longest = n > longest ? n : longest;
    }
    return longest;
}

static void workspace_init(struct workspace *w, const struct ka_ledger *ledger,
                           const struct ka_calendar *calendar)
{
    size_t families = ledger->families.map.count;
    *w = (struct workspace){.ledger = ledger, .calendar = calendar};
    ka_order_count_init(&w->orders, ledger);
    w->high_margin = ka_products_high_margin(ledger);
    w->reals = ka_alloc(longest_run(ledger), sizeof *w->reals);
    w->family = ka_zalloc(families, sizeof *w->family);
    w->family_met = ka_zalloc(families, sizeof *w->family_met);
    w->families_met = ka_alloc(families, sizeof *w->families_met);
}

static void workspace_clear(struct workspace *w)
{
    ka_order_count_clear(&w->orders);
    free(w->high_margin);
    free(w->reals);
    free(w->family);
    free(w->family_met);
    free(w->families_met);
}

static double ratio(ka_int128 part, ka_int128 whole)
{
    return part != KA_SUM_NONE && whole > 0 ? (double)part / (double)whole : (double)NAN;
}

static void sum_lines(struct workspace *w, struct ka_account *a,
                      const struct ka_ledger_line *line, size_t n)
{
    struct ka_totals totals = {0};
    uint64_t filled = 0;
    for (size_t i = 0; i < n; i++) {
        ka_totals_add(&totals, &line[i]);
        filled += line[i].filled;
        if (line[i].kind == KA_RETURN)
            a->returns -= line[i].revenue;
    }
    a->lines = (int64_t)totals.lines;
    a->no_margin = (int64_t)totals.no_margin;
    a->qty = ka_totals_qty(&totals, w->ledger);
    a->revenue = totals.revenue;
    a->return_rate = ratio(a->returns, a->revenue + a->returns);
    a->margin = ka_totals_margin(&totals, w->ledger);
    a->margin_rate = ratio(a->margin, a->revenue);
    a->orders = (int64_t)ka_order_count_lines(&w->orders, line, n);
    a->order_value = a->orders ? ka_decimal_real(a->revenue) / (double)a->orders : (double)NAN;
    a->completeness = n ? (double)filled / (double)(n * KA_LEDGER_OPTIONAL) : (double)NAN;
}

static void sum_high_margin(const struct workspace *w, struct ka_account *a,
                            const struct ka_ledger_line *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (w->high_margin && line[i].product != KA_LEDGER_NONE &&
            w->high_margin[line[i].product])
            a->high_margin_revenue += line[i].revenue;
    if (!w->high_margin)
        a->high_margin_revenue = KA_SUM_NONE;
    a->high_margin_share = ratio(a->high_margin_revenue, a->revenue);
}

// Walks the purchase days; returns the number of gaps between them, which are in reals.
static size_t walk_purchases(struct workspace *w, struct ka_account *a,
                             const struct ka_ledger_line *line, size_t n)
{
    size_t gaps = 0;
    int32_t last_month = 0;
    for (size_t i = 0; i < n; i++) {
        if (line[i].kind != KA_SALE)
            continue;
        int32_t month = ka_date_month(line[i].date);
        a->active_months += a->first == KA_DATE_NONE || month != last_month;
        if (a->first == KA_DATE_NONE)
            a->first = line[i].date;
        else if (line[i].date != a->last)
            w->reals[gaps++] = line[i].date - a->last;
        a->last = line[i].date;
        last_month = month;
    }
    return gaps;
}

static void time_purchases(struct workspace *w, struct ka_account *a,
                           const struct ka_ledger_line *line, size_t n)
{
    a->first = a->last = KA_DATE_NONE;
    a->tenure_days = a->recency_days = KA_COUNT_NONE;
    a->active_ratio = a->gap_mean_days = a->gap_cv = (double)NAN;
    size_t gaps = walk_purchases(w, a, line, n);
    if (a->first == KA_DATE_NONE)
        return;
    a->tenure_days = a->last - a->first;
    a->recency_days = w->calendar->asof - a->last;
    int32_t months = w->calendar->last_month - ka_date_month(a->first) + 1;
    a->active_ratio = (double)a->active_months / months;
    a->gap_mean_days = ka_mean(w->reals, gaps);
    if (gaps >= GAP_CV_MIN)
        a->gap_cv = ka_sd(w->reals, gaps) / a->gap_mean_days;
}

static void count_families(struct workspace *w, struct ka_account *a,
                           const struct ka_ledger_line *line, size_t n)
{
    size_t met = 0, families = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t family = line[i].family;
        if (family == KA_LEDGER_NONE)
            continue;
        if (!w->family_met[family])
            w->families_met[met++] = family;
        w->family_met[family] = true;
        w->family[family] += line[i].revenue;
    }
    for (size_t i = 0; i < met; i++) {
        uint32_t family = w->families_met[i];
        if (w->family[family] > 0)
            w->reals[families++] = ka_decimal_real(w->family[family]);
        w->family[family] = 0;
        w->family_met[family] = false;
    }
    a->families = met ? (int64_t)families : KA_COUNT_NONE;
    a->family_entropy = ka_entropy(w->reals, families);
}

// Monthly revenue of two years up to the last complete month.
static void sum_months(const struct ka_calendar *calendar, const struct ka_ledger_line *line,
                       size_t n, ka_int128 revenue[2 * YEAR])
{
    int32_t oldest = calendar->complete_last - 2 * YEAR + 1;
    for (size_t i = 0; i < n; i++) {
        int32_t month = ka_date_month(line[i].date) - oldest;
        if (month >= 0 && month < 2 * YEAR)
            revenue[month] += line[i].revenue;
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

static void follow_growth(const struct ka_calendar *calendar, struct ka_account *a,
                          const struct ka_ledger_line *line, size_t n)
{
    ka_int128 revenue[2 * YEAR] = {0};
    sum_months(calendar, line, n, revenue);
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

static void charge_costs(const struct workspace *w, struct ka_account *a, size_t key,
                         bool with_costs)
{
    for (size_t i = w->ledger->cost_start[key]; i < w->ledger->cost_start[key + 1]; i++)
        a->cost_to_serve += w->ledger->costs[i].amount;
    if (!with_costs)
        a->cost_to_serve = KA_SUM_NONE;
    bool known = with_costs && a->margin != KA_SUM_NONE;
    a->net_profit = known ? a->margin - a->cost_to_serve : KA_SUM_NONE;
}

static void compute(struct workspace *w, struct ka_account *a, size_t key, bool with_costs)
{
    const struct ka_ledger *ledger = w->ledger;
    const struct ka_ledger_line *line = ledger->lines + ledger->line_start[key];
    size_t n = ledger->line_start[key + 1] - ledger->line_start[key];
    *a = (struct ka_account){.key = ka_names_at(&ledger->keys, key)};
    for (size_t i = 0; i < ledger->attribute_count; i++)
        a->attributes[i] = ka_ledger_attribute(ledger, key, i);
    sum_lines(w, a, line, n);
    sum_high_margin(w, a, line, n);
    time_purchases(w, a, line, n);
    count_families(w, a, line, n);
    follow_growth(w->calendar, a, line, n);
    charge_costs(w, a, key, with_costs);
}

// What an account is against all others.
static void compare(const struct ka_ledger *ledger, struct ka_account *account, size_t n)
{
    ka_int128 revenue = 0, high_margin = 0;
    for (size_t i = 0; i < n; i++) {
        revenue += account[i].revenue;
        if (account[i].high_margin_revenue != KA_SUM_NONE)
            high_margin += account[i].high_margin_revenue;
    }
    double company = ratio(high_margin, revenue);
    double *price_index = ka_alloc(n, sizeof *price_index);
    ka_prices_index(ledger, price_index);
    for (size_t i = 0; i < n; i++) {
        account[i].price_index = price_index[i];
        account[i].high_margin_lq =
            company > 0 ? account[i].high_margin_share / company : (double)NAN;
    }
    free(price_index);
}

void ka_features_compute(const struct ka_ledger *ledger, const struct ka_calendar *calendar,
                         bool with_costs, struct ka_account *accounts)
{
    size_t keys = ledger->keys.map.count;
    struct workspace w;
    workspace_init(&w, ledger, calendar);
    for (size_t key = 0; key < keys; key++)
        compute(&w, &accounts[key], key, with_costs);
    compare(ledger, accounts, keys);
    workspace_clear(&w);
}
