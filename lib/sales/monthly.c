// SPDX-License-Identifier: GPL-3.0-or-later
#include "sales/monthly.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sales/fields.h"
#include "sales/products.h"
#include "table/date.h"

struct month {
    struct ka_str key, account, channel;
    int32_t month;
    int64_t orders;
    ka_int128 revenue, margin, high_margin_revenue, qty, cost_to_serve, net_profit;
};

struct months {
    const struct ka_ledger *ledger;
    bool with_costs;
    bool *high_margin;         // by product, NULL: not known
    struct ka_cells purchases; // of a key
    struct ka_order_room room;
    struct month *row;
    size_t count, cap;
};

static struct ka_str attribute_of(const struct ka_ledger *ledger, size_t key,
                                  enum ka_sale_column column)
{
    for (size_t i = 0; i < ledger->options.attribute_count; i++)
        if (ledger->options.attributes[i] == column)
            return ka_ledger_attribute(ledger, key, i);
    return KA_STR("");
}

// What is left of the records of a key, all sorted by time.
struct rest {
    struct ka_cell_run months, purchases;
    const struct ka_ledger_cost *cost, *cost_end;
};

enum { MONTH_WIDTH = 1 + KA_MONTH_SUMS };

static int32_t first_time(const struct ka_cell_run *run)
{
    return ka_cell_time(run->word[0]);
}

static void skip(struct ka_cell_run *run, size_t records, size_t width)
{
    run->word += records * width;
    run->count -= records;
}

static struct ka_totals take_totals(struct rest *rest, int32_t month)
{
    struct ka_totals totals = {0};
    for (; rest->months.count && first_time(&rest->months) == month;
         skip(&rest->months, 1, MONTH_WIDTH)) {
        const int64_t *sum = (const int64_t *)rest->months.word + 1;
        totals.revenue += sum[KA_MONTH_REVENUE];
        totals.margin += sum[KA_MONTH_MARGIN];
        totals.qty += sum[KA_MONTH_QTY];
        totals.no_margin += (uint64_t)sum[KA_MONTH_NO_MARGIN];
        totals.no_qty += (uint64_t)sum[KA_MONTH_NO_QTY];
    }
    return totals;
}

static int64_t take_orders(struct months *m, struct rest *rest, int32_t month)
{
    int32_t end = ka_month_first(month + 1);
    struct ka_cell_run *left = &rest->purchases;
    size_t n = 0;
    ka_order_room_make(&m->room, left->count);
    for (; left->count && first_time(left) < end; skip(left, 1, KA_PURCHASE_IDS))
        m->room.code[n++] = left->word[1];
    return (int64_t)ka_order_count(&m->room, n);
}

static ka_int128 take_costs(struct rest *rest, int32_t month)
{
    ka_int128 costs = 0;
    for (; rest->cost < rest->cost_end && rest->cost->month == month; rest->cost++)
        costs += rest->cost->amount;
    return costs;
}

static void add_month(struct months *m, size_t key, int32_t month, struct rest *rest)
{
    struct ka_totals totals = take_totals(rest, month);
    ka_int128 cost_to_serve = take_costs(rest, month);
    ka_int128 margin = ka_totals_margin(&totals, m->ledger);
    bool has_profit = m->with_costs && margin != KA_SUM_NONE;
    KA_ROOM(m->row, m->count, m->cap);
    m->row[m->count++] = (struct month){
        .key = ka_ledger_key(m->ledger, key),
        .account = attribute_of(m->ledger, key, KA_SALE_ACCOUNT),
        .channel = attribute_of(m->ledger, key, KA_SALE_CHANNEL),
        .month = month,
        .orders = take_orders(m, rest, month),
        .revenue = totals.revenue,
        .margin = margin,
        .high_margin_revenue = m->high_margin ? 0 : KA_SUM_NONE,
        .qty = ka_totals_qty(&totals, m->ledger),
        .cost_to_serve = m->with_costs ? cost_to_serve : KA_SUM_NONE,
        .net_profit = has_profit ? margin - cost_to_serve : KA_SUM_NONE,
    };
}

