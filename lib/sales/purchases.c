// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/purchases.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static int compare_falling(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

static bool read_high(struct ka_purchases *p, const struct ka_frame *accounts,
                      struct ka_error *err)
{
    size_t column = ka_frame_find(accounts, "high_margin_revenue");
    return column == KA_NONE || ka_frame_decimals(accounts, column, p->high, err);
}

static void add_up(struct ka_purchases *p)
{
    for (size_t i = 0; i < p->rows; i++) {
        if (p->value[i] == KA_DECIMAL_NONE || p->high[i] == KA_DECIMAL_NONE ||
            __builtin_add_overflow(p->value[i], p->high[i], &p->value[i])) {
            p->value[i] = KA_DECIMAL_NONE;
            continue;
        }
        p->descending[p->n++] = p->value[i];
        p->total += p->value[i];
    }
    qsort(p->descending, p->n, sizeof *p->descending, compare_falling);
}

bool ka_purchases_make(struct ka_purchases *p, const struct ka_frame *accounts,
                       struct ka_error *err)
{
    size_t revenue = ka_frame_find(accounts, "revenue");
    p->rows = accounts->rows;
    p->high = ka_zalloc(p->rows, sizeof *p->high);
    p->value = ka_alloc(p->rows, sizeof *p->value);
    p->descending = ka_alloc(p->rows, sizeof *p->descending);
    for (size_t i = 0; i < p->rows; i++)
        p->value[i] = KA_DECIMAL_NONE;
    if (revenue != KA_NONE &&
        (!ka_frame_decimals(accounts, revenue, p->value, err) || !read_high(p, accounts, err)))
        return false;
    add_up(p);
    return true;
}

void ka_purchases_clear(struct ka_purchases *p)
{
    free(p->high);
    free(p->value);
    free(p->descending);
    *p = (struct ka_purchases){0};
}

// How many of the n are above value.
static size_t count_above(const struct ka_purchases *p, int64_t value)
{
    size_t from = 0, to = p->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (p->descending[middle] > value)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

double ka_purchases_number_share(const struct ka_purchases *p, size_t i, int64_t value)
{
    size_t above = count_above(p, value) - (p->value[i] > value);
    return (double)(above + 1) / (double)p->n;
}

double ka_purchases_ratio(const struct ka_purchases *p, size_t i, int64_t value)
{
    ka_int128 total = p->total - p->value[i] + value;
    return total > 0 ? (double)p->n * (double)value / (double)total : (double)NAN;
}

double ka_purchases_at_share(const struct ka_purchases *p, size_t i, double share)
{
    double places = floor(share * (double)p->n + 1e-9);
    if (places < 1 || places > (double)p->n - 1)
        return NAN;
    size_t m = (size_t)places - 1; // the m-th largest of the others, from 0
    bool own_is_above = p->value[i] > p->descending[m] ||
                        (p->value[i] == p->descending[m] && count_above(p, p->value[i]) <= m);
    return ka_decimal_real(p->descending[m + own_is_above]);
}

double ka_purchases_at_ratio(const struct ka_purchases *p, size_t i, double ratio)
{
    double n = (double)p->n, others = ka_decimal_real(p->total - p->value[i]);
    return n > ratio && others > 0 ? ratio * others / (n - ratio) : (double)NAN;
}
