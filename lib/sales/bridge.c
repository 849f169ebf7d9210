// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/bridge.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "table/date.h"

const char *const ka_part_names[] = {"volume", "price", "mix",      "new",
                                     "back",   "lost",  "currency", "other"};
const char *const ka_fate_names[] = {"kept", "new", "back", "lost", "absent"};

// ---- Periods ----

static bool parse_end(struct ka_str text, bool first, int32_t *day)
{
    int32_t month;
    if (ka_month_parse(text, &month)) {
        *day = first ? ka_month_first(month) : ka_month_first(month + 1) - 1;
        return true;
    }
    return ka_date_parse(text, day) && *day != KA_DATE_NONE;
}

bool ka_period_parse(const char *text, struct ka_period *period, struct ka_error *err)
{
    const char *dots = strstr(text, "..");
    struct ka_str from = dots ? (struct ka_str){text, (size_t)(dots - text)} : ka_str(text);
    struct ka_str to = dots ? ka_str(dots + 2) : from;
    return (parse_end(from, true, &period->from) && parse_end(to, false, &period->to) &&
            period->from <= period->to) ||
           ka_fail(err, KA_USAGE,
                   "%s is not a period like 2024-01..2024-06 or 2024-01-01..2024-06-30",
                   KA_QUOTE(ka_str(text)));
}

static bool is_in(const struct ka_period *period, int32_t date)
{
    return period->from <= date && date <= period->to;
}

// ---- Exchange rates ----

// Amounts per month of a currency at the mean rate of the first period, over those at the rate
// of the month: what a row has to be multiplied by.
static bool find_weights(struct ka_bridge *b, const struct ka_rates *rates, size_t currency,
                         struct ka_error *err)
{
    struct ka_str code = b->journal->currencies.keys[currency];
    int32_t first = ka_date_month(b->before.from), last = ka_date_month(b->before.to);
    double sum = 0, rate;
    for (int32_t month = first; month <= last; month++) {
        if (!ka_rates_find(rates, code, month, &rate, err))
            return false;
        sum += rate;
    }
    int32_t begin = ka_date_month(b->after.from);
    for (size_t m = 0; m < b->months; m++) {
        if (!ka_rates_find(rates, code, begin + (int32_t)m, &rate, err))
            return false;
        b->weight[currency * b->months + m] = sum / (last - first + 1) / rate;
    }
    return true;
}

static bool make_weights(struct ka_bridge *b, const struct ka_rates *rates,
                         struct ka_error *err)
{
    size_t currencies = b->journal->currencies.count;
    b->months = (size_t)(ka_date_month(b->after.to) - ka_date_month(b->after.from) + 1);
    b->weight = ka_alloc(currencies * b->months, sizeof *b->weight);
    bool good = true;
    for (size_t c = 0; c < currencies && good; c++)
        good = find_weights(b, rates, c, err);
    return good;
}

// A row of the second period at the rate of the first.
static int64_t at_old_rate(const struct ka_bridge *b, const struct ka_journal_line *line)
{
    if (!b->weight)
        return line->revenue;
    size_t month = (size_t)(ka_date_month(line->date) - ka_date_month(b->after.from));
    double weight = b->weight[line->currency * b->months + month];
    return weight == 1 ? line->revenue : llrint((double)line->revenue * weight);
}

// ---- One account ----

struct goods {
    uint32_t product;
    ka_int128 q0, q1, r0, r1; // pieces and revenue before and after, at the old rate
};

struct account {
    struct goods *goods; // by product
    size_t count;
    bool had, has; // purchases before and after
    bool is_new;   // none before the second period, ever
    ka_int128 other, currency;
};

static int compare_products(const void *a, const void *b)
{
    const struct goods *x = a, *y = b;
    return (x->product > y->product) - (x->product < y->product);
}

static void merge_products(struct account *a)
{
    size_t n = 0;
    if (a->count > 1)
        qsort(a->goods, a->count, sizeof *a->goods, compare_products);
    for (size_t i = 0; i < a->count; i++) {
        if (n > 0 && a->goods[n - 1].product == a->goods[i].product) {
            a->goods[n - 1].q0 += a->goods[i].q0;
            a->goods[n - 1].q1 += a->goods[i].q1;
            a->goods[n - 1].r0 += a->goods[i].r0;
            a->goods[n - 1].r1 += a->goods[i].r1;
        } else {
            a->goods[n++] = a->goods[i];
        }
    }
    a->count = n;
}

