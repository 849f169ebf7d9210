// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/orders.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/products.h"
#include "table/date.h"

enum measure { REVENUE, MARGIN, QTY, HIGH_MARGIN_REVENUE, NET_PROFIT, MEASURES };

static enum measure measure_named(const char *name)
{
    static const char *const names[MEASURES] = {"revenue", "margin", "qty",
                                                "high_margin_revenue", "net_profit"};
    size_t m = 0;
    while (m < MEASURES && strcmp(names[m], name) != 0)
        m++;
    return (enum measure)m;
}

struct builder {
    const struct ka_ledger *ledger;
    enum measure measure;
    bool *high_margin; // by product
    // By order: where its sum stands, and for which key (one more than its rank).
    size_t *place;
    size_t *met;
    int64_t *amount; // of each order
    size_t count;
};

static int64_t value_of(const struct builder *b, const struct ka_ledger_line *line)
{
    bool high = b->measure != HIGH_MARGIN_REVENUE ||
                (line->product != KA_LEDGER_NONE && b->high_margin[line->product]);
    int64_t value = b->measure == QTY                                            ? line->qty
                    : b->measure == REVENUE || b->measure == HIGH_MARGIN_REVENUE ? line->revenue
                                                                                 : line->margin;
    return high && value != KA_DECIMAL_NONE ? value : 0;
}

static void add_key(struct builder *b, size_t key)
{
    const struct ka_ledger_line *line = b->ledger->lines;
    int32_t day = KA_DATE_NONE;
    size_t of_day = 0;
    for (size_t i = b->ledger->line_start[key]; i < b->ledger->line_start[key + 1]; i++) {
        bool named = line[i].order != KA_LEDGER_NONE;
        bool is_new = named ? b->met[line[i].order] != key + 1 : line[i].date != day;
        size_t *place = named ? &b->place[line[i].order] : &of_day;
        if (is_new) {
            *place = b->count++;
            b->amount[*place] = 0;
        }
        if (named)
            b->met[line[i].order] = key + 1;
        else
            day = line[i].date;
        b->amount[*place] += value_of(b, &line[i]);
    }
}

static int compare_amounts(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return KA_COMPARE(*x, *y);
}

// The order of the orders is that of their amounts: their numbers, and which of a day came
// first, depend on the order of the rows.
static void add_keys(struct builder *b, struct ka_orders *orders)
{
    b->amount = ka_alloc(b->ledger->line_count, sizeof *b->amount);
    for (size_t key = 0; key < orders->keys; key++) {
        size_t first = orders->start[key] = b->count;
        add_key(b, key);
        if (b->count > first)
            qsort(b->amount + first, b->count - first, sizeof *b->amount, compare_amounts);
    }
    orders->start[orders->keys] = b->count;
    orders->value = ka_alloc(b->count, sizeof *orders->value);
    for (size_t i = 0; i < b->count; i++)
        orders->value[i] = ka_decimal_real(b->amount[i]);
    free(b->amount);
}

static void subtract_costs(struct ka_orders *orders, const struct ka_ledger *ledger)
{
    orders->fixed = ka_zalloc(orders->keys, sizeof *orders->fixed);
    for (size_t i = 0; i < ledger->cost_count; i++)
        orders->fixed[ledger->costs[i].key] -= ka_decimal_real(ledger->costs[i].amount);
}

static bool is_there(const struct builder *b)
{
    switch (b->measure) {
    case REVENUE:
        return true;
    case QTY:
        return b->ledger->has_qty;
    case HIGH_MARGIN_REVENUE:
        return b->high_margin != NULL;
    case MARGIN:
    case NET_PROFIT:
        return b->ledger->has_margin;
    case MEASURES:
        break;
    }
    return false;
}

bool ka_orders_make(struct ka_orders *orders, const struct ka_ledger *ledger,
                    const char *measure)
{
    struct builder b = {.ledger = ledger, .measure = measure_named(measure)};
    *orders = (struct ka_orders){.keys = ledger->keys.map.count};
    if (b.measure == HIGH_MARGIN_REVENUE)
        b.high_margin = ka_products_high_margin(ledger);
    bool there = is_there(&b);
    if (there) {
        b.place = ka_alloc(ledger->orders.count, sizeof *b.place);
        b.met = ka_zalloc(ledger->orders.count, sizeof *b.met);
        orders->start = ka_alloc(orders->keys + 1, sizeof *orders->start);
        add_keys(&b, orders);
        if (b.measure == NET_PROFIT)
            subtract_costs(orders, ledger);
    }
    free(b.high_margin);
    free(b.place);
    free(b.met);
    return there;
}

void ka_orders_clear(struct ka_orders *orders)
{
    free(orders->value);
    free(orders->start);
    free(orders->fixed);
    *orders = (struct ka_orders){0};
}
