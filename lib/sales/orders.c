// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/orders.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/products.h"
#include "stat/describe.h"

enum ka_part_measure ka_orders_measure(const char *measure)
{
    static const struct {
        const char *name;
        enum ka_part_measure measure;
    } names[] = {{"revenue", KA_PART_REVENUE},
                 {"margin", KA_PART_MARGIN},
                 {"net_profit", KA_PART_MARGIN},
                 {"qty", KA_PART_QTY},
                 {"high_margin_revenue", KA_PART_HIGH_MARGIN_REVENUE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, measure) == 0)
            return names[i].measure;
    return KA_PART_NONE;
}

enum { ORDER = 1, PRODUCT, VALUE, WIDTH }; // words of a record, behind the key

struct builder {
    const struct ka_ledger *ledger;
    bool *high_margin; // by product; NULL: all count
    struct ka_orders *orders;
    size_t count, cap;
};

static int64_t value_of(const struct builder *b, const uint64_t *part)
{
    bool counts =
        !b->high_margin || (part[PRODUCT] != KA_LEDGER_NONE && b->high_margin[part[PRODUCT]]);
    return counts ? (int64_t)part[VALUE] : 0;
}

// Parts of one order stand together.  The order of the orders is that of their amounts: their
// codes depend on the order of the rows.
static void add_key(struct builder *b, size_t key)
{
    const struct ka_cell_run *parts = &b->ledger->run[KA_PARTS][key];
    struct ka_orders *orders = b->orders;
    size_t first = b->count;
    orders->start[key] = first;
    orders->value =
        ka_grow(orders->value, &b->cap, b->count + parts->count, sizeof *orders->value);
    for (size_t i = 0, next; i < parts->count; i = next) {
        const uint64_t *part = parts->word + i * WIDTH;
        ka_int128 amount = 0;
        for (next = i; next < parts->count && part[ORDER] == parts->word[i * WIDTH + ORDER];
             next++, part += WIDTH)
            amount += value_of(b, part);
        orders->value[b->count++] = ka_decimal_real(amount);
    }
    ka_sort_reals(orders->value + first, b->count - first);
}

static void subtract_costs(struct ka_orders *orders, const struct ka_ledger *ledger)
{
    orders->fixed = ka_zalloc(orders->keys, sizeof *orders->fixed);
    for (size_t i = 0; i < ledger->cost_count; i++)
        orders->fixed[ledger->costs[i].key] -= ka_decimal_real(ledger->costs[i].amount);
}

static bool is_there(const struct builder *b)
{
    switch (b->ledger->options.parts) {
    case KA_PART_REVENUE:
        return true;
    case KA_PART_QTY:
        return b->ledger->has_qty;
    case KA_PART_HIGH_MARGIN_REVENUE:
        return b->high_margin != NULL;
    case KA_PART_MARGIN:
        return b->ledger->has_margin;
    case KA_PART_NONE:
        break;
    }
    return false;
}

bool ka_orders_make(struct ka_orders *orders, const struct ka_ledger *ledger,
                    const char *measure)
{
    struct builder b = {.ledger = ledger, .orders = orders};
    *orders = (struct ka_orders){.keys = ledger->keys.count};
    if (ledger->options.parts == KA_PART_HIGH_MARGIN_REVENUE)
        b.high_margin = ka_products_high_margin(ledger);
    bool there = is_there(&b);
    if (there) {
        orders->start = ka_alloc(orders->keys + 1, sizeof *orders->start);
        for (size_t key = 0; key < orders->keys; key++)
            add_key(&b, key);
        orders->start[orders->keys] = b.count;
        if (strcmp(measure, "net_profit") == 0)
            subtract_costs(orders, ledger);
    }
    free(b.high_margin);
    return there;
}

void ka_orders_clear(struct ka_orders *orders)
{
    free(orders->value);
    free(orders->start);
    free(orders->fixed);
    *orders = (struct ka_orders){0};
}