static void take_line(const struct ka_bridge *b, const struct ka_journal_line *line,
                      struct account *a, struct ka_bridge_row *row)
{
    bool purchase = line->kind == KA_SALE || line->kind == KA_FREE;
    bool before = is_in(&b->before, line->date), after = is_in(&b->after, line->date);
    a->had |= purchase && before;
    a->has |= purchase && after;
    a->is_new &= !(purchase && line->date < b->after.from);
    if (!before && !after)
        return;
    int64_t revenue = before ? line->revenue : at_old_rate(b, line);
    *(before ? &row->before : &row->after) += line->revenue;
    a->currency += line->revenue - revenue;
    if (line->qty == KA_DECIMAL_NONE || line->kind == KA_ADJUST)
        a->other += before ? -revenue : revenue;
    else
        a->goods[a->count++] = before ? (struct goods){line->product, line->qty, 0, revenue, 0}
                                      : (struct goods){line->product, 0, line->qty, 0, revenue};
}

// Price, volume and mix of an account that bought in both periods.
static void split(struct account *a, struct ka_bridge_row *row)
{
    struct goods all = {0};
    ka_int128 price = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct goods *g = &a->goods[i];
        all.q0 += g->q0;
        all.q1 += g->q1;
        all.r0 += g->r0;
        all.r1 += g->r1;
        if (g->q0 > 0 && g->q1 > 0)
            price += g->r1 - ka_divide_even(g->r0 * g->q1, g->q0);
    }
    row->part[KA_PART_CURRENCY] = a->currency;
    row->part[KA_PART_OTHER] = a->other;
    if (all.q0 <= 0 || all.q1 <= 0) { // no pieces to compare
        row->part[KA_PART_OTHER] += all.r1 - all.r0;
        return;
    }
    row->part[KA_PART_PRICE] = price;
    row->part[KA_PART_VOLUME] = ka_divide_even(all.r0 * all.q1, all.q0) - all.r0;
    row->part[KA_PART_MIX] = all.r1 - all.r0 - price - row->part[KA_PART_VOLUME];
}

static void make_row(const struct ka_bridge *b, size_t account, struct account *a,
                     struct ka_bridge_row *row)
{
    static const enum ka_part parts[KA_FATES] = {[KA_FATE_NEW] = KA_PART_NEW,
                                                 [KA_FATE_BACK] = KA_PART_BACK,
                                                 [KA_FATE_LOST] = KA_PART_LOST,
                                                 [KA_FATE_ABSENT] = KA_PART_OTHER};
    *row = (struct ka_bridge_row){.accounts = 1};
    a->is_new = true;
    for (size_t i = b->journal->start[account]; i < b->journal->start[account + 1]; i++)
        take_line(b, &b->journal->lines[i], a, row);
    merge_products(a);
    row->fate = a->had && a->has ? KA_FATE_KEPT
                : a->has         ? (a->is_new ? KA_FATE_NEW : KA_FATE_BACK)
                : a->had         ? KA_FATE_LOST
                                 : KA_FATE_ABSENT;
    if (row->fate == KA_FATE_KEPT)
        split(a, row);
    else
        row->part[parts[row->fate]] = row->after - row->before;
}

bool ka_bridge_make(struct ka_bridge *b, const struct ka_journal *journal,
                    const struct ka_period periods[2], const struct ka_rates *rates,
                    struct ka_error *err)
{
    *b = (struct ka_bridge){.journal = journal, .before = periods[0], .after = periods[1]};
    if (b->before.to >= b->after.from)
        return ka_fail(err, KA_USAGE, "the first period must end before the second begins");
    if (rates && !make_weights(b, rates, err))
        return false;
    size_t accounts = ka_journal_accounts(journal), most = 0;
    for (size_t a = 0; a < accounts; a++) {
        size_t lines = journal->start[a + 1] - journal->start[a];
        most = lines > most ? lines : most;
    }
    struct goods *goods = ka_alloc(most, sizeof *goods);
    b->rows = ka_alloc(accounts, sizeof *b->rows);
    for (size_t a = 0; a < accounts; a++)
        make_row(b, a, &(struct account){.goods = goods}, &b->rows[a]);
    free(goods);
    return true;
}

void ka_bridge_clear(struct ka_bridge *b)
{
    free(b->rows);
    free(b->weight);
    *b = (struct ka_bridge){0};
}

void ka_bridge_add(struct ka_bridge_row *sum, const struct ka_bridge_row *row)
{
    sum->accounts += row->accounts;
    sum->before += row->before;
    sum->after += row->after;
    for (int p = 0; p < KA_BRIDGE_PARTS; p++)
        sum->part[p] += row->part[p];
}
