// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/prices.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/sum.h"
#include "table/date.h"

// What a key bought of a product in a month.
struct cell {
    uint32_t product, key;
    int32_t month;
    ka_int128 paid, qty;
};

struct comparison {
    ka_int128 paid;         // where others bought too
    struct ka_sum expected; // the same goods at the others' mean price
};

static int compare_cells(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    int by_product = KA_COMPARE(x->product, y->product);
    int by_month = by_product ? by_product : KA_COMPARE(x->month, y->month);
    int by_key = by_month ? by_month : KA_COMPARE(x->key, y->key);
    int by_paid = by_key ? by_key : KA_COMPARE(x->paid, y->paid);
    return by_paid ? by_paid : KA_COMPARE(x->qty, y->qty);
}

static size_t collect(const struct ka_ledger *ledger, struct cell *cell)
{
    size_t n = 0;
    for (size_t i = 0; i < ledger->line_count; i++) {
        const struct ka_ledger_line *l = &ledger->lines[i];
        if (l->kind == KA_SALE && l->product != KA_LEDGER_NONE && l->qty > 0)
            cell[n++] =
                (struct cell){l->product, l->key, ka_date_month(l->date), l->revenue, l->qty};
    }
    return n;
}

// One cell a product, month and key.
static size_t merge(struct cell *cell, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct cell *last = kept ? &cell[kept - 1] : NULL;
        if (last && last->product == cell[i].product && last->month == cell[i].month &&
            last->key == cell[i].key) {
            last->paid += cell[i].paid;
            last->qty += cell[i].qty;
        } else {
            cell[kept++] = cell[i];
        }
    }
    return kept;
}

// The cells of one product and month, one a key.
static void compare_buyers(const struct cell *cell, size_t n, struct comparison *comparison)
{
    ka_int128 paid = 0, qty = 0;
    for (size_t i = 0; i < n; i++) {
        paid += cell[i].paid;
        qty += cell[i].qty;
    }
    for (size_t i = 0; i < n && n > 1; i++) {
        double price = (double)(paid - cell[i].paid) / (double)(qty - cell[i].qty);
        struct comparison *c = &comparison[cell[i].key];
        c->paid += cell[i].paid;
        ka_sum_add(&c->expected, (double)cell[i].qty * price);
    }
}

void ka_prices_index(const struct ka_ledger *ledger, double *index)
{
    size_t keys = ledger->keys.map.count;
    struct cell *cell = ka_alloc(ledger->line_count, sizeof *cell);
    struct comparison *comparison = ka_zalloc(keys, sizeof *comparison);
    size_t n = collect(ledger, cell);
    if (n > 1)
        qsort(cell, n, sizeof *cell, compare_cells);
    n = merge(cell, n);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && cell[to].product == cell[from].product &&
                            cell[to].month == cell[from].month;)
            to++;
        compare_buyers(&cell[from], to - from, comparison);
    }
    for (size_t key = 0; key < keys; key++) {
        double expected = ka_sum_value(&comparison[key].expected);
        index[key] = expected > 0 ? (double)comparison[key].paid / expected : (double)NAN;
    }
    free(cell);
    free(comparison);
}