static int by_month(const void *a, const void *b)
{
    const struct month *x = a, *y = b;
    return KA_COMPARE(x->month, y->month);
}

// To the rows of a key, which are from `first` on; whatever is bought has a row.
static void add_high_margin(struct months *m, size_t key, size_t first)
{
    struct ka_ledger_walk walk = ka_ledger_begin(m->ledger, key);
    for (struct ka_trail_line line; m->high_margin && ka_ledger_next(&walk, &line);) {
        const struct ka_ledger_item *item = &m->ledger->item[line.item];
        if (!line.has_goods || item->product == KA_LEDGER_NONE ||
            !m->high_margin[item->product])
            continue;
        const struct month wanted = {.month = item->month};
        struct month *row =
            bsearch(&wanted, m->row + first, m->count - first, sizeof wanted, by_month);
        row->high_margin_revenue += line.revenue;
    }
}

static void add_key(struct months *m, size_t key)
{
    const struct ka_ledger *ledger = m->ledger;
    ka_ledger_purchases(ledger, key, &m->purchases);
    struct rest rest = {.months = ledger->run[KA_MONTHS][key],
                        .purchases = {m->purchases.word, m->purchases.count},
                        .cost = ledger->costs + ledger->cost_start[key],
                        .cost_end = ledger->costs + ledger->cost_start[key + 1]};
    size_t first = m->count;
    while (rest.months.count || rest.cost < rest.cost_end) {
        int32_t month = rest.months.count ? first_time(&rest.months) : rest.cost->month;
        if (rest.cost < rest.cost_end && rest.cost->month < month)
            month = rest.cost->month;
        add_month(m, key, month, &rest);
    }
    add_high_margin(m, key, first);
}

#define FIELD(member, type, always)                                                            \
    {                                                                                          \
#member, type, offsetof(struct month, member), always                                  \
    }

static const struct ka_field fields[] = {
    FIELD(account, KA_FIELD_TEXT, false),
    FIELD(channel, KA_FIELD_TEXT, false),
    {"period", KA_FIELD_MONTH, offsetof(struct month, month), true},
    FIELD(revenue, KA_FIELD_SUM, true),
    FIELD(margin, KA_FIELD_SUM, false),
    FIELD(high_margin_revenue, KA_FIELD_SUM, false),
    FIELD(orders, KA_FIELD_COUNT, true),
    FIELD(qty, KA_FIELD_SUM, false),
    FIELD(cost_to_serve, KA_FIELD_SUM, false),
    FIELD(net_profit, KA_FIELD_SUM, false),
};

enum { FIELDS = sizeof fields / sizeof *fields };

const char *ka_monthly_column(size_t i)
{
    return i < FIELDS ? fields[i].name : NULL;
}

static void append_fields(const struct months *m, const char *by, struct ka_frame *frame)
{
    const struct ka_field key = {by, KA_FIELD_TEXT, offsetof(struct month, key), true};
    frame->rows = m->count;
    ka_fields_append(frame, &key, 1, m->row, sizeof *m->row, 0);
    ka_fields_append(frame, fields, FIELDS, m->row, sizeof *m->row, 0);
}

void ka_monthly_make(const struct ka_ledger *ledger, const char *by, bool with_costs,
                     struct ka_frame *frame)
{
    struct months m = {.ledger = ledger,
                       .with_costs = with_costs,
                       .high_margin = ka_products_high_margin(ledger)};
    ka_cells_init(&m.purchases, KA_PURCHASE_IDS, 0);
    for (size_t key = 0; key < ledger->keys.count; key++)
        add_key(&m, key);
    append_fields(&m, by, frame);
    free(m.high_margin);
    ka_order_room_clear(&m.room);
    ka_cells_clear(&m.purchases);
    free(m.row);
}
